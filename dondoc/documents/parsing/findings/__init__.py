"""Findings: what a person should look at before a plan is issued. Never a silent correction.

Each check is one small function from a `Context` to findings; `CHECKS` is the whole list, in the order of the report.
"""

from collections.abc import Callable, Iterator

from dondoc.documents.parsing.draft import Finding
from dondoc.documents.parsing.findings.after import after_plan_end
from dondoc.documents.parsing.findings.base import Context
from dondoc.documents.parsing.findings.citing import (
    cited_later,
    cited_otherwise,
    lost_kind_word,
    no_number_word,
    replaced,
)
from dondoc.documents.parsing.findings.clarity import (
    duplicate_products,
    measures_repeated,
    not_measurable,
    overlaps,
    quota_givers,
    vacuous,
)
from dondoc.documents.parsing.findings.form import (
    drafter_differs,
    layout_repaired,
    missing_head,
    not_a_plan,
    not_understood,
    recipients_form,
)
from dondoc.documents.parsing.findings.naming import audiences_vary, ended_bodies, names_of_bodies, unknown_bodies
from dondoc.documents.parsing.findings.party import (
    code_unfit,
    date_form,
    ending_form,
    issuer_competence,
    number_form,
    recipients_missing,
    sign_form,
)
from dondoc.documents.parsing.findings.six import six_clear
from dondoc.documents.parsing.findings.structure import (
    announced_counts,
    announced_items,
    broken_numbering,
    duplicated_items,
    empty_headings,
    missing_block_headings,
    schedules,
)
from dondoc.documents.parsing.findings.thresholds import clashing_targets, no_period, parts_off
from dondoc.documents.parsing.findings.wording import (
    doubled_words,
    glued_words,
    misshapen_words,
    mixed_spelling,
    quoted_names_vary,
    slips,
    twins,
)

Check = Callable[[Context], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    not_a_plan, missing_head, number_form, code_unfit, date_form, issuer_competence, drafter_differs, sign_form,
    broken_numbering, announced_counts, announced_items, empty_headings, duplicated_items, missing_block_headings,
    schedules, cited_otherwise, cited_later, replaced, no_number_word, lost_kind_word,
    vacuous, not_measurable, no_period, after_plan_end, clashing_targets, parts_off, overlaps, duplicate_products,
    measures_repeated, quota_givers,
    names_of_bodies, ended_bodies, audiences_vary, unknown_bodies,
    doubled_words, slips, twins, misshapen_words, glued_words, mixed_spelling, quoted_names_vary,
    recipients_missing, recipients_form, ending_form, layout_repaired, not_understood, six_clear,
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
