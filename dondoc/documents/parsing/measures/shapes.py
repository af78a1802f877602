"""The shapes in which a clause states its measure, and what each says of population and predicate.

Three carry nearly everything: "100% POPULATION do PREDICATE" · "share of POPULATION that PREDICATE reaches 90%" ·
"DO at least 5 UNIT of THING". The first shape that fits is taken; its name becomes the rule of the measure.
"""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from dataclasses import dataclass

from dondoc.documents.parsing.blocks import Words
from dondoc.documents.parsing.draft import MeasureDraft
from dondoc.documents.parsing.measures.periods import without_time
from dondoc.documents.parsing.measures.population import DOES, LEAD_IN, SHARE, before_tail, of_share, split, trim
from dondoc.documents.parsing.measures.units import is_amount
from dondoc.documents.parsing.patterns import vn

_EACH = vn(r"(?:bình quân\s)?(?:mỗi|từng)\s(?!quý|tháng|năm|tuần|kỳ)")
_PER = vn(r"\s?/\s?(?:năm|tháng|quý|tuần)$")
_BRACKET = re.compile(r"\s?\((?:(?![A-ZÀ-ỸĐ])|(?=(?:Quý|Tháng|Năm)\s))[^)]*\)?$|\sđể\s.*$")
_SIZE = vn(
    r"(?:tăng |giảm |nâng |duy trì )?(?P<what>(?:tốc độ|mức) (?:tăng|giảm)(?: trưởng)?|tốc độ phát triển|quy mô|tổng mức|số giờ trung bình|thu nhập bình quân(?! đầu người|/|\s/)|năng suất(?! lao động| các)|số lượng)\s"
)
_ADVERB = vn(r"\s(?:bình qu[âầ]n|hàng năm|hằng năm|bình qu[âầ]n (?:hàng|hằng) năm|mỗi năm)(?:\s|$)")
_MEAN_OF = vn(r"(?P<mean>bình quân(?: (?:hàng|hằng) năm)?) của\s")
# Deeds that make or gather what is counted.
_MADE = vn(
    r"(?:(?:vận động|phối hợp|chỉ đạo|tham mưu)\s)?(?:đón|lắp đặt|đầu tư|xây dựng|xây mới|chuyển đổi|nâng|thành lập|phát triển|trồng(?! trọt)|hoàn thành|hoàn thiện|mở|tổ chức|bố trí|triển khai|đào tạo|thu hút|tạo|giải quyết|kết nạp|hỗ trợ|công nhận|nhân rộng|tuyển|bồi dưỡng)(?: mới| thêm| tổng số| từ| cho| việc làm(?: mới)?(?: cho)?)*(?:\s|$)"
)
_COVERED = vn(r"\s[^\W\d_]")
_NOT_COVERED = vn(
    r"(?:và|trong|so|vào|đến|trở|kế hoạch|dự toán|chỉ tiêu|mục tiêu|nhu cầu|theo|trên|của|mỗi|khi|hoặc|để|trước|cuối|đầu|bình quân)(?![^\W_])"
)
# "Trồng trọt: …" names a field; "Tỷ lệ … trong độ tuổi: Nhà trẻ 25%; …" and "Cơ cấu kinh tế: …" say what is measured of each.
_LABEL = re.compile(r"(?P<label>[^\d:;.#]{2,90}?)\s?:\s?(?=\S)")
_LABEL_MEASURES = vn(r"\W*(?:(?:tỷ|tỉ) (?:lệ|trọng|suất|số)|cơ cấu|chuyển dịch cơ cấu|số lượng)\s")
_WITHIN = vn(r"\W*trong đó,?\s?:?\s?")


@dataclass(frozen=True)
class Piece:
    """A clause laid out: its head [start, cut) before the comparator, its tail [tail_at, end) behind the number.

    closed: a comma or the like follows the number, so that what comes later is not what is counted.
    """

    words: Words
    low: str
    start: int
    cut: int
    tail_at: int
    end: int
    unit: str
    unit_at: int
    closed: bool
    previous: MeasureDraft | None
    label: str = ""  # the name of a field before a colon, left out of the head

    @property
    def head(self) -> str:
        return self.low[self.start : self.cut].strip(" ,:;.")

    @property
    def tail(self) -> str:
        """What follows the number, without a period at its end."""
        text = "" if self.closed else self.words.low[self.tail_at : self.end].strip(" ,:;.()")
        return without_time(text).strip(" ,")

    @property
    def is_share(self) -> bool:
        return "%" in self.unit or "‰" in self.unit


Said = tuple[str, str, str]  # population, predicate, name of the shape


