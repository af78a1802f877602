"""How long a plan takes to be read, once and many times over in one text."""

from dondoc.documents.parsing.reader import read
from dondoc.documents.queries import register
from dondoc.lib.text import fold
from dondoc.starter.bench.report import Part, busy
from dondoc.starter.bench.timing import ROUNDS, median, own_seconds
from dondoc.starter.definitions import HERE

MOST_TIMES_FOLDING = 3
OR_MILLISECONDS = 150
MOST_GROWTH = 1.3  # time per page of the text fifty times over, against that of the text once
COPIES = (1, 10, 50)
LETTERS_ON_A_PAGE = 2500


def measure() -> Part:
    """The founding plan against merely splitting its lines and folding them; then per page as the text grows."""
    part = Part()
    text = (HERE / "plans" / "08-KH-DU.txt").read_text(encoding="utf-8")
    references = register()
    reading = median(lambda: read(text, register=references))
    folding = median(lambda: [fold(line) for line in text.splitlines()])
    holds = reading * 1000 <= max(OR_MILLISECONDS, MOST_TIMES_FOLDING * folding * 1000)
    part.lines += [
        "| đọc kế hoạch 08-KH/ĐU | ms | so với tách dòng và bỏ dấu | giới hạn | |",
        "|---|---:|---:|---|---|",
        f"| toàn bộ bản đọc và các phát hiện | {reading * 1000:.0f} | {reading / folding:.1f} lần | "
        f"{MOST_TIMES_FOLDING} lần hoặc {OR_MILLISECONDS} ms | {part.hold('đọc kế hoạch', holds=holds)} |",
        "",
        "| đọc văn bản dài | ms một trang | so với một bản | giới hạn | |",
        "|---|---:|---:|---|---|",
    ]
    growth = [(copies, _per_page(f"{text}\n\n", copies)) for copies in COPIES]
    once = growth[0][1]
    for copies, spent in growth:
        mark = part.hold(f"đọc văn bản dài ({copies} lần)", holds=spent <= MOST_GROWTH * once)
        part.lines.append(
            f"| {copies} lần 08-KH/ĐU nối lại | {spent * 1000:.1f} | {spent / once:.2f} lần | "
            f"{f'{MOST_GROWTH:.1f} lần'.replace('.', ',')} | {mark} |"
        )
    part.lines += ["", f"Khi đo: {busy()}."]
    return part


def _per_page(text: str, copies: int) -> float:
    pages = len(text) / LETTERS_ON_A_PAGE * copies
    return own_seconds(lambda: read(text * copies), max(1, ROUNDS // copies)) / pages
