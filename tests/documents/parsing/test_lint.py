"""./don lint: what it prints, when it fails, and the note to the drafter."""

# ruff: noqa: E501 -- what is printed stands here as it is

import json
from io import BytesIO
from pathlib import Path

import docx
import pytest

from dondoc.documents.parsing import Finding, Severity, Span
from dondoc.documents.parsing.lint import main
from dondoc.documents.parsing.remarks import remarks

DRAFT = """ĐẢNG ỦY KHỐI MẪU
*
Số 01-KH/ĐU
Mẫu, ngày 03 tháng 6 năm 2026

KẾ HOẠCH
kiểm tra năm 2026

I. CHỈ TIÊU
1. Ít nhất 100% chi bộ xây dựng kế hoạch kiểm tra.

II. TỔ CHỨC THỰC HIỆN
1. Giao Ủy ban Kiểm tra Đảng ủy xây dựng kế hoạch kiểm tra.

Nơi nhận:
- Ban Thường vụ Thành ủy,
- Lưu Văn phòng.

T/M BAN THƯỜNG VỤ
BÍ THƯ

Nguyễn Văn Mẫu
"""
PRINTED = """du-thao.txt: Kế hoạch 01-KH/ĐU, 1 chỉ tiêu, 1 nhiệm vụ
6 rõ: 67 % (rõ người 1/1 · rõ việc 1/1 · rõ thời gian 0/1 · rõ trách nhiệm 1/1 · rõ sản phẩm 1/1 · rõ thẩm quyền 0/1)

THỂ THỨC
  LƯU Ý · dòng 16 · recipients_form
      “Ban Thường vụ Thành ủy, - Lưu Văn phòng.”
      Các dòng “Nơi nhận” chưa kết thúc bằng dấu chấm phẩy (dòng cuối: dấu chấm).
      → Đề nghị ghi dấu chấm phẩy cuối mỗi dòng, dấu chấm ở dòng cuối.

CHỈ TIÊU
  CẦN XEM · dòng 10, I.1 · bound_vacuous
      “Ít nhất 100% chi bộ xây dựng kế hoạch kiểm tra.”
      Chỉ tiêu ở mục I.1: “ít nhất 100%” không thêm nghĩa gì so với “100%”.
      → Đề nghị ghi “100%” hoặc một mức thấp hơn.

NHIỆM VỤ CHƯA ĐỦ RÕ
     dòng 13  thời hạn cụ thể  II.1  “Giao Ủy ban Kiểm tra Đảng ủy xây dựng kế hoạch kiểm tra.”

Tổng: 1 cần xem, 2 lưu ý.
"""


@pytest.fixture
def draft(tmp_path: Path) -> str:
    path = tmp_path / "du-thao.txt"
    path.write_text(DRAFT, encoding="utf-8")
    return str(path)


def test_findings_are_printed_by_what_they_are_about(draft: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert (main([draft]), capsys.readouterr().out) == (1, PRINTED)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--fail-on", "note"], 1),
        (["--fail-on", "warning"], 1),
        (["--fail-on", "error"], 0),
        (["--off", "bound_vacuous"], 0),
        (["--off", "bound_vacuous", "--fail-on", "note"], 1),
        (["--off", "bound_vacuous", "--off", "recipients_form", "--off", "six_clear", "--fail-on", "note"], 0),
    ],
)
def test_the_exit_code_follows_the_threshold(draft: str, options: list[str], code: int) -> None:
    assert main([draft, *options]) == code


def test_json_says_the_same(draft: str, capsys: pytest.CaptureFixture[str]) -> None:
    main([draft, "--json", "--off", "six_clear", "--off", "recipients_form"])
    assert json.loads(capsys.readouterr().out) == {
        "file": "du-thao.txt",
        "parser_version": "v1",
        "document": "Kế hoạch 01-KH/ĐU",
        "six_clear": {
            "tasks": 1,
            "share": 0.6666666666666666,
            "clear": {"who": 1, "what": 1, "when": 0, "charge": 1, "product": 1, "power": 0},
        },
        "counts": {"error": 0, "warning": 1, "note": 0},
        "findings": [
            {
                "code": "bound_vacuous",
                "severity": "warning",
                "part": "I.1",
                "message": "Chỉ tiêu ở mục I.1: “ít nhất 100%” không thêm nghĩa gì so với “100%”.",
                "suggestion": "Đề nghị ghi “100%” hoặc một mức thấp hơn.",
                "span": [DRAFT.index("Ít nhất"), DRAFT.index("\n\nII.")],
                "area": "targets",
                "quote": "Ít nhất 100% chi bộ xây dựng kế hoạch kiểm tra.",
                "line": 10,
                "page": None,
            }
        ],
    }


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["khong-co.txt"], "Không mở được tệp “khong-co.txt”. Hãy kiểm tra tên tệp và quyền đọc.\n"),
        (["{draft}", "--off", "la"], "Không có mã phát hiện “la”. Các mã có trong docs/FINDINGS.md.\n"),
        (["{draft}", "--docx", "khong/co.docx"], "Không ghi được tệp “khong/co.docx”. Hãy kiểm tra thư mục và quyền ghi.\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(
    draft: str, words: list[str], says: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(draft).parent)
    code = main([word.format(draft=draft) for word in words])
    assert (code, capsys.readouterr().err) == (2, says)


