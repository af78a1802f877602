"""PDF with text: two-column heads, tables by their lines, footnotes, running heads, what is turned or printed twice."""

# ruff: noqa: E501 -- a table of texts is read row by row

from dondoc.documents.parsing import read
from dondoc.documents.parsing.files import extract
from dondoc.documents.parsing.files.rows import whole_words
from tests.documents.parsing.files.build_pdf import LEFT, RIGHT, Pdf

_LONG = "Giao Ban Tổ chức Đảng ủy chủ trì, phối hợp với Văn phòng Đảng ủy rà soát, bổ sung quy chế làm việc của các chi bộ trực thuộc, báo cáo Ban Thường vụ Đảng ủy trước ngày 30/6/2026 theo quy định."


def lines(pdf: Pdf) -> list[str]:
    return [line for line in extract(pdf.save(), "a.pdf").text.split("\n") if line]


def test_a_head_and_a_closing_in_two_columns_are_read_column_by_column() -> None:
    pdf = Pdf()
    for y, left, right in (
        (60, "ĐẢNG BỘ THÀNH PHỐ MẪU", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        (76, "ĐẢNG ỦY CÁC CƠ QUAN ĐẢNG", ""),
        (92, "*", "Thành phố Mẫu, ngày 05 tháng 9 năm 2025"),
        (108, "Số 12-KH/ĐU", ""),
    ):
        pdf.word(left, LEFT, y, 12)
        if right:
            pdf.word(right, 320, y + 3, 12)
    pdf._y = 130
    pdf.paragraph("KẾ HOẠCH", centred=True)
    pdf.paragraph(f"1. {_LONG}")
    for y, left, right in (
        (400, "Nơi nhận:", "T/M BAN THƯỜNG VỤ"),
        (416, "- Như trên,", "BÍ THƯ"),
        (460, "- Lưu Văn phòng.", "Trần Văn Mẫu"),
    ):
        pdf.word(left, LEFT, y, 11)
        pdf.word(right, 380, y, 14)
    assert lines(pdf) == [
        "ĐẢNG BỘ THÀNH PHỐ MẪU", "ĐẢNG ỦY CÁC CƠ QUAN ĐẢNG", "*", "Số 12-KH/ĐU", "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Thành phố Mẫu, ngày 05 tháng 9 năm 2025", "KẾ HOẠCH", f"1. {_LONG}",
        "Nơi nhận:", "- Như trên,", "- Lưu Văn phòng.", "T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Trần Văn Mẫu",
    ]  # fmt: skip
    draft = read(extract(pdf.save(), "a.pdf").text)
    assert (draft.head.number, str(draft.head.date), draft.recipients, draft.signature.name) == (
        "12-KH/ĐU", "2025-09-05", ("Như trên", "Lưu Văn phòng"), "Trần Văn Mẫu",
    )  # fmt: skip


def test_a_table_over_pages_is_one_table_with_its_head_once() -> None:
    head = ["TT", "Nội dung công việc", "Cơ quan chủ trì", "Thời gian"]
    rows = [
        [str(n), f"Rà soát quy chế thứ {n} của các chi bộ trực thuộc", "Sở Mẫu", "Tháng 6/2026"] for n in range(1, 31)
    ]
    pdf = Pdf(head="Kế hoạch mẫu", foot="Trang văn bản mẫu")
    pdf.paragraph("PHỤ LỤC", centred=True)
    pdf.table([head, *rows[:15]])
    pdf.new_page()
    pdf.table([head, *rows[15:]])
    found = extract(pdf.save(), "a.pdf")
    assert [line for line in found.text.split("\n") if line] == [
        "PHỤ LỤC",
        *("| " + " | ".join(r) + " |" for r in [head, *rows]),
    ]
    assert set(found.margin.split("\n")) == {
        "Kế hoạch mẫu",
        "Trang văn bản mẫu",
        *map(str, range(2, found.pages[-1][1] + 1)),
    }
    assert len(read(found.text).tasks) == 30


def test_a_row_cut_by_the_end_of_a_page_is_made_whole() -> None:
    pdf = Pdf(numbers=False)
    edges = (LEFT, 150.0, 400.0, RIGHT)
    pdf.table([["TT", "Việc", "Cơ quan"], ["1", "Rà soát quy chế làm việc của các chi", "Sở Mẫu"]], edges=edges)
    pdf.new_page()
    pdf.table([["", "bộ trực thuộc", ""], ["2", "Báo cáo", "Sở Hai"]], edges=edges)
    assert lines(pdf) == [
        "| TT | Việc | Cơ quan |",
        "| 1 | Rà soát quy chế làm việc của các chi bộ trực thuộc | Sở Mẫu |",
        "| 2 | Báo cáo | Sở Hai |",
    ]


def test_words_cut_by_a_narrow_cell_are_whole_again() -> None:
    cells = {
        "10/12/202 6": "10/12/2026", "Trước 6/202 6": "Trước 6/2026", "đồng/n gười": "đồng/người", "46.20 0": "46.200",
        "đồng/ngư ời/nă m": "đồng/người/năm", "Thườ ng xuyên": "Thường xuyên", "2026 2027": "2026 2027",
        "Đảng ủy": "Đảng ủy", "cán bộ": "cán bộ", "12 30": "12 30", "cho ý kiến": "cho ý kiến", "ngư ời": "ngư ời",
    }  # fmt: skip
    assert {cell: " ".join(whole_words(cell.split())) for cell in cells} == cells


def test_cells_without_a_line_between_them_are_one() -> None:
    pdf = Pdf(numbers=False)
    for y in (100, 120, 160):
        pdf.rule(LEFT, y, RIGHT, y)
    pdf.rule(LEFT, 140, 300, 140)  # the last column reaches over two rows
    for x in (LEFT, 300, RIGHT):
        pdf.rule(x, 100, x, 160)
    pdf.rule(180, 120, 180, 160)  # the first cell reaches over two columns
    for text, x, y in (
        ("Nội dung", 100, 115),
        ("Sở", 310, 115),
        ("1", 100, 135),
        ("Việc a", 200, 135),
        ("2", 100, 155),
        ("Việc b", 200, 155),
        ("Sở Mẫu", 310, 145),
    ):
        pdf.word(text, x, y, 12)
    assert lines(pdf) == ["| Nội dung |  | Sở |", "| 1 | Việc a | Sở Mẫu |", "| 2 | Việc b | Sở Mẫu |"]


def test_a_footnote_does_not_cut_the_sentence_that_goes_over_the_page() -> None:
    pdf = Pdf(numbers=False, after=0)
    for _ in range(8):
        pdf.paragraph(_LONG)
    pdf.word("1", 200, pdf._y - 5, 8)  # raised, in the middle of the last line: points to the note
    pdf.word("1", LEFT, 800, 8)
    pdf.word("Nghị quyết số 57-NQ/TW ngày 22/12/2024.", LEFT + 8, 803, 10)
    for _ in range(5):
        pdf.paragraph(_LONG)
    assert lines(pdf) == [*[_LONG] * 13, "[1] Nghị quyết số 57-NQ/TW ngày 22/12/2024."]


def test_paragraphs_of_bullets_inside_lists_and_broken_numbers() -> None:
    pdf = Pdf(indent=0, after=0)
    texts = [
        f"- {_LONG}",
        "- Thực hiện Nghị quyết của Bộ Chính trị về phát triển kinh tế tư nhân, số 68- NQ/TW năm 2025.",
        "1. Ba hình thức gồm: (1) thường kỳ, (2) theo chuyên đề.",
    ]
    for text in texts:
        pdf.paragraph(text)
    assert lines(pdf) == [text.replace("68- NQ", "68-NQ") for text in texts]


def test_letters_printed_twice_are_read_once_and_those_askew_not_at_all() -> None:
    pdf = Pdf(numbers=False)
    pdf.word("KẾ", LEFT, 100)
    pdf.word("KẾ", LEFT + 0.4, 100)
    pdf.word("HOẠCH", LEFT + 40, 100)
    item = pdf._text("BẢN NHÁP", 40)
    import pypdfium2.raw as raw  # noqa: PLC0415 -- only here

    raw.FPDFPageObj_Transform(item, 0.7, 0.7, -0.7, 0.7, 100, 300)
    raw.FPDFPage_InsertObject(pdf._page, item)
    item = pdf._text("Dấu đứng", 12)
    raw.FPDFPageObj_Transform(item, 0, 1, -1, 0, 30, 300)
    raw.FPDFPage_InsertObject(pdf._page, item)
    assert lines(pdf)[0] == "KẾ HOẠCH"
    assert "Dấu" not in " ".join(lines(pdf))


def test_a_page_set_sideways_is_turned() -> None:
    import pypdfium2.raw as raw  # noqa: PLC0415 -- only here

    for matrix, place in (((0, 1, -1, 0), (100, 100)), ((-1, 0, 0, -1), (400, 400)), ((0, -1, 1, 0), (300, 500))):
        pdf = Pdf(numbers=False)
        for at, text in enumerate(("KẾ HOẠCH", "về việc mẫu")):
            item = pdf._text(text, 14)
            across = (matrix[2] * -20 * at, matrix[3] * -20 * at)
            raw.FPDFPageObj_Transform(item, *matrix, place[0] + across[0], place[1] + across[1])
            raw.FPDFPage_InsertObject(pdf._page, item)
        assert lines(pdf) == ["KẾ HOẠCH", "về việc mẫu"]


def test_running_heads_of_a_text_with_form_feeds_are_blanked_in_place() -> None:
    works = ("1. Rà soát quy chế", "2. Báo cáo quý", "3. Tổng kết")
    pages = [f"Kế hoạch mẫu   trang {n}\n{work}\n\nBản lưu\n" for n, work in enumerate(works, 1)]
    source = "\f".join(pages)
    found = extract(source.encode(), "a.txt")
    assert (len(found.text), [page for _, page in found.pages]) == (len(source), [1, 2, 3])
    assert found.text.split() == " ".join(works).split()
    assert all(source[at] == c for at, c in enumerate(found.text) if not c.isspace())
