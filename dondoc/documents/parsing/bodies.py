"""Names of bodies: where one begins and ends in a sentence, how a list of them is parted, what an old name means.

Audiences ("cấp ủy cơ sở", "các cơ quan, đơn vị") keep their wording. Names of standing bodies are brought to one
form inside a document; the wording of the text is never lost. Nothing is resolved without saying so.
"""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from dondoc.documents.parsing.draft import BodyMatch
from dondoc.documents.parsing.patterns import lowered, vn
from dondoc.lib.text import fold

# Words with which the name of a body, an office-holder or an audience begins.
HEADS = (
    "văn phòng", "cơ quan", "ban", "ủy ban", "ubnd", "ubkt", "ubmttq", "ubtvqh", "hđnd", "hội đồng", "hội", "sở", "bộ", "cục",
    "chi cục", "vụ", "viện", "tòa án", "công an", "quân sự", "bộ chỉ huy", "mặt trận", "mttq", "liên đoàn", "liên minh",
    "đoàn", "đảng ủy", "đảng bộ", "đảng đoàn", "tổ đảng", "đảng ở", "thành ủy", "tỉnh ủy", "huyện ủy", "quận ủy", "cấp ủy", "chi ủy",
    "chi bộ", "tổ chức", "đơn vị", "địa phương", "thường trực", "thường vụ", "ban thường vụ", "ban chấp hành", "chính phủ",
    "thủ tướng", "quốc hội", "chính quyền", "lãnh đạo", "thủ trưởng", "chủ tịch", "bí thư", "trưởng", "giám đốc", "chánh",
    "chủ nhiệm", "tổ trưởng", "người đứng đầu", "thành viên", "đại biểu", "doanh nghiệp", "chủ đầu tư", "nhà đầu tư", "nhà mạng", "hiệp hội", "trường", "trung tâm", "kho bạc",
    "ngân hàng", "báo", "đài", "phòng", "tổ", "các sở", "xã", "phường", "ngành", "đoàn thể", "hợp tác xã", "kiểm toán", "thanh tra", "bảo hiểm", "điện lực", "tt", "vp", "thôn", "ấp", "khu phố", "tổ dân phố", "trạm", "chi, đảng bộ", "đảng, chi bộ", "chi đoàn", "chi hội", "liên đội", "công đoàn", "tỉnh đoàn", "thành đoàn", "huyện đoàn", "quận đoàn", "xã đoàn", "hạt", "đồn", "ban chỉ huy", "ủy viên", "hội viên",
    "đ/c", "đồng chí", "cán bộ", "đảng viên", "bhxh", "lực lượng", "nhà trường", "tập đoàn", "tổng công ty", "công ty", "bệnh viện", "học viện", "đại học", "báo chí", "đầu mối",
)  # fmt: skip
# Names whose own words look like verbs; each is one name, whatever follows.
NAMES = (
    r"(?:cơ quan )?ủy ban kiểm tra", r"ban tổ chức", r"ban tuyên giáo(?: và dân vận)?", r"ban dân vận", r"ban nội chính",
    r"ban (?:chỉ đạo|quản lý|chấp hành|thường vụ|bí thư|xây dựng đảng|kiểm tra|điều hành)", r"thanh tra", r"kiểm toán nhà nước",
    r"văn phòng", r"(?<!cơ )sở (?:kế hoạch và đầu tư|xây dựng|giáo dục và đào tạo)", r"bộ chỉ huy quân sự", r"hội đồng nhân dân",
    r"tổ (?:công tác|giúp việc|đảng)", r"(?:các|những|từng|mỗi) tổ chức", r"cơ quan, tổ chức",
    r"tổ chức (?:đảng|cơ sở|chính trị|xã hội|đoàn thể|thành viên|hữu quan|liên quan|kinh tế|nghề nghiệp|công đoàn)", r"nhà đầu tư", r"cơ quan(?:,)? tham mưu,? giúp việc(?: của)?", r"ban tham mưu,? giúp việc(?: của)?",
    r"cơ quan (?:kiểm tra|tham mưu(?:,? giúp việc(?: của)?)?|chuyên môn|quản lý nhà nước|truyền thông|có thẩm quyền|thường trực|chủ quản|đầu mối)",
    r"cơ quan,? (?:đơn vị|tổ chức),?(?: đơn vị)?", r"đơn vị (?:quản lý|thi công|chủ đầu tư|có liên quan|liên quan|điện lực)", r"chủ đầu tư(?: xây dựng và kinh doanh| kinh doanh)?",
    r"(?<=, )lãnh đạo", r"ban quản lý (?:các )?dự án(?: đầu tư)?(?: xây dựng)?(?: (?:các )?công trình)?(?: giao thông| dân dụng(?: và công nghiệp)?| nông nghiệp| thủy lợi)?", r"ban giám sát đầu tư (?:của )?cộng đồng", r"lực lượng tham gia bảo vệ an ninh,? trật tự(?: ở cơ sở)?", r"doanh nghiệp (?:cung cấp|kinh doanh|hoạt động|sản xuất|đầu tư)?",
)  # fmt: skip
_NAME_SPANS = vn(r"\b(?:" + "|".join(sorted(NAMES, key=len, reverse=True)) + r")(?![^\W\d_])")

