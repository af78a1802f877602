"""One observation before it is stored. No database."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from dondoc.submissions.risk import Concern


@dataclass(frozen=True)
class Sighting:
    """What was seen of one sheet. `field`: code of the question it is about, "" for none; `other`: id of the sheet that
    it was compared with; `facts`: the evidence as plain JSON, by kind (see `Clue.facts`); `tells`: what of the facts
    decides whether it is the same observation when the sheet is sent in again."""

    kind: Concern
    field: str
    facts: Mapping[str, Any]
    tells: tuple[Any, ...]
    other: int | None = None

    @property
    def fingerprint(self) -> str:
        """The same for the same observation: what was put aside stays aside until this changes."""
        whole = json.dumps([self.kind.value, self.field, self.other, *self.tells], ensure_ascii=False)
        return sha256(whole.encode()).hexdigest()[:32]
