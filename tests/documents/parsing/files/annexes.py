"""A made-up plan whose work is given out in an annex, and a made-up programme whose targets stand in one: as lines."""

# ruff: noqa: E501 -- a table of rows is read row by row

_HEAD = [
    "ĐẢNG BỘ TỈNH MẪU SƠN",
    "ĐẢNG ỦY XÃ AN TÂN",
    "*",
    "Số 21-KH/ĐU",
    "ĐẢNG CỘNG SẢN VIỆT NAM",
    "An Tân, ngày 14 tháng 4 năm 2026",
    "KẾ HOẠCH",
    "nâng cao chất lượng sinh hoạt chi bộ và phục vụ Nhân dân năm 2026",
]
_CLOSING = [
    "Nơi nhận:",
    "- Ban Thường vụ Tỉnh ủy,",
    "- Các chi bộ trực thuộc,",
    "- Lưu Văn phòng.",
    "T/M BAN THƯỜNG VỤ",
    "BÍ THƯ",
    "Hoàng Văn Mẫu",
]
CENTRED = len(_HEAD)

WORK_HEAD = ["STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian", "Sản phẩm"]
WORK = [
    ["1", "Rà soát, bổ sung quy chế làm việc của Ban Chấp hành, Ban Thường vụ và Ủy ban Kiểm tra Đảng ủy", "Văn phòng Đảng ủy", "Ban Xây dựng Đảng; Ủy ban Kiểm tra Đảng ủy", "Trước ngày 30/5/2026", "Quy chế được ban hành"],
    ["2", "Xây dựng kế hoạch bồi dưỡng nghiệp vụ cho bí thư, phó bí thư chi bộ", "Ban Xây dựng Đảng", "Trung tâm Chính trị xã", "Quý II/2026", "Kế hoạch"],
    ["3", "Tổ chức khảo sát chất lượng sinh hoạt chi bộ ở các thôn, trường học và trạm y tế", "Ban Xây dựng Đảng", "Văn phòng Đảng ủy; các chi bộ trực thuộc", "Tháng 6/2026", "Báo cáo khảo sát"],
    ["4", "Ban hành hướng dẫn nội dung sinh hoạt chuyên đề sáu tháng cuối năm", "Ban Xây dựng Đảng", "", "Trước ngày 25/6/2026", "Hướng dẫn"],
    ["5", "Kiểm tra việc chấp hành quy định về đóng đảng phí của các chi bộ trực thuộc", "Ủy ban Kiểm tra Đảng ủy", "Văn phòng Đảng ủy", "Quý III/2026", "Thông báo kết luận kiểm tra"],
    ["6", "Đối thoại giữa người đứng đầu cấp ủy, chính quyền với Nhân dân về đất đai, môi trường và an sinh xã hội", "Ban Thường vụ Đảng ủy", "Ủy ban nhân dân xã; Ủy ban Mặt trận Tổ quốc Việt Nam xã", "Tháng 8/2026", "Thông báo kết luận đối thoại"],
    ["7", "Cập nhật hồ sơ đảng viên trên phần mềm quản lý, bảo đảm đúng, đủ, sạch, sống", "Ban Xây dựng Đảng", "Các chi bộ trực thuộc", "Thường xuyên", "Cơ sở dữ liệu đảng viên"],
    ["8", "Phát động phong trào thi đua chào mừng ngày thành lập Đảng bộ xã", "Ủy ban Mặt trận Tổ quốc Việt Nam xã", "Đoàn Thanh niên xã; Hội Liên hiệp Phụ nữ xã; Hội Nông dân xã", "Trước ngày 15/7/2026", "Kế hoạch phát động"],
    ["9", "Niêm yết công khai thủ tục hành chính và số điện thoại tiếp nhận phản ánh tại nhà văn hóa các thôn", "Ủy ban nhân dân xã", "Các chi bộ thôn", "Tháng 5/2026", ""],
    ["10", "Xây dựng mô hình “Chi bộ số” tại các chi bộ có từ 30 đảng viên trở lên", "Văn phòng Đảng ủy", "Tổ công nghệ số cộng đồng", "Quý IV/2026", "Mô hình được công nhận"],
    ["11", "Rà soát người có uy tín trong đồng bào dân tộc thiểu số, đề nghị biểu dương", "Ủy ban Mặt trận Tổ quốc Việt Nam xã", "Ban Xây dựng Đảng", "Trước ngày 31/8/2026", "Danh sách đề nghị"],
    ["12", "Giám sát việc giải quyết đơn thư, khiếu nại, tố cáo kéo dài", "Thường trực Hội đồng nhân dân xã", "Ủy ban Kiểm tra Đảng ủy; Công an xã", "Tháng 9/2026", "Báo cáo giám sát"],
    ["13", "Tuyên truyền kết quả thực hiện nghị quyết đại hội trên hệ thống truyền thanh và trang thông tin điện tử", "Trung tâm Dịch vụ tổng hợp xã", "Văn phòng Đảng ủy", "Hằng tháng", "Tin, bài"],
    ["14", "Tổng hợp kết quả đánh giá, xếp loại tổ chức đảng và đảng viên", "Ban Xây dựng Đảng", "Ủy ban Kiểm tra Đảng ủy; Văn phòng Đảng ủy", "Trước ngày 10/12/2026", "Báo cáo tổng hợp"],
    ["15", "Sơ kết việc thực hiện Kế hoạch, đề xuất khen thưởng tập thể, cá nhân tiêu biểu", "Văn phòng Đảng ủy", "Ban Xây dựng Đảng", "Tháng 12/2026", "Báo cáo sơ kết"],
]  # fmt: skip

