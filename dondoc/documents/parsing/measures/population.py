"""Over whom a measure is taken and what they do: population and predicate.

Three shapes carry nearly everything: "100% POPULATION do PREDICATE" · "share of POPULATION that PREDICATE reaches 90%" ·
"DO at least 5 UNIT of THING".
"""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re

from dondoc.documents.parsing.blocks import Words
from dondoc.documents.parsing.draft import MeasureDraft
from dondoc.documents.parsing.measures.clauses import Clause
from dondoc.documents.parsing.measures.periods import without_time
from dondoc.documents.parsing.measures.units import unit_of
from dondoc.documents.parsing.patterns import vn

_LEAD_IN = vn(
    r"(?:(?:phấn đấu|phần đấu|phấn đầu|bảo đảm|đảm bảo|mục tiêu|chỉ tiêu|duy trì|tập trung|tiếp tục|và|có|đạt|để|trong đó|hằng năm|hàng năm|mỗi năm|"
    r"(?:đến|trong|từ|vào|hết|đến hết|đến cuối)?\s?(?:hết )?(?:cuối )?năm \d{4}(?:\s?trở đi)?|ít nhất|tối thiểu|khoảng|trên|dưới|không quá|[,:;-])(?![^\W_])\s?,?\s?)*"
)
SHARE = vn(r"(?:(?:tăng|giảm|nâng|duy trì|phấn đấu|đưa)\s)?(?:tỷ|tỉ) (?:lệ|trọng|suất|số)\s")

# Verbs that open what a population does. The first that stands outside a description of the population counts.
_DOES = vn(
    r"(?<![^\W_])(?:tiếp tục|hoàn thành|xây dựng|triển khai|tiến hành|thực hiện|lãnh đạo|hàng năm|hằng năm|đăng ký|cam kết|đạt|có(?! sở| quan| cấu| chế| hội)|được|sơ kết|tổng kết|ban hành|(?<!các )(?<!những )tổ chức(?! đảng| cơ sở| chính| xã hội| đoàn| kinh tế| hành chính| quần chúng|,)|"
    r"tham gia|ứng dụng|sử dụng|hài lòng|thành lập|bố trí|duy trì|mỗi quý|mỗi năm|mỗi tháng|không|đảm bảo|bảo đảm|vi phạm|tiếp cận|che phủ|kết nối|xử lý|số hóa|giải quyết|cung cấp|chuyển đổi|áp dụng|cập nhật|giữ vững|luôn|phải|đều|làm(?= công| việc)|quán triệt|học tập|kết nạp|tự phê bình|phủ|tốt nghiệp|trúng tuyển|bị|thuộc(?= diện| nhóm)|sinh(?= ở| con)|tử vong|tăng|giảm|hoạt động(?! (?:trên|của))|bỏ học|nộp|giao dịch|thanh toán)(?![^\W_])"
)
_DESCRIBED = vn(
    r"(?:người|số|hộ|nạn nhân|trẻ em|phụ nữ|cơ quan|đơn vị|tổ chức|doanh nghiệp|văn bản|nhiệm vụ|hồ sơ|cán bộ|đảng viên|vụ việc|học sinh|sinh viên|gia đình|dân|thôn|cơ sở|lao động|trở về|nữ)\s$"
)
_TAIL = vn(r"\s?,\s(?:góp phần|trong đó|nhằm|qua đó|từng bước|làm cơ sở|tạo)\b")
_TAIL_LOOSE = vn(r"\s(?:trong đó tập trung|trong đó,? ưu tiên|góp phần|nhằm|qua đó)\b")
_EACH = vn(r"(?:mỗi|từng)\s")
_PER = vn(r"\s?/\s?(?:năm|tháng|quý|tuần)$")
_BRACKET = re.compile(r"\s?\((?![A-ZÀ-ỸĐ])[^)]*\)?$|\sđể\s.*$")
_SIZE = vn(
    r"(?:tăng |giảm |nâng |duy trì )?(?P<what>tốc độ tăng(?: trưởng)?|quy mô|tổng mức|số giờ trung bình|thu nhập bình quân|mức tăng|năng suất|số lượng)\s"
)
_ADVERB = vn(r"\s(?:bình qu[âầ]n|hàng năm|hằng năm|bình qu[âầ]n (?:hàng|hằng) năm|mỗi năm)(?:\s|$)")
_MADE = vn(
    r"(?:lắp đặt|đầu tư|xây dựng|chuyển đổi|nâng|thành lập|phát triển|trồng|hoàn thành|hoàn thiện|mở|tổ chức|bố trí|triển khai|đào tạo|thu hút|tạo)(?: mới| thêm| tổng số| từ| cho)*\s"
)
_COVERED = vn(r"\s[^\W\d_]")
_NOT_COVERED = vn(r"(?:và|trong|so với|vào|đến|trở|kế hoạch|theo|trên|của|mỗi|khi|hoặc|để|trước|cuối|đầu)(?![^\W_])")
_AMONG = vn(r"\s(?:trong|trên) tổng số\s")
_WOMEN = vn(r"(?:lao động )?nữ\s")


