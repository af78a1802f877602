"""Pages of obstacles, as their people use them."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from dondoc.lib.dates import format_date
from dondoc.obligations.models import Obligation
from dondoc.obstacles.actions import raise_obstacle
from dondoc.obstacles.models import Obstacle, ObstacleKind
from tests.obstacles.test_actions import fresh, stage  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db
LIST = reverse("obstacles:list")
QUERIES_OF_LIST, QUERIES_OF_DETAIL = 10, 8


def as_(client, user):
    client.force_login(user)
    return client


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def page_of(name: str, *args: int) -> str:
    return reverse(f"obstacles:{name}", args=args)


@pytest.fixture
def duty(stage):  # noqa: F811
    Obligation.objects.filter(pk=stage.duty.pk).update(due_on=timezone.localdate() + timedelta(days=20))
    return fresh(stage.duty)


def raised(stage, duty, text="Chưa có hướng dẫn <của> cấp trên"):  # noqa: F811
    return raise_obstacle(duty, ObstacleKind.OBSTACLE, text, by=stage.cast.an, at=timezone.now())


def test_from_the_duty_to_the_answer(client, stage, duty):  # noqa: F811
    an, body = as_(client, stage.cast.an), stage.body
    assert page_of("raise", duty.pk) in text_of(an.get(reverse("obligations:detail", args=[duty.pk])))
    assert f"{body} trả lời" in text_of(an.get(page_of("raise", duty.pk)))
    assert an.post(page_of("raise", duty.pk), {"kind": "obstacle", "text": " "}).status_code == 422
    for _click in range(2):
        sent = an.post(page_of("raise", duty.pk), {"kind": "obstacle", "text": "Chưa có hướng dẫn"})
    one = Obstacle.objects.get()
    assert sent.url == page_of("detail", one.pk)
    assert "Chưa có hướng dẫn" in text_of(an.get(reverse("obligations:detail", args=[duty.pk])))

    owner = as_(client, stage.owner)
    assert "Chưa có hướng dẫn" in text_of(owner.get(LIST))
    assert owner.post(page_of("answer", one.pk), {"outcome": "solved", "answer": ""}).status_code == 422
    today = timezone.localdate()
    stopped = {"outcome": "explained", "answer": "Chờ hướng dẫn", "stops": "on"}
    wrong = owner.post(page_of("answer", one.pk), stopped | {"stop_from": format_date(today + timedelta(days=9))})
    assert (wrong.status_code, "Chờ hướng dẫn" in text_of(wrong)) == (422, True)
    assert owner.post(page_of("answer", one.pk), stopped | {"stop_from": format_date(today)}).status_code == 302
    assert owner.post(page_of("answer", one.pk), stopped).status_code == 403  # a second tab

    said = text_of(as_(client, stage.cast.an).get(page_of("detail", one.pk)))
    assert ("Chờ hướng dẫn" in said, "tạm dừng tính hạn từ" in said) == (True, True)
    assert Obstacle.objects.get().seen_at is not None


def test_handing_over_leads_back_to_the_list_when_it_is_no_longer_ones_own(client, stage, duty):  # noqa: F811
    one, owner = raised(stage, duty), as_(client, stage.owner)
    sent = {"owner": stage.other.pk, "answer_by": format_date(one.answer_by), "why": "Đúng việc của Văn phòng"}
    assert owner.post(page_of("hand_over", one.pk), sent | {"owner": stage.cast.cell_a.pk}).status_code == 422
    assert owner.post(page_of("hand_over", one.pk), sent | {"why": ""}).status_code == 422
    assert owner.post(page_of("hand_over", one.pk), sent).url == LIST
    assert owner.get(page_of("detail", one.pk)).status_code == 404
    assert "Chuyển từ" in text_of(as_(client, stage.cast.an).get(page_of("detail", one.pk)))


def test_withdrawing(client, stage, duty):  # noqa: F811
    one, an = raised(stage, duty), as_(client, stage.cast.an)
    assert an.post(page_of("withdraw", one.pk)).status_code == 302
    assert an.post(page_of("withdraw", one.pk)).status_code == 403
    assert "Đơn vị đã rút" in text_of(an.get(LIST, {"trang_thai": "tat-ca"}))


def test_filters_tabs_and_workbook(client, stage, duty):  # noqa: F811
    first, _second = raised(stage, duty), raised(stage, duty, "Thiếu kinh phí")
    binh = as_(client, stage.cast.binh)
    assert [one for one, _s in binh.get(LIST, {"tim": "huong dan"}).context["rows"]] == [first]
    assert binh.get(LIST, {"co_quan": stage.other.pk}).context["page"].paginator.count == 2  # not offered: no limit
    assert [(str(tab["label"]), tab["count"]) for tab in binh.get(LIST).context["tabs"]] == [
        ("Đang chờ", 2), ("Tất cả", 2), ("Chờ trả lời", 2),
    ]  # fmt: skip
    assert "không có" in text_of(binh.get(LIST, {"trang_thai": "answered"})).lower()
    response = binh.get(page_of("export"), {"tim": "kinh phi"})
    sheet = load_workbook(BytesIO(response.content)).active
    assert [sheet.cell(5, column).value for column in (1, 3)] == ["Chi bộ A", "Thiếu kinh phí"]


def test_others_find_nothing(client, stage, duty):  # noqa: F811
    one = raised(stage, duty)
    for who in (stage.cast.chi, stage.cast.stranger):
        other = as_(client, who)
        assert "Chưa có hướng dẫn" not in text_of(other.get(LIST, {"trang_thai": "tat-ca"}))
        assert other.get(page_of("detail", one.pk)).status_code == 404
        assert other.get(page_of("raise", duty.pk)).status_code == 404
        for act in ("answer", "hand_over", "withdraw"):
            assert other.post(page_of(act, one.pk)).status_code == 404


def test_a_page_reads_the_same_for_one_and_for_many(client, stage, duty):  # noqa: F811
    as_(client, stage.cast.binh)

    def queries_of(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    one = raised(stage, duty)
    queries_of(LIST)
    counts = [queries_of(LIST)]
    for n in range(5):
        raised(stage, duty, f"Vướng {n}")
    assert [*counts, queries_of(LIST), queries_of(page_of("detail", one.pk))] == [
        QUERIES_OF_LIST, QUERIES_OF_LIST, QUERIES_OF_DETAIL,
    ]  # fmt: skip
