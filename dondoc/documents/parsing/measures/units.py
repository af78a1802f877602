"""Units (đơn vị tính) as they stand behind a number: "tỷ đồng", "ca sinh/1.000 phụ nữ", "%"."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re

from dondoc.documents.parsing.blocks import Words

SCALE = r"(?:nghìn|ngàn|triệu|tỷ|tỉ|trăm|vạn)(?: (?:tỷ|tỉ|triệu))?"
UNIT_WORDS = (
    r"đồng|usd|đô la(?: mỹ)?|lượt(?: khách)?|ha|hecta|km2|km|m2|m3|m|tấn|kwh|mw|gw|tạ|kg|lít|lần|điểm(?: phần trăm)?|bậc|trạm|hộ(?: dân| gia đình)?|người|đảng viên|"
    r"doanh nghiệp|mô hình|dự án|công trình|căn|cơ sở(?: [^\W\d]+){0,2}|xã|phường|thôn|bản|khu(?: công nghiệp)?|cụm(?: công nghiệp)?|sản phẩm|lớp|cuộc|hội nghị|tin|bài|trẻ|ca|giường|bác sĩ|máy|tỉnh|huyện|đơn vị|chi bộ|đảng bộ|tổ chức|nhiệm vụ|đề tài|sáng kiến|hợp tác xã|htx|tuyến|cây|con|đề án|kế hoạch|chương trình|nghị quyết|việc làm|lao động|cán bộ|học viên|học sinh|trường|phòng|bệnh viện|chợ|cầu|nhà|suất|buổi|kỳ|vụ|tiêu chí|chỉ số|giờ|phút|ngày|tháng|năm|nhà văn hóa|khách|tập thể|cá nhân|văn bản|báo cáo|mét|thuê bao|hồ sơ|thủ tục|dịch vụ|nền tảng|tổ|đội|câu lạc bộ|thôn, bản|ki-lô-mét|bộ"
)
STOPS = r"(?:xuống|lên|vào|đến|năm|còn|trong|và)(?![^\W_])"


def unit_of(m: re.Match[str], words: Words) -> str | None:
    """The unit as written; USD in capitals, "%" without blanks."""
    if not m["unit"]:
        return None
    unit = words.text[m.start("unit") : m.end("unit")].strip()
    return unit or None
