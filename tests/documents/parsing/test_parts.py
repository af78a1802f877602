"""The small parts of the reader, each by a table: what stands in a text, what is read."""

# ruff: noqa: E501 -- a table of examples is read row by row

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from dondoc.documents.parsing.blocks import clean, paragraphs, split_lines
from dondoc.documents.parsing.bodies import KnownBody, Names, name_end, short_forms, split_names
from dondoc.documents.parsing.citations import read_citations, shorten
from dondoc.documents.parsing.dues import days_without_year, own_due, schedule
from dondoc.documents.parsing.glue import cuts
from dondoc.documents.parsing.measures import read_measures
from dondoc.documents.parsing.outline import build, index_of
from dondoc.documents.parsing.patterns import new_tones, vn
from dondoc.lib.due import Cadence, DueKind
from dondoc.lib.text import nfc


def test_patterns_forgive_lost_marks_and_nothing_else() -> None:
    pattern = vn("đạt chỉ tiêu")
    written = ("đạt chỉ tiêu", "dat chi tieu", "đạt chi tiêu", "đât chỉ tiêu", "đất chỉ tiêu", "đạt chi tiều")
    assert [bool(pattern.fullmatch(w)) for w in written] == [True, True, True, False, False, False]


def test_tone_marks_go_to_their_new_place() -> None:
    assert (
        new_tones("Uỷ ban, hoà bình, thuỷ lợi, hoàn toàn, quý, khoẻ")
        == "Ủy ban, hòa bình, thủy lợi, hoàn toàn, quý, khỏe"
    )


@pytest.mark.parametrize(
    ("glued", "apart"),
    [
        ("chỉtiêu", "chỉ tiêu"),
        ("bộxã", "bộ xã"),
        ("Tỉlệsửdụng", "Tỉ lệ sử dụng"),
        ("vụĐảng", "vụ Đảng"),
        ("kỳ2025", "kỳ 2025"),
        ("hiệuquảtài", "hiệu quả tài"),
        ("nghiêng", "nghiêng"),
        ("Internet", "Internet"),
        ("UBTVQH", "UBTVQH"),
    ],
)
def test_glued_words(glued: str, apart: str) -> None:
    ends = [0, *cuts(glued), len(glued)]
    assert " ".join(glued[a:b] for a, b in pairwise(ends)) == apart


def blocks(text: str) -> list[str]:
    whole = clean(text, 0, len(text))
    return [p.text for p in paragraphs(text, split_lines(text, whole), whole)]


def test_sentences_cut_by_a_page_break_are_made_whole() -> None:
    text = "2.1. Đảm bảo 100% các đảng bộ thuộc các cơ quan nội\n\nchính - tư pháp tiếp tục.\n\n*Tổ chức thực hiện:*"
    assert blocks(text) == [
        "2.1. Đảm bảo 100% các đảng bộ thuộc các cơ quan nội chính - tư pháp tiếp tục.",
        "Tổ chức thực hiện:",
    ]


def test_clean_words_know_where_they_stood() -> None:
    text = nfc("- *Đảng bộxã  đạt\n90%*")
    words = clean(text, 0, len(text))
    assert words.text == "- Đảng bộ xã đạt 90%"
    place = words.span(words.text.index("bộ"), words.text.index(" đạt"))
    assert text[place.start : place.end] == "bộxã"


def test_outline_of_mixed_numbering() -> None:
    text = "II. NỘI DUNG\n\n1. Việc chung\n\n2.1. Việc một.\n\n2. Việc hai\n\n2.1. Hai một.\n\na) Chữ a.\n\n- Gạch.\n\nb) Chữ b.\n\nIII. HẾT"
    whole = clean(text, 0, len(text))
    nodes = build(paragraphs(text, split_lines(text, whole), whole))
    assert [(n.kind, n.part) for n in nodes] == [
        ("roman", "II"), ("number", "II.1"), ("decimal", "II.2.1"), ("number", "II.2"), ("decimal", "II.2.1"),
        ("letter", "II.2.1.a"), ("dash", "II.2.1.a"), ("letter", "II.2.1.b"), ("roman", "III"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "value"), [("IV", 4), ("2.3", 3), ("Mười Hai", 12), ("đ", 5), ("XIX", 19), ("?", 0)]
)
def test_numbers_of_parts(number: str, value: int) -> None:
    assert index_of(number) == value


