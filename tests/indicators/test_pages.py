"""The pages of definitions: the list, the editor from a draft to what it may not do. Publishing: tests/measures."""

from datetime import date
from io import BytesIO
from types import SimpleNamespace

import pytest
import yaml
from django.urls import reverse
from django.utils import timezone

from dondoc.audit.models import AuditEvent
from dondoc.config.middleware import FreshFigures
from dondoc.indicators import actions
from dondoc.indicators.actions import add_version, publish_indicator
from dondoc.indicators.editing import measure_of, with_head
from dondoc.indicators.forms import (
    ExampleForm,
    FigureForm,
    FormulaForm,
    MeasureForm,
    PartsExampleForm,
    is_simple,
    leaf_form,
)
from dondoc.indicators.formula import Population, parse_indicator
from dondoc.indicators.models import Indicator, IndicatorDraft
from dondoc.indicators.queries import catalogue
from dondoc.indicators.queries.drafts import names_of, population_counts
from dondoc.indicators.views.conditions import PARTS
from dondoc.measures.facts import load_tree
from dondoc.orgs.models import Group, OrgKind
from dondoc.orgs.queries import found_orgs
from dondoc.sheets.actions import publish_deliverable, publish_sheet
from dondoc.sheets.models import Deliverable, SheetVersion
from dondoc.starter.definitions import load_definitions
from dondoc.web.refusals import Conflict, Invalid, Refused
from tests.factories import AT, make_committee, make_org, make_user
from tests.measures.world import DEFINITIONS, DELIVERABLES, SHEETS
from tests.submissions.test_pages import words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 16)
MEASURE = {"name": "Tỷ lệ có kế hoạch", "kind": "share_of_orgs", "period": "year", "sign": ">=", "value": "90",
           "kinds": ["grassroots_cell"], "targeted": "on"}  # fmt: skip
HEAD = {
    "name": "Chi bộ có kế hoạch năm", "short_name": "Kế hoạch năm", "label": "9.9", "position": "9",
    "why": "Biết ai chưa có.", "limits": "Không nói chất lượng.", "document": "08-KH/ĐU", "part": "9",
    "written_by": "Văn phòng", "checked_by": "Ban Tổ chức", "next_on": "15/01/2027",
}  # fmt: skip


@pytest.fixture
def stage(db, client, monkeypatch):
    """An administrator before the four definitions of a small committee."""
    monkeypatch.setattr(timezone, "now", lambda: AT)
    monkeypatch.setattr(FreshFigures, "day", timezone.localdate(AT))
    for sheet in SHEETS:
        publish_sheet(sheet, by=None, at=AT)
    for code, sheet, period in DELIVERABLES:
        publish_deliverable({"code": code, "name": code, "sheet": sheet, "period": period}, by=None, at=AT)
    for definition in DEFINITIONS:
        publish_indicator(definition, by=None, at=AT)
    committee = make_committee()
    kinds = (OrgKind.GRASSROOTS_ORGANISATION, OrgKind.GRASSROOTS_CELL)
    orgs = [make_org(f"Đơn vị {n}", parent=committee, kind=kinds[n % 2]) for n in range(4)]
    admin = make_user("quan-tri", role="administrator", org=committee, full_name="Quản trị")
    client.force_login(admin)
    clerk = make_user("chuyen-vien", role="specialist", org=committee)
    return SimpleNamespace(client=client, admin=admin, clerk=clerk, committee=committee, orgs=orgs)


def begin(stage, code: str = "ke-hoach") -> IndicatorDraft:
    stage.client.post(reverse("indicators:start", args=[code]))
    return IndicatorDraft.objects.get(code=code)


def post(stage, view: str, *args, query: str = "", **data):
    """A form of the draft, from its newest state unless the data say otherwise."""
    draft = IndicatorDraft.objects.get(pk=args[0])
    url = reverse(f"indicators:{view}", args=args) + query
    return stage.client.post(url, {"revision": draft.revision, **data}, follow=True)


def get(stage, view: str, *args) -> str:
    return words(stage.client.get(reverse(f"indicators:{view}", args=args)))


def condition(draft, code: str = "a"):
    return measure_of(IndicatorDraft.objects.get(pk=draft.pk).definition, code).get("condition")