# Words with which a directive goes on after its subject. Longest first, so that "tổ chức thực hiện" is one verb.
VERBS = (
    "chủ trì", "chủ động", "chịu trách nhiệm", "có trách nhiệm", "có nhiệm vụ", "có kế hoạch", "phối hợp", "tham mưu", "theo dõi", "đôn đốc", "kiểm tra",
    "giám sát", "hướng dẫn", "xây dựng", "ban hành", "triển khai", "tổ chức", "thực hiện", "rà soát", "tổng hợp", "báo cáo", "gửi", "lãnh đạo",
    "chỉ đạo", "quán triệt", "tuyên truyền", "tăng cường", "đẩy mạnh", "nâng cao", "tiếp tục", "tiến hành", "phấn đấu", "bố trí", "cân đối", "đề xuất",
    "khảo sát", "đầu tư", "hoàn thiện", "hoàn thành", "cung cấp", "đăng tải", "căn cứ", "nghiên cứu", "bảo đảm", "đảm bảo", "hỗ trợ", "giúp", "là cơ quan", "là đầu mối", "là đơn vị",
    "thường xuyên", "định kỳ", "hàng tháng", "hằng tháng", "hàng quý", "hằng quý", "hàng năm", "hằng năm", "trên cơ sở", "khẩn trương", "kịp thời", "quyết định", "quyết liệt",
    "tập trung", "đưa", "cụ thể hóa", "vận động", "lập", "trình", "thẩm định", "thẩm tra", "phổ biến", "phát huy", "sơ kết", "tổng kết", "tiếp nhận", "đánh giá", "biểu dương",
    "bám sát", "yêu cầu", "tích cực", "tạo điều kiện", "chuẩn bị", "duy trì", "khuyến khích", "san tạo", "trực tiếp", "cử", "phân công", "tham gia", "đăng ký", "được giao", "phải", "(?<!hậu )cần", "sẽ", "hoặc", "lồng ghép", "giới thiệu", "tiếp cận", "kiện toàn", "thành lập", "lựa chọn", "xác định", "huy động", "thống nhất", "giải quyết", "xử lý", "khai thác", "tháo gỡ", "công bố", "phát động", "quan tâm", "tuân thủ", "vận hành", "phát triển", "quản lý", "nắm bắt", "điều chỉnh", "cập nhật", "đào tạo", "tập huấn", "mở", "mời", "số hóa", "khắc phục", "tiếp thu", "hoàn chỉnh", "bổ sung", "nhân rộng", "lựa chọn", "chấp hành", "đảm nhiệm", "phụ trách", "nghiêm túc", "lắp đặt", "thẩm tra", "thu thập", "thống kê", "kết nối", "công khai", "niêm yết", "phát hành", "định hướng", "kiểm đếm", "chi trả", "ký kết", "ký cam kết", "biên soạn", "diễn tập", "bàn giao", "phân bổ", "tuần tra", "nâng cấp", "trang bị", "cải tạo", "sửa chữa", "mua sắm", "nghiệm thu", "lấy ý kiến", "cảnh báo", "khuyến cáo", "ngăn chặn", "sắp xếp", "đối thoại", "vận dụng", "kiến nghị", "nắm", "thăm hỏi", "giải tỏa", "đẩy nhanh", "kết thúc", "cấp phát",
)  # fmt: skip
# What an assembly does with its words: no directive to itself.
DECLARES = (
    "cơ bản tán thành",
    "tán thành",
    "kêu gọi",
    "nhất trí",
    "quyết nghị",
    "thông qua",
    "ghi nhận",
    "đánh giá cao",
    "thống nhất cao",
)
# What a body does with others: ends a name, makes no directive to itself.
HANDS_ON = ("giao(?! (?:thông|dịch|lưu|tiếp|ban|thương))",)
_VERB = vn(r"(?<![^\W_])(?:" + "|".join(sorted((*VERBS, *DECLARES, *HANDS_ON), key=len, reverse=True)) + r")(?![^\W_])")
# A verb in these places is part of the name: after a noun that it describes.
_PART_OF_NAME = vn(
    r"(?:công tác|kế hoạch|chương trình|hoạt động|trách nhiệm|việc|được|bị|lĩnh vực|quan đến|(?<!trực )thuộc|đang|có|và kinh doanh|không)\s$"
)
_WHOM_OTHERS = vn(r"\bđược\s[^.;:]{0,50}$")  # "các hội được Đảng, Nhà nước giao nhiệm vụ"
# The same syllables at the head of other words: "ban hành", "báo cáo", "xã hội" name no body.
_NOT_HEADS = (
    r"(?!ban hành|báo cáo|môi trường|sơ (?:tuyển|kết|bộ|khảo|thẩm)|bộ (?:tiêu chí|máy|phận|thủ tục|luật|quy)|trường hợp|đoàn kết|phòng,? (?:chống|ngừa)|phòng thủ|viện trợ|"
    r"xã hội|hội (?:nghị|thi|thao|diễn|trường|chợ|viên|ý|họp)|vụ (?:việc|án)|tổ quốc|cục bộ|sở (?:hữu|tại)|hội (?:nhập|thảo)|lãnh đạo(?:,| công tác| toàn diện| thực hiện| việc| nhiệm vụ)|"
    r"trưởng thành|ngành nghề)"
)
_HEAD = vn(
    r"(?!môi trường)(?:(?:các|những|toàn thể|mỗi|từng|tất cả|toàn bộ|một số) )?"
    + _NOT_HEADS
    + r"(?:"
    + "|".join(sorted(HEADS, key=len, reverse=True))
    + r")(?![^\W_])"
)
_PLURAL = vn(r"^(?:các|những|toàn thể|tất cả|toàn bộ)\s+")
_SPLIT_BEFORE = vn(
    r"(?:(?:các|những) )?(?:sở|ban,? ngành|ban quản lý|ban chỉ đạo|ban|ủy ban|ubnd|ubkt|ubmttq|văn phòng|hội|hội đồng|hđnd|liên minh|liên đoàn|đoàn|mặt trận|mttq|"
    r"công an|quân sự|bộ|tòa án|viện|đơn vị|cơ quan|doanh nghiệp|nhà đầu tư|chủ đầu tư|tổ chức|địa phương|báo|cấp ủy|đảng ủy|đảng bộ|chi bộ|chủ nhiệm|trưởng|tổ trưởng|lãnh đạo|đại biểu|hiệp hội|trường|ubtvqh|kiểm toán|viện kiểm sát|nhà mạng|phòng|trung tâm|chính quyền|cục|thường trực|sở khoa|kho bạc|thôn|ấp|khu phố|tổ dân phố|trạm|chi cục|ngân hàng)(?![^\W_])"
)
_LISTING = vn(
    r"(?:các|những)? ?(?:sở|cơ quan|ban|ngành|xã|phường|cấp ủy|tổ chức|đơn vị|ủy ban nhân dân|ubnd|chi bộ|tham mưu)$"
)
_AND = re.compile(r"\s?(,|;|\svà\s|\scùng\s)\s?")