@pytest.mark.parametrize(
    ("text", "kind", "cadence", "code"),
    [
        ("Hoàn thành trong tháng 9/2025", "month", "once", "2025-09"),
        ("trước ngày 16 tháng 12 năm 2025", "date", "once", "2025-12-16"),
        ("Trước 30/6/2026", "date", "once", "2026-06-30"),
        ("Quí IV-2025", "quarter", "once", "2025-12"),
        ("Quý I hàng năm", "recurring", "annual", None),
        ("Trong năm 2026", "year", "once", "2026-12"),
        ("2025 - 2026", "year", "once", "2026-12"),
        ("Từ ngày 15/11/2025 đến ngày 15/12/2025", "date", "once", "2025-12-15"),
        ("Các cấp ủy cơ sở thực hiện ngay từ đầu năm", "start_of_year", "annual", None),
        ("Hàng quý", "recurring", "quarterly", None),
        ("6 tháng một lần", "recurring", "semiannual", None),
        ("Trước ngày 25 hàng tháng", "recurring", "monthly", None),
        ("trước ngày 01/6 và 15/11 hằng năm", "recurring", "semiannual", None),
        ("Thực hiện thường xuyên", "ongoing", "continuous", None),
        ("Thường xuyên, hằng năm", "ongoing", "continuous", None),
        ("Năm 2025 và các năm tiếp theo", "ongoing", "continuous", None),
        ("Theo sự chỉ đạo của Đảng ủy", "as_directed", "as-directed", None),
        ("Theo sự chỉ đạo của Đảng ủy hàng năm", "as_directed", "annual", None),
        ("Thuc hien thuong xuyen", "ongoing", "continuous", None),
    ],
)
def test_schedule_lines(text: str, kind: str, cadence: str, code: str | None) -> None:
    match = schedule(text, text.lower())
    assert match is not None
    assert (match.due.kind.value, match.due.cadence, match.due.code) == (kind, Cadence(cadence), code)
    assert match.due.text == text


@pytest.mark.parametrize("text", ["", "Đảng ủy", "31/02/2026", "tháng 13/2026", "năm 99"])
def test_no_due_is_invented(text: str) -> None:
    assert schedule(text, text.lower()) is None


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("theo dõi, hàng tháng tham mưu tổng hợp báo cáo", DueKind.RECURRING, "hàng tháng"),
        ("báo cáo về đảng ủy sau khi hoàn thành kế hoạch.", DueKind.AFTER_EVENT, "sau khi hoàn thành kế hoạch"),
        ("thực hiện di dời, hoàn thành trong quý iv năm 2026.", DueKind.QUARTER, "hoàn thành trong quý iv năm 2026"),
        ("giám sát việc thực hiện chương trình đến năm 2030, tầm nhìn đến năm 2045", None, ""),
        ("thực hiện chương trình công tác toàn khóa và hằng năm", None, ""),
        ("tổ chức sinh hoạt theo sự chỉ đạo của trung ương", None, ""),
        ("xác định là việc làm thường xuyên", None, ""),
        ("tỷ lệ dưới 0,5%/năm", None, ""),
    ],
)
def test_a_directive_gives_itself_a_time(text: str, kind: DueKind | None, words: str) -> None:
    match = own_due(text)
    assert (match.due.kind if match else None) == kind
    assert (match.due.text if match else "") == words


