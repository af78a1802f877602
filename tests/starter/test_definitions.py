"""The package of the founding plan fits together; loading it twice changes nothing."""

import pytest

from dondoc.audit.models import AuditEvent
from dondoc.indicators.models import Indicator, IndicatorVersion
from dondoc.indicators.queries import catalogue
from dondoc.lib.due import Due
from dondoc.orgs.models import Org, OrgKind
from dondoc.plans.models import Package
from dondoc.plans.rules import gaps_of, product_periods
from dondoc.sheets.checks import look_over
from dondoc.sheets.models import Deliverable, NormTable, Sheet, SheetVersion
from dondoc.sheets.queries import norms
from dondoc.starter.definitions import load_definitions
from dondoc.starter.demo.city import build_city
from tests.factories import AT
from tests.plans.world import make_office, take_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_loading_twice_changes_nothing():
    def state():
        models = (Sheet, SheetVersion, Deliverable, Indicator, IndicatorVersion, Package, AuditEvent)
        return [model.objects.count() for model in models]

    counts = load_definitions(by=None, at=AT)
    first = state()
    assert load_definitions(by=None, at=AT) == counts
    assert state() == first
    assert (counts["indicators"], counts["packages"]) == (13, 1)
    assert counts["sheets"] == Sheet.objects.count() > 10


def test_every_indicator_reads_what_some_sheet_asks():
    load_definitions(by=None, at=AT)
    known = catalogue()
    told = [measure for version in IndicatorVersion.objects.all() for measure in version.parsed.measures]
    measures = [one for measure in told for one in (measure.parts.values() or [measure])]  # what a derived one takes
    assert [measure.code for measure in measures if not _used(measure)] == []
    unknown = [
        (version.parsed.code, measure.code, used)
        for version in IndicatorVersion.objects.all()
        for measure in version.parsed.measures
        for used in _used(measure)
        if used[0] not in known or (used[1] and used[1] not in known[used[0]])
    ]
    assert unknown == []


def _used(node) -> set[tuple[str, str]]:
    """(deliverable, field or "") named anywhere under a node of the formula's tree."""
    found = set()
    fields = getattr(node, "__dataclass_fields__", {})
    product = getattr(node, "deliverable", "")
    if product:
        found.add((product, getattr(node, "field", "") or ""))
    for name in fields:
        value = getattr(node, name)
        for one in value if isinstance(value, tuple) else (value,):
            if hasattr(one, "__dataclass_fields__"):
                found |= _used(one)
    return found


def test_the_decisions_are_about_tasks_that_the_text_has():
    plan = take_in(make_office())
    decisions = Package.objects.get().decisions
    codes = set(plan.tasks.values_list("code", flat=True))
    assert set(decisions["tasks"]) - codes == set()
    assert {item["code"] for item in decisions["more_tasks"]} - codes == set()
    assert {item["target"] for item in decisions["more_tasks"]} - set(
        plan.targets.values_list("code", flat=True)
    ) == set()


def test_every_task_of_the_founding_plan_can_bind():
    plan = take_in(make_office())
    periods = product_periods()
    assert {task.code: gaps for task in plan.tasks.all() if (gaps := gaps_of(task, periods))} == {}
    assert [task.code for task in plan.tasks.all() if not task.reviewer] == []


def test_the_due_times_of_the_package_are_due_times():
    load_definitions(by=None, at=AT)
    decisions = Package.objects.get().decisions
    dues = [item["due"] for item in [*decisions["tasks"].values(), *decisions["more_tasks"]] if "due" in item]
    assert len(dues) > 10
    for due in dues:
        read = Due.from_dict(due)
        assert Due.from_dict(read.as_dict()) == read


def test_the_city_is_as_large_as_it_says():
    city = build_city(at=AT)
    tccsd = (OrgKind.GRASSROOTS_ORGANISATION, OrgKind.GRASSROOTS_CELL)
    assert 55 <= Org.objects.filter(kind__in=tccsd).count() == len(city.grassroots) <= 65
    assert 230 <= Org.objects.filter(kind__in=(OrgKind.CELL, OrgKind.GRASSROOTS_CELL)).count() <= 290
    assert set(city.bodies) >= {"VP", "BTC", "BTGDV", "UBKT"}
    assert all("giả định" in person.full_name for person in city.people.values())
    assert "giả định" in city.committee.name or "Mẫu" in city.committee.name