def who_and_what(piece: Piece) -> Said:
    """(population, predicate, name of the shape) of one clause."""
    for shape in (_labelled, _share, _size, _percent_of, _elliptic, _covers, _reaches):
        said = shape(piece)
        if said:
            return said
    return _count(piece)


def after_lead_in(words: Words, start: int, end: int) -> int:
    """Where a clause begins to say something, behind "Phấn đấu đến năm 2030, …"."""
    while start < end and words.text[start] in " (":
        start += 1
    lead = LEAD_IN.match(words.low, start, end)
    return lead.end() if lead else start


def after_label(words: Words, low: str, start: int, end: int) -> int:
    """Where a clause goes on behind a label that only names its field ("Trồng trọt: …")."""
    label = _LABEL.match(low, start, end)
    if not label or _LABEL_MEASURES.match(label["label"]):
        return start
    begin = after_lead_in(words, label.end(), end)
    return begin if low[begin:end].strip(" ,:;.") else start


def _labelled(piece: Piece) -> Said | None:
    """ "Share of …: Nursery 25%; …": each item is a population, the label says what is measured of it."""
    label = _LABEL.match(piece.low, piece.start, piece.cut)
    if not label or not _LABEL_MEASURES.match(label["label"]) or not piece.low[label.end() : piece.cut].strip(" ,"):
        return None
    what = piece.words.text[label.start() : label.end("label")].strip()
    if not without_time(piece.words.text[label.end() : piece.cut].strip(" ,")).strip(
        " ,"
    ):  # "Tỷ lệ …: năm 2026 đạt 80%"
        share = SHARE.match(piece.low, piece.start, label.end("label"))
        begin = share.end() if share else piece.start
        return *of_share(piece.words, piece.low, begin, label.end("label"), None), "measure.share"
    return trim(piece.words.text[label.end() : piece.cut]), what, "measure.listed"


def _share(piece: Piece) -> Said | None:
    share = SHARE.match(piece.low, piece.start, max(piece.start, piece.unit_at))
    if not share:
        return None
    end = piece.cut
    covered = _covered(piece)
    deed = DOES.match(piece.low, share.end(), end)
    if covered and not DOES.search(piece.low, deed.end() if deed else share.end(), end):
        return covered, trim(piece.words.text[share.end() : end]), "measure.share"
    return *of_share(piece.words, piece.low, share.end(), end, piece.previous), "measure.share"


def _size(piece: Piece) -> Said | None:
    """ "tốc độ tăng X bình quân", "số giờ … của X": X is measured."""
    size = _SIZE.match(piece.low, piece.start, piece.cut)
    if not size:
        return None
    low, text = piece.low, piece.words.text
    end = size.end() + len(without_time(text[size.end() : piece.cut]))
    what = text[size.start("what") : size.end("what")]
    if (mean := _MEAN_OF.match(low, size.end(), end)) is not None:
        return trim(text[mean.end() : end]), trim(text[size.start("what") : mean.end("mean")]), "measure.size"
    if (owner := low.rfind(" của ", size.end(), end)) > 0 and low[size.end() : owner].count(" ") > 2:
        return trim(text[owner + 5 : end]), trim(text[size.start("what") : owner]), "measure.size"
    if adverb := _ADVERB.search(low, size.end(), end):
        predicate = trim(f"{what} {text[adverb.start() : end].strip()}")
        return trim(text[size.end() : adverb.start()]), predicate, "measure.size"
    return trim(text[size.end() : end]), what, "measure.size"


_SHORT_HEAD = 12  # letters before "100% …" that name nothing yet: "Phấn đấu có"


def _percent_of(piece: Piece) -> Said | None:
    if not (piece.is_share and piece.tail and len(piece.head) < _SHORT_HEAD):
        return None
    population, predicate = split(piece.words, piece.low, piece.tail_at, piece.end)
    if piece.previous is not None and not predicate and DOES.match(piece.tail):
        population, predicate = piece.previous.population, population
    return population, predicate, "measure.percent_of"