def test_everybody_reads_how_a_number_is_made_and_only_administrators_edit(stage):
    draft = begin(stage)
    stage.client.force_login(stage.clerk)
    assert "đang sửa" not in get(stage, "list")
    page = get(stage, "detail", "ke-hoach")
    assert "có “ke-hoach” được duyệt, đúng hạn trong nhiệm kỳ" in page
    assert "đảng bộ cơ sở, chi bộ cơ sở: hôm nay 4 tổ chức" in page
    assert "Sửa cách tính" not in page
    assert stage.client.get(reverse("indicators:export", args=["ke-hoach", 1])).status_code == 200
    assert stage.client.get(reverse("indicators:draft", args=[draft.pk])).status_code == 404
    assert stage.client.post(reverse("indicators:start", args=["ke-hoach"])).status_code == 403
    with pytest.raises(Refused):
        actions.start_draft(Indicator.objects.get(code="ke-hoach"), by=stage.clerk, at=AT)


def test_a_measure_is_made_step_by_step_and_every_step_is_taken_back(stage):
    draft = begin(stage)
    assert begin(stage) == draft
    form = stage.client.get(reverse("indicators:add_measure", args=[draft.pk])).context["form"]
    assert form["kinds"].initial == ["grassroots_organisation", "grassroots_cell"]  # as the one before
    page = words(post(stage, "add_measure", draft.pk, **MEASURE))
    assert "Thêm thước đo “Tỷ lệ có kế hoạch”." in page
    assert "Chi bộ cơ sở: hôm nay 2 tổ chức" in page
    assert "Chưa có điều kiện." in page
    assert "Thước đo b: chưa có điều kiện." in get(stage, "draft", draft.pk)
    post(stage, "add_condition", draft.pk, "b", query="?loai=approved&san_pham=bao-cao", what_0="effective=yes")
    assert condition(draft, "b") == {
        "approved": {"deliverable": "bao-cao", "where": [{"field": "effective", "op": "=", "value": "yes"}]}
    }
    query = "?loai=answered&san_pham=dang-ky&cho=goc&noi=hoac"
    post(stage, "add_condition", draft.pk, "b", query=query, on_time="on")
    post(stage, "turn_condition", draft.pk, "b", "goc", act="all_of")
    post(stage, "turn_condition", draft.pk, "b", "1", act="not")
    assert condition(draft, "b")["all_of"][1] == {"not": {"answered": {"deliverable": "dang-ky", "on_time": True}}}
    page = get(stage, "measure", draft.pk, "b")
    assert "Tất cả các điều sau" in page
    assert "Không phải" in page
    query = "?loai=approved&san_pham=dang-ky"
    post(stage, "edit_condition", draft.pk, "b", "1-0", query=query, what_0="all#", op_0=">=", number_0="1.200,5")
    assert condition(draft, "b")["all_of"][1]["not"]["approved"]["where"] == [
        {"field": "all", "op": ">=", "value": "1200.5"}
    ]
    post(stage, "turn_condition", draft.pk, "b", "1", act="drop")
    assert list(condition(draft, "b")) == ["approved"]
    for _n in range(7):
        page = words(post(stage, "undo", draft.pk))
    assert "Đã hoàn tác: Thêm thước đo “Tỷ lệ có kế hoạch”." in page
    assert IndicatorDraft.objects.get().definition == Indicator.objects.get(code="ke-hoach").versions.get().definition
    assert post(stage, "undo", draft.pk).status_code == 422
    acts = AuditEvent.objects.filter(actor_id=stage.admin.pk).order_by("id").values_list("action", flat=True)
    assert list(acts) == ["indicator.draft", *["indicator.edit"] * 7, *["indicator.undo"] * 7]


