"""What the pages of every editor do alike: read the state that was seen, carry a step out, show a refusal in place."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from dondoc.drafts import actions
from dondoc.drafts.actions import Data, Room
from dondoc.drafts.forms import RevisionForm
from dondoc.drafts.yaml_file import dump
from dondoc.web.refusals import Conflict, Invalid
from dondoc.web.shortcuts import render


def seen_revision(form: Any) -> int:
    """The state that the person saw; -1 when the form did not say."""
    revision = form.cleaned_data.get("revision")
    return -1 if revision is None else revision


def posted_revision(request: HttpRequest) -> int:
    """The state in which the button that was pressed was seen; -1 when it did not say."""
    form = RevisionForm(request.POST)
    return seen_revision(form) if form.is_valid() else -1


def begun(
    request: HttpRequest, form: Any, make: Callable[[], Any], template: str, page: str, *, field: str, told: str = ""
) -> HttpResponse:
    """The form from which a draft begins, and with it sent the draft's `page`; a refusal is told at `field`."""
    if request.method == "POST" and form.is_valid():
        try:
            made = make()
        except (Conflict, Invalid) as fault:
            for line in fault.reason.splitlines():
                form.add_error(field, line)
            return render(request, template, {"form": form}, status=fault.status)
        if told:
            messages.success(request, told)
        return redirect(page, made.pk)
    return render(request, template, {"form": form}, status=422 if form.errors else 200)


def saved(
    request: HttpRequest, room: Room, one: Any, form: Any, template: str, context: Mapping[str, Any],
    change: Callable[[Data], Data], words: str, back: str,
) -> HttpResponse:  # fmt: skip
    """Carry a step out and go `back`; a refusal is told on the form again."""
    try:
        actions.change(room, one, change, words=words, revision=seen_revision(form), by=request.user, at=timezone.now())
    except (Conflict, Invalid) as fault:
        return refused(request, one, form, template, context, fault)
    messages.success(request, f"{words}.")
    return redirect(back)


def refused(
    request: HttpRequest, one: Any, form: Any, template: str, context: Mapping[str, Any], fault: Conflict | Invalid
) -> HttpResponse:
    """The form again, with what is wrong; sent once more it speaks of the draft as it is now."""
    form.data = form.data.copy()
    now = type(one)._default_manager.filter(pk=one.pk).values_list("revision", flat=True).first()
    form.data["revision"] = "" if now is None else str(now)
    for line in fault.reason.splitlines():
        form.add_error(None, line)
    return render(request, template, dict(context), status=fault.status)


def as_file(definition: Mapping[str, Any], name: str) -> HttpResponse:
    """`definition` to be saved as `name`.yaml."""
    answered = HttpResponse(dump(definition), content_type="application/yaml; charset=utf-8")
    answered["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return answered
