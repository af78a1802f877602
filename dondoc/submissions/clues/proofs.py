"""What the files say, or do not say: 100 % without any product, a product dated after it was reported, a signature that
speaks against its file. Pure."""

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from decimal import Decimal

from dondoc.sheets.conditions import number_of
from dondoc.sheets.definition import Evidence as EvidenceRule
from dondoc.submissions.clues.alike import text_of
from dondoc.submissions.clues.sighting import Sighting
from dondoc.submissions.models import Evidence, Submission
from dondoc.submissions.risk import Concern
from dondoc.submissions.signing import VERDICTS

GRACE = timedelta(days=3)  # a paper is exported or saved anew within days of its signing; later it was made later
_SYMBOL = re.compile(r"\d+\s*[-–/]\s*[A-ZĐ]{2,}")  # số, ký hiệu: "12-KH/ĐU", "345/QĐ-UBND"


def unproven(sheet: Submission, files: Collection[Evidence]) -> Iterator[Sighting]:
    """All of what was given is said to be done, and the sheet holds no file and names no paper by its number."""
    definition = sheet.sheet_version.parsed
    if files or definition.evidence is not EvidenceRule.OPTIONAL:
        return
    whole = [
        (one.code, sheet.answers[one.code])
        for one in definition.fields
        if one.at_most and _is_all(number_of(sheet.answers.get(one.code)), number_of(sheet.answers.get(one.at_most)))
    ]
    if not whole or any(_SYMBOL.search(text_of(f, sheet.answers.get(f.code))) for f in definition.fields):
        return
    figures = [{"field": code, "of": definition.field(code).at_most, "number": number} for code, number in whole]
    yield Sighting(Concern.UNPROVEN, whole[0][0], facts={"figures": figures}, tells=tuple(whole))


def _is_all(done: Decimal | None, given: Decimal | None) -> bool:
    return done is not None and done == given and done > 0


def postdated(sheet: Submission, files: Collection[Evidence], first_seen_on: date | None) -> Iterator[Sighting]:
    """A file whose own words, or whose making, lie after the day that the sheet reports.

    `first_seen_on`: when a reviewer had it before, so that it had been reported by then; None for never. A picture or
    scan made later proves nothing and is not told: only days written in the text, and the making of Office files and
    of PDFs that are no scans.
    """
    stated = sheet.answers.get(sheet.sheet_version.parsed.done_on)
    stated_on = date.fromisoformat(stated) if stated else None
    for file in files:
        for day, source, grace in ((file.dated_on, "text", timedelta(0)), (file.made_on, "file", GRACE)):
            if day and stated_on and day > stated_on + grace:
                yield _after(file, day, source, stated_on, "stated")
                break
        else:
            if file.dated_on and first_seen_on and file.dated_on > first_seen_on:
                yield _after(file, file.dated_on, "text", first_seen_on, "seen")


def missigned(files: Collection[Evidence]) -> Iterator[Sighting]:
    """Files with a digital signature that speaks against them, one clue a file: its gravest."""
    for file in files:
        faults = {one.verdict for one in file.signatures if one.is_faulty}
        if faults:
            verdict = next(one for one in VERDICTS if one in faults)
            facts = {"file": file.name, "sha256": file.sha256, "verdict": verdict}
            yield Sighting(Concern.BAD_SIGNATURE, "", facts=facts, tells=(file.sha256, verdict))


def _after(file: Evidence, day: date, source: str, reported: date, by: str) -> Sighting:
    facts = {
        "file": file.name, "sha256": file.sha256, "day": day.isoformat(), "source": source,
        "reported": reported.isoformat(), "by": by,
    }  # fmt: skip
    return Sighting(Concern.POSTDATED, "", facts=facts, tells=(file.sha256, day.isoformat(), reported.isoformat(), by))
