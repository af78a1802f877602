"""What a person had typed into a form, taken from a request that could not be carried out, so that nothing is lost."""

import re

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_SECRET = re.compile(r"pass|secret|token|otp|mat_khau|csrf", re.IGNORECASE)
_MACHINE = re.compile(
    r"(^|[-_])(id|pk|version|revision|expected|seen|reading|next|action|"
    r"TOTAL_FORMS|INITIAL_FORMS|MIN_NUM_FORMS|MAX_NUM_FORMS)$"
)
_CODE = re.compile(r"[a-z0-9]+([_\-.:/][a-z0-9]+)*|on|true|false", re.IGNORECASE)
_LABELS = {
    "reason": gettext_lazy("Lý do"),
    "note": gettext_lazy("Ghi chú"),
    "explanation": gettext_lazy("Giải trình"),
    "text": gettext_lazy("Nội dung"),
    "subject": gettext_lazy("Trích yếu"),
}


def typed_text(request: HttpRequest) -> list[tuple[str, str]]:
    """Pairs (label, text) of what was typed in a POST: no passwords, files, choices or hidden marks of the form.

    A single word of plain letters and digits is taken as a choice unless it is a number. A request too large or
    too broken to read gives nothing.
    """
    if request.method != "POST":
        return []
    try:
        fields = list(request.POST.lists())
    except (SuspiciousOperation, MultiPartParserError, OSError):
        return []
    texts = [(name, value) for name, values in fields for value in values if _is_typed(name, value)]
    return [(_label(name, n), value) for n, (name, value) in enumerate(texts, start=1)]


def _is_typed(name: str, value: str) -> bool:
    if not value.strip() or _SECRET.search(name) or _MACHINE.search(name):
        return False
    return value.isdecimal() or not _CODE.fullmatch(value)


def _label(name: str, place: int) -> str:
    return str(_LABELS.get(name.rpartition("-")[2]) or _("Ô nhập %(place)s") % {"place": place})
