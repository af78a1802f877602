"""Who a directive is for: the subject of its sentence, a bracket behind it, a heading that is nothing but bodies."""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from dataclasses import dataclass, replace

from dondoc.documents.parsing import dues
from dondoc.documents.parsing.bodies import VERBS, Names, begins_with_body, in_use, name_end, tidy_name
from dondoc.documents.parsing.draft import BodyMatch
from dondoc.documents.parsing.outline import Node
from dondoc.documents.parsing.patterns import lowered, vn
from dondoc.documents.parsing.tasks.labels import label_amid
from dondoc.documents.parsing.zones import Zone, zone_of_heading

AUDIENCE = vn(r"đối với\s(?P<who>[^:.;]{3,200}?)\s?:\s?")
ASSIGN = vn(
    r"(?P<ask>đề nghị\s|yêu cầu\s|phân công\s)?(?:giao|giao nhiệm vụ|phân công)\s(?:nhiệm vụ\s)?(?:cho\s)?(?=[^\W\d_])"
)
ASK = vn(r"(?:đề nghị|yêu cầu|kính đề nghị)\s?:?\s(?=[^\W\d_])")
_OPENER = vn(
    r"(?:căn cứ|trên cơ sở|trong phạm vi|theo chức năng|trong quá trình|định kỳ|hàng|hằng|sau khi|khi|để|nhằm|với|từ|trước|trong|theo|đến|thực hiện)(?![^\W_])"
)
VERB_FIRST = vn(r"(?:" + "|".join(sorted(VERBS, key=len, reverse=True)) + r")(?![^\W_])")
_TRUE_SUBJECT = vn(
    r"(?!tổ chức các\s)(?:(?:các |những |từng |mỗi )|(?:tổ chức|lãnh đạo|báo|đoàn|bộ|tổ|đài|phòng|ngành|trường|trưởng|đơn vị|cán bộ|chánh|vụ|cục|viện)\s(?:đảng|cơ sở|chính trị|ban|các|cơ quan|sở|ủy ban|viên|văn phòng|đoàn)|tổ công tác)"
)
_ACTS_LATER = vn(
    r"(?:trong phạm vi|theo (?:chức năng|thẩm quyền|nhiệm vụ))[^.;:]{0,120}?\s(?:"
    + "|".join(sorted(VERBS, key=len, reverse=True))
    + r")(?![^\W_])"
)
_GIVEN_AMID = vn(r"(?:[.,;:(]|\s[-–])\s?(?:và |việc này )?(?:giao(?: cho)?|do)\s(?=[^\W\d_])")
_ONLY_WHEN = vn(r"\s?[,;]\s(?:thời (?:gian|hạn)|hoàn thành|xong|trong|trước)(?![^\W_])|\s?[.;]?$")
_BODY_AND_TIME = vn(r"\((?P<who>[^();]{3,100}?)[,;:-]\s(?P<when>[^();]{4,60})\)\W*$")
# "Họp giao ban hằng quý. Văn phòng Đảng ủy chủ trì …": who takes the work on is said behind it.
_NEXT_CLAUSE = vn(r"(?:[.;]|\s[-–])\s(?=[^\W\d_])")
_LONGEST_TITLE = 110
_TAKES_ON = vn(r"(?:chủ trì|chịu trách nhiệm|phụ trách|chuẩn bị|tham mưu|thực hiện|tổ chức|tiến hành)(?![^\W_])")
_NAMED_WORK = vn(
    r"(?:[^.;:,()\"“”]|[\"“][^\"“”.;:]{2,50}[\"”]){6,90}:\s(?=[^\W\d_])"
)  # "Hội nghị tại chi bộ: các chi bộ tổ chức …"
_BIDS = vn(r"\s?,?\s?(?:yêu cầu|đề nghị|giao nhiệm vụ cho|giao cho|giao|phân công)\s:?\s?")
_WATCHES = vn(
    r"\s?(?:phụ trách|theo dõi|chịu trách nhiệm)(?![^\W_])"
)  # "phân công ủy viên phụ trách": who assigns, acts
_IN_BRACKETS = vn(
    r"\((?:giao )?(?P<who>[^();]{3,120}?),?\s(?:chủ trì|thực hiện|chịu trách nhiệm|phụ trách|tham mưu|chuẩn bị|đảm nhiệm)(?![^\W_])"
)
_EXHORT = vn(r"\s?(?:cần|phải)(?![^\W_])")