@dataclass(frozen=True)
class KnownBody:
    """A body that the caller knows: its name today, other names for it, names that it had before."""

    name: str
    aliases: tuple[str, ...] = ()
    old_names: tuple[str, ...] = ()


# An old or loose form → the form in use. Source of the first rows: DOMAIN.md §5 (QĐ 329-QĐ/TW, 13/6/2025, joined
# Tuyên giáo and Dân vận; before it QĐ 137 had them apart).
_OF_THE_PARTY = r"(?=\W*$|,|\s(?:(?:của )?(?:tỉnh|thành|huyện|quận|thị|đảng|xã) ủy|trung ương)(?![^\W_]))"
RENAMED: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (vn(r"\bban tuyên giáo" + _OF_THE_PARTY), "Ban Tuyên giáo và Dân vận", "old_name"),
    (vn(r"(?<!tuyên giáo và )\bban dân vận" + _OF_THE_PARTY), "Ban Tuyên giáo và Dân vận", "old_name"),
    (vn(r"\bcơ quan ủy ban kiểm tra(?![^\W_])"), "Ủy ban Kiểm tra", "variant"),
)
_JOINED_ON = date(2025, 6, 13)  # an earlier document names these bodies rightly


_LONGEST_NAME = 420
# Where a name stops and the sentence says in what matter or by what right it acts.
_ASIDE = vn(
    r"\s?,?\s(?:trong (?:việc|quá trình|phạm vi|công tác)|theo (?:chức năng|thẩm quyền|nhiệm vụ|quy định|phân công)|để|đê|nhằm|khi|phục vụ)(?![^\W_])|\s?,\s(?:thời gian|thời hạn|xong trước|hoàn thành)(?![^\W_])"
)


