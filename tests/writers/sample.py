"""A whole monthly report of a made-up committee: what the writers are shown with. Names are plainly invented."""

from datetime import date
from decimal import Decimal

from dondoc.lib.numbers import Missing
from dondoc.writers.form_sheet import EntryField, EntryItem, EntryKind, EntrySpec
from dondoc.writers.tree import (
    Annex,
    Bullets,
    Cell,
    Column,
    ColumnKind,
    Heading,
    OfficialDocument,
    Paragraph,
    Quotient,
    Row,
    RowKind,
    Run,
    Signature,
    Sum,
    Table,
    absent,
    number,
    share,
)

_INDICATORS = [
    ("II.1", "Cấp ủy cơ sở lãnh đạo tham mưu có hiệu quả", "= 100 %", 58, 62, "Có nguy cơ"),
    ("2.1", "Đảng bộ nội chính – tư pháp có chương trình thực hiện Nghị quyết 66", "= 100 %", 5, 5, "Đạt"),
    ("2.2", "Đảng bộ tham mưu, giúp việc có kế hoạch thực hiện các Nghị quyết 57, 59, 66, 68", "= 100 %", 4, 5,
     "Không đạt"),
    ("2.3", "Tổ chức cơ sở đảng ban hành đủ 4 sản phẩm đầu nhiệm kỳ", "= 100 %", 60, 62, "Không đạt"),
    ("4", "Nghị quyết lãnh đạo toàn diện của năm; sơ kết, tổng kết đúng hạn", "= 100 %", 62, 62, "Đạt"),
    ("5", "Sơ kết học tập và làm theo Bác, có biểu dương điển hình", "= 100 %", None, Missing.NOT_DUE, "Chưa đến kỳ"),
    ("6", "Cán bộ, đảng viên đăng ký, cam kết tu dưỡng, rèn luyện", "= 100 %", 3412, 3415, "Có nguy cơ"),
    ("7", "Chi bộ đạt “4 tốt”", "≥ 90 %", 231, 252, "Đúng tiến độ"),
    ("8", "Tổ chức cơ sở đảng đăng ký mô hình “Dân vận khéo”", "≥ 70 %", 49, 62, "Đạt"),
    ("9", "Đảng viên xếp loại không hoàn thành nhiệm vụ", "< 0,5 %", None, Missing.NOT_DUE, "Chưa đến kỳ"),
    ("10", "Kết nạp đảng viên mới so với chỉ tiêu giao", "= 100 %", 41, 120, "Đúng tiến độ"),
    ("11", "Cấp ủy, ủy ban kiểm tra có chương trình kiểm tra, giám sát năm", "= 100 %", 61, 62, "Có nguy cơ"),
    ("12", "Cấp ủy có chương trình thực hiện Nghị quyết 57", "= 100 %", None, Missing.NOT_REPORTED,
     "Chưa có số liệu"),
]  # fmt: skip

_LATE = [
    ("Đảng bộ Tòa án nhân dân thành phố Mẫu", "Báo cáo tháng 02/2026", date(2026, 2, 25), 12, 3),
    ("Chi bộ Hội Người cao tuổi thành phố Mẫu", "Báo cáo tháng 02/2026", date(2026, 2, 25), 12, 3),
    ("Đảng bộ Ủy ban Mặt trận Tổ quốc Việt Nam thành phố Mẫu", "Chương trình kiểm tra, giám sát năm 2026",
     date(2026, 1, 31), 37, 4),
    ("Chi bộ Liên minh Hợp tác xã", "Nghị quyết lãnh đạo toàn diện năm 2026", date(2026, 1, 31), 37, 4),
]  # fmt: skip


def _indicator_row(place: int, facts: tuple[str, str, str, int | None, int | Missing, str]) -> Row:
    code, name, target, top, bottom, status = facts
    if top is None or isinstance(bottom, Missing):
        reason = bottom if isinstance(bottom, Missing) else Missing.NOT_REPORTED
        figures: tuple[Cell, ...] = (absent(reason), absent(reason), absent(reason))
    else:
        figures = (number(top), number(bottom), share(Decimal(top) / bottom))
    return Row((str(place), f"{code}. {name}", target, *figures, status))


