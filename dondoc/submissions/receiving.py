"""Files as they come in: what each is, how many pages it has, who signed it, and what is refused.

Whatever opens a file runs in a child process with limits (documents.parsing.files.limited). Slow: outside of
transactions. Nothing is stored here, and of a refused file nothing is kept.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings

from dondoc.documents.parsing.files import UnreadableFile
from dondoc.documents.parsing.files.limited import LOOKING, PICTURING, VERIFYING, ask_limited
from dondoc.submissions.evidence import (
    EvidenceError,
    EvidenceSecret,
    EvidenceTooLarge,
    check_file,
    clean_name,
    secret,
)
from dondoc.submissions.trust import trust_roots
from dondoc.web.refusals import Invalid, Refused, TooLarge

PDF = "application/pdf"
_MOST_AT_ONCE = 100  # files in one child


class SecretFile(Invalid):
    """The file bears a degree of secrecy. `ending`: of which kind it was, the only thing that may be told of it."""

    def __init__(self, reason: str, ending: str) -> None:
        super().__init__(reason)
        self.ending = ending


@dataclass(frozen=True)
class Received:
    """A file that may be kept. `pages`: of a PDF, None for other kinds; `signatures`: see signing.Signature."""

    name: str
    data: bytes
    content_type: str
    pages: int | None = None
    signatures: list[dict[str, Any]] = field(default_factory=list)

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def examine(files: Sequence[tuple[str, bytes]]) -> list[Received | Refused]:
    """What each of these files (name as given, bytes) is, or why it is refused: TooLarge, SecretFile, Invalid."""
    found = [_examined(clean_name(name), data) for name, data in files]
    papers = [one for one in found if isinstance(one, Received) and one.content_type == PDF]
    looked: dict[int, Received | Refused] = {}
    for start in range(0, len(papers), _MOST_AT_ONCE):
        part = papers[start : start + _MOST_AT_ONCE]
        looked |= {id(one): _looked_at(one, said) for one, said in zip(part, _look(part), strict=True)}
    return [looked.get(id(one), one) for one in found]


def signatures_of(name: str, data: bytes) -> list[dict[str, Any]]:
    """The digital signatures in a PDF as of now, with the roots that are trusted now; see signing.Signature."""
    if b"/ByteRange" not in data:  # no signature without it; most files have none
        return []
    try:
        said: list[dict[str, Any]] = ask_limited("signatures", [(name, data)], VERIFYING, {"roots": trust_roots()})
    except UnreadableFile:
        return [{"fault": "heavy"}]
    return said


def picture(name: str, data: bytes, *, page: int, width: int) -> str:
    """A page of a PDF (from 1), or a photograph, as JPEG in base64; "" when there is no such page. Errors: Invalid."""
    try:
        said = ask_limited("picture", [(name, data)], PICTURING, {"page": page, "width": width})
    except UnreadableFile as fault:
        raise Invalid(str(fault)) from fault
    return str(said["jpeg"])


def _examined(name: str, data: bytes) -> Received | Refused:
    try:
        return Received(name, data, check_file(name, data, limit_mb=settings.UPLOAD_LIMIT_MB))
    except EvidenceTooLarge as fault:
        return TooLarge(str(fault))
    except EvidenceSecret as fault:
        return _secret(name, fault)
    except EvidenceError as fault:
        return Invalid(str(fault))


def _look(papers: Sequence[Received]) -> list[dict[str, Any]]:
    """What is said of each; when one of many was too much for the child, each is looked at alone."""
    try:
        said: list[dict[str, Any]] = ask_limited("papers", [(one.name, one.data) for one in papers], LOOKING)
    except UnreadableFile as fault:
        if len(papers) > 1:
            return [said for one in papers for said in _look([one])]
        return [{"refused": str(fault)}]
    return said


def _looked_at(one: Received, said: dict[str, Any]) -> Received | Refused:
    if "refused" in said:
        return Invalid(said["refused"])
    if said["mark"]:
        return _secret(one.name, secret(one.name))
    return Received(one.name, one.data, one.content_type, said["pages"], signatures_of(one.name, one.data))


def _secret(name: str, fault: EvidenceSecret) -> SecretFile:
    return SecretFile(str(fault), PurePosixPath(name).suffix.lower())