def name_end(text: str, low: str, at: int, limit: int | None = None) -> int:
    """Where the name that begins at `at` ends: before the first verb that is not part of it, or at punctuation.

    Commas inside a list ("các sở, ban, ngành") do not end it when another name or a lower-case listing word follows.
    """
    stop = min(len(low) if limit is None else limit, at + _LONGEST_NAME)
    for aside in _ASIDE.finditer(low, at, stop):
        if not text[aside.end() - len(aside[0].lstrip(" ,")) :][:1].isupper():
            stop = aside.start()
            break
    protected = [(m.start(), m.end()) for m in _NAME_SPANS.finditer(low, at, stop)]
    for verb in _VERB.finditer(low, at + 1, stop):
        if any(a <= verb.start() < b for a, b in protected):
            continue
        named = text[verb.start() - 2] not in ".;:" or _FOR_SEVERAL.fullmatch(low, at, verb.start() - 2)
        if text[verb.start()].isupper() and verb.start() > at + 1 and named:
            continue
        if _PART_OF_NAME.search(low, max(at, verb.start() - 14), verb.start()):
            continue
        if verb[0] == "giao" and _WHOM_OTHERS.search(low, max(at, verb.start() - 60), verb.start()):
            continue
        stop = verb.start()
        break
    for mark in re.finditer(r"[.;:]\s|[.;:]$|\s-\s(?=[^\W\d_])|\((?=\d)", low[at:stop]):
        dash = mark[0].startswith(" -")
        if (dash and not _says_what(text, low, at + mark.end())) or (
            mark[0].startswith(".") and low[at : at + mark.start()].endswith(("tt", "đ/c"))
        ):
            continue
        if mark[0].startswith(";") and _names_another(low, at + mark.end()):
            continue
        if mark[0].startswith(":") and _FOR_SEVERAL.fullmatch(low, at, at + mark.start()):
            continue
        stop = at + mark.start()
        break
    while stop > at and text[stop - 1] in " ,;:":
        stop -= 1
    for ending in (" đã", " sẽ", " cần", " và", " để", " thì"):
        if low[at:stop].endswith(ending):
            stop -= len(ending)
    return stop


# One word for several bodies, then their own names: "Các sở: Xây dựng, Y tế, Công an tỉnh".
_FOR_SEVERAL = vn(r"(?:các|những) (?P<sort>sở|phòng|ban|hội|bộ)")