@dataclass(frozen=True)
class Lead:
    """Who a directive is for. `written`: the words; `origin`: the sentence that they come from when inherited.

    until: where the body's name ends in the words of the directive.
    """

    bodies: tuple[BodyMatch, ...]
    written: str
    rule: str
    origin: str | None = None
    mode: str | None = None
    until: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(in_use(body) for body in self.bodies)


def subject(names: Names, node: Node, at: int, zone: Zone = Zone.OTHER) -> Lead | None:
    """The body that is the subject of the sentence at `at`, also behind an opening clause.

    In a part that lists work, "X cần …", "X phải …" is an exhortation, not an assignment.
    """
    low, text = node.low, node.text
    places = [at]
    if named := _NAMED_WORK.match(low, at):
        places.append(named.end())
    if _OPENER.match(low, at):
        places += [m.end() for m in re.finditer(r",\s", low[: at + 320]) if m.end() > at][:8]
    for place in places:
        lead = subject_at(names, text, low, place)
        if lead:
            exhorted = zone is Zone.WORK and _EXHORT.match(low, place + len(lead.written))
            return None if exhorted else lead
    return None


def subject_at(names: Names, text: str, low: str, place: int) -> Lead | None:
    if not begins_with_body(low, place):
        return None
    if VERB_FIRST.match(low, place) and not _TRUE_SUBJECT.match(low, place):
        return None
    end = name_end(text, low, place)
    after = low[end : end + 200].lstrip(" ,-–")
    acts = VERB_FIRST.match(after) or after.startswith(":") or _ACTS_LATER.match(after)
    if end - place > 400 or not acts:
        return None
    written = tidy_name(text[place:end])
    if bids := _BIDS.match(low, end):  # "Ủy ban nhân dân tỉnh yêu cầu các sở, ngành …": those are to act
        asked = name_end(text, low, bids.end())
        watched = bids[0].strip().startswith("phân công") and _WATCHES.match(low, asked)
        if begins_with_body(low, bids.end()) and asked < len(text) and not watched:
            return replace(resolved(names, tidy_name(text[bids.end() : asked]), "task.asked"), until=asked)
    if low.startswith(("cán bộ", "đảng viên", "đoàn kết"), place):
        return None
    return replace(resolved(names, written, "task.subject"), until=end)


def resolved(names: Names, written: str, rule: str, mode: str | None = None) -> Lead:
    """The bodies that `written` lists, each in the form in use."""
    return Lead(names.resolve_all(written), written, rule, mode=mode)


def bracketed(names: Names, node: Node) -> Lead | None:
    """The body in a bracket behind the work: "… (Sở Nội vụ chủ trì; hoàn thành trước 30/9/2026)"."""
    if given := _GIVEN_AMID.search(node.low):
        end = name_end(node.text, node.low, given.end())
        acts = VERB_FIRST.match(node.low[end:].lstrip(" ,")) or _ONLY_WHEN.match(node.low, end)
        if begins_with_body(node.low, given.end()) and acts:
            return resolved(names, tidy_name(node.text[given.end() : end]), "task.given_amid")
    if at := label_amid(node):
        end = name_end(node.text, node.low, at)
        return resolved(names, tidy_name(node.text[at:end]), "task.label_amid")
    if (m := _BODY_AND_TIME.search(node.low)) and begins_with_body(node.low, m.start("who")):
        timed = dues.schedule(node.text[m.start("when") : m.end("when")], m["when"])
        if timed and name_end(node.text, node.low, m.start("who"), m.end("who")) == m.end("who"):
            return resolved(names, tidy_name(node.text[m.start("who") : m.end("who")]), "task.bracket")
    for m in _NEXT_CLAUSE.finditer(node.low):
        lead = subject_at(names, node.text, node.low, m.end())
        titled = node.low[m.start()] == "." and m.start() <= _LONGEST_TITLE and node.kind in ("number", "decimal")
        titled = titled and bool(lead) and not _EXHORT.match(node.low, lead.until if lead else 0)
        if lead and (titled or _TAKES_ON.match(node.low[lead.until :].lstrip(" ,"))):
            return replace(lead, rule="task.given_amid", until=0)
    for m in _IN_BRACKETS.finditer(node.low):
        if begins_with_body(node.low, m.start("who")):
            return resolved(names, tidy_name(node.text[m.start("who") : m.end("who")]), "task.bracket")
    return None


