"""Units (đơn vị tính) as they stand behind a number: "tỷ đồng", "ca sinh/1.000 phụ nữ", "%"."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re

from dondoc.documents.parsing.blocks import Words
from dondoc.documents.parsing.patterns import vn

SCALE = r"(?:nghìn|ngàn|triệu|tỷ|tỉ|trăm|vạn)(?: (?:tỷ|tỉ|triệu))?"
_UNITS = (
    "đồng", "usd", "đô la(?: mỹ)?", "lượt(?: khách)?", "ha", "hecta", "km2", "km", "m2", "m3", "m", "tấn", "kwh", "mw", "gw", "tạ", "kg", "lít",
    "lần", "điểm(?: phần trăm)?", "bậc", "trạm", "hộ(?: dân)?", "hộ gia đình", "người", "đảng viên", "doanh nghiệp", "mô hình", "dự án",
    "công trình", "căn", r"cơ sở(?: [^\W\d]+){0,2}", "xã", "phường", "thôn", "bản", "khu(?: công nghiệp)?", "cụm(?: công nghiệp)?", "sản phẩm",
    "lớp", "cuộc", "hội nghị", "tin", "bài", "trẻ", "ca", "giường", "bác sĩ", "máy", "tỉnh", "huyện", "đơn vị", "chi bộ", "đảng bộ", "tổ chức",
    "nhiệm vụ", "đề tài", "sáng kiến", "hợp tác xã", "htx", "tuyến", "cây", "con", "đề án", "kế hoạch", "chương trình", "nghị quyết", "việc làm",
    "lao động", "cán bộ", "học viên", "học sinh", "trường", "phòng", "bệnh viện", "chợ", "cầu", "nhà", "suất", "buổi", "kỳ", "vụ", "tiêu chí",
    "chỉ số", "giờ", "phút", "ngày", "tháng", "năm", "nhà văn hóa", "khách", "tập thể", "cá nhân", "văn bản", "báo cáo", "mét", "tuổi", "bóng đèn",
    "điểm camera", "camera", "sáng chế", "bài báo", "giải thưởng", "giải", "hội thảo", "giáo trình", "tổ hợp tác", "trang trại", "ấp", "khu phố",
    "tổ dân phố", "làng", "giường bệnh", "cm", "mm", "căn hộ", "hội viên", "đoàn viên", "thanh niên", "đồng chí", "quần chúng", "chuyên đề",
    "vụ việc", "tài khoản", "thẻ", "chi hội", "chi đoàn", "giáo viên", "kỹ sư", "chuyên gia", "tuyến đường", "trung tâm", "hạng mục", "đợt",
    "lượt người", "thuê bao", "hồ sơ", "thủ tục", "dịch vụ", "nền tảng", "tổ", "đội", "câu lạc bộ", "thôn, bản", "ki-lô-mét", "bộ",
)  # fmt: skip
UNIT_WORDS = "|".join(sorted(_UNITS, key=len, reverse=True))  # "đồng chí" before "đồng"
PER_HEAD = r"(?:\s?/\s?(?!năm|tháng|quý|tuần|ngày)[^\W\d]+(?: dân(?! tộc)| lao động)?)?"  # "triệu đồng/người", "bác sĩ/vạn dân"
# Amounts are measured, not counted: the unit says nothing about the thing ("5 tỷ đồng", "500 ha", "98 tấn").
_AMOUNT = vn(
    r"(?:.*(?:đồng|usd|đô la(?: mỹ)?)|km2?|ha|hecta|m[23]?|mét|tấn|tạ|kg|lít|kwh|mw|gw|cm|mm|lần|tuổi|điểm(?: phần trăm)?|.*[%‰].*)(?:\s?/.*)?"
)
STOPS = r"(?:xuống|lên|vào|đến|năm|còn|trong|và)(?![^\W_])"


def is_amount(unit: str) -> bool:
    """True for a unit of money, size or share, which is no name of what is counted."""
    return bool(_AMOUNT.fullmatch(unit.lower()))


def unit_of(m: re.Match[str], words: Words) -> str | None:
    """The unit as written; USD in capitals, "%" without blanks."""
    if not m["unit"]:
        return None
    unit = words.text[m.start("unit") : m.end("unit")].strip()
    return unit or None
