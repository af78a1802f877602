"""What every reader of files gives back, the sentences with which it refuses, and the bounds that hold for all.

Nothing in a file is executed, nothing is fetched; a reader takes bytes and gives text with the places of its pages.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dondoc.lib.text import nfc

MAX_BYTES = 20 * 1024 * 1024
MAX_CHARACTERS = 3_000_000
ACCEPTED = (".docx", ".doc", ".odt", ".pdf", ".html", ".txt", ".png", ".jpg")

# code → sentence; "{}" is the file's name. Every sentence says what is wrong and what to do.
SENTENCES = {
    "large": f"Tệp “{{}}” lớn hơn {MAX_BYTES // 1024 // 1024} MB. Hãy tách tệp hoặc chỉ tải phần văn bản.",
    "empty": "Tệp “{}” trống. Hãy chọn tệp có nội dung văn bản.",
    "unknown": (
        "Chưa đọc được tệp “{}”. Hệ thống nhận tệp .docx, .doc, .odt, .pdf, .html, .txt và ảnh chụp .png, .jpg; "
        "hãy lưu văn bản sang một trong các dạng này."
    ),
    "program": "Tệp “{}” là chương trình máy tính, không phải văn bản, nên không được nhận.",
    "spreadsheet": "Tệp “{}” là bảng tính. Hãy chọn tệp văn bản của kế hoạch (Word, PDF …).",
    "slides": "Tệp “{}” là tệp trình chiếu. Hãy chọn tệp văn bản của kế hoạch (Word, PDF …).",
    "mail_page": "Tệp “{}” là trang web lưu dạng gộp (MHTML). Hãy lưu lại trang đó dạng “.html”.",
    "no_words": "Tệp “{}” không có chữ nào. Nếu là bản chụp, hãy dùng bản văn bản gốc.",
    "long": "Văn bản trong tệp “{}” quá dài. Hãy tách ra từng văn bản.",
    "not_plain": "Tệp “{}” không phải là tệp văn bản thuần. Hãy kiểm tra lại phần mở rộng của tệp.",
    "not_unicode": "Tệp “{}” không ở bảng mã Unicode (UTF-8). Hãy mở tệp và lưu lại với bảng mã UTF-8.",
    "broken_word": "Tệp “{}” bị hỏng hoặc không phải tệp Word. Hãy mở bằng Word rồi lưu lại dạng .docx.",
    "broken_odt": "Tệp “{}” bị hỏng hoặc không phải tệp OpenDocument. Hãy mở bằng LibreOffice rồi lưu lại dạng .odt.",
    "broken_pdf": "Tệp “{}” bị hỏng nên không đọc được. Hãy xuất lại tệp PDF từ văn bản gốc.",
    "broken_page": "Tệp “{}” không đọc được như một trang web. Hãy lưu lại trang đó dạng “.html”.",
    "broken_image": "Ảnh “{}” bị hỏng nên không đọc được. Hãy chụp hoặc quét lại.",
    "password": "Tệp “{}” có mật khẩu. Hãy bỏ mật khẩu rồi tải lại.",
    "macros": "Tệp “{}” có macro nên không được nhận. Hãy lưu lại dạng .docx không macro.",
    "unfolds": "Tệp “{}” giải nén ra quá lớn nên không được nhận.",
    "heavy": "Tệp “{}” quá phức tạp, đọc vượt thời gian hoặc bộ nhớ cho phép nên đã dừng. Hãy lưu lại văn bản dạng .docx hoặc tách nhỏ.",  # noqa: E501
    "pages": "Tệp “{}” có quá nhiều trang (nhiều hơn 400). Hãy tách ra từng văn bản.",
    "page_size": "Tệp “{}” có trang khổ lớn bất thường nên không được nhận. Hãy xuất lại PDF khổ A4.",
    "no_office": (
        "Tệp “{}” là Word kiểu cũ (.doc). Máy chủ chưa cài LibreOffice để đọc; hãy mở bằng Word, lưu lại dạng .docx "
        "rồi tải lên, hoặc nhờ quản trị viên cài: apt-get install libreoffice-writer-nogui."
    ),
    "office_failed": "LibreOffice không mở được tệp “{}”. Hãy mở bằng Word rồi lưu lại dạng .docx.",
    "no_ocr": (
        "Tệp “{}” có trang là bản chụp, chưa có lớp chữ. Máy chủ chưa cài bộ nhận dạng chữ; hãy dùng bản văn bản "
        "gốc, hoặc nhờ quản trị viên cài: apt-get install tesseract-ocr tesseract-ocr-vie."
    ),
    "ocr_pages": "Bản chụp “{}” có quá nhiều trang để nhận dạng chữ một lần (nhiều nhất 30). Hãy tách tệp.",
    "ocr_failed": "Không nhận dạng được chữ trong tệp “{}”. Hãy quét lại rõ hơn hoặc dùng bản văn bản gốc.",
}


class UnreadableFile(ValueError):
    """A file that cannot be read; `str(error)` is a Vietnamese sentence for the person who gave it."""


class SecretDocument(UnreadableFile):
    """A document that bears a degree of secrecy: it may not be kept on a networked machine (DOMAIN.md §6.2)."""


def refusal(code: str, name: str) -> UnreadableFile:
    """The refusal of the file `name` for the reason `code` (a key of SENTENCES)."""
    return UnreadableFile(SENTENCES[code].replace("{}", name))


@dataclass(frozen=True)
class Extraction:
    """The text of a file, in NFC, and where its pages begin.

    pages: (place in `text`, number of the page) in order of places; empty when the file does not know its pages.
    A footnote or the rest of a broken table row may stand under an earlier page again, so numbers can go back.
    margin: what stands in the page margins (headers, footers) and is not part of `text`.
    scanned: the text was recognised from a picture, so that letters may be wrong.
    """

    text: str
    pages: tuple[tuple[int, int], ...] = ()
    margin: str = ""
    scanned: bool = False


def page_at(pages: Sequence[Sequence[int]], place: int) -> int | None:
    """The page on which the character at `place` stands; None when pages are not known."""
    at = bisect_right(pages, place, key=lambda start: start[0])
    return pages[at - 1][1] if at else None


@dataclass
class Composer:
    """Puts a text together line by line and notes where pages begin.

    page: the page on which what comes next stands, None while pages are not known.
    """

    name: str
    page: int | None = None
    _lines: list[str] = field(default_factory=list)
    _length: int = 0
    _pages: list[tuple[int, int]] = field(default_factory=list)

    def add(self, line: str, turns: Iterable[tuple[int, int]] = ()) -> None:
        """Add one line (or several, parted by line breaks); `turns`: (place in the line, page that begins there).

        Errors: UnreadableFile when the text grows beyond MAX_CHARACTERS.
        """
        self._note(0, self.page)
        for place, page in turns:
            self._note(len(nfc(line[:place])), page)
            self.page = page
        line = nfc(line)
        self._lines.append(line)
        self._length += len(line) + 1
        if self._length > MAX_CHARACTERS:
            raise refusal("long", self.name)

    def gap(self) -> None:
        """A blank line, never two in a row, never at the beginning."""
        if self._lines and self._lines[-1]:
            self.add("")

    def done(self, margin: str = "") -> Extraction:
        return Extraction("\n".join(self._lines), tuple(self._pages), nfc(margin))

    def _note(self, place: int, page: int | None) -> None:
        if page is not None and (not self._pages or self._pages[-1][1] != page):
            at = self._length + place
            if self._pages and self._pages[-1][0] == at:
                self._pages.pop()
            self._pages.append((at, page))


_PAGE_NUMBER = re.compile(r"(?:trang\s*)?[-–]?\s*\d{1,4}\s*(?:/\s*\d{1,4})?\s*[-–]?")


def running_key(line: str, page: int) -> str:
    """A line at the edge of a page as it comes again on others: its page's number, and any lone number, left open."""
    low = " ".join(line.lower().split())
    return "#" if _PAGE_NUMBER.fullmatch(low) else re.sub(rf"(?<!\d){page}(?!\d)", "#", low)


def visible_lines(text: str) -> Iterator[str]:
    """The lines of `text` that hold something, without the marks of emphasis around them."""
    for line in text.splitlines():
        if line.strip():
            yield line.strip(" *_#\t()[]")
