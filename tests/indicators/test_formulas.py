"""Derived measures: what a definition may say, in words, and the editor's way from nothing to a published one."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from dondoc.indicators import actions
from dondoc.indicators.actions import publish_indicator
from dondoc.indicators.editing import measure_of, with_measure, with_part
from dondoc.indicators.formula import DefinitionError, describe, example_faults, fill_in, parse_indicator
from dondoc.indicators.formula.linking import link_faults
from dondoc.indicators.models import IndicatorDraft, IndicatorVersion
from dondoc.web.refusals import Invalid
from tests.factories import AT
from tests.indicators.test_pages import begin, get, post, stage, words
from tests.measures.test_derived import derived
from tests.measures.world import indicator, measure

pytestmark = pytest.mark.django_db
__all__ = ["stage"]
A_FIGURE = {"deliverable": "dang-ky", "field": "some"}
YEARLY = measure("y", "ratio", "year", numerator=A_FIGURE, denominator=A_FIGURE | {"field": "all"})
COUNTED = measure("n", "count", "year", numerator=A_FIGURE, unit="mô hình", target=(">=", "5"))
SHARE = measure("s", "share_of_orgs", "year", condition={"approved": {"deliverable": "bao-cao"}})
MONTHLY = measure("m", "share_of_orgs", "month", condition={"approved": {"deliverable": "bao-cao"}})


def _faults(*measures) -> list[str]:
    return link_faults(parse_indicator(indicator("i", YEARLY, COUNTED, SHARE, MONTHLY, *measures)), lambda _key: None)


def _ratio(of, to, **more):
    return derived("d", "derived", {"ratio": {"of": of, "to": to}}, **more)


def _of(*codes):
    return [{"measure": code} for code in codes]


@pytest.mark.parametrize(
    ("measures", "said"),
    [
        ([_ratio(_of("y"), _of("x"))], ["i.d: không có thước đo “i.x”"]),
        ([_ratio(_of("y"), _of("m"))], ["i.d: “i.m” tính từng tháng, không ghép được với số từng năm"]),
        ([_ratio(_of("y"), [{"measure": "n", "part": "denominator"}])], ["i.d: “i.n” không có mẫu số để lấy"]),
        ([_ratio(_of("s", "n"), _of("y"))], ["i.d: không cộng được số có đơn vị tính khác nhau: tổ chức, mô hình"]),
        ([_ratio(_of("y", "y"), _of("s"))], ["i.d: “i.y” được lấy hai lần"]),
        (
            [_ratio(_of("e"), _of("y")), derived("e", "derived_number", {"number": {"of": _of("d")}}, unit="x")],
            [
                "i.d: tính vòng tròn (i.d → i.e → i.d): một thước đo không thể được tính từ chính nó",
                "i.e: tính vòng tròn (i.e → i.d → i.e): một thước đo không thể được tính từ chính nó",
            ],
        ),
        (
            [_ratio(_of("d"), _of("y"))],
            ["i.d: tính vòng tròn (i.d → i.d): một thước đo không thể được tính từ chính nó"],
        ),
        (
            [derived("c", "derived", {"change": {"of": _of("y")}}), _ratio(_of("c"), _of("y"))],
            ["i.d: “i.c” là mức tăng, giảm, không cộng hay chia tiếp được"],
        ),
        (
            [derived("d", "derived", {"change": {"of": _of("y")}}, "term")],
            [
                "i.d: cả nhiệm kỳ chỉ có một kỳ, không so được với kỳ trước",
                "i.d: “i.y” tính từng năm, không ghép được với số cả nhiệm kỳ",
            ],
        ),
        ([_ratio([{"measure": "y", "part": "denominator"}, {"measure": "s", "minus": True}], _of("y"))], []),
    ],
)
def test_what_cannot_be_tied_together_is_told(measures, said):
    assert _faults(*measures) == said


def test_a_formula_is_read_strictly():
    wrong = derived("d", "derived", {"number": {"of": [{"measure": "y", "half": 1}]}}, carry="none")
    with pytest.raises(DefinitionError) as fault:
        parse_indicator(indicator("i", YEARLY, wrong | {"population": {"kinds": ["x"]}}))
    assert str(fault.value).splitlines() == [
        "i.d.formula: loại derived nhận ratio, change",
        "i.d.formula.of[0]: khóa lạ “half”",
        "i.d: loại derived lấy “population” của các thước đo thành phần",
        "i.d: loại derived lấy “carry” của các thước đo thành phần",
    ]


def test_a_formula_is_said_and_filled_in():
    both = [{"measure": "y"}, {"measure": "s", "minus": True}]
    parsed = parse_indicator(
        indicator(
            "i", YEARLY, SHARE,
            _ratio(both, [{"measure": "y", "part": "denominator"}]),
            derived("c", "derived", {"change": {"of": _of("y")}}),
            derived(
                "n", "derived_number", {"number": {"of": _of("y", "10-ket-nap.a")}}, unit="người", target=(">=", "40")
            ),
        )
    )  # fmt: skip
    assert [describe(parsed.measure(code)) for code in "dcn"] == [
        "Tử số của thước đo y (y) trừ số tổ chức đạt của thước đo s (s), chia cho mẫu số của thước đo y (y);"
        " tính cho năm.",
        "Tử số của thước đo y (y) của năm đến ngày tính, trừ đi số cùng kỳ của năm trước, chia cho số cùng kỳ ấy.",
        "Tử số của thước đo y (y) cộng tử số của thước đo “10-ket-nap.a”; tính cho năm, so với mức kế hoạch đề ra"
        " 40 người.",
    ]
    assert fill_in(parsed.measure("c"), Decimal(20), Decimal(100)) == "120 so với 100 cùng kỳ trước: tăng 20 %"
    assert fill_in(parsed.measure("c"), Decimal(-5), Decimal(100)) == "95 so với 100 cùng kỳ trước: giảm 5 %"
    assert fill_in(parsed.measure("c"), Decimal(0), Decimal(100)) == "100 so với 100 cùng kỳ trước: không đổi"


EXAMPLES = [
    ({"parts": {"y": "9 / 10", "s": True}, "answer": "10 / 11"}, []),
    ({"parts": {"y": "9 / 10"}, "answer": "9 / 10"}, []),
    ({"parts": {"y": "9 / 10", "s": "not_due"}, "answer": "not_due"}, []),
    ({"parts": {"y": "waiting", "s": "not_reported"}, "answer": "not_reported"}, []),
    ({"parts": {"y": "not_applicable"}, "answer": "not_applicable"}, []),
    ({"parts": {"y": "9 / 10", "s": "no"}, "answer": "10 / 11"}, ["i.d, ví dụ 1: ra “9 / 11”, cần “10 / 11”"]),
    ({"parts": {"z": 1}, "answer": 1}, ["i.d, ví dụ 1: công thức không lấy số của thước đo “z”"]),
    ({"parts": {"y": "chín"}, "answer": 1}, ["i.d, ví dụ 1: “chín” không phải là kết quả của một thước đo"]),
    ({"due": {}, "answer": 1}, ["i.d, ví dụ 1: khóa lạ “due”"]),
]


@pytest.mark.parametrize(("example", "faults"), EXAMPLES)
def test_examples_are_run(example, faults):
    ends = [{"measure": code, "part": "denominator"} for code in "ys"]
    one = _ratio(_of("y", "s"), ends) | {"examples": [example]}
    parsed = parse_indicator(indicator("i", YEARLY, SHARE, one))
    assert [fault for fault in example_faults(parsed) if fault.startswith("i.d")] == faults


# ── the editor ────────────────────────────────────────────────────────────────────────────────────────────────────
DERIVED = {"name": "Tính gộp", "kind": "derived", "period": "year", "sign": ">=", "value": "90", "targeted": "on"}


def test_a_derived_measure_is_made_on_the_pages_and_published(stage):
    draft = begin(stage, "dang-ky")
    assert "Chưa có công thức" in words(post(stage, "add_measure", draft.pk, **DERIVED))
    assert "Thước đo b: chưa có công thức." in get(stage, "draft", draft.pk)
    form = stage.client.get(reverse("indicators:edit_formula", args=[draft.pk, "b"])).context["form"]
    offered = [value for _name, some in form.fields["of0"].choices[1:] for value, _label in some]
    # The same period only, and not itself.
    assert offered == ["dang-ky.a|numerator", "dang-ky.a|denominator", "ket-nap.a|numerator"]
    refused = words(post(stage, "edit_formula", draft.pk, "b", op="ratio"))
    assert "Hãy chọn ít nhất một số." in refused
    assert "Hãy chọn số để chia cho." in refused
    chosen = {"op": "ratio", "of0": "dang-ky.a|numerator", "of1": "ket-nap.a|numerator", "to0": "dang-ky.a|denominator"}
    twice = post(stage, "edit_formula", draft.pk, "b", **chosen | {"of1": "dang-ky.a|numerator"})
    assert "Số này được chọn hai lần." in words(twice)
    page = words(post(stage, "edit_formula", draft.pk, "b", **chosen))
    assert "Tử số của thước đo a (a) cộng số đã đạt của thước đo “ket-nap.a” (a), chia cho mẫu số" in page
    assert "Đảng bộ cơ sở, chi bộ cơ sở: hôm nay 4 tổ chức" in page
    assert _formula(draft) == {
        "ratio": {
            "of": [{"measure": "a"}, {"measure": "ket-nap.a"}], "to": [{"measure": "a", "part": "denominator"}],
        }
    }  # fmt: skip
    example = {
        "parts0_state": "numbers", "parts0_top": "8", "parts0_bottom": "10", "parts1_state": "numbers",
        "parts1_top": "3", "answer": "numbers", "top": "11", "bottom": "10",
    }  # fmt: skip
    assert "cách tính ra: 11 / 10" in words(post(stage, "add_example", draft.pk, "b", look="on", **example))
    page = words(post(stage, "add_example", draft.pk, "b", **example))
    assert "thước đo ket-nap.a: 3" in page
    shown = stage.client.get(reverse("indicators:edit_example", args=[draft.pk, "b", 1])).context["form"]
    assert [shown[name].initial for name in ("parts0_top", "parts1_top", "top", "bottom")] == ["8", "3", "11", "10"]
    draft.refresh_from_db()
    made = actions.publish_draft(
        draft, effective_on=timezone.localdate(AT), revision=draft.revision, by=stage.admin, at=AT
    )
    assert "Thêm thước đo “b. Tính gộp”." in get(stage, "detail", "dang-ky")
    assert made.parsed.measure("b").parts.keys() == {"dang-ky.a"}  # the other stands in another chỉ tiêu


def _formula(draft) -> dict:
    return measure_of(IndicatorDraft.objects.get(pk=draft.pk).definition, "b")["formula"]


def test_what_others_are_made_of_cannot_be_taken_away(stage):
    taken = _ratio([{"measure": "dang-ky.a"}], [{"measure": "dang-ky.a", "part": "denominator"}])
    publish_indicator(indicator("ghep", taken, position=7), by=None, at=AT)
    assert IndicatorVersion.objects.get(indicator__code="ghep").parsed.measure("d").parts == {}
    draft = begin(stage, "dang-ky")
    change = {**measure_of(draft.definition, "a"), "period": "month"}
    actions.change_draft(
        draft,
        lambda data: with_measure(data, change, "a"),
        words="Đổi kỳ",
        revision=draft.revision,
        by=stage.admin,
        at=AT,
    )
    told = "Chỉ tiêu 7 lấy số ở đây, và khi đó ghep.d: “dang-ky.a” tính từng tháng, không ghép được với số từng năm."
    assert told in get(stage, "draft", draft.pk)
    draft.refresh_from_db()
    with pytest.raises(Invalid, match="Chỉ tiêu 7 lấy số ở đây"):
        actions.publish_draft(
            draft,
            effective_on=timezone.localdate(AT) + timedelta(days=1),
            revision=draft.revision,
            by=stage.admin,
            at=AT,
        )


def test_a_circle_through_another_is_refused_when_it_would_close(stage):
    publish_indicator(indicator("ghep", _ratio(_of("dang-ky.a"), _of("dang-ky.a")), position=7), by=None, at=AT)
    definition = indicator("dang-ky", derived("a", "derived", {"ratio": {"of": _of("ghep.d"), "to": _of("ket-nap.a")}}))
    with pytest.raises(DefinitionError, match="tính vòng tròn"):
        publish_indicator(definition, by=None, at=AT)


def test_another_kind_loses_the_formula(stage):
    draft = begin(stage, "dang-ky")
    post(stage, "add_measure", draft.pk, **DERIVED)
    post(stage, "edit_formula", draft.pk, "b", op="change", of0="dang-ky.a|numerator")
    assert _formula(draft) == {"change": {"of": [{"measure": "a"}]}}
    draft.refresh_from_db()
    kept = with_part(draft.definition, "b", "formula", _formula(draft))
    assert "formula" not in measure_of(with_measure(kept, {"kind": "ratio"}, "b"), "b")
    assert stage.client.get(reverse("indicators:edit_formula", args=[draft.pk, "a"])).status_code == 404
    stage.client.force_login(stage.clerk)
    assert stage.client.get(reverse("indicators:edit_formula", args=[draft.pk, "b"])).status_code == 404
