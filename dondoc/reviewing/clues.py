"""What a reviewer sees of the clues of one sheet: each with its evidence and a question that names nobody else."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dondoc.lib.dates import format_date
from dondoc.lib.likeness import Piece, marked, shingled
from dondoc.lib.numbers import format_number
from dondoc.sheets.definition import SheetDefinition
from dondoc.submissions.clues.alike import given_words
from dondoc.submissions.models import Clue, Submission
from dondoc.submissions.risk import Concern
from dondoc.submissions.signing import verdict_words

C = Concern


@dataclass(frozen=True)
class Match:
    """A sheet that says nearly the same: both texts in pieces, those that stand in both marked."""

    other: Submission
    is_own: bool
    percent: int
    ours: list[Piece]
    theirs: list[Piece]


@dataclass(frozen=True)
class ClueGroup:
    """Clues of one kind about one question. `says`: what was seen, in sentences; `question`: what the organisation
    would be asked, without naming or quoting anybody else; `columns`, `numbers`: a small table of evidence."""

    clues: tuple[Clue, ...]
    label: str
    says: list[str]
    question: str
    matches: list[Match]
    columns: tuple[str, ...] = ()
    numbers: tuple[tuple[str, ...], ...] = ()

    @property
    def first(self) -> Clue:
        return self.clues[0]

    @property
    def concern(self) -> Concern:
        return self.first.concern

    @property
    def is_dismissed(self) -> bool:
        return self.first.dismissed_at is not None


@dataclass(frozen=True)
class Clues:
    """`hidden`: how many clues compare with sheets that this person may not review."""

    groups: list[ClueGroup]
    hidden: int

    @property
    def open(self) -> list[ClueGroup]:
        return [group for group in self.groups if not group.is_dismissed]

    @property
    def dismissed(self) -> list[ClueGroup]:
        return [group for group in self.groups if group.is_dismissed]

    def with_clue(self, pk: int | None) -> ClueGroup | None:
        """The group that holds the clue with this id."""
        return next((group for group in self.groups if any(clue.pk == pk for clue in group.clues)), None)


def clues_of(submission: Submission, user, tasks: Iterable[str]) -> Clues:
    """The clues of a sheet that `user` may review, those of other sheets only where `user` may review both. `tasks`:
    the words of the tasks that it answers. One query."""
    judged = Submission.objects.judged_by(user).filter(pk=OuterRef("other_id"))
    rows = submission.clues.select_related("dismissed_by", "other__org", "other__deliverable", "other__round")
    clues = list(rows.annotate(sees_other=Exists(judged)))
    seen = [clue for clue in clues if clue.other is None or clue.sees_other]
    by_group: dict[tuple[Any, ...], list[Clue]] = defaultdict(list)
    for clue in seen:
        by_group[clue.kind, clue.field or clue.pk, clue.dismissed_at].append(clue)
    order = list(Concern)
    groups = sorted(by_group.values(), key=lambda some: (order.index(some[0].concern), some[0].pk))
    given = given_words(submission, tasks) if any(clue.concern is C.ALIKE for clue in seen) else frozenset()
    shown = [_group(tuple(some), submission, given) for some in groups]
    return Clues(shown, len(clues) - len(seen))


def _group(clues: tuple[Clue, ...], submission: Submission, given: Collection[int]) -> ClueGroup:
    definition = submission.sheet_version.parsed
    facts = clues[0].facts
    match clues[0].concern:
        case C.ALIKE:
            return _alike(clues, submission, given)
        case C.UNPROVEN:
            return _unproven(clues, definition, facts)
        case C.POSTDATED:
            return _postdated(clues, facts)
        case C.SAME_FILE:
            return _same_file(clues, submission)
        case C.BAD_SIGNATURE:
            return _bad_signature(clues, facts)
        case _:
            return _leap(clues, definition, facts)


def _label(definition: SheetDefinition, code: str) -> str:
    """The question's words; its code when a later version asks it no more."""
    found = definition.by_code.get(code)
    return found.label if found else code


def _alike(clues: tuple[Clue, ...], submission: Submission, given: Collection[int]) -> ClueGroup:
    label = _label(submission.sheet_version.parsed, clues[0].field)
    matches = [_match(clue, submission, given) for clue in clues]
    more = clues[0].facts["alike"] - len(matches)
    says = [
        _("Phần lớn lời văn ở mục này có trong phiếu khác; chỗ giống nhau được tô nền. Số liệu khác nhau vẫn tính.")
    ]
    if more > 0:
        says.append(
            ngettext("Còn %(n)d phiếu khác cũng gần trùng.", "Còn %(n)d phiếu khác cũng gần trùng.", more) % {"n": more}
        )
    own = next((match for match in matches if match.is_own), None)
    if own:
        asked = _("Mục “%(label)s” gần như giữ nguyên lời của %(period)s. Đề nghị làm rõ kết quả riêng của kỳ này.")
        question = asked % {"label": label, "period": own.other.period_label}
    else:
        asked = _("Mục “%(label)s” viết chung chung. Đề nghị làm rõ kết quả cụ thể của đơn vị: việc gì, sản phẩm nào.")
        question = asked % {"label": label}
    return ClueGroup(clues, label, says, question, matches)


