"""The figures of `sized` by hand-written SQL: the yardstick that the product's own computing is held against.

It knows what the product does not: that all thirteen are counts of one sheet, that nobody is exempt, that everybody has
answered something in the period, and how they then stand. Equal to the product's on the small country (test).
"""

from datetime import datetime

from django.db import connection

from dondoc.indicators.formula import period_of
from dondoc.lib.periods import Period
from dondoc.measures.facts import load_programme
from dondoc.starter.bench.made_up import FIGURES

_SUMS = ", ".join(f"sum((answers->>'v{n:02d}')::numeric) AS v{n:02d}" for n in range(1, FIGURES + 1))
_ANSWERS = """INSERT INTO {into} (measure, version_id, org_id, month, period, numerator, denominator, missing, expected,
reason, submission_ids, computed_at)
SELECT m.measure, m.version_id, one.org_id, %(month)s, %(period)s, m.number, NULL, '', true, '', one.ids, %(at)s
FROM (
  SELECT org_id, jsonb_agg(id ORDER BY id) AS ids, {sums} FROM submissions_submission
  WHERE state IN ('approved', 'locked') AND done_on <= %(day)s AND period_start <= %(day)s AND period_end >= %(start)s
  GROUP BY org_id
) one CROSS JOIN LATERAL (VALUES {measures}) AS m (measure, version_id, number)"""
_VALUES = """INSERT INTO {into} (measure, version_id, org_id, month, period, numerator, denominator, population, known,
expected, expected_known, status, goal, computed_at)
SELECT a.measure, a.version_id, p.ancestor_id, %(month)s, %(period)s, sum(a.numerator),
CASE WHEN p.ancestor_id = %(owner)s THEN %(whole)s ELSE 0 END, count(*), count(*) FILTER (WHERE a.missing = ''),
count(*) FILTER (WHERE a.expected), count(*) FILTER (WHERE a.expected AND a.missing = ''),
CASE WHEN p.ancestor_id = %(owner)s AND sum(a.numerator) >= %(whole)s THEN 'met' ELSE 'on_track' END, NULL, %(at)s
FROM {answers} a JOIN orgs_orgpath p ON p.descendant_id = a.org_id AND p.valid_from <= %(day)s
AND (p.valid_to IS NULL OR p.valid_to > %(day)s)
WHERE a.month = %(month)s GROUP BY a.measure, a.version_id, p.ancestor_id"""


def write_answers(month: Period, *, at: datetime, into: str = "measures_answer") -> int:
    """What every organisation answers as of the end of `month`, into the table `into`; how many rows."""
    given, measures = _known(month, at)
    rows = ", ".join(f"('{key}', {version}::bigint, one.{field})" for key, version, field in measures)
    return _run(_ANSWERS.format(into=into, sums=_SUMS, measures=rows), given)


def write_values(
    month: Period, *, at: datetime, into: str = "measures_measurevalue", answers: str = "measures_answer"
) -> int:
    """The roll-ups over everybody above, from the stored `answers`; how many rows."""
    given, _measures = _known(month, at)
    return _run(_VALUES.format(into=into, answers=answers), given)


def _run(statement: str, given: dict[str, object]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return int(cursor.rowcount)


def _known(month: Period, at: datetime) -> tuple[dict[str, object], list[tuple[str, int, str]]]:
    """What the statements are told, and of each measure its key, its version and the field that it counts."""
    programme = load_programme()
    found = list(programme.measures_on(month.end))
    binding, _version, first = found[0]
    period = period_of(first, month.end, binding.term)
    given = {
        "month": month.code, "period": period.code, "start": period.start, "day": month.end, "at": at,
        "owner": binding.owner_id, "whole": first.whole,
    }  # fmt: skip
    return given, [(one.key, version.pk, one.numerator.field) for _binding, version, one in found if one.numerator]
