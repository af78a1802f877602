"""The organisations behind a number, sorted into parts."""

from dondoc.dashboards.queries.indicator import grouped
from dondoc.lib.numbers import Missing
from dondoc.measures.models import AnswerVerdict
from dondoc.measures.queries import OrgAnswerRow
from dondoc.orgs.models import Org


def _row(name, verdict, *, missing=None, is_expected=True):
    return OrgAnswerRow(Org(name=name), verdict, None, None, missing, is_expected, "", ())


def test_who_was_given_no_quota_owes_nothing():
    owes = _row("A", AnswerVerdict.UNKNOWN, missing=Missing.NOT_REPORTED)
    without = _row("B", AnswerVerdict.NOT_ALLOCATED, missing=Missing.NOT_ALLOCATED, is_expected=False)
    early = _row("C", AnswerVerdict.UNKNOWN, missing=Missing.NOT_DUE, is_expected=False)
    found = grouped([owes, without, early])
    assert (found.due_missing, found.other_missing, found.parts) == (
        [owes],
        [early],
        [(AnswerVerdict.NOT_ALLOCATED, [without])],
    )
