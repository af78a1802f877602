"""Assignment annexes: bars with two head rows, merged and "nt" cells, a repeated head; cells that lost their lines."""

from dondoc.documents.parsing import Draft, read
from dondoc.documents.parsing.assignments import gives_work, role_of


def rows(draft: Draft) -> list[tuple[str, tuple[str, ...], tuple[str, ...], str | None, list[str]]]:
    return [(t.text, t.lead, t.support, t.due.code, [p.text for p in t.products]) for t in draft.tasks]


BARS = """PHỤ LỤC
PHÂN CÔNG NHIỆM VỤ NĂM 2026

| STT | Nội dung nhiệm vụ | Cơ quan thực hiện | | Thời gian thực hiện | Sản phẩm |
| | | Chủ trì | Phối hợp | | |
| I | Cải cách thể chế | | | | |
| 1 | Rà soát văn bản quy phạm pháp luật | Phòng Pháp chế | Các phòng, đơn vị | Quý I/2026 | Báo cáo |
| 2 | Trình quy định về số lượng thôn | Phòng Chính quyền | Văn phòng; Phòng Pháp chế | Trước 30/9/2026 | Dự thảo |
| 3 | Góp ý dự thảo của các thôn | | | | |
| II | Cải cách thủ tục | | | | |
| STT | Nội dung nhiệm vụ | Chủ trì | Phối hợp | Thời gian thực hiện | Sản phẩm |
| 4 | Cập nhật quy trình nội bộ | Văn phòng Sở | | Thường xuyên | Quy trình |
| 5 | Khảo sát mức độ hài lòng | nt | Các phòng | 6 tháng cuối năm 2026 | Báo cáo khảo sát |
"""


def test_rows_between_bars() -> None:
    draft = read(BARS)
    assert rows(draft) == [
        ("Rà soát văn bản quy phạm pháp luật", ("Phòng Pháp chế",), ("Các phòng, đơn vị",), "2026-03", ["Báo cáo"]),
        (
            "Trình quy định về số lượng thôn",
            ("Phòng Chính quyền",),
            ("Văn phòng", "Phòng Pháp chế"),
            "2026-09-30",
            ["Dự thảo"],
        ),
        (
            "Góp ý dự thảo của các thôn",
            ("Phòng Chính quyền",),
            ("Văn phòng", "Phòng Pháp chế"),
            "2026-09-30",
            [],
        ),
        ("Cập nhật quy trình nội bộ", ("Văn phòng Sở",), (), None, ["Quy trình"]),
        ("Khảo sát mức độ hài lòng", ("Văn phòng Sở",), ("Các phòng",), "2026-12-31", ["Báo cáo khảo sát"]),
    ]
    assert [t.signs for t in draft.tasks][2] == ("body.as_written", "row.taken_over")
    assert [draft.words(t.span) for t in draft.tasks][3] == "Cập nhật quy trình nội bộ"


FLAT = """PHỤ LỤC
DANH MỤC NHIỆM VỤ NĂM 2026

STT
Nội dung nhiệm vụ
Đơn vị chủ trì
Đơn vị phối hợp
Thời gian hoàn
thành
Sản phẩm
1
Xây dựng kế hoạch số hóa hồ sơ
của xã
Phòng Văn hóa - Xã hội
Văn phòng HĐND và UBND;
Công an xã
Tháng 02/2026
Kế hoạch
2
Lắp đặt wifi tại nhà văn hóa thôn
Phòng Kinh tế
Quý III/2026
Biên bản nghiệm thu
3
Tập huấn kỹ năng số cho người dân
Đoàn Thanh niên xã
Các thôn
Thường xuyên
Lớp tập huấn
"""


def test_rows_whose_cells_stand_on_lines_of_their_own() -> None:
    assert rows(read(FLAT)) == [
        (
            "Xây dựng kế hoạch số hóa hồ sơ của xã",
            ("Phòng Văn hóa - Xã hội",),
            ("Văn phòng HĐND và UBND", "Công an xã"),
            "2026-02",
            ["Kế hoạch"],
        ),
        ("Lắp đặt wifi tại nhà văn hóa thôn", ("Phòng Kinh tế",), (), "2026-09", ["Biên bản nghiệm thu"]),
        ("Tập huấn kỹ năng số cho người dân", ("Đoàn Thanh niên xã",), ("Các thôn",), None, ["Lớp tập huấn"]),
    ]


def test_heads_tell_what_columns_hold() -> None:
    heads = [
        "TT",
        "Tên nhiệm vụ",
        "Cơ quan thực hiện Phối hợp",
        "Thời gian thực hiện",
        "Cơ quan chủ trì, phối hợp",
        "Kết quả",
    ]
    assert [role_of(h) for h in heads] == ["number", "task", "support", "due", "both", "product"]
    assert gives_work(["number", "task", "lead"])
    assert not gives_work(["number", "task", "unit"])