def _names_another(low: str, at: int) -> bool:
    """True when a list of bodies goes on behind a semicolon; a label ("cơ quan phối hợp: …") or a verb ends it."""
    return begins_with_body(low, at) and not _VERB.match(low, at) and not _LABEL.match(low, at)


_LABEL = vn(r"(?:cơ quan|đơn vị|bộ phận) (?:chủ trì|phối hợp|thực hiện|chịu trách nhiệm)")


def _says_what(text: str, low: str, at: int) -> bool:
    """True when a directive begins at `at`: "Phòng Khoa giáo - Tham mưu …"."""
    return text[at : at + 1].isupper() and bool(_VERB.match(low, at))


def begins_with_body(low: str, at: int = 0) -> bool:
    """True when a body, an office-holder or an audience is named at `at`."""
    return bool(_HEAD.match(low, at))


def split_names(text: str) -> tuple[str, ...]:
    """A list of bodies as its members: "Sở A, các cơ quan, đơn vị và UBND xã" → ("Sở A", "các cơ quan, đơn vị", "UBND xã").

    A comma parts two names only when what follows begins a name of its own and what precedes is not itself an
    unfinished listing ("các sở, ban, ngành").
    """
    text = text.strip(" ,.;:")
    low = lowered(text)
    sort, colon, _ = low.partition(":")
    if colon and (m := _FOR_SEVERAL.fullmatch(sort.strip())):
        return _of_one_sort(m["sort"].capitalize(), text[len(sort) + 1 :].strip())
    cuts = [0]
    depth = 0
    for mark in _AND.finditer(text):
        depth = text.count("(", 0, mark.start()) - text.count(")", 0, mark.start())
        if depth > 0:
            continue
        left, rest = low[cuts[-1] : mark.start()].strip(), mark.end()
        if mark[1] == ";" or _parts(left, low, text, rest, mark[1].strip()):
            cuts.append(rest)
    ends = [*(c for c in cuts[1:]), len(text)]
    names = [
        re.sub(r"(?:\s?[,;]|\svà|\scùng)\s*$", "", text[a:b].strip()).strip(" ,;")
        for a, b in zip(cuts, ends, strict=True)
    ]
    return tuple(n for n in names if n)


def _of_one_sort(sort: str, listing: str) -> tuple[str, ...]:
    """Names that share their first word, each with it, unless it begins like a body itself."""
    own = [name for name in re.split(r"\s?[,;]\s?", listing) if name]
    return tuple(name if begins_with_body(lowered(name)) else f"{sort} {name}" for name in own)


def _parts(left: str, low: str, text: str, rest: int, mark: str) -> bool:
    """True when the name list is to be parted before `rest`; `left` is the name before the mark."""
    if not (_SPLIT_BEFORE.match(low, rest) or (text[rest : rest + 1].isupper() and _HEAD.match(low, rest))):
        return False
    if mark == "và" and _OFFICE_OF.search(left) and _SERVED.match(low, rest):
        return False
    if mark == "và" and _FRONT.match(left) and _FRONT_MEMBERS.match(low, rest) and "," not in low[:rest]:
        return False
    if text[rest].isupper() or _PLURAL.match(low[rest : rest + 9]):
        return True
    if mark == ",":
        alone = low.startswith("doanh nghiệp", rest) and not _PLURAL.match(left) and "," not in left
        return alone or bool(_OWN_SORT.match(low, rest))
    return bool(_OTHERS.match(low, rest)) or not _LISTING.search(left)


# One office serves two bodies: "Văn phòng HĐND và UBND xã", "Văn phòng Đoàn ĐBQH và HĐND tỉnh".
_OFFICE_OF = vn(
    r"(?:văn phòng|vp) (?:hđnd|hội đồng nhân dân|đoàn (?:đbqh|đại biểu quốc hội)|đđbqh)(?: tỉnh| thành phố| xã| phường)?$"
)
_SERVED = vn(r"(?:ubnd|ủy ban nhân dân|hđnd|hội đồng nhân dân)(?![^\W_])")
# The Front and its member organisations are customarily one addressee.
_FRONT = vn(r"(?:ủy ban )?(?:mặt trận|mttq|ubmttq)")
_FRONT_MEMBERS = vn(r"các (?:tổ chức (?:chính trị|thành viên)|đoàn thể)")
_OWN_SORT = vn(
    r"(?:báo,? đài|nhà đầu tư|chủ đầu tư|đại biểu|kiểm toán|lãnh đạo (?:các|ban|sở)|chính quyền địa phương)(?![^\W_])"
)
_OTHERS = vn(r"(?:địa phương|đơn vị|cơ quan|nhà đầu tư|các|thôn|ấp|khu phố|tổ dân phố)(?![^\W_])")


