"""Reads a .docx by its XML alone and says where it departs from the rules of form. Knows nothing of our writers:
parts are found by where they stand and what they say, looks are worked out from styles and direct formatting."""

import re
import zipfile
from datetime import date
from io import BytesIO

from lxml import etree

from tests.writers.paper_rules import CODES, rules_on

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAY = re.compile(r".+, ngày (\d\d) tháng (\d{1,2}) năm (\d{4})")
NUMBER = re.compile(r"Số (\d{2,}|…)-([A-ZĐa-z]+)/([A-ZĐƯ]+)")
_ON = {None, "1", "true", "on"}


class Word:
    """A Word file: its text with the looks that a reader sees."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist() if name.endswith(".xml")}
        self.body = etree.fromstring(parts["word/document.xml"])[0]
        self.styles = etree.fromstring(parts["word/styles.xml"])
        self.headers = [
            etree.fromstring(part) for name, part in sorted(parts.items()) if re.fullmatch(r"word/header\d*\.xml", name)
        ]
        self.by_id = {one.get(f"{W}styleId"): one for one in self.styles.iter(f"{W}style")}

    def tables(self) -> list[etree._Element]:
        return [one for one in self.body if one.tag == f"{W}tbl"]

    def chain(self, para) -> list[etree._Element]:
        """Where a paragraph's looks come from: defaults, the styles from the root on, the paragraph itself."""
        found, style = [], self.by_id.get(_val(para, "pPr/pStyle") or "Normal")
        while style is not None:
            found.insert(0, style)
            style = self.by_id.get(_val(style, "basedOn"))
        defaults = self.styles.find(f"{W}docDefaults")
        return [defaults.find(f"{W}rPrDefault"), defaults.find(f"{W}pPrDefault"), *found, para]

    def laid(self, para, path: str, attribute: str = "val"):
        """A property of the paragraph, the last said wins; None when nobody says it."""
        said = None
        for source in self.chain(para):
            here = _at(source, f"pPr/{path}") if source is not None else None
            if here is not None and here.get(f"{W}{attribute}") is not None:
                said = here.get(f"{W}{attribute}")
        return said

    def dressed(self, para, run, tag: str, attribute: str = "val"):
        said = None
        for source in [*self.chain(para)[:-1], run]:
            here = _at(source, f"rPr/{tag}") if source is not None else None
            if here is not None:
                said = here.get(f"{W}{attribute}", "1") if attribute == "val" else here.get(f"{W}{attribute}", said)
        return said

    def runs(self, para) -> list[etree._Element]:
        return [run for run in para.iter(f"{W}r") if any((t.text or "").strip() for t in run.iter(f"{W}t"))]

    def size(self, para) -> set[float]:
        return {int(self.dressed(para, run, "sz") or 20) / 2 for run in self.runs(para)}

    def all_on(self, para, tag: str) -> bool:
        return all(self.dressed(para, run, tag) in {"1", "true", "on"} for run in self.runs(para))

    def fonts(self, para) -> set[str]:
        return {self.dressed(para, run, "rFonts", side) for run in self.runs(para) for side in ("ascii", "hAnsi", "cs")}


def _at(node, path: str):
    return node.find("/".join(f"{W}{part}" for part in path.split("/")))


def _val(node, path: str):
    found = _at(node, path)
    return None if found is None else found.get(f"{W}val")


def text(para) -> str:
    return "".join(node.text or "" for node in para.iter(f"{W}t"))


def _mm(twips) -> float:
    return int(twips or 0) * 25.4 / 1440


