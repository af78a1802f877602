"""Saved web pages (.html) of legal-document sites: the document's own text, without menus, scripts and advertisements.

No site is known by name: what is not text of the page, what is a list of links, and what stands outside of everything
that looks like a document (letterhead, numbered parts, recipients) is left out.
"""

# ruff: noqa: E501 -- a table of patterns is read row by row; broken rows hide what differs

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from dondoc.documents.parsing.files.base import Composer, Extraction, refusal
from dondoc.documents.parsing.files.counting import written
from dondoc.documents.parsing.files.flow import Flow, ParagraphText
from dondoc.documents.parsing.files.rows import MAX_COLUMNS, TableCell
from dondoc.documents.parsing.patterns import lowered, vn

_DROPPED = {
    "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "button", "select", "input",
    "textarea", "iframe", "object", "embed", "svg", "canvas", "video", "audio", "map", "dialog", "menu", "head", "link",
    "meta", "title", "base", "img", "del", "strike", "s", "label", "option", "frameset",
}  # fmt: skip
_BLOCKS = {
    "p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table",
    "blockquote", "pre", "center", "hr", "figure", "address", "body", "html", "tr", "td", "th", "tbody", "caption", "fieldset",
}  # fmt: skip
_HOLDERS = {"body", "div", "section", "article", "main", "form", "center", "span", "table", "tbody", "tr", "td"}
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|sidebar|side-bar|footer|breadcrumbs?|comments?|banner|ads?|advert|share|social|related|"
    r"login|popup|modal|cookie|toolbar|pagination|tooltip|search|lien-quan|tin-lien-quan|quang-cao)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
# What shows that text belongs to a document: letterhead, its kind, numbered parts, recipients.
_ANCHOR = vn(
    r"\s*(?:cộng hòa xã hội chủ nghĩa|đảng cộng sản việt nam|số\s?:?\s?\d+\s?[-/]|(?:kế hoạch|chương trình|nghị quyết|chỉ thị|quyết định|"
    r"kết luận|hướng dẫn)\s*$|nơi nhận\s?:|căn cứ |[ivx]{1,4}\s?[.)]\s|điều \d+[.:]|\d{1,2}\.\s|[a-z]\)\s|- )"
)
_MAX_BYTES = 12 * 1024 * 1024
_MAX_DEPTH = 200
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{3,20})", re.IGNORECASE)
_CODECS = {
    "utf-8",
    "utf8",
    "utf-16",
    "utf-16le",
    "windows-1258",
    "windows-1252",
    "iso-8859-1",
    "us-ascii",
    "ascii",
    "cp1258",
}


def read_page(data: bytes, name: str) -> Extraction:
    """The document's text in a saved page. Errors: UnreadableFile (no page, too large, nested too deeply)."""
    if len(data) > _MAX_BYTES:
        raise refusal("heavy", name)
    text = re.sub(r"^\s*<\?xml[^>]*>", "", decoded_page(data)).replace("\x00", "")
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(text, parser) if text.strip() else None
    except (etree.XMLSyntaxError, etree.ParserError, ValueError) as error:
        raise refusal("broken_page", name) from error
    if root is None:
        raise refusal("broken_page", name)
    if _is_deep(root):
        raise refusal("heavy", name)
    _prune(root)
    return _Reader(name).read(_document_in(root))


def decoded_page(data: bytes) -> str:
    """The page as text: its byte order mark, UTF-8 where it is, else the charset it names, else windows-1258."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        named = _CHARSET.search(data[:4096])
        codec = named[1].decode().lower() if named else ""
        if codec in ("utf-8", "utf8"):
            return data.decode("utf-8", "replace")
        return data.decode(codec if codec in _CODECS - {"utf-16", "utf-16le"} else "cp1258", "replace")


def _is_deep(root: Any) -> bool:
    """True when elements are nested beyond what any document needs (walked without recursion)."""
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > _MAX_DEPTH:
            return True
        level = [child for element in level for child in element]
    return False


def _prune(root: Any) -> None:
    """Take out what is not the page's own text: scripts, forms, menus, what is hidden, lists of links."""
    doomed = [e for e in root.iter() if not isinstance(e.tag, str) or _is_chrome(e)]
    for element in doomed:
        _remove(element)
    for element in [e for e in root.iter("ul", "ol", "div", "table", "section") if _is_link_list(e)]:
        _remove(element)


def _is_chrome(element: Any) -> bool:
    tag = element.tag
    if tag in ("html", "body"):
        return False
    if tag in _DROPPED:
        return not (tag in ("header", "form") and _holds_document(element))
    marks = f"{element.get('id', '')} {element.get('class', '')} {element.get('role', '')}"
    if (
        _HIDDEN.search(element.get("style", ""))
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
    ):
        return True
    return tag not in ("p", "span", "td", "tr", "b", "strong", "i", "em", "a") and bool(_CHROME.search(marks)) and not _holds_document(element)  # fmt: skip


def _holds_document(element: Any) -> bool:
    """True when an element named like page furniture holds a document all the same: old pages put all in a form."""
    seen = 0
    for piece in element.itertext():
        if len(piece) > 6 and _ANCHOR.match(lowered(piece[:60])):
            seen += 1
            if seen >= 3:
                return True
    return False