def tidy_name(name: str) -> str:
    """A name without loose marks at its ends and without an aside that tells its part ("(cơ quan thường trực)")."""
    return re.sub(r"\s+", " ", _PART_IN_IT.sub("", name)).strip(" ,.;:-–")


_PART_IN_IT = re.compile(
    r"\s?\((?:là )?(?:cơ quan|đơn vị|bộ phận|đầu mối|thường trực|gọi tắt|viết tắt|chủ trì)[^()]*\)", re.IGNORECASE
)


# Short forms that every office knows; compared when the caller lists no such alias itself.
ABBREVIATIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (vn(rf"(?<![^\W_]){short}(?![^\W_])"), full)
    for short, full in (
        ("ubmttq(?:vn)?", "Ủy ban Mặt trận Tổ quốc Việt Nam"),
        ("mttq(?: vn| việt nam)?", "Mặt trận Tổ quốc Việt Nam"),
        ("ubnd", "Ủy ban nhân dân"),
        ("ubkt", "Ủy ban Kiểm tra"),
        ("hđnd", "Hội đồng nhân dân"),
        ("btv", "Ban Thường vụ"),
        ("bch", "Ban Chấp hành"),
        ("btgdv|btg&dv", "Ban Tuyên giáo và Dân vận"),
        ("btc", "Ban Tổ chức"),
        ("vp", "Văn phòng"),
        ("lđlđ", "Liên đoàn Lao động"),
        ("lhpn", "Liên hiệp Phụ nữ"),
        ("ccb", "Cựu chiến binh"),
        ("tncs hcm", "Thanh niên Cộng sản Hồ Chí Minh"),
        ("lđtb&xh|lđtbxh", "Lao động - Thương binh và Xã hội"),
        ("gd&đt|gdđt", "Giáo dục và Đào tạo"),
        ("kh&cn|khcn", "Khoa học và Công nghệ"),
        ("nn&mt|nnmt", "Nông nghiệp và Môi trường"),
        ("vhtt&dl|vhttdl", "Văn hóa, Thể thao và Du lịch"),
        ("bhxh", "Bảo hiểm xã hội"),
    )
)
_NEAR = 86  # of 100: from here on a name that is in no list is proposed for one that is
_CLEARLY = 4  # by so much the best must be nearer than the second