def _match(clue: Clue, submission: Submission, given: Collection[int]) -> Match:
    ours, theirs = clue.facts["ours"], clue.facts["theirs"]
    shared = shingled(ours).own(given) & frozenset(shingled(theirs).hashes)
    return Match(
        other=clue.other,
        is_own=clue.other.org_id == submission.org_id,
        percent=clue.facts["percent"],
        ours=marked(ours, shared),
        theirs=marked(theirs, shared),
    )


def _unproven(clues: tuple[Clue, ...], definition: SheetDefinition, facts: Mapping[str, Any]) -> ClueGroup:
    figures = [
        (
            _label(definition, one["field"]),
            _number(one["number"]),
            _label(definition, one["of"]),
            _number(one["number"]),
        )
        for one in facts["figures"]
    ]
    says = [
        _("“%(done)s” bằng đúng “%(of)s” (%(n)s/%(n)s, 100 %%).") % {"done": done, "of": of, "n": number}
        for done, number, of, _same in figures
    ]
    says.append(_("Phiếu không có tệp minh chứng nào và không nêu số, ký hiệu văn bản nào."))
    question = _(
        "Phiếu báo cáo “%(label)s” đạt 100 %%. Đề nghị làm rõ sản phẩm: số, ký hiệu văn bản hoặc tệp minh chứng."
    )
    return ClueGroup(clues, figures[0][0], says, question % {"label": figures[0][0]}, [])


def _postdated(clues: tuple[Clue, ...], facts: Mapping[str, Any]) -> ClueGroup:
    day, reported = _day(facts["day"]), _day(facts["reported"])
    words = {"file": facts["file"], "day": day, "reported": reported}
    seen = (
        _("Trong tệp “%(file)s” ghi ngày %(day)s.")
        if facts["source"] == "text"
        else _("Tệp “%(file)s” được tạo ngày %(day)s.")
    )
    by = (
        _("Phiếu khai làm xong ngày %(reported)s.")
        if facts["by"] == "stated"
        else _("Phiếu đã được xem xét lần đầu ngày %(reported)s.")
    )
    question = _(
        "Tệp “%(file)s” có ngày %(day)s, sau ngày báo cáo %(reported)s. Đề nghị làm rõ ngày làm xong, hoặc thay tệp."
    )
    return ClueGroup(clues, facts["file"], [seen % words, by % words], question % words, [])


def _same_file(clues: tuple[Clue, ...], submission: Submission) -> ClueGroup:
    [clue] = clues
    name, other = clue.facts["file"], clue.other
    if other.org_id == submission.org_id:
        seen = _("Đúng tệp “%(file)s” đã nộp ở phiếu %(period)s của chính đơn vị.")
        asked = _("Tệp “%(file)s” đã nộp ở phiếu %(period)s. Đề nghị làm rõ, hoặc nộp minh chứng của kỳ này.")
    else:
        seen = _("Đúng tệp “%(file)s” có ở phiếu của %(org)s, %(period)s.")
        asked = _("Tệp “%(file)s” đã dùng ở phiếu khác. Đề nghị làm rõ, hoặc nộp minh chứng của chính đơn vị.")
    words = {"file": name, "org": other.org.short_name, "period": other.period_label}
    return ClueGroup(clues, name, [seen % words], asked % words, [])


def _bad_signature(clues: tuple[Clue, ...], facts: Mapping[str, Any]) -> ClueGroup:
    fault = str(verdict_words(facts["verdict"]))
    asked = _("Tệp “%(file)s”: %(fault)s Đề nghị làm rõ, hoặc nộp lại tệp có chữ ký số còn nguyên.")
    question = asked % {"file": facts["file"], "fault": fault}
    return ClueGroup(clues, facts["file"], [fault], question, [])


def _leap(clues: tuple[Clue, ...], definition: SheetDefinition, facts: Mapping[str, Any]) -> ClueGroup:
    label = _label(definition, clues[0].field)
    value, usual = _number(facts["value"]), _number(facts["usual"])
    says = [_("Kỳ này %(value)s, các kỳ trước thường là %(usual)s.") % {"value": value, "usual": usual}]
    if facts["peers"]:
        peers = _("Trong %(n)d đơn vị cùng loại đã nộp cùng kỳ, ở giữa là %(factor)s lần kỳ trước.")
        says.append(peers % {"n": facts["peers"], "factor": _number(_rounded(facts["peers_factor"]))})
        as_far = _("%(n)d đơn vị thay đổi mạnh như vậy.") % {"n": facts["as_far"]}
        says.append(as_far if facts["as_far"] else _("Không đơn vị nào thay đổi mạnh như vậy."))
    else:
        says.append(_("Chưa đủ đơn vị cùng loại để so; chỉ so với chính đơn vị."))
    question = _(
        "Mục “%(label)s” là %(value)s, khác xa các kỳ trước (thường là %(usual)s). Đề nghị kiểm tra và làm rõ lý do."
    )
    columns = (*(label for label, _value in facts["history"]), _("Kỳ này"))
    numbers = ((*(_number(number) for _label_, number in facts["history"]), value),)
    return ClueGroup(
        clues, label, says, question % {"label": label, "value": value, "usual": usual}, [], columns, numbers
    )


def _rounded(number: str) -> str:
    return str(round(Decimal(number), 2))


def _number(text: str) -> str:
    return format_number(Decimal(text))


def _day(text: str) -> str:
    return format_date(date.fromisoformat(text))
