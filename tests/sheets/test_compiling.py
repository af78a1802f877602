"""Compiling the answers of several organisations, beside a slow second computation."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dondoc.sheets.compiling import CompiledValue, Given, compile_answers
from dondoc.sheets.definition import Compile, DefinitionError, parse_definition

SHEET = parse_definition({
    "code": "phieu", "name": "Phiếu", "why": "Mẫu.",
    "fields": [
        {"code": "count", "label": "Số", "type": "integer", "why": "Mẫu."},
        {"code": "money", "label": "Tiền", "type": "decimal", "compile": "sum", "why": "Mẫu."},
        {"code": "mark", "label": "Điểm", "type": "decimal", "why": "Mẫu."},
        {"code": "cells", "label": "Chi bộ", "type": "integer", "known": "tree.cells", "why": "Mẫu."},
        {"code": "more", "label": "Thêm", "type": "integer", "show_if": {"count": {">": "0"}}, "why": "Mẫu."},
        {"code": "words", "label": "Lời", "type": "long_text", "why": "Mẫu."},
        {"code": "number", "label": "Số hiệu", "type": "text", "why": "Mẫu."},
        {"code": "said", "label": "Nêu", "type": "text", "compile": "list", "why": "Mẫu."},
        {"code": "rows", "label": "Bảng", "type": "rows", "why": "Mẫu.",
         "columns": [{"code": "name", "label": "Tên", "type": "text", "why": "Mẫu."}]},
    ],
})  # fmt: skip
SUMMED, GATHERED, LISTED = ("count", "money", "more"), ("rows",), ("words", "said")
whole = st.integers(0, 10**6).map(str)
answers = st.fixed_dictionaries({}, optional={
    "count": whole, "money": st.integers(0, 10**9).map(lambda n: f"{n / 1000:.3f}"), "mark": whole, "cells": whole,
    "more": whole, "words": st.text("ab", min_size=1, max_size=4), "number": st.just("1"), "said": st.just("x"),
    "rows": st.lists(st.fixed_dictionaries({"name": st.text("ab", min_size=1, max_size=2)}), min_size=1, max_size=3),
})  # fmt: skip


def slowly(orgs):
    """The same, field by field and organisation by organisation, with fractions."""
    found = {}
    for code in (*SUMMED, *GATHERED, *LISTED):
        total, rows, lines, of, missing = Fraction(0), [], [], [], []
        for org in orgs:
            given_to = org.answers
            if given_to is None:
                missing.append(org.org_id)
                continue
            if code == "more" and "more" not in given_to and not float(given_to.get("count", 0)) > 0:
                continue
            if code not in given_to:
                if code in SUMMED:
                    missing.append(org.org_id)
                continue
            of.append(org.org_id)
            if code in SUMMED:
                total += Fraction(given_to[code])
            elif code in GATHERED:
                rows += given_to[code]
            else:
                lines.append(org.name + ": " + given_to[code])
        if of:
            found[code] = (total if code in SUMMED else rows or "\n".join(lines), of, missing)
    return found


@settings(max_examples=150)
@given(st.lists(st.none() | answers, max_size=6))
def test_it_agrees_with_a_slow_second_computation(many):
    orgs = [Given(pk, f"Chi bộ {pk}", one) for pk, one in enumerate(many)]
    compiled = {
        code: (Fraction(v.answer) if v.way is Compile.SUM else v.answer, list(v.of), list(v.missing))
        for code, v in compile_answers(SHEET, orgs).items()
    }
    assert compiled == slowly(orgs)


def test_missing_is_never_zero_and_nothing_is_made_of_nothing():
    orgs = [Given(1, "A", None), Given(2, "B", {"count": "0"}), Given(3, "C", {"words": "Xong."})]
    assert compile_answers(SHEET, orgs) == {
        "count": CompiledValue(Compile.SUM, "0", (2,), (1, 3)),
        "words": CompiledValue(Compile.LIST, "C: Xong.", (3,), (1,)),
    }
    assert compile_answers(SHEET, orgs[:1]) == {}


def test_a_question_of_another_version_that_was_not_the_same_is_missing():
    earlier = parse_definition({
        "code": "phieu", "name": "Phiếu", "why": "Mẫu.",
        "fields": [{"code": "count", "label": "Số", "type": "text", "why": "Mẫu."}],
    })  # fmt: skip
    orgs = [Given(1, "A", {"count": "vài"}, earlier), Given(2, "B", {"count": "5", "money": "1.5"}, SHEET)]
    found = compile_answers(SHEET, orgs)
    assert (found["count"].answer, found["count"].of, found["count"].missing) == ("5", (2,), (1,))
    assert (found["money"].answer, found["money"].missing) == ("1.5", (1,))


def test_a_way_that_does_not_fit_the_type_is_a_fault():
    for kind, way in (("text", "sum"), ("date", "list"), ("integer", "gather"), ("integer", "average")):
        field = {"code": "x", "label": "X", "type": kind, "compile": way, "why": "Mẫu."}
        with pytest.raises(DefinitionError) as fault:
            parse_definition({"code": "p", "name": "P", "why": "Mẫu.", "fields": [field]})
        assert str(fault.value) == f"p: x: compile “{way}” không dùng được cho kiểu “{kind}”"