def test_a_ratio_is_two_figures_and_an_example_shows_what_it_gives(stage):
    draft = begin(stage)
    post(stage, "add_measure", draft.pk, **MEASURE | {"kind": "ratio"})
    assert post(stage, "add_example", draft.pk, "b").status_code == 422  # nothing to compute it from yet
    post(stage, "edit_figure", draft.pk, "b", "tu-so", query="?san_pham=dang-ky", field="some", over_time="last")
    post(stage, "edit_figure", draft.pk, "b", "mau-so", query="?san_pham=dang-ky", field="all", over_time="sum")
    assert "Tổng “some” (số mới nhất) trong “dang-ky” của chi bộ cơ sở trong năm" in get(
        stage, "measure", draft.pk, "b"
    )
    example = {
        "as_of": "31/12/2026", "p0_due": "day", "p0_due_on": "20/12/2026", "p0_done": "15/12/2026", "p0_0": "40",
        "p0_1": "38", "answer": "numbers", "top": "38", "bottom": "50",
    }  # fmt: skip
    page = words(post(stage, "add_example", draft.pk, "b", **example, look="on"))
    assert "Với dữ kiện này, cách tính ra: 38 / 40." in page
    assert measure_of(IndicatorDraft.objects.get().definition, "b").get("examples") is None
    post(stage, "add_example", draft.pk, "b", **example)
    assert "Thước đo b, ví dụ 1: ra “38 / 40”, cần “38 / 50”." in get(stage, "draft", draft.pk)
    post(stage, "edit_example", draft.pk, "b", 1, **example | {"bottom": "40"})
    assert "ví dụ 1: ra" not in get(stage, "draft", draft.pk)
    assert measure_of(IndicatorDraft.objects.get().definition, "b")["examples"] == [{
        "as_of": "2026-12-31", "due": {"dang-ky": "2026-12-20"},
        "records": {"dang-ky": {"done": "2026-12-15", "all": "40", "some": "38"}}, "answer": "38 / 40",
    }]  # fmt: skip
    post(stage, "remove_example", draft.pk, "b", 1)
    assert "Thước đo b: cần ít nhất một ví dụ." in get(stage, "draft", draft.pk)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kinds": []}, "Hãy chọn tính cho ai"),
        ({"kind": "count", "value": "0", "unit": "ha"}, "Hãy ghi con số kế hoạch đề ra, lớn hơn 0."),
        ({"kind": "count"}, "Hãy ghi đơn vị tính của con số."),
        ({"sign": "range"}, "Hãy ghi mức trên, không nhỏ hơn mức dưới."),
        ({"sign": "range", "kind": "quota", "upper": "95"}, "không nhận khoảng"),
        ({"kind": "cumulative", "unit": "ha", "period": "term", "steps": "2027: 2\n2028: 1"}, "năm sau không được nhỏ"),
        ({"kind": "cumulative", "unit": "ha", "period": "term", "steps": "mai"}, "Không hiểu “mai”."),
        ({"value": "-1"}, "Mức không âm."),
        ({"kind": "count", "unit": "đồng", "value": "1.000.000.000.000"}, "lớn quá, hãy dùng đơn vị tính lớn hơn"),
        ({"value": "nhiều"}, "không phải là số"),
        ({"due": "day"}, "Hãy ghi ngày kết luận."),
        ({"orgs": "Đơn vị không có"}, "Không tìm thấy"),
        ({"kind": "sql"}, "không có trong danh sách"),
    ],
)
def test_what_makes_no_measure_is_told_at_its_box(stage, changes, said):
    draft = begin(stage)
    response = post(stage, "add_measure", draft.pk, **MEASURE | changes)
    assert (response.status_code, said in words(response)) == (422, True)
    assert IndicatorDraft.objects.get().revision == 0


def test_a_condition_takes_only_products_and_answers_that_exist(stage):
    draft = begin(stage)
    assert post(stage, "add_condition", draft.pk, "a", query="?loai=approved&san_pham=khong-co").status_code == 422
    query = "?loai=approved&san_pham=bao-cao"
    assert post(stage, "add_condition", draft.pk, "a", query=query, what_0="effective=maybe").status_code == 422
    query = "?loai=approved&san_pham=dang-ky"
    assert "Hãy ghi số để so sánh." in words(post(stage, "add_condition", draft.pk, "a", query=query, what_0="all#"))
    said = post(stage, "add_condition", draft.pk, "a", query=query, number_0="3")
    assert "Hãy chọn mục số để so sánh." in words(said)
    for path, status in (("9", 404), ("x", 404), ("goc", 200)):
        assert stage.client.get(reverse("indicators:edit_condition", args=[draft.pk, "a", path])).status_code == status
    assert post(stage, "turn_condition", draft.pk, "a", "goc", act="any_of").status_code == 404  # no group there
    assert post(stage, "turn_condition", draft.pk, "a", "goc", act="drop_table").status_code == 422
    for view, args in (("measure", ["z"]), ("edit_figure", ["a", "tu-so"]), ("edit_example", ["a", 7])):
        assert stage.client.get(reverse(f"indicators:{view}", args=[draft.pk, *args])).status_code == 404
    assert IndicatorDraft.objects.get().revision == 0