class Checker:
    """Collects the faults of one paper. `day` None: a paper not dated yet, held against the rules in force."""

    def __init__(self, data: bytes, *, kind: str, day: date | None, collective: bool) -> None:
        self.word, self.kind, self.day, self.collective = Word(data), kind, day, collective
        self.rules = rules_on(day or date(2026, 6, 1))
        self.faults: list[str] = []

    def check(self) -> list[str]:
        self.page()
        self.page_number()
        self.fonts()
        self.head()
        self.title()
        self.body()
        self.end()
        self.tables()
        return self.faults

    def want(self, holds: bool, fault: str) -> None:
        if not holds:
            self.faults.append(fault)

    def sized(self, para, part: str, what: str) -> None:
        least, most = self.rules[part]
        self.want(all(least <= size <= most for size in self.word.size(para)), f"cỡ chữ: {what}")

    def page(self) -> None:
        for place, section in enumerate(self.word.body.iter(f"{W}sectPr")):
            size, margins = _at(section, "pgSz"), _at(section, "pgMar")
            sides = sorted((round(_mm(size.get(f"{W}w"))), round(_mm(size.get(f"{W}h")))))
            self.want(sides == sorted(self.rules["page"]), f"khổ giấy: phần {place + 1}")
            for side, wanted in self.rules["margins"].items():
                self.want(abs(_mm(margins.get(f"{W}{side}")) - wanted) < 0.2, f"lề {side}: phần {place + 1}")
            self.want(abs(_mm(margins.get(f"{W}header")) - self.rules["number_at"]) < 0.2, "vị trí số trang")

    def page_number(self) -> None:
        first = next(self.word.body.iter(f"{W}sectPr"))
        self.want(_at(first, "titlePg") is not None and _val(first, "titlePg") in _ON, "trang đầu mang số trang")
        numbered = [
            para
            for header in self.word.headers
            for para in header.iter(f"{W}p")
            if any((code.text or "").strip() == "PAGE" for code in para.iter(f"{W}instrText"))
        ]
        self.want(len(numbered) == 1, "số trang: không có trường PAGE")
        self.want(all(self.word.laid(para, "jc") == "center" for para in numbered), "số trang: không ở giữa")

    def fonts(self) -> None:
        found = {font for para in self.word.body.iter(f"{W}p") for font in self.word.fonts(para)}
        self.want(found <= {self.rules["font"]}, f"phông chữ: {sorted(map(str, found))}")

    def head(self) -> None:
        cells = [list(cell.iter(f"{W}p")) for cell in self.word.tables()[0].iter(f"{W}tc")]
        if len(cells) != 4:
            self.faults.append("đầu văn bản: không đủ bốn ô")
            return
        (*above, issuer), right, left, place = cells
        self.want(len(above) <= 1, "cơ quan cấp trên: quá một dòng")
        for para in above:
            self.sized(para, "superior", "cơ quan cấp trên")
            self.want(text(para).isupper() and not self.word.all_on(para, "b"), "cơ quan cấp trên: hoa, không đậm")
        self.sized(issuer, "issuer", "cơ quan ban hành")
        self.want(text(issuer).isupper() and self.word.all_on(issuer, "b"), "cơ quan ban hành: chữ hoa, đậm")
        self.nation(right)
        self.number(left)
        self.place(place[0])

    def nation(self, right) -> None:
        nation, *rest = right
        self.want(text(nation) == "ĐẢNG CỘNG SẢN VIỆT NAM", "tiêu đề: sai chữ")
        self.sized(nation, "nation", "tiêu đề")
        self.want(self.word.all_on(nation, "b") and self.word.laid(nation, "jc") == "center", "tiêu đề: đậm, giữa")
        ruled = [para for para in rest if self.word.laid(para, "pBdr/top") == "single"]
        self.want(len(ruled) == 1 and not any(text(para) for para in rest), "tiêu đề: thiếu đường kẻ liền bên dưới")

    def number(self, left) -> None:
        lines = [para for para in left if text(para)]
        self.want(text(lines[0]) == "*", "dưới tên cơ quan: thiếu dấu *")
        found = NUMBER.fullmatch(text(lines[1]))
        self.want(found is not None and found[2] == CODES[self.kind], "số, ký hiệu: sai cách ghi")
        self.sized(lines[1], "number", "số, ký hiệu")
        if self.kind == "Công văn":
            self.sized(lines[2], "letter_subject", "trích yếu công văn")
            self.want(self.word.all_on(lines[2], "i"), "trích yếu công văn: không nghiêng")

    def place(self, para) -> None:
        said = DAY.fullmatch(text(para))
        if self.day:
            month = f"{self.day.month:02d}" if self.day.month < 3 else str(self.day.month)
            wanted = (f"{self.day.day:02d}", month, str(self.day.year))
            self.want(said is not None and said.groups() == wanted, "địa danh, ngày: sai cách ghi")
        self.sized(para, "place", "địa danh, ngày")
        self.want(self.word.all_on(para, "i"), "địa danh, ngày: không nghiêng")

    def outer(self) -> list[etree._Element]:
        """The paragraphs between the head and the signature, outside tables."""
        tables = self.word.tables()
        inside = list(self.word.body)
        first, last = inside.index(tables[0]), inside.index(self.closing())
        return [one for one in inside[first:last] if one.tag == f"{W}p" and text(one)]

    def closing(self):
        return next(one for one in reversed(self.word.tables()) if "Nơi nhận:" in "".join(map(text, one.iter(f"{W}p"))))

    def title(self) -> None:
        if self.kind == "Công văn":
            return
        kind, subject, dashes = self.outer()[:3]
        self.want(text(kind) == self.kind.upper(), "tên loại: sai hoặc không viết hoa")
        self.want(self.word.all_on(kind, "b") and self.word.all_on(subject, "b"), "tên loại, trích yếu: không đậm")
        self.want(
            {self.word.laid(one, "jc") for one in (kind, subject, dashes)} == {"center"}, "tên loại, trích yếu: giữa"
        )
        self.sized(kind, "kind", "tên loại")
        self.sized(subject, "subject", "trích yếu")
        self.want(re.fullmatch(r"-{3,}", text(dashes)) is not None, "dưới trích yếu: thiếu vạch")

    def body(self) -> None:
        paras = [p for p in self.outer()[3 if self.kind != "Công văn" else 0 :] if self.word.laid(p, "jc") == "both"]
        ours = [p for p in paras if not self.word.all_on(p, "i")]  # notes under tables are in small italics
        self.want(bool(ours), "không có lời văn")
        for para in ours:
            what = text(para)[:30]
            self.sized(para, "body", what)
            line, after = (
                int(self.word.laid(para, "spacing", "line") or 0) / 20,
                self.word.laid(para, "spacing", "after"),
            )
            self.want(
                self.rules["line"][0] <= line <= self.rules["line"][1]
                and self.word.laid(para, "spacing", "lineRule") == "exact",
                f"giãn dòng: {what}",
            )
            self.want(self.rules["after"][0] <= int(after or 0) / 20 <= self.rules["after"][1], f"cách đoạn: {what}")
            indent = _mm(self.word.laid(para, "ind", "firstLine"))
            self.want(abs(indent - self.rules["first_line"]) < 0.2, f"lùi đầu dòng: {what}")
        self.want(not text(ours[-1]).endswith("./."), "kết thúc bằng ./.")

    def end(self) -> None:
        left, right = (list(cell.iter(f"{W}p")) for cell in self.closing().iter(f"{W}tc"))
        label, *addressees = left
        self.want(text(label) == "Nơi nhận:", "nơi nhận: thiếu nhãn")
        self.sized(label, "label", "nhãn nơi nhận")
        self.want(self.word.dressed(label, self.word.runs(label)[0], "u") == "single", "nhãn nơi nhận: không gạch chân")
        for place, para in enumerate(addressees, 1):
            self.sized(para, "recipient", "nơi nhận")
            end = "." if place == len(addressees) else ";"
            self.want(text(para).startswith("- ") and text(para).endswith(end), f"nơi nhận: dòng {place}")
        self.want(bool(addressees) and text(addressees[-1]).startswith("- Lưu"), "nơi nhận: dòng cuối không phải Lưu")
        self.signature([para for para in right if text(para)])

    def signature(self, lines) -> None:
        for para in lines:
            self.sized(para, "signing", "chữ ký")
            self.want(self.word.laid(para, "jc") == "center", "chữ ký: không ở giữa")
        if self.collective:
            self.want(text(lines[0]).startswith("T/M "), "quyền hạn ký: không bắt đầu bằng T/M")
            self.want(self.word.all_on(lines[0], "b"), "quyền hạn ký: không đậm")
        position = lines[1 if self.collective else 0]
        self.want(text(position).isupper(), "chức vụ: không viết hoa")
        self.want(self.word.all_on(position, "b") is self.rules["position_bold"], "chức vụ: đậm hay không")
        if len(lines) > (2 if self.collective else 1):
            self.want(self.word.all_on(lines[-1], "b"), "họ tên người ký: không đậm")

    def tables(self) -> None:
        for table in self.word.tables()[1:]:
            if table is self.closing():
                continue
            rows = list(table.iter(f"{W}tr"))
            self.want(_at(rows[0], "trPr/tblHeader") is not None, "bảng: dòng đầu không lặp lại")
            self.want(all(_at(row, "trPr/cantSplit") is not None for row in rows), "bảng: dòng bị cắt đôi")


def faults(data: bytes, *, kind: str, day: date | None, collective: bool = True) -> list[str]:
    """Where the paper departs from the rules of its day; [] when nowhere. `kind`: "Báo cáo", "Công văn" …"""
    return Checker(data, kind=kind, day=day, collective=collective).check()
