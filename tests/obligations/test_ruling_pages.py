"""Pages of rulings: on one, on many with a preview, ending them, the list and its file."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from dondoc.accounts.models import Membership
from dondoc.lib.dates import format_date
from dondoc.lib.due import Due, DueKind
from dondoc.obligations import ruling
from dondoc.obligations.models import Obligation, Ruling, RulingKind
from dondoc.orgs.models import OrgKind
from tests.factories import make_obligation, make_org, make_plan, make_task, make_user
from tests.submissions.rows import COUNTED, DOCUMENT, make_deliverable

pytestmark = pytest.mark.django_db

MANY = reverse("obligations:rule_many", args=["gia-han"])
LIST = reverse("obligations:rulings")


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def task(cast):
    return make_task(make_plan(cast.committee), due=Due(DueKind.UNDATED), text="Nộp báo cáo", reviewer=cast.committee)


@pytest.fixture
def late(cast, task, today):
    return make_obligation(task, cast.cell_a, due_on=today - timedelta(3))


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def as_(client, user):
    client.force_login(user)
    return client


def post(client, row, slug="gia-han", **data):
    url = reverse("obligations:rule_one", args=[row.pk, slug])
    return client.post(url, {"seen": row.facts, "reason": "Lý do của tôi", **data})


@pytest.mark.parametrize(
    ("slug", "data", "fact"),
    [
        ("gia-han", {"to_on": 9}, "extended_to"),
        ("mien", {}, "exempted_on"),
        ("tam-dung", {"from_on": -4}, "stopped_on"),
        ("tam-dung", {"from_on": -4, "until_on": 4}, "stopped_until"),
        ("mo-khoa", {"until_day": 2, "until_time": "17:00"}, "unlocked_until"),
    ],
)
def test_each_kind_is_given_on_its_page(client, cast, late, today, slug, data, fact):
    given = {k: v if isinstance(v, str) else format_date(today + timedelta(v)) for k, v in data.items()}
    page = as_(client, cast.binh).get(reverse("obligations:rule_one", args=[late.pk, slug]))
    assert all(f'name="{name}"' in text_of(page) for name in (*data, "reason", "seen"))
    response = post(client, late, slug, **given)
    assert response.url == reverse("obligations:detail", args=[late.pk])
    before, now = late.facts, Obligation.objects.get()
    assert getattr(now, fact) is not None
    assert now.facts != before
    assert "Lý do của tôi" in text_of(client.get(response.url))
    again = post(client, late, slug, **given)  # the second click, the second tab
    assert again.status_code == 409
    assert "Lý do của tôi" in text_of(again)
    assert Ruling.objects.count() == 1


@pytest.mark.parametrize("typed", ["31/02/2027", "01/01/2026", "mai"])
def test_a_wrong_day_is_said_in_place_and_nothing_typed_is_lost(client, cast, late, typed):
    response = post(as_(client, cast.binh), late, to_on=typed)
    assert response.status_code == 422
    assert ("Lý do của tôi" in text_of(response), f'value="{typed}"' in text_of(response)) == (True, True)
    assert Ruling.objects.count() == 0


@pytest.mark.parametrize(("who", "status"), [("an", 403), ("dung", 403), ("chi", 404), ("stranger", 404)])
def test_those_without_the_right_are_told_or_find_nothing(client, cast, late, who, status):
    assert post(as_(client, getattr(cast, who)), late, "mien").status_code == status
    assert client.get(reverse("obligations:rule_one", args=[late.pk, "khac"])).status_code == 404
    assert Ruling.objects.count() == 0


@pytest.fixture
def rows(cast, task, today, late):
    made = [late]
    for n, name in enumerate(("Chi bộ Sông", "Chi bộ Núi", "Chi bộ Biển")):
        org = make_org(name, parent=cast.committee)
        made.append(make_obligation(task, org, due_on=today - timedelta(n + 1)))
    return made


def ticked(rows, do, today, **more):
    keys = [f"{row.pk}~{row.facts}" for row in rows]
    return {"row": keys, "do": do, "reason": "Bão lũ", "to_on": format_date(today + timedelta(9)), **more}


class TestMany:
    def test_first_looked_at_then_done(self, client, cast, rows, today):
        client = as_(client, cast.binh)
        assert text_of(client.get(MANY)).count('name="row"') == 4
        looked = client.post(MANY, ticked(rows[:3], "look", today))
        assert ("3 việc sẽ thay đổi" in text_of(looked), Ruling.objects.count()) == (True, 0)
        done = client.post(f"{MANY}?don_vi=x", ticked(rows[:3], "act", today))
        assert done.status_code == 422  # the filter leaves nothing of what was chosen
        done = client.post(MANY, ticked(rows[:3], "act", today))
        assert done.url.startswith(reverse("obligations:list"))
        assert Obligation.objects.filter(extended_to=today + timedelta(9)).count() == 3

    def test_the_second_click_changes_nothing(self, client, cast, rows, today):
        client = as_(client, cast.binh)
        for _click in range(2):
            last = client.post(MANY, ticked(rows, "act", today))
        assert last.status_code == 422
        assert "vừa thay đổi" in text_of(last)
        assert Ruling.objects.count() == 4

    def test_what_does_not_fit_is_shown_with_its_reason(self, client, cast, rows, today):
        past = ticked(rows, "act", today, to_on=format_date(today - timedelta(1)))
        page = text_of(as_(client, cast.binh).post(MANY, past))
        assert ("4 việc bị bỏ ra" in page, Ruling.objects.count()) == (True, 0)
        ruling.extend(rows[0], to=today + timedelta(20), reason="x", by=cast.binh, at=timezone.now())
        every = f"{MANY}?trang_thai=tat-ca"
        rows = list(Obligation.objects.order_by("pk"))
        page = text_of(client.post(every, ticked(rows, "act", today)))
        assert ("1 việc bị bỏ ra" in page, "3 việc sẽ thay đổi" in page) == (True, True)
        assert Ruling.objects.count() == 1

    def test_nothing_ticked_and_nothing_typed(self, client, cast, rows):
        page = as_(client, cast.binh).post(MANY, {"do": "look"})
        assert (page.status_code, "Chưa chọn việc nào" in text_of(page)) == (422, True)

    def test_others_have_no_such_page(self, client, cast, rows):
        assert as_(client, cast.an).get(MANY).status_code == 403

    def test_the_same_queries_for_one_and_many(self, client, cast, rows):
        client = as_(client, cast.binh)
        client.get(MANY)
        counts = []
        for chosen in ("?don_vi=song", ""):
            with CaptureQueriesContext(connection) as made:
                assert client.get(MANY + chosen).status_code == 200
            counts.append(len(made))
        assert counts[0] >= counts[1] - 1
        assert max(counts) <= 15


class TestList:
    @pytest.fixture
    def some(self, cast, rows, today):
        now = timezone.now()
        ruling.extend(rows[0], to=today + timedelta(9), reason="Chờ kiện toàn", by=cast.binh, at=now)
        ruling.exempt(rows[1], reason="Không thuộc diện", by=cast.binh, at=now)
        ruling.stop(rows[2], first=today - timedelta(9), last=None, reason="Bão lũ", by=cast.binh, at=now)
        ruling.ask_unlock(rows[0], reason="Mất mạng", by=cast.an, at=now)
        return rows

    def test_filters_stand_in_the_address_and_in_the_file(self, client, cast, some):
        client = as_(client, cast.binh)
        shown = {}
        for query in ("", "?loai=stop", "?trang_thai=asked", "?don_vi=song", "?loai=nhảm"):
            shown[query] = len(client.get(LIST + query).context["rows"])
        assert shown == {"": 4, "?loai=stop": 1, "?trang_thai=asked": 1, "?don_vi=song": 1, "?loai=nhảm": 4}
        file = client.get(reverse("obligations:rulings_export") + "?loai=stop")
        assert "ngoai-le_tam-dung-tinh-han_" in file["Content-Disposition"]
        cells = [cell for row in load_workbook(BytesIO(file.content)).active.values for cell in row]
        assert ("Bão lũ" in cells, "Không thuộc diện" in cells) == (True, False)

    def test_an_organisation_sees_its_own(self, client, cast, some):
        page = text_of(as_(client, cast.an).get(LIST))
        assert ("Chờ kiện toàn" in page, "Không thuộc diện" in page, "Thu hồi" in page) == (True, False, False)
        assert len(as_(client, cast.stranger).get(LIST).context["rows"]) == 0

    def test_ending_and_letting_go_on(self, client, cast, some, today):
        client = as_(client, cast.binh)
        stop = Ruling.objects.get(kind=RulingKind.STOP)
        url = reverse("obligations:resume", args=[stop.pk])
        assert client.post(url, {"on": "mai", "reason": "x"}).status_code == 422
        wrong = client.post(url, {"on": format_date(today + timedelta(1)), "reason": "Tôi gõ"})
        assert (wrong.status_code, "Tôi gõ" in text_of(wrong)) == (422, True)
        assert client.post(url, {"on": format_date(today), "reason": "Hết bão"}).status_code == 302
        assert client.post(url, {"on": format_date(today), "reason": "Hết bão"}).status_code == 403
        end = reverse("obligations:end_ruling", args=[Ruling.objects.get(kind=RulingKind.EXEMPT).pk])
        assert "Miễn thực hiện" in text_of(client.get(end))
        assert client.post(end, {"reason": " "}).status_code == 422
        assert client.post(end, {"reason": "Nhầm"}).status_code == 302
        assert client.post(end, {"reason": "Nhầm"}).status_code == 403
        assert Obligation.objects.filter(exempted_on=None).count() == 4
        assert as_(client, cast.chi).get(end).status_code == 404

    @pytest.mark.parametrize("sees_only", [False, True])
    def test_the_same_queries_for_one_and_many(self, client, cast, some, sees_only):
        by = cast.binh
        if sees_only:  # all of them, and follows those of another body
            body = make_org("Ban Dân vận", parent=cast.committee, kind=OrgKind.ADVISORY_BODY)
            by = make_user(role="specialist", org=body)
            Membership.objects.create(user=by, org=cast.committee, role="inspector", valid_from=date(2025, 1, 1))
        client = as_(client, by)
        client.get(LIST)
        counts = set()
        for query in ("?loai=stop", ""):
            with CaptureQueriesContext(connection) as made:
                client.get(LIST + query)
            counts.add(len(made))
        assert len(counts) == 1
        assert max(counts) <= 15


def test_what_is_asked_stands_on_the_board_and_on_the_page_that_answers(client, cast, late):
    board = reverse("reminders:board")
    assert "được xin mở khóa" not in text_of(as_(client, cast.binh).get(board))
    ruling.ask_unlock(late, reason="Mất mạng ba ngày", by=cast.an, at=timezone.now())
    assert "1 phiếu được xin mở khóa" in text_of(client.get(board))
    assert "An xin: Mất mạng ba ngày" in text_of(client.get(reverse("obligations:rule_one", args=[late.pk, "mo-khoa"])))


def test_locking_tells_first_how_many_of_that_sheet_it_shuts(client, cast, today):
    make_deliverable("bao-cao", sheet=COUNTED, period="month")
    other = make_deliverable("ke-hoach", sheet=DOCUMENT)
    plan, month = make_plan(cast.committee), f"{today:%Y-%m}"
    for products in (["bao-cao"], ["bao-cao", "ke-hoach"], []):
        task = make_task(plan, due=Due(DueKind.UNDATED), deliverables=products)
        make_obligation(task, cast.cell_a, period=month, due_on=today)
    client, url = as_(client, cast.binh), reverse("obligations:locks")
    given = {"org": cast.committee.pk, "period": month, "reason": "Đã chốt"}
    waiting = [client.post(url, {**given, "sheet": sheet}).context["waiting"] for sheet in ("", other.sheet_id)]
    assert (waiting, Ruling.objects.count()) == ([2, 1], 0)
    locked = client.post(url, {**given, "sheet": other.sheet_id, "confirmed": "1"})
    assert (locked.url, Ruling.objects.get().sheet) == (url, other.sheet)


def test_a_stopped_one_is_told_everywhere_and_not_chased(client, cast, late, today):
    ruling.stop(late, first=today - timedelta(9), last=None, reason="Bão lũ", by=cast.binh, at=timezone.now())
    client = as_(client, cast.binh)
    words = f"tạm dừng tính hạn từ {format_date(today - timedelta(9))}"
    assert words in text_of(client.get(reverse("obligations:list") + "?trang_thai=stopped"))
    assert words in text_of(client.get(reverse("obligations:detail", args=[late.pk])))
    assert client.get(reverse("reminders:board")).context["count"] == 0
    remind = client.post(reverse("reminders:remind_one", args=[late.pk]))
    assert (remind.status_code, "đang tạm dừng tính hạn" in text_of(remind)) == (403, True)
    work = text_of(as_(client, cast.an).get(reverse("dashboards:work")))
    assert "Tạm dừng tính hạn" in work