_BELONGS = vn(r"\s(?:của|tại|ở)\s")
_ABOUT = vn(r"\s(?:đối với|liên quan|trong|khi|về|với)(?![^\W_])")


def who_and_what(
    words: Words, low: str, clause: Clause, cut: int, tail_at: int, m: re.Match[str], previous: MeasureDraft | None
) -> tuple[str, str, str]:
    """(population, predicate, name of the shape) of one clause. `cut`: where the comparator begins in its head."""
    lead = _LEAD_IN.match(words.low, clause.start, clause.start + cut)
    head_start = lead.end() if lead else clause.start
    head_end = clause.start + cut
    head = low[head_start:head_end].strip(" ,:;.")
    tail = low[tail_at : clause.end].strip(" ,:;.()")
    tail = without_time(tail).strip(" ,")
    if share := SHARE.match(low, head_start, max(head_start, m.start())):
        return *of_share(words, low, share.end(), head_end, previous), "measure.share"
    if size := _SIZE.match(low, head_start, head_end):
        return *_of_size(words, low, size, head_end), "measure.size"
    if "%" in (m["unit"] or "") and tail and len(head) < 12:
        population, predicate = split(words, low, tail_at, clause.end)
        if previous is not None and not predicate and _DOES.match(tail):
            population, predicate = previous.population, population
        return population, predicate, "measure.percent_of"
    if head and (not tail or "%" in (m["unit"] or "")) and len(head) >= 12:
        if tail and _COVERED.match(words.text[tail_at : clause.end]) and not _NOT_COVERED.match(tail):
            covered = _before_tail(trim(without_time(words.text[tail_at : clause.end])))
            return covered, trim(words.text[head_start:head_end]), "measure.covers"
        population, predicate = split(words, low, head_start, head_end)
        if not predicate:
            population, predicate = _made(population)
        return population, predicate, "measure.reaches"
    text = words.text
    thing = without_time(trim(text[m.end("unit") if m["unit"] else tail_at : clause.end]))
    unit = unit_of(m, words) or ""
    what = trim(text[head_start:head_end])
    if m["unit"] and m["unit"].strip() and unit not in ("%", "ha", "USD") and not unit.startswith("/"):
        thing = f"{unit} {thing}".strip()
    thing = _PER.sub("", _BRACKET.sub("", _before_tail(thing)).strip(" ,;"))
    if each := _EACH.match(what.lower()):
        who, does = what[each.end() :], ""
        if verb := _DOES.search(who.lower()):
            who, does = who[: verb.start()], who[verb.start() :]
        return trim(who), trim(f"{does} {thing}"), "measure.each"
    if not what and (deed := _DOES.search(thing.lower(), len(unit))):
        return thing[: deed.start()].strip(" ,"), thing[deed.start() :].strip(" ,"), "measure.count"
    if not what and previous is not None:
        what = previous.predicate
    return thing, what, "measure.count"


