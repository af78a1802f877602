"""Documents that bear a degree of secrecy are refused before anything of them is kept (DOMAIN.md §6.2)."""

import itertools
import re

from dondoc.documents.parsing.files.base import SecretDocument, visible_lines
from dondoc.documents.parsing.patterns import lowered, vn

_HEAD_LINES = 25
_STAMP = vn(r"(?:độ mật\s?:?\s?)?(?:tuyệt mật|tối mật|mật)")


def refuse_secret(text: str) -> None:
    """Raise SecretDocument when a degree of secrecy stands alone on a line, or in a cell, of the head."""
    for line in itertools.islice(visible_lines(text), _HEAD_LINES):
        pieces = [line, *re.split(r"\s{3,}|\|", line)]
        if any(p.strip().isupper() and _STAMP.fullmatch(lowered(p.strip())) for p in pieces):
            raise SecretDocument(
                f"Văn bản có dấu độ mật “{line.strip()}”. Không được đưa văn bản mật lên hệ thống này; "
                "hãy xóa tệp khỏi máy có nối mạng theo quy định."
            )
