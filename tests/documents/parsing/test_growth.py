"""The work of reading grows with the length of the text: counted in calls, which are the same on every machine."""

import sys

import pytest

from dondoc.documents.parsing.reader import read

SHAPES = {
    "numbered lines": lambda n: "\n".join(f"{i}. a" for i in range(n)),
    "bullets": lambda n: "I. NHIỆM VỤ\n" + "\n".join(f"- Giao Văn phòng chủ trì việc {i}." for i in range(n)),
    "labels": lambda n: "\n".join(f"{i}. Xây dựng kế hoạch\n- Cơ quan chủ trì: Sở Nội vụ." for i in range(n)),
}


def calls(text: str) -> int:
    """How many calls of functions, steps of generators included, reading `text` takes."""
    count = 0

    def seen(_frame, event: str, _arg) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        read(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_four_times_the_lines_are_four_times_the_work(shape) -> None:
    read(shape(10))  # what is read once is read
    short, long = calls(shape(150)), calls(shape(600))
    assert long / short <= 4 * 1.3
