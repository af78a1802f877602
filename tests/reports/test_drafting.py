"""The first words: short, exact, and adding up."""

import pytest

from dondoc.reports.drafting import draft_words

MONTHLY = {
    "expected": 59,
    "sent": 54,
    "approved": 52,
    "sent_back": 1,
    "tasks_assigned": 1545,
    "tasks_done": 514,
    "words": [],
}
DUE = {"due": 184, "on_time": 131, "late": 11, "in_review": 23, "overdue": 13}
NOTHING = {"due": 0, "on_time": 0, "late": 0, "in_review": 0, "overdue": 0}
HEAD = {"issuer": "Đảng ủy Mẫu", "organ_code": "ĐU", "plan": "08-KH/ĐU", "kind": "Kế hoạch", "subject": "thực hiện X"}


def words(**parts) -> dict[str, str]:
    return draft_words(
        {
            "period": "2026-09", "as_of": "2026-09-30", "taken_on": "2026-10-01", "head": HEAD, "indicators": [],
            "timeliness": DUE, "monthly_reports": MONTHLY, "late": [], "own_delays": [],
            "chased": {"times": 0, "orgs": 0}, "next": [],
        }
        | parts
    )  # fmt: skip


def test_the_plan_is_cited_and_the_committee_reports():
    assert words()["opening"] == (
        "Thực hiện Kế hoạch số 08-KH/ĐU về thực hiện X, Ban Thường vụ Đảng ủy báo cáo kết quả tháng 9/2026 "
        "(số liệu cập nhật đến ngày 01/10/2026) như sau:"
    )
    assert words(head={**HEAD, "plan": ""})["opening"].startswith("Thực hiện Kế hoạch thực hiện X, Ban Thường vụ")


def test_what_fell_due_adds_up_to_the_whole():
    assert words()["results"] == (
        "Có 54/59 cấp ủy cơ sở gửi báo cáo tháng 9/2026; 52 báo cáo đã được duyệt, 1 báo cáo đang chờ duyệt, 1 báo "
        "cáo bị trả lại để bổ sung. Theo các báo cáo đã duyệt, các đơn vị được giao 1.545 nhiệm vụ, đã hoàn thành 514. "
        "Trong tháng có 184 việc đến hạn, gồm: 142 việc đã hoàn thành (đúng hạn 131, chậm 11); 23 việc đang chờ duyệt; "
        "13 việc quá hạn; 6 việc đang thực hiện."
    )


@pytest.mark.parametrize(
    ("monthly", "due", "expected"),
    [
        ({"expected": 0, "approved": 0, "tasks_assigned": None}, {}, "Tháng 9/2026 không có việc đến hạn."),
        (
            {"approved": 0, "tasks_assigned": None, "tasks_done": None}, {},
            "Có 54/59 cấp ủy cơ sở gửi báo cáo tháng 9/2026; 0 báo cáo đã được duyệt, 53 báo cáo đang chờ duyệt, "
            "1 báo cáo bị trả lại để bổ sung.",
        ),
        (
            {"expected": 0, "tasks_assigned": None}, {"due": 2, "on_time": 2},
            "Trong tháng có 2 việc đến hạn, gồm: 2 việc đã hoàn thành.",
        ),
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_said(monthly, due, expected):
    assert words(monthly_reports=MONTHLY | monthly, timeliness=NOTHING | due)["results"] == expected


def test_every_indicator_is_counted_once():
    rows = [("1", "met"), ("2", "not_met"), ("3", "met"), ("4", "not_due"), ("5", "no_data")]
    found = words(
        indicators=[{"label": label, "status": status} for label, status in rows],
        chased={"times": 3, "orgs": 2}, own_delays=[{"org": "Ban A"}, {"org": "Ban B"}],
    )  # fmt: skip
    assert found["assessment"].splitlines() == [
        "Trong 5 chỉ tiêu:",
        "- Đạt: 2 (mục 1, 3);",
        "- Không đạt: 1 (mục 2);",
        "- Đến kỳ nhưng chưa có số liệu: 1 (mục 5);",
        "- Chưa đến kỳ đánh giá: 1 (mục 4).",
        "Trong tháng đã đôn đốc 3 lượt đối với 2 đơn vị.",
        "Cơ quan tham mưu, giúp việc còn việc quá hạn: Ban A; Ban B.",
    ]
    assert words()["assessment"] == "Chưa có chỉ tiêu nào có số liệu."


def said(*entries) -> dict:
    return MONTHLY | {"words": [{"org": org, "obstacles": text, "proposals": ""} for org, text in entries]}


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([("A", "Thiếu người.")], "- Thiếu người (A)."),
        ([("A", "Thiếu người."), ("B", "thiếu  người")], "- Thiếu người (A; B)."),
        ([("A", "- Thiếu người;\n- Thiếu máy.")], "- Thiếu người; Thiếu máy (A)."),
        ([(name, "Chậm") for name in "ABCD"], "- Chậm (A; B; C; D)."),
        ([(name, "Chậm") for name in "ABCDE"], "- Chậm (5 đơn vị: A; B; C và 2 đơn vị khác)."),
        ([("A", " \n ")], "Các đơn vị không nêu khó khăn, vướng mắc."),
        ([], "Các đơn vị không nêu khó khăn, vướng mắc."),
    ],
)
def test_what_organisations_wrote_is_told_once_with_their_names(entries, expected):
    assert words(monthly_reports=said(*entries))["obstacles"] == expected


def test_nobody_was_heard_is_not_that_nobody_complains():
    found = words(monthly_reports=MONTHLY | {"approved": 0})
    assert found["proposals"] == ("Chưa có báo cáo tháng nào được duyệt nên chưa tổng hợp được đề xuất, kiến nghị.")


def test_the_next_month_names_products_who_and_when():
    many = {"part": "II.1", "text": "Báo cáo tháng", "due_on": "2026-10-20", "orgs": 59, "org": ""}
    one = {"part": "II.7", "text": "Hướng dẫn sinh hoạt.", "due_on": "2026-10-30", "orgs": 1, "org": "Ban Tổ chức"}
    order = {"part": "4", "text": "Giao Ban Tổ chức theo dõi.", "due_on": "2026-10-31", "orgs": 1, "org": "Ban Tổ chức"}
    assert words(next=[many, one, order])["next_steps"].splitlines() == [
        "- Các đơn vị: báo cáo tháng (59 đơn vị, mục II.1, hạn 20/10/2026).",
        "- Ban Tổ chức: hướng dẫn sinh hoạt (mục II.7, hạn 30/10/2026); theo dõi (mục 4, hạn 31/10/2026).",
    ]
    assert words()["next_steps"] == "Tiếp tục thực hiện các nhiệm vụ thường xuyên trong tháng 10/2026."
