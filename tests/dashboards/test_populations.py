"""Whom a measure counts, in words."""

from dataclasses import replace

import pytest

from dondoc.dashboards.queries.populations import Counted, Names, merged, who
from dondoc.indicators.formula import MeasureKind, parse_indicator
from dondoc.indicators.formula.tree import Population

NAMES = Names({"noi-chinh": "Nội chính - tư pháp"}, {"VP": "Văn phòng Đảng ủy"})
TCCSD = ("grassroots_organisation", "grassroots_cell")
DATA = {
    "code": "2-1", "name": "Chương trình", "short_name": "Chương trình", "label": "2.1", "position": 1,
    "source": {"document": "08-KH/ĐU", "part": "2.1"}, "why": "Mẫu.", "valid_from": "2025-08-01",
    "review": {"written_by": "Văn phòng", "checked_by": "Ban Tổ chức", "next_on": "2027-01-15"},
    "measures": [
        {
            "code": "a", "name": "Tỷ lệ", "kind": "share_of_orgs", "period": "term",
            "population": {"kinds": ["grassroots_cell"]}, "condition": {"approved": {"deliverable": "ke-hoach"}},
            "target": {"comparator": "=", "value": 1},
            "examples": [{"as_of": "2025-10-31", "due": {"ke-hoach": "2025-09-30"}, "answer": "not_reported"}],
        }
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("population", "kind", "said"),
    [
        (Population(kinds=TCCSD), MeasureKind.SHARE_OF_ORGS, "tổ chức cơ sở đảng"),
        (Population(kinds=TCCSD, groups=("noi-chinh",)), MeasureKind.SHARE_OF_ORGS,
         "tổ chức cơ sở đảng, khối Nội chính - tư pháp"),
        (Population(kinds=TCCSD), MeasureKind.QUOTA, "tổ chức cơ sở đảng được giao chỉ tiêu"),
        (Population(kinds=("grassroots_organisation",)), MeasureKind.SHARE_OF_ORGS, "đảng bộ cơ sở"),
        (Population(kinds=("mass_organisation",)), MeasureKind.ASSESSED, "hội quần chúng"),
        (Population(kinds=(*TCCSD, "mass_organisation")), MeasureKind.RATIO, "tổ chức cơ sở đảng, hội quần chúng"),
        (Population(orgs=("VP",)), MeasureKind.COUNT, "Văn phòng Đảng ủy"),
        (Population(), MeasureKind.RATIO, "mọi tổ chức"),
    ],
)  # fmt: skip
def test_who_is_counted(population, kind, said):
    [measure] = parse_indicator(DATA).measures
    assert who(replace(measure, population=population, kind=kind), NAMES) == said


def test_each_population_is_said_once_with_the_chỉ_tiêu_that_count_it():
    found = {
        "a": Counted("II.1", "tổ chức cơ sở đảng", 59), "b": Counted("8", "tổ chức cơ sở đảng", 59),
        "c": Counted("8", "hội quần chúng", 16), "d": Counted("8", "tổ chức cơ sở đảng", 59),
    }  # fmt: skip
    assert [(one.count, one.words, labels) for one, labels in merged(found)] == [
        (59, "tổ chức cơ sở đảng", ["II.1", "8"]), (16, "hội quần chúng", ["8"]),
    ]  # fmt: skip
