"""Who is counted and what they do: words parted into population and predicate."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re

from dondoc.documents.parsing.blocks import Words
from dondoc.documents.parsing.draft import MeasureDraft
from dondoc.documents.parsing.measures.periods import without_time
from dondoc.documents.parsing.patterns import vn

LEAD_IN = vn(
    r"(?:(?:phấn đấu|phần đấu|phấn đầu|bảo đảm|đảm bảo|mục tiêu|chỉ tiêu|đảm bảo|duy trì|tập trung|tiếp tục|và|có|đạt|để|trong đó|bình quân (?:mỗi|hằng|hàng) năm|mỗi (?:quý|tháng|tuần)|hằng năm|hàng năm|mỗi năm|"
    r"(?:đến|trong|từ|vào|hết|đến hết|đến cuối)?\s?(?:hết )?(?:cuối )?năm \d{4}(?:\s?trở đi)?|ít nhất|tối thiểu|khoảng|trên|dưới|không quá|[,:;-])(?![^\W_])\s?,?\s?)*"
)
SHARE = vn(r"(?:(?:tăng|giảm|nâng|duy trì|phấn đấu|đưa)\s)?(?:tỷ|tỉ) (?:lệ|trọng|suất|số)\s")
# Verbs that open what a population does. The first that stands outside a description of the population counts.
DOES = vn(
    r"(?<![^\W_])(?:tiếp tục|hoàn thành|(?<!- )(?<!– )xây dựng|triển khai|tiến hành|thực hiện|(?<!cán bộ )lãnh đạo(?! chủ chốt| quản lý| các cấp|,)|hàng năm|hằng năm|đăng ký|cam kết|đạt|(?<!nếu )có(?! sở| quan| cấu| chế| hội)|được|sơ kết|tổng kết|ban hành|(?<!các )(?<!những )tổ chức(?! đảng| cơ sở| chính| xã hội| đoàn| kinh tế| hành chính| quần chúng| và| hoặc| tín dụng|,)|"
    r"đóng góp(?! của)|tham gia|ứng dụng|sử dụng|hài lòng|thành lập|bố trí|duy trì|mỗi quý|mỗi năm|mỗi tháng|không|đảm bảo|bảo đảm|vi phạm|tiếp cận|che phủ|kết nối|xử lý|số hóa|giải quyết|cung cấp|chuyển đổi(?! số)|áp dụng|cập nhật|giữ vững|luôn|phải|đều|làm(?= công| việc)|quán triệt|học tập|kết nạp|tự phê bình|bao phủ|thu gom|tiêm chủng|giải ngân|huy động|(?<!bao )phủ|tốt nghiệp|trúng tuyển|vững mạnh|bị|thuộc(?= diện| nhóm)|sinh(?= ở| con)|tử vong|tăng(?! trưởng)|giảm(?! nghèo)|hoạt động(?! (?:trên|của))|bỏ học|suy dinh dưỡng|trở lên|xếp loại|qua(?= đào tạo)|(?<!nội )(?<!sử )dùng|tiêu thụ(?= qua| trên| tại)|để xảy ra|(?<!thu )nộp|giao dịch|thanh toán)(?![^\W_])"
)
_DESCRIBED = vn(
    r"(?:lực lượng|đội ngũ|người|số|hộ|nạn nhân|trẻ em|phụ nữ|cơ quan|đơn vị|tổ chức|doanh nghiệp|văn bản|nhiệm vụ|hồ sơ|cán bộ|đảng viên|vụ việc|học sinh|sinh viên|gia đình|dân|thôn|cơ sở|lao động|trở về|nữ)\s$"
)
_TAIL = vn(
    r"\s?,\s(?:hoàn thành (?:trước|trong|vào)|vượt|bằng|so với|tăng|giảm|cao hơn|góp phần|trong đó|nhằm|qua đó|từng bước|làm cơ sở|tạo)\b"
)
_TAIL_LOOSE = vn(r"\s(?:trong đó tập trung|trong đó,? ưu tiên|góp phần|nhằm|qua đó)\b")
_AMONG = vn(r"\s(?:trong|trên) tổng số\s")
_WOMEN = vn(r"(?:lao động )?nữ\s")
_BELONGS = vn(r"\s(?:của|tại|ở)\s")
_ABOUT = vn(r"\s(?:đối với|liên quan|trong|khi|về|với)(?![^\W_])")


def of_share(words: Words, low: str, start: int, end: int, previous: MeasureDraft | None) -> tuple[str, str]:
    """Population and predicate of "share of …".

    What follows "trong tổng số" is the population; a share that opens with a deed ("sử dụng … của X") belongs to X,
    or to the population of the measure before it.
    """
    text = words.text
    end = start + len(without_time(text[start:end]))
    if among := _AMONG.search(low, start, end):
        return trim(text[among.end() : end]), trim(text[start : among.start()])
    if (women := _WOMEN.match(low, start, end)) and not low.startswith("lao", start):
        return trim(text[women.end() : end]), "nữ"
    deed_first = DOES.match(low, start, end)
    population, predicate = split(words, low, start, end)
    if predicate and not deed_first:
        return population, predicate
    if owner := _BELONGS.search(low, start, end):
        about = _ABOUT.search(low, owner.end(), end)
        stop = about.start() if about else end
        return trim(text[owner.end() : stop]), trim(f"{text[start : owner.start()]} {text[stop:end].strip()}")
    if deed_first and previous is not None and not _PROCESS.match(low, start, end):
        return previous.population, trim(text[start:end])
    if deed_first:
        deeds = _deeds_end(low, deed_first.end(), end)
        if DOES.match(low, min(deeds + 1, end), end):  # "thanh toán không dùng tiền mặt" is one thing
            return trim(text[start:end]), ""
        about = _ABOUT.search(low, deeds, end)
        stop = about.start() if about else end
        return trim(text[deeds:stop]), trim(f"{text[start:deeds]} {text[stop:end].strip()}")
    return population, predicate


# What is done to things, not by somebody: the thing is the population ("tỷ lệ che phủ rừng").
_PROCESS = vn(
    r"(?:tăng|giảm|che phủ|bao phủ|thu gom|xử lý|giải ngân|số hóa|giải quyết|tiêm chủng|phủ|kết nối|huy động|cung cấp)(?![^\W_])"
)
_AND = vn(r"(?:,\s?|\s(?:và|hoặc)\s)")


def _deeds_end(low: str, at: int, end: int) -> int:
    """Where a row of deeds ends: "thu gom, xử lý" of "thu gom, xử lý chất thải"."""
    while (joint := _AND.match(low, at, end)) and (deed := DOES.match(low, joint.end(), end)):
        at = deed.end()
    return at


def split(words: Words, low: str, start: int, end: int) -> tuple[str, str]:
    """Population and predicate in `words[start:end]`, parted at the first verb of which the population is the subject."""
    text = words.text
    stop = _tail_start(low, start, end)
    lead = LEAD_IN.match(words.low, start, stop)
    first = lead.end() if lead else start
    while first < stop and text[first] in " ,:;":
        first += 1
    if among := _OUT_OF.match(text, first, stop):
        first = among.end()
    for verb in DOES.finditer(low, first, stop):
        if verb.start() < first + 2:
            continue
        if verb[0] in ("được", "có", "bị", "không", "làm", "thuộc", "có") and _is_description(low, first, verb, stop):
            continue
        if verb[0] in _NO_DEED:  # "từ 90% chi bộ trở lên hoàn thành …"
            return trim(text[first : verb.start()]), trim(text[verb.end() : stop])
        return trim(text[first : verb.start()]), trim(text[verb.start() : stop])
    return trim(without_time(trim(text[first:stop]))), ""


_NO_DEED = ("trở lên", "tro len", "trơ lên")
_OUT_OF = re.compile(r"\(\d+\s?/\s?\d+\)\s|(?:trong )?(?:tổng )?số \d[\d.]*\s")  # "(19/19) xã", "trong số 120 thủ tục"


def _is_description(low: str, first: int, verb: re.Match[str], stop: int) -> bool:
    """True when "được …", "bị …", "có …" only describes the population: a further verb of the kind follows."""
    if not _DESCRIBED.search(low, max(first, verb.start() - 14), verb.start()):
        return False
    later = [v for v in DOES.finditer(low, verb.end(), stop) if v[0] in ("được", "có", "thực hiện", "tham gia", "đạt")]
    return bool(later)


def _tail_start(low: str, start: int, end: int) -> int:
    """Where the sentence turns to what it is for ("góp phần …") or to examples ("trong đó tập trung …")."""
    ends = [m.start() for p in (_TAIL, _TAIL_LOOSE) if (m := p.search(low, start, end))]
    stop = min([*ends, end])
    while stop > start and low[stop - 1] in " ,;.:":
        stop -= 1
    return stop


def before_tail(text: str) -> str:
    low = text.lower()
    ends = [m.start() for p in (_TAIL, _TAIL_LOOSE) if (m := p.search(low))]
    return text[: min(ends)] if ends else text


def trim(text: str) -> str:
    text = text.strip(" ,;:.–-")
    return text[:-1].strip() if text.endswith(")") and text.count("(") < text.count(")") else text