def test_a_running_total_keeps_its_steps_through_the_form(stage):
    draft = begin(stage)
    steps = "2028: 1.250,5\n\n2027: 250"
    running = MEASURE | {"kind": "cumulative", "unit": "ha", "value": "5.000", "steps": steps}
    post(stage, "add_measure", draft.pk, **running)
    kept = measure_of(IndicatorDraft.objects.get().definition, "b")
    assert kept["period"] == "term"  # whatever the box says that is not shown for it
    assert (kept["steps"], kept["target"]) == ({"2027": "250", "2028": "1250.5"}, {"comparator": ">=", "value": "5000"})
    page = get(stage, "edit_measure", draft.pk, "b")
    assert "2027: 250 2028: 1.250,5" in page
    post(stage, "edit_measure", draft.pk, "b", **running | {"kind": "count"})
    assert "steps" not in measure_of(IndicatorDraft.objects.get().definition, "b")


def test_two_who_edit_do_not_overwrite_each_other(stage):
    draft = begin(stage)
    post(stage, "add_measure", draft.pk, **MEASURE)
    response = post(stage, "add_measure", draft.pk, revision=0, **MEASURE | {"name": "Khác"})
    page = words(response)
    assert response.status_code == 409
    assert "Quản trị đã sửa bản nháp này lúc 10:00 ngày 16/03/2026. Hãy xem lại rồi làm tiếp." in page
    assert 'name="revision" value="1"' in page
    assert "Khác" in page  # nothing typed is lost


def test_a_new_one_is_begun_with_its_reference_sheet(stage):
    wrong = stage.client.post(reverse("indicators:new"), HEAD | {"checked_by": "văn phòng"})
    assert (wrong.status_code, "Người kiểm tra phải khác người soạn." in words(wrong)) == (422, True)
    page = words(stage.client.post(reverse("indicators:new"), HEAD, follow=True))
    assert "Chỉ tiêu mới, chưa công bố" in page
    assert "Không nói chất lượng." in page
    draft = IndicatorDraft.objects.get(code="ke-hoach-nam")
    assert "Chưa có thước đo nào." in page
    assert stage.client.post(reverse("indicators:new"), HEAD).status_code == 409
    changed = words(post(stage, "edit_head", draft.pk, **HEAD | {"limits": "", "meaning": "Kế hoạch đã ký."}))
    assert "Kế hoạch đã ký." in changed
    assert "Không nói chất lượng." not in changed
    assert "Kế hoạch năm" in get(stage, "list") or "Chi bộ có kế hoạch năm" in get(stage, "list")
    stage.client.post(reverse("indicators:discard", args=[draft.pk]))
    assert not IndicatorDraft.objects.exists()


def test_a_file_that_goes_out_comes_in_again_as_a_draft(stage):
    file = stage.client.get(reverse("indicators:export", args=["dang-ky", 1]))
    assert file["Content-Disposition"] == 'attachment; filename="dang-ky-ban-1.yaml"'
    data = yaml.safe_load(file.content)
    assert data == Indicator.objects.get(code="dang-ky").versions.get().definition

    def bring(content: bytes):
        upload = BytesIO(content)
        upload.name = "x.yaml"
        return stage.client.post(reverse("indicators:import"), {"file": upload}, follow=True)

    page = words(bring(yaml.safe_dump(with_head(data, {"short_name": "Đăng ký mới"}), allow_unicode=True).encode()))
    assert "Tên gọi tắt: “dang-ky” → “Đăng ký mới”." in page
    for content, said in (
        (b"a: [", "Không đọc được tệp này."), (b"{a: &a [1], b: [*a, *a], code: x}", "Không đọc được tệp này."),
        (b"- a", "thiếu mã"), (b"x" * 200_001, "Tệp quá lớn"),
        (b"{code: x, measures: 5}", "Tệp không đúng cách ghi"), (b"{code: x}", "thiếu “name”"),
        (yaml.safe_dump(data | {"code": "Mã Lạ"}).encode(), "Mã chỉ gồm chữ thường không dấu"),
    ):  # fmt: skip
        response = bring(content)
        assert (response.status_code, said in words(response)) == (422, True), said
    assert IndicatorDraft.objects.count() == 1


