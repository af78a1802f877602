"""Doubts about a document that has come in, from what the system knows beside it: its owner and the other plans."""

from collections.abc import Iterator
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dondoc.documents.parsing.draft import Draft, Head
from dondoc.documents.parsing.findings.codes import RULES
from dondoc.lib.dates import format_date
from dondoc.lib.text import fold
from dondoc.plans.bodies import BodyReader
from dondoc.plans.models import Finding, Plan

# What names of committees and offices have in common; the rest says whose they are. Folded.
_COMMON = frozenset({
    "ban", "chap", "hanh", "thuong", "vu", "truc", "dang", "bo", "uy", "doan", "ubnd", "hdnd", "hoi", "dong",
    "nhan", "dan", "cua", "cac", "tinh", "thanh", "pho", "xa", "phuong", "dac", "khu", "quan", "huyen", "thi",
    "so",
})  # fmt: skip
_NEARLY = 0.8  # of the longer lines of one text that stand in the other, word for word
_LONG_LINE = 40  # characters: shorter ones ("Tổ chức thực hiện:") stand in every plan


def doubt(plan: Plan, draft: Draft, day: date) -> None:
    """Store what is doubtful about `plan`, just read as `draft` on `day`. Inside the transaction of the import."""
    Finding.objects.bulk_create(
        [
            *_taken_number(plan),
            *_other_issuer(plan, draft.head),
            *_nearly_the_same(plan),
            *_scanned(plan),
            *_unknown_bodies(plan, draft, day),
        ]
    )


def _taken_number(plan: Plan) -> Iterator[Finding]:
    """A number that another plan of the same owner bears: a second import, or a slip in the number."""
    other = _beside(plan).filter(number=plan.number).first()
    if plan.number and other:
        message = _("Đã có kế hoạch cùng số %(number)s, nhập ngày %(day)s. Đề nghị kiểm tra có phải nhập lần thứ hai.")
        yield _finding(
            plan, "number_taken", message % {"number": plan.number, "day": format_date(localdate(other.created_at))}
        )


def _other_issuer(plan: Plan, head: Head) -> Iterator[Finding]:
    """An issuer whose own words are not in the owner's name: somebody else's document, or the wrong owner chosen."""
    issuer = head.letterhead or head.issuer or ""
    own = set(fold(issuer).split()) - _COMMON
    if own and not own & set(fold(plan.org.name).split()):
        message = _("Văn bản ghi cơ quan ban hành là “%(issuer)s”, còn kế hoạch đang được nhập cho %(org)s.")
        yield _finding(plan, "issuer_is_other", message % {"issuer": " ".join(issuer.split()), "org": plan.org})


def _nearly_the_same(plan: Plan) -> Iterator[Finding]:
    """A text that stands nearly word for word in another plan of the same owner."""
    lines = _lines(plan)
    for other in _beside(plan).select_related("document").filter(first=None):
        common = len(lines & _lines(other))
        if lines and common >= _NEARLY * len(lines):
            message = _(
                "%(share)d %% số đoạn giống hệt kế hoạch %(plan)s đã có. Nếu là bản sửa đổi, hãy mở kế hoạch đó và "
                "chọn “Sửa đổi, bổ sung”."
            )
            yield _finding(
                plan, "nearly_same_plan", message % {"share": 100 * common // len(lines), "plan": other.number or other}
            )
            return


def _scanned(plan: Plan) -> Iterator[Finding]:
    """A text that was recognised from a picture: letters and figures may be wrong."""
    if plan.document and plan.document.is_scanned:
        yield _finding(
            plan,
            "recognised_text",
            _("Văn bản được máy nhận dạng từ bản chụp: chữ, số và dấu có thể sai; bảng kẻ ô đọc thành các dòng chữ."),
        )


def _unknown_bodies(plan: Plan, draft: Draft, day: date) -> Iterator[Finding]:
    """Bodies that lead a task and are nobody in the tree on that day: each once, where it is first named."""
    reader = BodyReader(plan.org, day)
    first_named = {wording: task for task in reversed(draft.tasks) for wording in task.lead}
    for wording, task in reversed(first_named.items()):
        found = reader.read(wording)
        if found.is_settled:
            continue
        message = _("“%(body)s” không có trong danh sách tổ chức.") % {"body": wording}
        if found.near:
            message += " " + _("Tên gần nhất: %(name)s.") % {"name": found.near[0].org}
        one = _finding(plan, "body_unknown", message)
        one.start, one.end, one.part = task.span.start, task.span.end, task.part[:60]
        yield one


def _lines(plan: Plan) -> frozenset[str]:
    text = plan.document.text if plan.document else ""
    return frozenset(fold(line) for line in text.splitlines() if len(line.strip()) >= _LONG_LINE)


def _beside(plan: Plan):
    return Plan.objects.read().filter(org=plan.org).exclude(pk=plan.pk).order_by("pk")


def _finding(plan: Plan, code: str, message: str) -> Finding:
    rule = RULES[code]
    return Finding(plan=plan, code=code, severity=rule.severity.value, message=message, suggestion=rule.suggestion)