def indicator_table() -> Table:
    """The thirteen chỉ tiêu, some of them without figures for two different reasons."""
    columns = (
        Column("TT", 9, ColumnKind.MARK),
        Column("Chỉ tiêu", 58),
        Column("Mục tiêu", 19, ColumnKind.MARK),
        Column("Đã đạt", 17, ColumnKind.NUMBER, group="Kết quả"),
        Column("Tổng số", 17, ColumnKind.NUMBER, group="Kết quả"),
        Column("Tỷ lệ", 18, ColumnKind.PERCENT, group="Kết quả"),
        Column("Đánh giá", 27, ColumnKind.MARK),
    )
    rows = tuple(_indicator_row(place, facts) for place, facts in enumerate(_INDICATORS, 1))
    return Table(columns, rows, caption="Bảng 1. Kết quả thực hiện các chỉ tiêu đến hết tháng 02/2026")


def late_table() -> Table:
    """Who is late, with what, since when."""
    columns = (
        Column("TT", 9, ColumnKind.MARK),
        Column("Tổ chức đảng", 58),
        Column("Việc chưa hoàn thành", 50),
        Column("Thời hạn", 24, ColumnKind.DATE),
        Column("Số ngày chậm", 16, ColumnKind.NUMBER),
        Column("Đã đôn đốc (lần)", 18, ColumnKind.NUMBER),
    )
    rows = tuple(
        Row((str(place), org, task, due, number(days), number(chased)))
        for place, (org, task, due, days, chased) in enumerate(_LATE, 1)
    )
    return Table(columns, rows, caption="Bảng 2. Tổ chức đảng còn việc quá hạn")


def annex_table(count: int = 40) -> Table:
    """Reports sent by each organisation, grouped, with totals that a reader can follow. Shape: `count` body rows."""
    columns = (
        Column("TT", 10, ColumnKind.MARK),
        Column("Tổ chức đảng", 90),
        Column("Phải nộp", 22, ColumnKind.NUMBER, group="Báo cáo"),
        Column("Đúng hạn", 22, ColumnKind.NUMBER, group="Báo cáo"),
        Column("Tỷ lệ đúng hạn", 25, ColumnKind.PERCENT, group="Báo cáo"),
        Column("Ngày nộp gần nhất", 30, ColumnKind.DATE),
        Column("Ghi chú", 53),
    )
    body = []
    for place in range(1, count + 1):
        if place == 1 or place == count // 2 + 1:
            body.append(Row(("Đảng bộ cơ sở" if place == 1 else "Chi bộ cơ sở",), RowKind.GROUP))
        sent = 4 - place % 3
        note = "=Nộp qua văn thư" if place == 2 else ""
        cells = (str(place), f"Tổ chức cơ sở đảng số {place}", number(4), number(sent), Quotient(3, 2))
        body.append(Row((*cells, date(2026, 2, 1 + place % 25), note)))
    total = Row(("", "Cộng", Sum(), Sum(), Quotient(3, 2), "", ""), RowKind.TOTAL)
    return Table(columns, (*body, total), note="Đúng hạn: nộp trước 24 giờ ngày 25 hằng tháng.")


def sample_report(**changed: object) -> OfficialDocument:
    """The whole report; `changed` replaces fields."""
    fields: dict[str, object] = {
        "superior": "Đảng bộ thành phố Mẫu",
        "issuer": "Đảng ủy các cơ quan Đảng",
        "issued_by": "Ban Thường vụ Đảng ủy các cơ quan Đảng",
        "number": 8,
        "kind_code": "BC",
        "organ_code": "ĐU",
        "place": "Thành phố Mẫu",
        "day": date(2026, 3, 9),
        "kind": "Báo cáo",
        "subject": "kết quả thực hiện Kế hoạch số 08-KH/ĐU tháng 02 năm 2026",
        "addressed_to": ("Ban Thường vụ Thành ủy Mẫu",),
        "body": _body(),
        "signature": Signature("Phó Bí thư", "Nguyễn Văn Mẫu", "T/M BAN THƯỜNG VỤ"),
        "recipients": (
            "Ban Thường vụ Thành ủy (để báo cáo)",
            "- Các ban, Văn phòng Thành ủy (để báo cáo),",
            "Các cơ quan tham mưu, giúp việc Đảng ủy",
            "Các tổ chức cơ sở đảng trực thuộc",
            "Lưu Văn phòng Đảng ủy",
        ),
        "annexes": (Annex("TÌNH HÌNH NỘP BÁO CÁO CỦA CÁC TỔ CHỨC CƠ SỞ ĐẢNG", (annex_table(),), landscape=True),),
    }
    return OfficialDocument(**{**fields, **changed})  # type: ignore[arg-type]