def test_what_the_office_made_is_not_written_over_by_a_package(stage):
    indicator = Indicator.objects.get(code="ke-hoach")
    first = indicator.versions.get().definition
    own = add_version(with_head(first, {"why": "Của văn phòng."}), is_own=True, by=stage.admin, at=AT)
    assert publish_indicator(with_head(first, {"why": "Của gói."}), by=None, at=AT) == own
    amended = add_version(with_head(first, {"why": "Theo văn bản sửa đổi."}), by=None, at=AT)  # a plan's amendment
    assert (amended.number, amended.is_own) == (3, True)


def test_the_questions_of_a_version_that_still_holds_are_kept(stage):
    def readers() -> dict:
        return Deliverable.objects.get(code="bao-cao").read_by

    first = Indicator.objects.get(code="thang").versions.get().definition
    assert list(readers()) == ["effective"]
    without = with_head(first, {"valid_from": "2026-06-01"})
    without["measures"][0]["condition"] = {"approved": {"deliverable": "bao-cao"}}
    add_version(without, is_own=True, by=stage.admin, at=AT)
    assert list(readers()) == ["effective"]  # until June figures are made from it
    add_version(with_head(without, {"why": "Khác.", "valid_from": "2026-03-16"}), is_own=True, by=stage.admin, at=AT)
    assert readers() == {}


def test_named_organisations_are_found_by_name_short_name_or_code(stage):
    orgs = stage.orgs
    assert found_orgs(f"Đơn vị 0\n\n{orgs[1].code}\ndon vi 2\nKhông có", TODAY) == (
        [orgs[0].code, orgs[1].code, orgs[2].code], ["Không có"],
    )  # fmt: skip
    url = reverse("indicators:count")
    assert "Hôm nay gồm <strong>2 tổ chức</strong>." in words(stage.client.get(url, {"kinds": "grassroots_cell"}))
    assert "Hôm nay gồm <strong>1 tổ chức</strong>." in words(stage.client.get(url, {"orgs": "Đơn vị 3"}))
    assert "Không tìm thấy" in words(stage.client.get(url, {"orgs": "Không có"}))
    assert "Chưa chọn tổ chức nào." in words(stage.client.get(url))


def test_pages_cost_the_same_however_many_measures(stage, django_assert_num_queries):
    draft = begin(stage)
    url = reverse("indicators:draft", args=[draft.pk])
    stage.client.get(url)
    with django_assert_num_queries(11):
        stage.client.get(url)
    for n in range(3):
        post(stage, "add_measure", draft.pk, **MEASURE | {"name": f"Thước đo {n}", "kinds": ["cell"]})
        post(stage, "add_condition", draft.pk, "bcd"[n], query="?loai=approved&san_pham=bao-cao")
    with django_assert_num_queries(11):
        stage.client.get(url)


# ── the forms give back what they show ────────────────────────────────────────────────────────────────────────────


def _typed(form) -> dict:
    """What a browser would send of a form that nobody touched."""
    found = {}
    for name in form.fields:
        value = form[name].initial
        if value not in (None, False, ""):
            found[name] = value.strftime("%d/%m/%Y") if isinstance(value, date) else value
    return found


@pytest.fixture
def package(db):
    load_definitions(by=None, at=AT)
    for code in ("noi-chinh-tu-phap", "tham-muu-giup-viec"):
        Group.objects.create(code=code, name=code)
    return [one.versions.get().definition for one in Indicator.objects.all()]


def test_a_form_that_nobody_touched_changes_nothing(package):
    """Every measure, condition, figure and example of the founding plan, through its form and back."""
    known, names, count = catalogue(), names_of(), 0
    for data in package:
        parsed = parse_indicator(data)
        for old in parsed.measures:
            mine = measure_of(data, old.code)

            def measure_form(*typed, old=old, mine=mine):
                return MeasureForm(*typed, old=old, data_of=mine, day=TODAY)

            form = measure_form(_typed(measure_form()))
            assert form.is_valid(), form.errors
            assert {key: mine.get(key, "") for key in form.values()} == form.values()
            for kind, body in _leaves(mine.get("condition")):
                make = leaf_form(kind)
                arguments = {"deliverable": body["deliverable"], "fields": known[body["deliverable"]], "old": body}
                form = make(_typed(make(**arguments)), **arguments)
                assert form.is_valid(), form.errors
                assert _plain(form.leaf()[kind]) == _plain(body)
                count += 1
            for key in PARTS.values():
                if body := mine.get(key):
                    arguments = {"deliverable": body["deliverable"], "fields": known[body["deliverable"]], "old": body}
                    form = FigureForm(_typed(FigureForm(**arguments)), **arguments)
                    assert form.is_valid(), form.errors
                    assert form.figure() == body
                    count += 1
            if old.formula:
                for _untouched in _untouched_formula(old, mine, parsed):
                    count += 1
                continue
            for example in filter(is_simple, mine["examples"]):
                arguments = {
                    "measure": old,
                    "data_of": mine,
                    "known": known,
                    "names": names,
                    "old": example,
                    "day": TODAY,
                }
                form = ExampleForm(_typed(ExampleForm(**arguments)), **arguments)
                assert form.is_valid(), form.errors
                assert _plain(form.example()) == _plain(example)
                count += 1
    assert count > 100