def test_days_without_a_year_take_that_of_the_document() -> None:
    match = days_without_year("(từ ngày 15/11 đến ngày 15/12)", 2025)
    assert match is not None
    assert (match.due.start, match.due.on) == (date(2025, 11, 15), date(2025, 12, 15))
    assert days_without_year("(từ ngày 15/11 đến ngày 15/12)", None) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100% tổ chức cơ sở đảng xây dựng kế hoạch.", [("=", 100, "%", "tổ chức cơ sở đảng", "xây dựng kế hoạch")]),
        ("Ít nhất 70% chi bộ có mô hình “Dân vận khéo 5 tốt”.", [(">=", 70, "%", "chi bộ", "có mô hình “Dân vận khéo 5 tốt”")]),
        ("Tỷ lệ hộ nghèo giảm còn dưới 1,5%.", [("<", Decimal("1.5"), "%", "hộ nghèo", "")]),
        ("Tỷ lệ học sinh bỏ học không quá 0,2%/năm.", [("<=", Decimal("0.2"), "%", "học sinh", "bỏ học")]),
        ("Tỷ lệ nữ tham gia cấp ủy đạt từ 15% trở lên.", [(">=", 15, "%", "tham gia cấp ủy", "nữ")]),
        ("Tốc độ tăng trưởng GRDP bình quân 8 - 9%.", [("range", (8, 9), "%", "GRDP", "Tốc độ tăng trưởng bình quân")]),
        ("Xây dựng ít nhất 02 mô hình điểm.", [(">=", 2, "mô hình", "mô hình điểm", "Xây dựng")]),
        ("Thu ngân sách đạt trên 1.234,5 tỷ đồng.", [(">", Decimal("1234.5"), "tỷ đồng", "Thu ngân sách", "")]),
        ("không có chi bộ vi phạm quy định.", [("=", 0, "chi bộ", "chi bộ", "vi phạm quy định")]),
        ("90% chi bộ đạt vững mạnh; dưới 5% đảng viên vi phạm.", [("=", 90, "%", "chi bộ", "đạt vững mạnh"), ("<", 5, "%", "đảng viên", "vi phạm")]),
        ("Kết nạp đảng viên theo chỉ tiêu Thành ủy phân bổ", [("qualitative", "theo chỉ tiêu Thành ủy phân bổ", "đảng viên", "đảng viên", "Kết nạp")]),
        ("Các hội luôn hoàn thành tốt nhiệm vụ trở lên.", [("qualitative", "hoàn thành tốt nhiệm vụ", "mức xếp loại", "Các hội", "luôn hoàn thành tốt nhiệm vụ trở lên")]),
        ("Thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024 trong năm 2025.", []),
        ("Hướng dẫn 3 hình thức sinh hoạt: (1) thường kỳ, (2) chuyên đề.", []),
        ("Mạng 5G, đô thị thông minh, công nghiệp 4.0, quý III/2026.", []),
    ],
)  # fmt: skip
def test_measures(text: str, expected: list[tuple[object, ...]]) -> None:
    words = clean(text, 0, len(text))
    got = read_measures(words, 0, len(words.text), period=None, citations=())
    assert [(m.comparator, m.value, m.unit, m.population, m.predicate) for m in got] == expected


def test_a_baseline_is_no_target() -> None:
    text = "Tỷ suất sinh ở trẻ vị thành niên giảm từ 23 ca sinh/1.000 phụ nữ xuống 18 ca sinh/1.000 phụ nữ."
    (got,) = read_measures(clean(text, 0, len(text)), 0, len(text), period="năm 2025", citations=())
    told = (got.comparator, got.value, got.unit, got.baseline, got.direction, got.period)
    assert told == ("=", 18, "ca sinh/1.000 phụ nữ", 23, "decrease", "năm 2025")


