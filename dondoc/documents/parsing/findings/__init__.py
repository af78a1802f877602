"""Findings: what a person should look at before a plan is issued. Never a silent correction.

Each check is one small function from a `Context` to findings; `CHECKS` is the whole list, in the order of the report.
"""

from collections.abc import Callable, Iterator

from dondoc.documents.parsing.draft import Finding
from dondoc.documents.parsing.findings.base import Context
from dondoc.documents.parsing.findings.citing import cited_otherwise, lost_kind_word, no_number_word, replaced
from dondoc.documents.parsing.findings.clarity import (
    duplicate_products,
    measures_repeated,
    not_measurable,
    not_understood,
    overlaps,
    quota_givers,
    six_clear,
    vacuous,
)
from dondoc.documents.parsing.findings.form import (
    drafter_differs,
    layout_repaired,
    missing_head,
    not_a_plan,
    recipients_form,
)
from dondoc.documents.parsing.findings.structure import (
    announced_counts,
    broken_numbering,
    missing_block_headings,
    schedules,
)
from dondoc.documents.parsing.findings.wording import (
    audiences_vary,
    doubled_words,
    misshapen_words,
    mixed_spelling,
    names_of_bodies,
    quoted_names_vary,
    slips,
    unknown_bodies,
)

Check = Callable[[Context], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    not_a_plan, missing_head, drafter_differs, broken_numbering, announced_counts, missing_block_headings, schedules,
    cited_otherwise, replaced, no_number_word, lost_kind_word, vacuous, not_measurable, overlaps, duplicate_products,
    measures_repeated, quota_givers, names_of_bodies, audiences_vary,
    unknown_bodies, doubled_words, slips, misshapen_words,
    mixed_spelling, quoted_names_vary, recipients_form, layout_repaired, not_understood, six_clear,
)  # fmt: skip

_WHOLE = {not_a_plan}


def check(context: Context) -> tuple[Finding, ...]:
    """Every finding, in the order of `CHECKS`. A text that is no plan gets that finding alone."""
    for only in _WHOLE:
        found = tuple(only(context))
        if found:
            return found
    return tuple(finding for one in CHECKS if one not in _WHOLE for finding in one(context))


__all__ = ["CHECKS", "Check", "Context", "check"]