def test_every_rule_that_a_sheet_names_is_in_the_tables_and_cited():
    load_definitions(by=None, at=AT)
    tables = {table.code: table.norm for table in NormTable.objects.prefetch_related("rows")}
    used = {code for version in SheetVersion.objects.all() for code in version.parsed.norm_codes}
    assert used - set(tables) == set()
    assert [norm.code for norm in tables.values() if not all(value.source for value in norm.values)] == []


MEETING = {
    "held_on": "2025-11-05", "form": "thuong_ky", "duration": "75", "documents_on": "2025-11-05",
    "chi_bo_members": "10", "excused": "0", "present": "8", "absent_with_leave": "2", "absent_without_leave": "0",
}  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "answers", "told"),
    [
        (
            "sinh-hoat-chi-bo-buoi", MEETING,
            ["“Thời lượng buổi họp” là 75 phút, không được dưới 90 phút.",
             "Từ “Ngày gửi tài liệu cho đảng viên” đến “Ngày họp” là 0 ngày, không được dưới 1 ngày.",
             "“Số có mặt” là 8 đảng viên, không được dưới 90 % của “Số có mặt” + “Số vắng có lý do” + "
             "“Số vắng không lý do”, tức 9."],
        ),
        ("sinh-hoat-chi-bo-buoi", MEETING | {"held_on": "2025-10-20", "documents_on": "2025-10-20"}, []),
        (
            "sinh-hoat-chi-bo-buoi",
            MEETING | {"form": "long_ghep", "duration": "100", "documents_on": "2025-11-01", "present": "10",
                       "absent_with_leave": "0"},
            ["“Thời lượng buổi họp” là 100 phút, không được dưới 120 phút."],
        ),
        (
            "xep-loai-nam",
            {"decided_on": "2026-01-05", "level": "tot", "points": "65", "members_rated": "20", "members_best": "3",
             "members_good": "10", "members_done": "7", "members_failed": "0"},
            ["“Trong đó, số đảng viên hoàn thành xuất sắc” là 3 đảng viên, không được quá 20 % của “Trong đó, số đảng "
             "viên hoàn thành tốt”, tức 2.",
             "“Điểm của tập thể” là 65 điểm, không được dưới 70 điểm."],
        ),
        (
            "lop-boi-duong",
            {"classes": [{"kind": "nhan_thuc", "opened_on": "2026-03-02", "sessions": "8"},
                         {"kind": "cap_uy", "opened_on": "2026-03-02", "sessions": "2"}]},
            ["Dòng 1: “Số buổi” là 8 buổi, không được dưới 10 buổi."],
        ),
        (
            "ket-nap",
            {"admitted": "2", "decisions": [{"decided_on": "2026-08-03", "ceremony_on": "2026-09-30"},
                                            {"decided_on": "2026-03-02", "ceremony_on": "2026-06-30"}]},
            ["Dòng 1: Từ “Ngày quyết định” đến “Ngày lễ kết nạp” là 40 ngày làm việc, không được quá 30 ngày làm "
             "việc."],
        ),
        ("sinh-hoat-chi-bo", {"cells": "3", "meetings": "9", "thematic_meetings": "2"},
         ["“Trong đó, số buổi sinh hoạt chuyên đề” là 2 buổi, không được dưới 1 buổi × “Số chi bộ”, tức 3."]),
    ],
)  # fmt: skip
def test_the_founding_plans_sheets_are_held_against_the_rules_of_the_day(sheet, answers, told):
    load_definitions(by=None, at=AT)
    definition = Sheet.objects.get(code=sheet).versions.first().parsed
    found = look_over(definition, answers, norms=norms(definition.norm_codes), day=AT.date())
    assert [notice.text for notice in found.notices] == told


def test_a_sum_that_does_not_add_up_refuses_the_sheet():
    load_definitions(by=None, at=AT)
    definition = Sheet.objects.get(code="sinh-hoat-chi-bo-buoi").versions.first().parsed
    found = look_over(definition, MEETING | {"present": "7"}, norms={}, day=AT.date())
    assert list(found.errors) == ["present"]
