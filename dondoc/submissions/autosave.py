"""Keeping what is being typed, without being asked: as a draft, and never over what somebody else has saved."""

from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from dondoc.sheets.answers import check_answers
from dondoc.sheets.forms import as_typed
from dondoc.submissions import actions
from dondoc.submissions.entry import Entry
from dondoc.submissions.forms import SheetForm
from dondoc.submissions.models import Submission


@dataclass(frozen=True)
class Autosaved:
    """The draft as it is kept now, and the labels of the questions whose answers will not do yet: those stay as they
    were stored."""

    submission: Submission
    left_out: tuple[str, ...] = ()


def autosave(request: HttpRequest, entry: Entry, form: SheetForm) -> Autosaved:
    """Keep what is typed in `form` (valid). What is stored already is not written again, so that a request which
    comes twice, because the answer to the first was lost, counts once.

    Errors: Conflict when another page or person saved meanwhile; Incomplete when what is wrong is no single answer;
    Refused; IntegrityError when somebody else begins the sheet at this moment (opening.again_if_begun).
    """
    typed, there = form.typed(), entry.submission
    wrong = _wrong_in(form, typed)
    typed |= {one.code: as_typed(one, entry.answers.get(one.code)) for one in form.definitions if one.code in wrong}
    left_out = tuple(one.label for one in form.definitions if one.code in wrong)
    if there and _is_stored(request, there, form, typed):
        return Autosaved(there, left_out)
    with transaction.atomic():
        kept = actions.save(
            entry.begun(request), answers=typed, explanation=form.cleaned_data.get("explanation"),
            remarks=form.remarks(), revision=form.cleaned_data["revision"], by=request.user, at=timezone.now(),
        )  # fmt: skip
    return Autosaved(kept, left_out)


def _wrong_in(form: SheetForm, typed: dict) -> set[str]:
    _clean, errors = check_answers(form.definitions, typed, today=timezone.localdate(), complete=False)
    return set(errors)


def _is_stored(request: HttpRequest, there: Submission, form: SheetForm, typed: dict) -> bool:
    """Whether exactly this is stored: at the revision that the page knows, or saved since then by the same person."""
    known = there.revision == form.cleaned_data["revision"]
    if not known and there.updated_by_id != request.user.pk:
        return False
    clean, errors = check_answers(form.definitions, typed, today=timezone.localdate(), complete=False)
    reasons = {code: text.strip() for code, text in form.remarks().items() if text.strip()}
    words = form.cleaned_data.get("explanation", there.explanation).strip()
    return not errors and (clean, reasons, words) == (there.answers, there.remarks, there.explanation)
