"""Figures inside the words: [[7.b]] is the value of that measure, as the snapshot has it.

While a report is a draft they follow the figures that are fetched anew; a frozen snapshot never changes, nor do they.
"""

import re
from decimal import Decimal
from typing import Any

from dondoc.lib.numbers import format_number, format_percent
from dondoc.lib.periods import Period

_FIELD = re.compile(r"\[\[\s*([^\[\]\n]{1,40}?)\s*\]\]")


def live_fields(snapshot: dict[str, Any]) -> dict[str, str]:
    """What may stand between the brackets → what it says now: measures by label and letter, and the other figures."""
    sent, due, chased = snapshot["monthly_reports"], snapshot["timeliness"], snapshot["chased"]
    fields = {"kỳ": Period.parse(snapshot["period"]).label}
    for one in snapshot["indicators"]:
        for measure in one["measures"]:
            letter = measure["key"].rpartition(".")[2]
            name = one["label"] if len(one["measures"]) == 1 else f"{one['label']}.{letter}"
            value = measure["value"]
            fields[name] = "—" if value is None else format_percent(Decimal(value))
    counts = {
        "báo cáo phải gửi": sent["expected"], "báo cáo đã gửi": sent["sent"], "báo cáo đã duyệt": sent["approved"],
        "việc đến hạn": due["due"], "việc đúng hạn": due["on_time"], "việc quá hạn": due["overdue"],
        "đơn vị chậm": len(snapshot["late"]), "lượt đôn đốc": chased["times"], "đơn vị được đôn đốc": chased["orgs"],
    }  # fmt: skip
    return fields | {name: format_number(number) for name, number in counts.items()}


def filled(text: str, fields: dict[str, str]) -> str:
    """`text` with its figures in place; what is not known stays in its brackets, so that it is seen."""
    return _FIELD.sub(lambda found: fields.get(found[1], found[0]), text)


def unknown(text: str, fields: dict[str, str]) -> list[str]:
    """The names between brackets that no figure has, each once."""
    return list(dict.fromkeys(name for name in _FIELD.findall(text) if name not in fields))