def test_the_note_lists_problem_and_suggestion_by_part(draft: str, tmp_path: Path) -> None:
    out = tmp_path / "phieu.docx"
    main([draft, "--docx", str(out)])
    word = docx.Document(BytesIO(out.read_bytes()))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]
    general = "Phần chung: đầu văn bản, nơi nhận, chữ ký, cả văn bản"
    assert tables[1:4] == [
        [
            ["TT", "Chỗ", "Dự thảo ghi", "Vấn đề", "Đề nghị"],
            ["Mục I"] * 5,
            ["1", "I.1, dòng 10", "Ít nhất 100% chi bộ xây dựng kế hoạch kiểm tra.",
             "Chỉ tiêu ở mục I.1: “ít nhất 100%” không thêm nghĩa gì so với “100%”.",
             "Đề nghị ghi “100%” hoặc một mức thấp hơn."],
            [general] * 5,
            ["2", "Dòng 16", "Ban Thường vụ Thành ủy, - Lưu Văn phòng.",
             "Các dòng “Nơi nhận” chưa kết thúc bằng dấu chấm phẩy (dòng cuối: dấu chấm).",
             "Đề nghị ghi dấu chấm phẩy cuối mỗi dòng, dấu chấm ở dòng cuối."],
        ],
        [
            ["Tiêu chí", "Số nhiệm vụ đạt", "Tổng số nhiệm vụ"],
            ["Rõ người", "1", "1"], ["Rõ việc", "1", "1"], ["Rõ thời gian", "0", "1"],
            ["Rõ trách nhiệm", "1", "1"], ["Rõ sản phẩm", "1", "1"], ["Rõ thẩm quyền", "0", "1"],
        ],
        [
            ["TT", "Chỗ", "Nhiệm vụ", "Đề nghị ghi rõ"],
            ["1", "II.1, dòng 13", "Giao Ủy ban Kiểm tra Đảng ủy xây dựng kế hoạch kiểm tra.", "thời hạn cụ thể"],
        ],
    ]  # fmt: skip
    said = [p.text for p in word.paragraphs]
    assert "Có 2 ý kiến (1 cần xem, 1 lưu ý); 1/1 nhiệm vụ chưa đủ rõ, mức “6 rõ” của dự thảo là 67 %." in said
    head = word.tables[0].rows[1].cells[0].text
    assert head == "*"  # a note bears no number


def test_a_clean_draft_gives_a_short_note(tmp_path: Path) -> None:
    path, out = tmp_path / "sach.txt", tmp_path / "phieu.docx"
    clean = DRAFT.replace("Ít nhất 100%", "100%").replace("Thành ủy,", "Thành ủy;")
    path.write_text(clean.replace("kiểm tra.\n\nNơi", "kiểm tra trước ngày 30/9/2026.\n\nNơi"), encoding="utf-8")
    assert main([str(path), "--docx", str(out), "--fail-on", "note"]) == 0
    word = docx.Document(BytesIO(out.read_bytes()))
    headings = [p.text for p in word.paragraphs if p.text.startswith(("1.", "2.", "3."))]
    assert (headings, len(word.tables)) == (["1. Mức độ “6 rõ” của nhiệm vụ"], 3)


def test_a_place_has_its_page_where_the_text_has_pages() -> None:
    source = "một\nhai\n\nba\nbốn **năm** sáu"
    pages = [(0, 1), (source.index("ba"), 2)]
    found = [
        Finding("spelling", Severity.WARNING, Span(source.index("bốn"), len(source)), "m", "Điều 2.1"),
        Finding("spelling", Severity.WARNING, Span(0, 3), "m", "II.2"),
        Finding("spelling", Severity.WARNING, Span(4, 7), "m"),
    ]
    assert [(r.place, r.group, r.quote) for r in remarks(source, found, pages)] == [
        ("trang 1, dòng 1", "Mục II", "một"),
        ("trang 1, dòng 2", "Phần chung: đầu văn bản, nơi nhận, chữ ký, cả văn bản", "hai"),
        ("trang 2, dòng 5", "Điều 2", "bốn năm sáu"),
    ]