def _elliptic(piece: Piece) -> Said | None:
    """What goes on from the share before it: "…; nông thôn đạt 90%", "…, trong đó có bằng cấp đạt 40%"."""
    before = piece.previous
    if before is None or not piece.is_share or piece.tail or not piece.head:
        return None
    if DOES.match(piece.head) and len(piece.head.split()) <= _LONE_VERB:
        return before.population, trim(piece.words.text[piece.start : piece.cut]), "measure.elliptic"
    if before.unit != "%":
        return None
    head = trim(without_time(piece.words.text[piece.start : piece.cut]))
    within = _WITHIN.search(piece.low, max(0, piece.start - 14), piece.start)
    if within and ":" in within[0]:
        return head, before.predicate, "measure.elliptic"
    if within:
        return before.population, head, "measure.share_within"
    if before.rule in ("measure.share", "measure.listed", "measure.elliptic") and len(head.split()) <= _SHORT_NAME:
        if DOES.search(head.lower()):
            return (before.population, head, "measure.elliptic") if DOES.match(head.lower()) else None
        return head, before.predicate, "measure.elliptic"
    return None


_LONE_VERB = 2  # words: "đóng góp"
_SHORT_NAME = 5  # words in "trung học phổ thông"


def _covered(piece: Piece) -> str:
    """What a share covers when that stands behind the number ("phủ trên 80% hộ gia đình"); "" when nothing does."""
    text = piece.words.text[piece.tail_at : piece.end]
    if not (piece.is_share and piece.tail and _COVERED.match(text)) or _NOT_COVERED.match(piece.tail):
        return ""
    return _MORE_AT_END.sub("", before_tail(trim(without_time(text))))


def _covers(piece: Piece) -> Said | None:
    covered = _covered(piece) if piece.head else ""
    return (covered, trim(piece.words.text[piece.start : piece.cut]), "measure.covers") if covered else None


def _reaches(piece: Piece) -> Said | None:
    """ "SUBJECT reaches 5 tỷ đồng": the subject is measured; a deed without a subject counts instead."""
    if not piece.head or (piece.tail and not piece.is_share):
        return None
    deed = _MADE.match(piece.low, piece.start, piece.cut)
    lacks_object = (deed and not piece.low[deed.end() : piece.cut].strip(" ,:;.")) or _HANGS.search(piece.head)
    if lacks_object and piece.unit and not is_amount(piece.unit):
        return None
    end = piece.start + len(without_time(piece.words.text[piece.start : piece.cut].rstrip(" ,:;.")))
    population, predicate = split(piece.words, piece.low, piece.start, end)
    if not predicate:
        population, predicate = _made(population)
    return population, predicate, "measure.reaches"


_HANGS = vn(
    r"(?<![^\W_])(?:đối với|cho|tại|ở|với|và|gồm|thêm|được|tổ chức|xây dựng|thành lập)$"
)  # something must follow


def _made(head: str) -> tuple[str, str]:
    """ "Lắp đặt mới trạm 3G/4G" as (trạm 3G/4G, Lắp đặt mới); what it is turned into stays with the verb."""
    m = _MADE.match(head.lower())
    if not m:
        return head, ""
    thing, into, goal = head[m.end() :].partition(" sang ")
    return thing, (head[: m.end()].strip() + (f" sang {goal}" if into else "")).strip()


_MORE_AT_END = vn(r"\s(?:trở lên|trở xuống)$")


_SCALE = vn(r"^(?:nghìn|ngàn|triệu|tỷ|tỉ|trăm|vạn)\s(?=\S)")


def _count(piece: Piece) -> Said:
    """ "DO at least 5 UNIT of THING", "mỗi POPULATION DO 2 THING"."""
    text = piece.words.text
    thing = without_time("" if piece.closed else trim(text[piece.tail_at : piece.end]))
    what = trim(text[piece.start : piece.cut])
    unit = _SCALE.sub("", piece.unit)
    if not thing and not what and piece.previous is not None and piece.is_share:
        return piece.previous.population, piece.previous.predicate, "measure.elliptic"
    if not thing and piece.label and unit:
        return piece.label, what, "measure.count"
    if unit and not unit.startswith("/") and (not is_amount(unit) or not thing):
        thing = f"{unit} {thing}".strip()
    thing = _PER.sub("", _BRACKET.sub("", before_tail(thing)).strip(" ,;"))
    if not vn(r"(?:tốt|khá|nhiệm vụ|trung bình) trở lên$").search(thing.lower()):
        thing = _MORE_AT_END.sub("", thing)
    if each := _EACH.match(what.lower()):
        who, does = what[each.end() :], ""
        if verb := DOES.search(who.lower()):
            who, does = who[: verb.start()], who[verb.start() :]
        return trim(who), trim(f"{does} {thing}"), "measure.each"
    if not what and (deed := DOES.search(thing.lower(), len(unit))):
        return thing[: deed.start()].strip(" ,"), thing[deed.start() :].strip(" ,"), "measure.count"
    if not what and piece.previous is not None and piece.previous.rule == "measure.count":
        what = piece.previous.predicate
    return thing, what, "measure.count"
