"""What differs from what a reviewer has seen: question, before → after, in the order of the sheet."""

from dondoc.reviewing.comparing import Change, changes_of
from dondoc.sheets.models import SheetVersion
from dondoc.submissions.models import Review, Submission
from dondoc.submissions.models import SubmissionState as S

SHEET = SheetVersion(
    definition={
        "code": "so", "name": "Số liệu", "why": "Mẫu.", "minutes": 1,
        "fields": [
            {"code": "so", "label": "Số đảng viên", "type": "integer", "why": "Mẫu."},
            {"code": "ghi", "label": "Ghi chú", "type": "text", "why": "Mẫu."},
            {
                "code": "bang", "label": "Danh sách", "type": "rows", "why": "Mẫu.",
                "columns": [{"code": "ten", "label": "Tên", "type": "text", "why": "Mẫu."}],
            },
        ],
    }
)  # fmt: skip


def sheet(**answers) -> Submission:
    return Submission(sheet_version=SHEET, answers=answers)


def review(decision, **answers) -> Review:
    return Review(decision=decision, answers=answers)


def test_never_decided_on_there_is_nothing_to_compare_with():
    assert changes_of(sheet(so="1"), []) is None


def test_the_last_approval_counts_before_a_later_return():
    reviews = [review(S.APPROVED, so="1200", ghi="x"), review(S.SENT_BACK, so="5")]
    found = changes_of(sheet(so="1500"), reviews)
    assert (found.is_approved, found.items) == (
        True, (Change("Số đảng viên", "1.200", "1.500"), Change("Ghi chú", "x", "")),
    )  # fmt: skip


def test_of_a_table_only_the_rows_that_differ():
    before, now = ([{"ten": name} for name in names] for names in (("A", "B"), ("A", "C", "D")))
    [change] = changes_of(sheet(bang=now), [review(S.SENT_BACK, bang=before)]).items
    assert (change.before, change.after) == ("B", "C\nD")