class Names:
    """The names of bodies in one document: which spelling is the main one, what stands for what."""

    def __init__(self, text: str, known: Sequence[KnownBody] = (), day: date | None = None) -> None:
        self._main = _main_spellings(text)
        self._renamed = () if day and day < _JOINED_ON else RENAMED
        self._known: dict[str, tuple[str, str]] = {}
        for how, names_of in _SOURCES:
            for body in known:
                for name in names_of(body):
                    self._known.setdefault(fold(name), (body.name, how))

    def resolve(self, name: str) -> BodyMatch:
        """`name` in the form in use; audiences come back as they are. What is only near keeps its wording in tasks."""
        name = tidy_name(name)
        low = lowered(name)
        listed = self._listed(name, low)
        if listed:
            return listed
        for pattern, full, how in self._renamed:
            if m := pattern.search(low):
                renamed = self._spelled(name[: m.start()] + full + name[m.end() :])
                known = self._known.get(fold(renamed))
                return BodyMatch(name, known[0] if known else renamed, how)
        spelled = self._spelled(name)
        if spelled != name:
            return BodyMatch(name, spelled, "variant")
        return self._near(name, low)

    def resolve_all(self, listing: str) -> tuple[BodyMatch, ...]:
        """Each body of a list as the text writes it: "Sở A, các cơ quan, đơn vị và UBND xã"."""
        return tuple(self.resolve(name) for name in split_names(listing))

    def _listed(self, name: str, low: str) -> BodyMatch | None:
        """The body that the caller lists under `name`, written out or in short."""
        for form, short in ((name, False), (_written_out(name, low), True)):
            if found := self._known.get(fold(form)):
                full, how = found
                return BodyMatch(name, full, "abbreviation" if short and how == "exact" else how)
        return None

    def _near(self, name: str, low: str) -> BodyMatch:
        """A name in no list: the one body that it clearly comes nearest to, else itself."""
        if not self._known:
            return BodyMatch(name, name, "as_written")
        key = fold(_written_out(name, low))
        best: dict[str, float] = {}
        for other, (full, _) in self._known.items():
            best[full] = max(best.get(full, 0.0), fuzz.ratio(key, other))
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        first, second = ranked[0], ranked[1] if len(ranked) > 1 else ("", 0.0)
        if _PLURAL.match(low) or name[:1].islower():  # an audience, no body's own name
            return BodyMatch(name, name, "as_written")
        if first[1] < _NEAR or first[1] - second[1] < _CLEARLY:
            return BodyMatch(name, name, "unlisted")
        return BodyMatch(name, first[0], "fuzzy", round(first[1]))

    def _spelled(self, name: str) -> str:
        return self._main.get(fold(name), name) if _HEAD_OF_STANDING.match(lowered(name)) else name


_SOURCES: tuple[tuple[str, Callable[[KnownBody], Iterable[str]]], ...] = (
    ("exact", lambda body: (body.name,)),
    ("alias", lambda body: body.aliases),
    ("old_name", lambda body: body.old_names),
)


def in_use(match: BodyMatch) -> str:
    """The name that a task carries: the form in use, or the wording of the text where the match is only near."""
    return match.written if match.how == "fuzzy" else match.name


def _written_out(name: str, low: str) -> str:
    """`name` with short forms written out: "UBKT Đảng ủy" as "Ủy ban Kiểm tra Đảng ủy"."""
    for pattern, full in ABBREVIATIONS:
        if m := pattern.search(low):
            name = name[: m.start()] + full + name[m.end() :]
            low = lowered(name)
    return name


_STANDING = vn(
    r"(?:ủy ban kiểm tra|ban tổ chức|ban tuyên giáo và dân vận|văn phòng|ban nội chính|ban thường vụ|ban chấp hành)"
    r"(?: (?:đảng|thành|tỉnh|huyện|quận) ủy)"
)
_HEAD_OF_STANDING = vn(
    r"(?:ủy ban kiểm tra|ban tổ chức|ban tuyên giáo|văn phòng|ban nội chính|ban thường vụ|ban chấp hành)"
)


def _main_spellings(text: str) -> dict[str, str]:
    """Folded name of a standing body → its most frequent spelling; capitals win a draw."""
    counts: dict[str, Counter[str]] = {}
    for m in _STANDING.finditer(lowered(text)):
        written = text[m.start() : m.end()]
        counts.setdefault(fold(written), Counter())[written] += 1
    return {key: max(found, key=lambda w: (found[w], sum(c.isupper() for c in w), w)) for key, found in counts.items()}


def short_forms(audiences: Iterable[str]) -> dict[str, str]:
    """Audiences that are a fuller one cut short: "các cấp ủy cơ sở" → "cấp ủy cơ sở đảng trực thuộc".

    Only words that add nothing but the tie to the owner ("đảng", "trực thuộc") may be missing.
    """
    plain = {a: _PLURAL.sub("", lowered(a)) for a in dict.fromkeys(audiences)}
    found: dict[str, str] = {}
    for name, low in plain.items():
        for full, full_low in plain.items():
            if (
                full_low.startswith(low + " ")
                and _TIE.fullmatch(full_low[len(low) :])
                and not _PLURAL.match(lowered(full))
            ):
                found[name] = full
    return found


_TIE = vn(r"(?: đảng| trực thuộc| thuộc đảng bộ| thuộc đảng ủy)+")