def test_a_bound_at_the_opening_may_cover_a_later_bare_number() -> None:
    text = "Phấn đấu ít nhất 100% chi bộ thực hiện đúng quy định; 90% đảng bộ đạt yêu cầu."
    got = read_measures(clean(text, 0, len(text)), 0, len(text), period=None, citations=())
    assert [(m.comparator, m.alt_comparator) for m in got] == [(">=", None), ("=", ">=")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("các sở, ban, ngành, đoàn thể Thành phố, Ủy ban nhân dân phường, xã, đặc khu, báo, đài và các đơn vị có liên quan",
         ("các sở, ban, ngành, đoàn thể Thành phố", "Ủy ban nhân dân phường, xã, đặc khu", "báo, đài", "các đơn vị có liên quan")),
        ("Ban Tuyên giáo và Dân vận Đảng ủy", ("Ban Tuyên giáo và Dân vận Đảng ủy",)),
        ("Sở Giáo dục và Đào tạo và Sở Y tế", ("Sở Giáo dục và Đào tạo", "Sở Y tế")),
        ("Các sở, ban, ngành tỉnh; các đơn vị liên quan; UBND các xã, phường",
         ("Các sở, ban, ngành tỉnh", "các đơn vị liên quan", "UBND các xã, phường")),
        ("Ủy ban MTTQ Việt Nam và các tổ chức chính trị - xã hội xã", ("Ủy ban MTTQ Việt Nam và các tổ chức chính trị - xã hội xã",)),
        ("các sở ban ngành và địa phương", ("các sở ban ngành", "địa phương")),
        ("các Ban tham mưu, giúp việc của Đảng ủy", ("các Ban tham mưu, giúp việc của Đảng ủy",)),
    ],
)  # fmt: skip
def test_lists_of_bodies(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ủy ban kiểm tra Đảng ủy tham mưu xây dựng", "Ủy ban kiểm tra Đảng ủy"),
        ("Ban Tổ chức Đảng ủy xây dựng quy định", "Ban Tổ chức Đảng ủy"),
        ("các cơ quan, đơn vị liên quan theo dõi, kiểm tra", "các cơ quan, đơn vị liên quan"),
        ("các tổ chức chính trị - xã hội xã tổ chức nghiên cứu", "các tổ chức chính trị - xã hội xã"),
        ("Sở Nội vụ: rà soát", "Sở Nội vụ"),
        ("các đơn vị điện lực trong việc rà soát", "các đơn vị điện lực"),
        ("Các Hội quần chúng được Đảng, Nhà nước giao nhiệm vụ phấn đấu", "Các Hội quần chúng được Đảng, Nhà nước giao nhiệm vụ"),
    ],
)  # fmt: skip
def test_where_names_end(text: str, name: str) -> None:
    assert text[: name_end(text, text.lower(), 0)] == name


def test_names_are_resolved_and_say_why() -> None:
    names = Names(
        "Ủy ban Kiểm tra Đảng ủy. Ủy ban Kiểm tra Đảng ủy. Ủy ban kiểm tra Đảng ủy.",
        [KnownBody("Văn phòng Đảng ủy", ("VPĐU",))],
    )
    told = [
        (n.name, n.how)
        for n in map(names.resolve, ("Ủy ban kiểm tra Đảng ủy", "Ban Dân vận Đảng ủy", "VPĐU", "cấp ủy cơ sở"))
    ]
    assert told == [
        ("Ủy ban Kiểm tra Đảng ủy", "variant"),
        ("Ban Tuyên giáo và Dân vận Đảng ủy", "old_name"),
        ("Văn phòng Đảng ủy", "alias"),
        ("cấp ủy cơ sở", "as_written"),
    ]


def test_short_forms_leave_out_only_the_tie_to_the_owner() -> None:
    audiences = [
        "cấp ủy cơ sở",
        "các cấp ủy cơ sở",
        "cấp ủy cơ sở đảng trực thuộc",
        "cấp ủy cơ sở thuộc khối nội chính",
    ]
    full = "cấp ủy cơ sở đảng trực thuộc"
    assert short_forms(audiences) == {"cấp ủy cơ sở": full, "các cấp ủy cơ sở": full}


def test_citations_with_all_their_mentions() -> None:
    text = (
        "Thực hiện Nghị quyết số 57- NQ/TW, ngày 22/12/2024 của Bộ Chính trị về đột phá phát triển quốc gia; "
        "Quyết định số 178/QĐ-TTg ngày 28 tháng 01 năm 2016 của Thủ tướng Chính phủ về việc rà soát. "
        "Nghị quyết 57–NQ/TW; số 08-KH/ĐU; Nghị định số 35/2022/NĐ-CP."
    )
    found = read_citations(clean(text, 0, len(text)), [len(text)], "08-KH/ĐU")
    assert [(c.symbol, c.kind, c.date, c.issuer, c.title, len(c.mentions)) for c in found] == [
        ("57-NQ/TW", "nghị quyết", date(2024, 12, 22), "Bộ Chính trị", "đột phá phát triển quốc gia", 2),
        ("178/QĐ-TTg", "quyết định", date(2016, 1, 28), "Thủ tướng Chính phủ", "rà soát", 1),
        ("35/2022/NĐ-CP", "nghị định", None, None, None, 1),
    ]
    assert shorten("thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị về đột phá phát triển quốc gia trong Đảng", found) == (
        "thực hiện Nghị quyết số 57-NQ/TW trong Đảng"
    )  # fmt: skip
