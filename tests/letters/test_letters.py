"""Letters that chase: drawn up from what is overdue, in official form, numbered, recalled."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dondoc.letters.actions import discard, draw_up, edit, issue, recall
from dondoc.letters.composing import official_letter
from dondoc.letters.models import Letter
from dondoc.lib.due import Due, DueKind
from dondoc.register.models import Entry, Series
from dondoc.reminders.actions import remind
from dondoc.web.refusals import Conflict, Invalid, Refused
from dondoc.writers.docx import write_docx
from tests.factories import make_committee, make_obligation, make_org, make_plan, make_task, make_user
from tests.writers.paper_checker import faults

pytestmark = pytest.mark.django_db
QUERIES_OF_LIST, QUERIES_OF_DRAW_UP, QUERIES_OF_DETAIL = 5, 6, 4


class House:
    """A committee whose three organisations owe two, one and no duties."""

    def __init__(self) -> None:
        self.today, self.now = timezone.localdate(), timezone.now()
        self.committee = make_committee()
        self.orgs = [make_org(name, parent=self.committee) for name in ("Chi bộ A", "Chi bộ B", "Chi bộ C")]
        self.writer = make_user(role="specialist", org=self.committee)
        self.leader = make_user(role="leader", org=self.committee)
        self.plan = make_plan(self.committee)
        task = make_task(self.plan, due=Due(DueKind.DATE, on=self.today), text="Gửi báo cáo")
        self.owed = [
            make_obligation(task, self.orgs[org], period=period, due_on=self.today - timedelta(days=late))
            for org, period, late in ((0, "2026-01", 30), (0, "2026-02", 3), (1, "2026-01", 10))
        ]
        make_obligation(task, self.orgs[2], period="2026-01", due_on=self.today + timedelta(days=20))

    def draw_up(self, *orgs: int, apart: bool = False, by=None) -> list[Letter]:
        return draw_up(
            plan=self.plan, org_ids=[self.orgs[org].pk for org in orgs], apart=apart, by=by or self.writer, at=self.now,
            answer_by=self.today + timedelta(days=10),
        )  # fmt: skip


@pytest.fixture
def house() -> House:
    return House()


def test_the_list_says_what_since_when_and_how_often_chased(house):
    remind(house.owed[:1], text="Nhắc", by=house.writer, at=house.now)
    [letter] = house.draw_up(0, 1, 2)
    assert [(one["org"], [(row["days"], row["chased"]) for row in one["rows"]]) for one in letter.owed] == [
        ("Chi bộ A", [(30, 1), (3, 0)]), ("Chi bộ B", [(10, 0)]),
    ]  # fmt: skip
    assert "2 đơn vị còn 3 việc quá hạn" in letter.words["opening"]
    assert list(letter.orgs.order_by("name")) == house.orgs[:2]


def test_one_letter_each_or_one_for_all(house):
    assert [len(letter.owed) for letter in house.draw_up(0, 1, apart=True)] == [1, 1]
    with pytest.raises(Invalid, match="không còn việc quá hạn"):
        house.draw_up(2)
    with pytest.raises(Refused, match="không có quyền"):
        house.draw_up(0, by=house.leader)
    with pytest.raises(Invalid, match="sau hôm nay"):
        draw_up(plan=house.plan, org_ids=[], apart=False, answer_by=house.today, by=house.writer, at=house.now)


@pytest.mark.parametrize("day", [date(2025, 12, 3), date(2026, 9, 5)])
@pytest.mark.parametrize("orgs", [(0,), (0, 1)])
def test_the_paper_is_in_official_form(house, day, orgs):
    [letter] = house.draw_up(*orgs)
    edit(letter, words={}, revision=0, by=house.writer, at=house.now, place="Thành phố Mẫu", signer_name="Người Ký",
         dated_on=day)  # fmt: skip
    issue(letter, revision=1, by=house.leader, at=house.now)
    paper = write_docx(official_letter(Letter.objects.get()))
    assert faults(paper, kind="Công văn", day=day) == []
    assert paper == write_docx(official_letter(Letter.objects.get()))


def test_issued_it_takes_a_number_stays_as_it_is_and_may_be_recalled(house):
    first, second = house.draw_up(0, 1, apart=True)
    with pytest.raises(Refused, match="Chỉ lãnh đạo"):
        issue(first, revision=0, by=house.writer, at=house.now)
    issue(first, revision=0, by=house.leader, at=house.now)
    with pytest.raises(Conflict, match="đã ban hành"):
        edit(first, words={"opening": "Khác"}, revision=1, by=house.writer, at=house.now)
    issue(second, revision=0, by=house.leader, at=house.now)
    assert [(one.symbol, one.counterpart, list(one.orgs.all())) for one in Entry.objects.order_by("number")] == [
        ("01-CV/ĐU", "Chi bộ A", house.orgs[:1]), ("02-CV/ĐU", "Chi bộ B", house.orgs[1:2]),
    ]  # fmt: skip
    with pytest.raises(Invalid, match="lý do"):
        recall(first, reason="", by=house.leader, at=house.now)
    recall(first, reason="Đã nộp", by=house.leader, at=house.now)
    assert Entry.objects.get(number=1).recalled_why == "Đã nộp"
    with pytest.raises(Refused, match="đã ban hành"):
        recall(Letter.objects.get(pk=first.pk), reason="Lại", by=house.leader, at=house.now)


def test_a_draft_is_thrown_away_and_takes_no_number(house):
    [letter] = house.draw_up(0)
    with pytest.raises(Conflict, match="vừa sửa"):
        discard(letter, revision=7, by=house.writer, at=house.now)
    discard(letter, revision=0, by=house.writer, at=house.now)
    assert (Letter.objects.count(), Series.objects.count()) == (0, 0)


class TestPages:
    def post(self, client, address: str, **typed):
        return client.post(address, typed, follow=True)

    def test_from_the_board_to_a_numbered_letter(self, house, client):
        client.force_login(house.writer)
        address = reverse("letters:draw_up")
        page = client.get(f"{address}?don-vi={house.orgs[1].pk}")
        assert page.context["form"]["orgs"].value() == [str(house.orgs[1].pk)]
        later = (house.today + timedelta(days=5)).strftime("%d/%m/%Y")
        made = self.post(client, address, orgs=[house.orgs[1].pk], apart="no", answer_by=later)
        said = " ".join(made.content.decode().split())
        assert "Chi bộ B" in said
        assert "Chi bộ A" not in said
        letter = Letter.objects.get()
        stale = client.post(reverse("letters:detail", args=[letter.pk]), {"revision": "5", "answer_by": later})
        assert stale.status_code == 409
        client.force_login(house.leader)
        issued = self.post(client, reverse("letters:issue", args=[letter.pk]), revision="0")
        assert "Đã ban hành công văn số 01-CV/ĐU" in issued.content.decode()
        word = client.get(reverse("letters:docx", args=[letter.pk]))
        assert word["Content-Disposition"] == 'attachment; filename="Cong-van-don-doc-01-CV.docx"'

    def test_pages_read_a_constant_number_of_times(self, house, client):
        client.force_login(house.writer)
        addresses = [reverse("letters:list"), reverse("letters:draw_up")]
        [first] = house.draw_up(0)
        addresses.append(reverse("letters:detail", args=[first.pk]))
        counted = []
        for _n in range(2):
            found = []
            for address in addresses:
                client.get(address)
                with CaptureQueriesContext(connection) as asked:
                    assert client.get(address).status_code == 200
                found.append(len(asked))
            counted.append(found)
            house.draw_up(0, 1, apart=True)
        assert counted == [[QUERIES_OF_LIST, QUERIES_OF_DRAW_UP, QUERIES_OF_DETAIL]] * 2