def labelled(names: Names, node: Node) -> Lead | None:
    """The body that stands before a colon at the head of a directive: "Văn phòng: Tham mưu …"."""
    if node.text.isupper() or not begins_with_body(node.low):
        return None
    end = name_end(node.text, node.low, 0)
    goes_on = node.low[end:].lstrip()
    if not goes_on.startswith(":") or not goes_on.strip(" :"):
        return None
    return subject_at(names, node.text, node.low, 0)


_SPEAKS = vn(
    r"\s?,?\s?(?:yêu cầu|đề nghị|giao|thống nhất|kết luận|đề ra|xác định|ban hành|thông báo|có ý kiến|quyết nghị|quyết định)(?![^\W_])"
)


def opening(names: Names, heading: Node) -> Lead | None:
    """The body of a line that opens a list of what it is to do: "Đảng ủy Ủy ban nhân dân tỉnh lãnh đạo, chỉ đạo:"."""
    if not heading.text.rstrip().endswith(":") or heading.text.isupper():
        return None
    lead = subject_at(names, heading.text, heading.low, 0)
    if lead is None or (lead.rule != "task.asked" and _SPEAKS.match(heading.low, lead.until)):
        return None
    return replace(lead, rule="task.list_opening", origin=heading.text)


_ASKED = vn(r"(?:yêu cầu|đề nghị)\s:?\s?(?=[^\W\d_])")


def asked_in_opening(names: Names, node: Node) -> Lead | None:
    """Whom the line above the items of a letter asks: "Sở X đề nghị Ủy ban nhân dân các xã thực hiện:"."""
    if not node.text.rstrip().endswith(":"):
        return None
    for m in _ASKED.finditer(node.low):
        end = name_end(node.text, node.low, m.end())
        if begins_with_body(node.low, m.end()) and VERB_FIRST.match(node.low[end:].lstrip(" ,")):
            written = tidy_name(node.text[m.end() : end])
            return replace(resolved(names, written, "task.list_opening"), origin=node.text)
    return None


_OF_WHOM = vn(
    r"(?:trách nhiệm|nhiệm vụ|phân công nhiệm vụ|phần việc)(?: cụ thể)?(?: của| đối với| cho)\s:?\s?|đối với\s"
)


def heading_names(names: Names, heading: Node) -> Lead | None:
    """The bodies that a heading names when it names nothing else, also cut over two paragraphs."""
    rest_of_it = second_half(heading)
    text = f"{heading.text} {rest_of_it.text}" if rest_of_it else heading.text
    low = lowered(text)
    at = 0
    mode = None
    if m := _OF_WHOM.match(low):
        at = m.end()
    elif m := ASK.match(low) or (None if text.isupper() else ASSIGN.match(low)):
        at, mode = m.end(), "Đề nghị" if low.startswith(("đề nghị", "de nghi")) else None
    if VERB_FIRST.match(low, at) and not _TRUE_SUBJECT.match(low, at):
        return None
    if not begins_with_body(low, at) or (
        zone_of_heading(heading) is Zone.ASSIGNMENT and not at and heading.kind == "roman"
    ):
        return None
    end = name_end(text, low, at)
    rest = re.sub(r"\([^)]*\)", "", text[end:]).strip(" :.")
    if rest:
        return None
    written = tidy_name(re.sub(r"\s?\([^)]*\)", "", text[at:end]))
    return Lead(names.resolve_all(written), written, "task.heading", heading.text, mode)


def second_half(heading: Node) -> Node | None:
    """The rest of a heading of bodies that was cut over two paragraphs, with its list below; None if it is whole."""
    nearest = heading.children[0] if heading.children else None
    if nearest is None or nearest.kind != "text" or heading.text.rstrip().endswith((":", ".")):
        return None
    short = len(nearest.text) < 120 and not nearest.text.rstrip().endswith((".", ":", ";"))
    return nearest if short and heading.has_list else None