def _untouched_formula(old, mine, parsed):
    """Its formula and its examples."""
    arguments = {"measure": old, "groups": {"Chỉ tiêu này": parsed.measures}}
    form = FormulaForm(_typed(FormulaForm(**arguments)), **arguments)
    assert form.is_valid(), form.errors
    yield assert_same(form.formula(), mine["formula"])
    for example in mine["examples"]:
        form = PartsExampleForm(_typed(PartsExampleForm(measure=old, old=example)), measure=old, old=example)
        assert form.is_valid(), form.errors
        yield assert_same(form.example(), example)


def assert_same(found, wanted):
    assert _plain(found) == _plain(wanted)


def _leaves(node):
    for kind, body in (node or {}).items():
        if kind in ("all_of", "any_of"):
            for part in body:
                yield from _leaves(part)
        elif kind == "not":
            yield from _leaves(body)
        else:
            yield kind, body


def _plain(value):
    """Numbers as text, as answers keep them; a duty with only a day as that day."""
    if isinstance(value, dict) and list(value) == ["due"] and isinstance(value["due"], str):
        return str(value["due"])
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return (
        [_plain(one) for one in value] if isinstance(value, list) else value if isinstance(value, bool) else str(value)
    )


def test_population_counts_agree_with_the_engine(stage):
    tree = load_tree()
    kinds, orgs = ("grassroots_cell",), (stage.orgs[1].code,)
    asked = [
        Population(),
        Population(kinds),
        Population(orgs=orgs),
        Population(kinds, orgs=orgs),
        Population((), ("x",)),
    ]
    counted = population_counts([[one] for one in asked], TODAY)
    assert counted == [len(tree.members(one, under=stage.committee.pk, day=TODAY)) for one in asked]


def test_what_a_file_names_and_is_not_there_is_told(stage):
    draft = begin(stage)
    population = {"kinds": ["club"], "groups": ["x"], "orgs": ["y"]}
    changed = {**draft.definition, "measures": [draft.definition["measures"][0] | {"population": population}]}
    actions.change_draft(draft, lambda _old: changed, words="Nhập từ tệp", revision=0, by=stage.admin, at=AT)
    page = get(stage, "draft", draft.pk)
    for said in ("không có loại tổ chức “club”", "không có khối “x”", "không có tổ chức “y”"):
        assert f"Thước đo a: {said}." in page


def test_refusals_name_what_is_wrong(stage):
    draft = begin(stage)
    with pytest.raises(Conflict, match="Đã có chỉ tiêu hoặc bản nháp"):
        actions.new_draft(draft.definition, by=stage.admin, at=AT)
    for wrong in ("them", "Chữ Hoa"):
        changed = {**draft.definition, "measures": [draft.definition["measures"][0] | {"code": wrong}]}
        with pytest.raises(Invalid, match=wrong):
            actions.change_draft(draft, lambda _old, new=changed: new, words="x", revision=0, by=stage.admin, at=AT)


def test_a_definition_is_kept_in_the_order_in_which_it_was_written(stage):
    """PostgreSQL would put shorter keys first, and choices with them."""
    levels = {"khong_hoan_thanh": "Không hoàn thành", "tot": "Tốt"}
    field = {"code": "level", "label": "Mức", "type": "choice", "why": "thử", "choices": levels}
    data = {"why": "thử", "name": "Xếp loại", "code": "xep-loai", "evidence": "none", "fields": [field]}
    version = SheetVersion.objects.get(pk=publish_sheet(data, by=None, at=AT).pk)
    assert list(version.definition) == list(data)
    assert list(version.parsed.fields[0].options) == list(levels)
    draft = IndicatorDraft.objects.get(pk=begin(stage).pk)
    assert list(draft.definition) == list(DEFINITIONS[0])
