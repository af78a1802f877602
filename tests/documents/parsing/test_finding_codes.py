"""The table of finding codes: complete, in plain words, and printed into docs/FINDINGS.md."""

# ruff: noqa: E501 -- the printed page stands here as it is

import re
from pathlib import Path

from dondoc.documents.parsing.findings.codes import AREA_WORDS, RULES, SEVERITY_WORDS, Area
from dondoc.documents.parsing.findings.six import CLEAR_RULES, CLEAR_WORDS, Clear
from tests.documents.parsing.shared import REPOSITORY

PAGE = REPOSITORY / "docs" / "FINDINGS.md"
CHECKS = REPOSITORY / "dondoc" / "documents" / "parsing" / "findings"
BESIDE = REPOSITORY / "dondoc" / "plans" / "actions" / "doubting.py"  # what needs the other plans to be found


def told_in(path: Path) -> set[str]:
    """The codes that a module of checks names."""
    source = path.read_text(encoding="utf-8")
    return {word for word in re.findall(r'"([a-z][a-z_]+)"', source) if word in RULES}


def test_every_code_has_a_check_and_every_check_a_code() -> None:
    modules = [BESIDE, *(path for path in CHECKS.glob("*.py") if path.name != "codes.py")]
    named = set().union(*(told_in(path) for path in modules))
    literal = set().union(*(re.findall(r'found\(\s*"([a-z_]+)"', path.read_text(encoding="utf-8")) for path in modules))
    assert (named, literal - set(RULES)) == (set(RULES), set())


def test_every_rule_speaks_plainly() -> None:
    for code, rule in RULES.items():
        assert rule.code == code
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", code)
        assert rule.why.endswith(".")
        assert rule.suggestion.endswith(".")
        assert rule.title
        assert rule.source
    assert {rule.area for rule in RULES.values()} == set(Area)


def page() -> str:
    """The table as a page of documentation."""
    lines = [
        "# Các phát hiện khi đọc văn bản",
        "",
        "Khi đọc một kế hoạch, hệ thống chỉ ra những chỗ nên xem lại; hệ thống không sửa văn bản. Mỗi phát hiện có mã cố",
        "định. Có thể tắt một mã cho riêng đảng ủy (trang “Mã phát hiện”) hoặc khi soát bằng lệnh (`./don lint --off MÃ`).",
        "Trang này được in ra từ `dondoc/documents/parsing/findings/codes.py`; `./don golden` in lại.",
        "",
        "## Mức “6 rõ” của kế hoạch",
        "Mỗi nhiệm vụ được xét sáu tiêu chí; mức “6 rõ” là số tiêu chí đạt trên tổng số (6 × số nhiệm vụ).",
        "",
        "| tiêu chí | tính là rõ khi |",
        "|---|---|",
        *(f"| {CLEAR_WORDS[point]} | {CLEAR_RULES[point]} |" for point in Clear),
    ]
    for area in Area:
        lines += [
            "",
            f"## {AREA_WORDS[area]}",
            "",
            "| mã | mức | phát hiện | vì sao | đề nghị | căn cứ |",
            "|---|---|---|---|---|---|",
        ]
        lines += [
            f"| `{r.code}` | {SEVERITY_WORDS[r.severity].lower()} | {r.title} | {r.why} | {r.suggestion} | {r.source} |"
            for r in RULES.values()
            if r.area is area
        ]
    return "\n".join([*lines, ""])


def test_the_printed_page_is_not_stale(request) -> None:  # type: ignore[no-untyped-def]
    if request.config.getoption("--golden-rewrite"):
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text("utf-8") == page()