def _of_size(words: Words, low: str, size: re.Match[str], end: int) -> tuple[str, str]:
    """Population and predicate of "tốc độ tăng X bình quân", "số giờ … của X": X is measured."""
    text = words.text
    end = size.end() + len(without_time(text[size.end() : end]))
    what = text[size.start("what") : size.end("what")]
    if (owner := low.rfind(" của ", size.end(), end)) > 0 and low[size.end() : owner].count(" ") > 2:
        return trim(text[owner + 5 : end]), trim(text[size.start("what") : owner])
    if adverb := _ADVERB.search(low, size.end(), end):
        return trim(text[size.end() : adverb.start()]), trim(f"{what} {text[adverb.start() : end].strip()}")
    return trim(text[size.end() : end]), what


def _made(head: str) -> tuple[str, str]:
    """ "Lắp đặt mới trạm 3G/4G" as (trạm 3G/4G, Lắp đặt mới); what it is turned into stays with the verb."""
    m = _MADE.match(head.lower())
    if not m:
        return head, ""
    thing, into, goal = head[m.end() :].partition(" sang ")
    return thing, (head[: m.end()].strip() + (f" sang {goal}" if into else "")).strip()


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
    deed_first = _DOES.match(low, start, end)
    population, predicate = split(words, low, start, end)
    if predicate and not deed_first:
        return population, predicate
    if owner := _BELONGS.search(low, start, end):
        about = _ABOUT.search(low, owner.end(), end)
        stop = about.start() if about else end
        return trim(text[owner.end() : stop]), trim(f"{text[start : owner.start()]} {text[stop:end].strip()}")
    if deed_first and previous is not None:
        return previous.population, trim(text[start:end])
    if deed_first:
        about = _ABOUT.search(low, deed_first.end(), end)
        stop = about.start() if about else end
        return trim(text[deed_first.end() : stop]), trim(f"{text[start : deed_first.end()]} {text[stop:end].strip()}")
    return population, predicate


def split(words: Words, low: str, start: int, end: int) -> tuple[str, str]:
    """Population and predicate in `words[start:end]`, parted at the first verb of which the population is the subject."""
    text = words.text
    stop = _tail_start(low, start, end)
    lead = _LEAD_IN.match(words.low, start, stop)
    first = lead.end() if lead else start
    while first < stop and text[first] in " ,:;":
        first += 1
    for verb in _DOES.finditer(low, first, stop):
        if verb.start() < first + 2:
            continue
        if verb[0] in ("được", "có", "bị", "không", "làm", "thuộc", "có") and _is_description(low, first, verb, stop):
            continue
        return trim(text[first : verb.start()]), trim(text[verb.start() : stop])
    return trim(text[first:stop]), ""


def _is_description(low: str, first: int, verb: re.Match[str], stop: int) -> bool:
    """True when "được …", "bị …", "có …" only describes the population: a further verb of the kind follows."""
    if not _DESCRIBED.search(low, max(first, verb.start() - 14), verb.start()):
        return False
    later = [v for v in _DOES.finditer(low, verb.end(), stop) if v[0] in ("được", "có", "thực hiện", "tham gia", "đạt")]
    return bool(later)


def _tail_start(low: str, start: int, end: int) -> int:
    """Where the sentence turns to what it is for ("góp phần …") or to examples ("trong đó tập trung …")."""
    ends = [m.start() for p in (_TAIL, _TAIL_LOOSE) if (m := p.search(low, start, end))]
    stop = min([*ends, end])
    while stop > start and low[stop - 1] in " ,;.:":
        stop -= 1
    return stop


def _before_tail(text: str) -> str:
    low = text.lower()
    ends = [m.start() for p in (_TAIL, _TAIL_LOOSE) if (m := p.search(low))]
    return text[: min(ends)] if ends else text


def trim(text: str) -> str:
    text = text.strip(" ,;:.–-")
    return text[:-1].strip() if text.endswith(")") and text.count("(") < text.count(")") else text