TARGET_HEAD = ["TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2026", "Năm 2027", "Năm 2028", "Năm 2029", "Năm 2030"]
TARGETS = [
    ["1", "Tỷ lệ chi bộ hoàn thành tốt nhiệm vụ trở lên", "%", "85", "87", "88", "90", "92"],
    ["2", "Số đảng viên mới kết nạp", "Đảng viên", "24", "25", "26", "28", "30"],
    ["3", "Tỷ lệ hộ dân sử dụng nước sạch đạt quy chuẩn", "%", "72,5", "76", "80", "84,5", "≥ 90"],
    ["4", "Thu nhập bình quân đầu người của hộ sản xuất nông nghiệp trên địa bàn", "Triệu đồng/người/năm", "58", "62", "66", "70", "75"],
    ["5", "Tỷ lệ hồ sơ thủ tục hành chính được giải quyết đúng hạn", "%", "97", "98", "99", "99", "100"],
    ["6", "Số thôn đạt danh hiệu văn hóa ba năm liền", "Thôn", "9", "10", "11", "12", "13"],
    ["7", "Tỷ lệ hộ nghèo theo chuẩn nghèo đa chiều", "%", "4,1", "3,4", "2,8", "2,2", "1,6"],
    ["8", "Tỷ lệ cán bộ, công chức sử dụng thành thạo phần mềm quản lý văn bản và điều hành", "%", "80", "85", "90", "95", "100"],
]  # fmt: skip


def _rows(head: list[str], rows: list[list[str]]) -> list[str]:
    return ["| " + " | ".join(row) + " |" for row in (head, *rows)]


def work_lines() -> list[str]:
    """A plan with its annex of work behind the signature."""
    return [
        *_HEAD,
        "I. MỤC ĐÍCH, YÊU CẦU",
        "Nâng cao năng lực lãnh đạo của các chi bộ trực thuộc; phân công rõ người, rõ việc, rõ thời gian, rõ sản phẩm.",
        "II. TỔ CHỨC THỰC HIỆN",
        "1. Giao Văn phòng Đảng ủy theo dõi, tổng hợp, báo cáo Ban Thường vụ Đảng ủy trước ngày 15/12/2026.",
        "2. Nhiệm vụ cụ thể nêu tại phụ lục kèm theo.",
        *_CLOSING,
        "PHỤ LỤC",
        "PHÂN CÔNG NHIỆM VỤ NĂM 2026",
        *_rows(WORK_HEAD, WORK),
    ]


def target_lines() -> list[str]:
    """A programme with its annex of targets, a column a year."""
    return [
        *_HEAD[:3],
        "Số 22-CTr/ĐU",
        *_HEAD[4:6],
        "CHƯƠNG TRÌNH",
        "hành động thực hiện nghị quyết đại hội giai đoạn 2026 - 2030",
        "I. MỤC TIÊU",
        "Các chỉ tiêu chủ yếu giai đoạn 2026 - 2030 nêu tại phụ lục kèm theo.",
        "II. TỔ CHỨC THỰC HIỆN",
        "1. Giao Văn phòng Đảng ủy theo dõi, tổng hợp, báo cáo Ban Thường vụ Đảng ủy trước ngày 15/12 hằng năm.",
        *_CLOSING,
        "PHỤ LỤC",
        "CÁC CHỈ TIÊU CHỦ YẾU GIAI ĐOẠN 2026 - 2030",
        *_rows(TARGET_HEAD, TARGETS),
    ]
