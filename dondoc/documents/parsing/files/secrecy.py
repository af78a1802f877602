"""Documents that bear a degree of secrecy are refused before anything of them is kept (DOMAIN.md §6.2)."""

import itertools
import re

from dondoc.documents.parsing.files.base import SecretDocument, visible_lines
from dondoc.documents.parsing.files.marks import mark_in

_HEAD_LINES = 25


def refuse_secret(text: str) -> None:
    """Raise SecretDocument when a degree of secrecy stands alone on a line, or in a cell, of the head."""
    for line in itertools.islice(visible_lines(text), _HEAD_LINES):
        if any(map(mark_in, [line, *re.split(r"\s{3,}|\|", line)])):
            raise SecretDocument(
                f"Văn bản có dấu độ mật “{line.strip()}”. Không được đưa văn bản mật lên hệ thống này; "
                "hãy xóa tệp khỏi máy có nối mạng theo quy định."
            )