def _body() -> tuple[object, ...]:
    return (
        Paragraph(
            "Thực hiện Kế hoạch số 08-KH/ĐU, ngày 15/9/2025 của Ban Chấp hành Đảng bộ về thực hiện các chỉ tiêu Nghị "
            "quyết Đại hội Đảng bộ lần thứ I, nhiệm kỳ 2025 - 2030, Ban Thường vụ Đảng ủy báo cáo kết quả tháng "
            "02/2026 như sau:"
        ),
        Heading(1, "I- TÌNH HÌNH BÁO CÁO CỦA CÁC TỔ CHỨC CƠ SỞ ĐẢNG"),
        Paragraph(
            (
                Run("Đến hết ngày 28/02/2026, "),
                Run("58/62 tổ chức cơ sở đảng (93,5 %)", bold=True),
                Run(" đã nộp báo cáo tháng, trong đó 55 báo cáo nộp đúng hạn; 4 tổ chức chưa nộp "),
                Run("(danh sách tại Bảng 2)", italic=True),
                Run("."),
            )
        ),
        Heading(1, "II- KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU"),
        Heading(2, "1. Kết quả chung"),
        Paragraph(
            "Trong 13 chỉ tiêu, có 3 chỉ tiêu đạt, 2 chỉ tiêu đúng tiến độ, 3 chỉ tiêu có nguy cơ, 2 chỉ tiêu không "
            "đạt, 2 chỉ tiêu chưa đến kỳ và 1 chỉ tiêu chưa có số liệu."
        ),
        indicator_table(),
        Heading(2, "2. Những việc quá hạn"),
        late_table(),
        Heading(1, "III- KHÓ KHĂN, VƯỚNG MẮC VÀ KIẾN NGHỊ"),
        Heading(3, "a) Khó khăn, vướng mắc"),
        Bullets(
            (
                "Một số cấp ủy mới sáp nhập chưa kiện toàn xong bộ phận giúp việc nên gửi báo cáo chậm;",
                "Chương trình thực hiện Nghị quyết 57 của một số đơn vị còn chờ hướng dẫn của Ban Tuyên giáo và Dân "
                "vận Đảng ủy.",
            )
        ),
        Heading(3, "b) Kiến nghị"),
        Paragraph(
            "Đề nghị Ban Thường vụ Thành ủy sớm hướng dẫn thang điểm công nhận chi bộ, đảng bộ cơ sở “4 tốt” năm 2026 "
            "để các cấp ủy cơ sở triển khai thống nhất."
        ),
    )


def sample_entry(**changed: object) -> EntrySpec:
    """A workbook asking two organisations' duties about issued papers, one answer known; `changed` replaces fields."""
    fields: dict[str, object] = {
        "template_code": "van-ban-da-ban-hanh",
        "version": 1,
        "title": "Văn bản đã ban hành – Chi bộ Mẫu",
        "items": (
            EntryItem("ob-1", "2.3. Chương trình hành động thực hiện Nghị quyết Đại hội", "Hạn: 31/12/2025"),
            EntryItem("ob-2", "12. Chương trình thực hiện Nghị quyết 57", "Hạn: 30/9/2025"),
        ),
        "fields": (
            EntryField("number", "Số, ký hiệu", required=True, why="Để tra cứu đúng văn bản."),
            EntryField("issued_on", "Ngày ban hành", EntryKind.DATE, required=True, why="Để biết đúng hạn hay không."),
            EntryField("members", "Số đảng viên", EntryKind.INTEGER, unit="người", why="Mẫu số của chỉ tiêu 6."),
            EntryField("budget", "Kinh phí", EntryKind.DECIMAL, unit="triệu đồng"),
            EntryField("level", "Hình thức", EntryKind.CHOICE, (("ctr", "Chương trình"), ("kh", "Kế hoạch"))),
            EntryField("public", "Đã phổ biến", EntryKind.YES_NO, why="Để biết đảng viên đã được phổ biến hay chưa."),
            EntryField("note", "Vướng mắc, kiến nghị", EntryKind.LONG_TEXT, why="Để Đảng ủy kịp thời tháo gỡ."),
        ),
        "values": {
            ("ob-1", "number"): "05-CTr/CB",
            ("ob-1", "issued_on"): "05/03/2026",
            ("ob-1", "members"): "1.234",
            ("ob-1", "budget"): "1.234,5",
            ("ob-1", "level"): "ctr",
            ("ob-1", "public"): "yes",
            ("ob-1", "note"): "=cần hướng dẫn",
        },
    }
    return EntrySpec(**{**fields, **changed})  # type: ignore[arg-type]
