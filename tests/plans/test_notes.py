"""What a drafter is told: findings with suggestions, the "6 rõ" as it stands, the Word note."""

from io import BytesIO

import docx
import pytest
from django.urls import reverse

from dondoc.documents.actions import switch_finding
from dondoc.documents.models import FindingSwitch
from dondoc.documents.parsing.findings.six import Clear
from dondoc.plans import queries, rules
from dondoc.plans.actions import settle_finding, settle_passage
from dondoc.plans.models import Finding, PassageUse
from tests.factories import AT
from tests.plans.world import OTHER, take_in

pytestmark = pytest.mark.django_db
JUMP = "Số thứ tự không liền: sau mục 1 là mục 3."


@pytest.fixture
def plan(office):
    return take_in(office, OTHER.replace("1. Giao Sở Nội", "3. Giao Sở Nội"), "12.txt")


def told(plan) -> list[tuple[str, str, str]]:
    return [(f.code, f.part, f.suggestion) for f in plan.findings.told()]


def test_a_finding_keeps_its_part_and_suggestion(plan):
    found = Finding.objects.get(plan=plan, code="numbering_broken")
    assert (found.part, found.message, found.suggestion) == (
        "II.3",
        JUMP,
        "Đề nghị kiểm tra có thiếu mục hoặc đánh nhầm số.",
    )


def test_what_the_committee_switched_off_is_not_told_until_it_is_on_again(office, plan):
    before = told(plan)
    for code, on in (("numbering_broken", False), ("six_clear", False)):
        switch_finding(office.committee, code=code, on=on, by=office.specialist, at=AT)
    assert told(plan) == [one for one in before if one[0] not in ("numbering_broken", "six_clear")]
    for code in ("numbering_broken", "six_clear"):
        switch_finding(office.committee, code=code, on=True, by=office.specialist, at=AT)
    assert told(plan) == before


def test_the_score_is_that_of_the_tasks_as_they_stand(office, plan):
    plan.tasks.update(population={"kinds": [], "groups": [], "orgs": [office.committee.code]})
    before = queries.six_score(plan.tasks.all())
    task = plan.tasks.first()
    task.products = [*task.products, "hướng dẫn"]
    task.population = {"kinds": [], "groups": [], "orgs": []}
    task.save()
    after = queries.six_score(plan.tasks.all())
    assert (before.tasks, after.tasks) == (2, 2)
    assert [before.clear[p] - after.clear[p] for p in before.clear] == [1, 0, 0, 1, -1, 0]


def test_the_score_counts_as_unclear_who_the_desk_says_is_not_known(plan):
    """Words that name a body which the system does not know are no answer, a body that a person chose is one."""
    no_doer = [str(rules.NO_DOER) in rules.gaps_of(task, {}) for task in plan.tasks.all()]
    assert queries.six_score(plan.tasks.all()).clear[Clear.WHO] == no_doer.count(False) == 0
    plan.tasks.update(population={"orgs": ["DU-MAU"]}, lead_wording="")
    assert queries.six_score(plan.tasks.all()).clear[Clear.WHO] == 2


def test_the_note_says_what_nobody_settled(office, plan, client):
    client.force_login(office.specialist)
    url = reverse("plans:note", args=[plan.pk])

    def said() -> tuple[str, list[str]]:
        response = client.get(url)
        word = docx.Document(BytesIO(b"".join(response.streaming_content)))
        cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        return response["Content-Disposition"], [*(p.text for p in word.paragraphs), *cells]

    name, words = said()
    assert name == 'attachment; filename="phieu-gop-y-12-kh-du.docx"'
    assert {"PHIẾU GÓP Ý DỰ THẢO", "Kế hoạch 12-KH/ĐU", "Số thứ tự không liền: sau mục 1 là mục 3.", "Mục II"} <= set(
        words
    )
    settle_finding(plan.findings.get(code="numbering_broken"), by=office.specialist, at=AT)
    assert JUMP not in said()[1]


def test_the_note_has_a_row_for_each_passage_that_waits(office, client):
    text = """KẾ HOẠCH
Số 12-KH/ĐU
Về chuyển đổi số, giai đoạn 2026 - 2030

II. Nhiệm vụ
1. Giao Văn phòng Đảng ủy hướng dẫn các đơn vị trước ngày 30/6/2026.
2. Tăng cường tuyên truyền sâu rộng.
3. Đẩy mạnh chuyển đổi số trong sinh hoạt chi bộ.
"""
    plan = take_in(office, text, "12.txt")
    client.force_login(office.specialist)

    def told() -> list[list[str]]:
        response = client.get(reverse("plans:note", args=[plan.pk]))
        word = docx.Document(BytesIO(b"".join(response.streaming_content)))
        rows = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
        return [row[1:] for row in rows if len(row) > 4 and row[2].endswith(("sâu rộng.", "chi bộ."))]

    words = [
        "Câu giống giao việc nhưng không ghi cơ quan nào thực hiện.",
        "Đề nghị ghi rõ cơ quan thực hiện; nếu chỉ là định hướng chung thì giữ nguyên.",
    ]
    assert told() == [
        ["II.2, dòng 7", "Tăng cường tuyên truyền sâu rộng.", *words],
        ["II.3, dòng 8", "Đẩy mạnh chuyển đổi số trong sinh hoạt chi bộ.", *words],
    ]
    settle_passage(plan.passages.first(), use=PassageUse.NOTHING, by=office.specialist, at=AT)
    assert [row[0] for row in told()] == ["II.3, dòng 8"]
    FindingSwitch.objects.create(
        org=office.committee, code="not_understood", switched_at=AT, switched_by=office.specialist
    )
    assert told() == []