def _is_link_list(element: Any) -> bool:
    links = element.findall(".//a")
    if len(links) < 3:
        return False
    linked = sum(len("".join(a.itertext()).strip()) for a in links)
    whole = sum(len(piece.strip()) for piece in element.itertext())
    return linked > whole * 0.7


def _remove(element: Any) -> None:
    """Take out what is in an element, not what follows it."""
    element.clear(keep_tail=True)
    element.tag = "span"


def _document_in(root: Any) -> Any:
    """The smallest element that holds nearly all that looks like a document and most of the words.

    Of a table, only a cell with nearly all the words: others may be tables of the document itself.
    """
    weights = _weights(root)
    element = root
    while True:
        signs, letters = weights[element]
        heavy = next(
            (c for c in element.iterchildren() if weights[c][0] >= signs and weights[c][1] >= letters * 0.6), None
        )
        if heavy is None or heavy.tag not in _HOLDERS:
            return element
        if heavy.tag in ("table", "tbody", "tr", "td") and weights[heavy][1] < letters * 0.9:
            return element
        element = heavy


def _weights(root: Any) -> dict[Any, tuple[int, float]]:
    """(signs that it is a document, letters) of each element; letters of links count little."""
    weights: dict[Any, tuple[int, float]] = {}
    for element in reversed(list(root.iter())):
        pieces = [element.text, *(child.tail for child in element.iterchildren())]
        said = [" ".join(piece.split()) for piece in pieces if piece]
        below = [weights[child] for child in element.iterchildren()]
        signs = sum(_is_sign(piece) for piece in said) + sum(w[0] for w in below)
        letters = sum(map(len, said)) + sum(w[1] for w in below)
        weights[element] = (signs, letters * (0.2 if element.tag == "a" else 1.0))
    return weights


def _is_sign(piece: str) -> bool:
    return len(piece) > 3 and bool(_ANCHOR.match(lowered(piece[:60])))


@dataclass
class _Reader:
    name: str
    flow: Flow = field(init=False)
    _line: str = ""
    _label: str = ""  # the number of a list item whose text has not begun
    _centred: bool = False

    def __post_init__(self) -> None:
        self.flow = Flow(Composer(self.name))

    def read(self, element: Any) -> Extraction:
        self._inside(element, False, False)
        self._end()
        return self.flow.finish(())

    def _inside(self, element: Any, centred: bool, kept: bool) -> None:
        """Write what is in a block; `kept`: white space and line breaks count, as in <pre>."""
        self._say(element.text, kept)
        for child in element.iterchildren():
            tag = child.tag
            if tag == "br":
                self._line += "\n"
            elif tag == "table":
                self._end()
                self._table(child)
            elif tag in ("ol", "ul"):
                self._end()
                self._items(child)
            elif tag in _BLOCKS:
                self._end()
                inner = centred or tag == "center" or _is_centred(child)
                self._centred = inner
                self._inside(child, inner, kept or tag == "pre")
                self._end(tag == "p")
                self._centred = centred
            else:
                self._inside(child, centred, kept)
            self._say(child.tail, kept)

    def _say(self, text: str | None, kept: bool) -> None:
        if text and kept:
            self._line += text
        elif text:
            said = " ".join(f".{text}.".split())[1:-1]
            self._line += said.lstrip() if self._line.endswith(("\n", " ")) or not self._line else said

    def _end(self, paragraph: bool = False) -> None:
        """Write the line that was begun; an empty <p> is a blank line."""
        line, self._line = self._line.replace("\xa0", " "), ""
        if line.strip():
            line, self._label = self._label + line.strip(), ""
            lines = [" ".join(piece.split()) for piece in line.split("\n")]
            for piece in lines:
                self.flow.paragraph(ParagraphText(piece, is_centred=self._centred))
        elif paragraph and line:
            self.flow.paragraph(ParagraphText(""))

    def _items(self, element: Any) -> None:
        number = _number(element.get("start"), 1)
        form = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}.get(
            element.get("type", ""), "decimal"
        )
        for item in element.iterchildren():
            if item.tag in ("ol", "ul"):
                self._items(item)
            elif item.tag == "li":
                number = _number(item.get("value"), number)
                plain = element.tag == "ul" or "list-style-type:none" in element.get("style", "").replace(" ", "")
                self._label = ("- " if element.tag == "ul" else "") if plain else f"{written(number, form)}. "
                self._inside(item, False, False)
                self._end()
                number += 1

    def _table(self, element: Any) -> None:
        rows = [
            [
                TableCell(
                    _Reader(self.name).lines(cell),
                    _number(cell.get("colspan"), 1, MAX_COLUMNS),
                    _number(cell.get("rowspan"), 1, 200) or 200,
                )
                for cell in row.iterchildren("td", "th")
            ]
            for row in _table_rows(element)
        ]
        self.flow.table(rows, None)

    def lines(self, cell: Any) -> list[str]:
        """The lines of a cell."""
        return [line for line in self.read(cell).text.split("\n") if line.strip()]


def _table_rows(table: Any) -> Iterator[Any]:
    for child in table.iterchildren():
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from child.iterchildren("tr")


def _is_centred(element: Any) -> bool:
    return element.get("align", "").lower() == "center" or bool(_CENTRED.search(element.get("style", "")))


def _number(text: str | None, otherwise: int, limit: int = 100_000) -> int:
    text = (text or "").strip()
    return min(int(text), limit) if text.isascii() and text.isdigit() and len(text) < 8 else otherwise
