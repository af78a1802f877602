"""A plan that no committee ever issued, in the form of those that are: 2 chỉ tiêu, 4 tasks, due after today."""

from datetime import date

NUMBER = "27-KH/ĐU"
TEXT = """ĐẢNG BỘ THÀNH PHỐ MẪU
ĐẢNG ỦY CÁC CƠ QUAN ĐẢNG
*
Số 27-KH/ĐU
Thành phố Mẫu, ngày {today:%d} tháng {today:%m} năm {today:%Y}

KẾ HOẠCH
thực hiện chuyển đổi số trong công tác đảng, giai đoạn {today:%Y} - {last}

Thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị, Ban Thường vụ Đảng ủy xây dựng Kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU

- Đưa chuyển đổi số vào sinh hoạt và công tác của từng tổ chức đảng.

II. NỘI DUNG

1. Chỉ tiêu thứ Nhất: 100% tổ chức cơ sở đảng xây dựng kế hoạch chuyển đổi số.

Tổ chức thực hiện:

Đối với cấp ủy cơ sở: Xây dựng kế hoạch chuyển đổi số của đảng bộ, chi bộ.

Đối với các cơ quan tham mưu, giúp việc Đảng ủy: Giao Văn phòng Đảng ủy tham mưu xây dựng kế hoạch mẫu.

Tiến độ thực hiện: Hoàn thành trước ngày 30/6/{next}

2. Chỉ tiêu thứ Hai: Phấn đấu 90% tổ chức cơ sở đảng sơ kết việc sử dụng hồ sơ đảng viên điện tử.

Tổ chức thực hiện:

Đối với cấp ủy cơ sở: Sơ kết việc sử dụng hồ sơ đảng viên điện tử, gửi báo cáo về Đảng ủy.

Đối với các cơ quan tham mưu, giúp việc Đảng ủy: Giao Ban Tổ chức Đảng ủy hướng dẫn, tổng hợp báo cáo.

Tiến độ thực hiện: Hoàn thành trước ngày 30/11/{next}

Nơi nhận:
- Các cấp ủy cơ sở trực thuộc,
- Lưu Văn phòng Đảng ủy.

T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ


Nguyễn Văn Mẫu
"""


def plan_text(today: date) -> bytes:
    """The file as it is uploaded on `today`."""
    words = TEXT.format(today=today, next=today.year + 1, last=today.year + 4)
    return words.encode()
