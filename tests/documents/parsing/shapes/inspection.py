"""A plan of inspection and supervision, numbered "1.1", "1.2"."""

# ruff: noqa: E501 -- lines of a document are as long as an office writes them

TEXT = """\
KẾ HOẠCH
Thực hiện công tác kiểm tra, giám sát năm 2026

I. NỘI DUNG KIỂM TRA, GIÁM SÁT
1. Ban Thường vụ Đảng ủy
1.1. Kiểm tra 02 chi bộ về lãnh đạo thực hiện nhiệm vụ chính trị; thời gian: quý II năm 2026; giao Ủy ban Kiểm tra Đảng ủy tham mưu.
1.2. Giám sát chuyên đề đối với 01 chi bộ, hoàn thành trong quý III/2026.
2. Ủy ban Kiểm tra Đảng ủy
2.1. Tham mưu Ban Thường vụ kiện toàn đoàn kiểm tra.
2.2. Kiểm tra thi hành kỷ luật đảng ở 03 chi bộ, xong trước 31-10-2026.
II. TỔ CHỨC THỰC HIỆN
1. Giao Ủy ban Kiểm tra Đảng ủy chủ trì phối hợp với các ban của Đảng ủy, Văn phòng Đảng ủy giúp Ban Thường vụ xây dựng kế hoạch, đề cương; tham mưu thành lập đoàn.
2. Các chi bộ có trách nhiệm xây dựng chương trình kiểm tra, giám sát năm 2026, gửi về Đảng ủy (qua Ủy ban Kiểm tra) trước ngày 31/01/2026; định kỳ 6 tháng, 1 năm báo cáo kết quả.
3. Các tổ chức đảng, đảng viên được kiểm tra, giám sát có trách nhiệm chuẩn bị báo cáo bằng văn bản và gửi đoàn trước 05 ngày làm việc.
4. Văn phòng Đảng ủy bảo đảm kinh phí, phương tiện.
"""

TASKS = [
    ("I.1.1", ("Ban Thường vụ Đảng ủy",), (), "2026-06", "once"),
    ("I.1.2", ("Ban Thường vụ Đảng ủy",), (), "2026-09", "once"),
    ("I.2.1", ("Ủy ban Kiểm tra Đảng ủy",), (), None, None),
    ("I.2.2", ("Ủy ban Kiểm tra Đảng ủy",), (), "2026-10-31", "once"),
    ("II.1", ("Ủy ban Kiểm tra Đảng ủy",), ("các ban của Đảng ủy", "Văn phòng Đảng ủy"), None, None),
    ("II.2", ("Các chi bộ",), (), "2026-01-31", "once"),
    ("II.3", ("Các tổ chức đảng, đảng viên được kiểm tra",), (), None, None),
    ("II.4", ("Văn phòng Đảng ủy",), (), None, None),
]

FRAME = (None, "KẾ HOẠCH", None, "năm 2026", (), (None, None, None))
