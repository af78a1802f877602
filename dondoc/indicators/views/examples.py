"""The examples of a measure: small facts and what they must give."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dondoc.drafts.pages import posted_revision
from dondoc.indicators import actions
from dondoc.indicators.editing import Data, examples_of, measure_of, with_example, without_example
from dondoc.indicators.forms import ExampleForm, PartsExampleForm, is_simple
from dondoc.indicators.formula import run_example
from dondoc.indicators.models import IndicatorDraft
from dondoc.indicators.queries import catalogue
from dondoc.indicators.queries import drafts as queries
from dondoc.indicators.queries.ties import linked
from dondoc.indicators.views.drafts import draft_of, saved
from dondoc.indicators.views.measures import found, page_of
from dondoc.indicators.wording import answer_words, gaps
from dondoc.web.refusals import Invalid
from dondoc.web.shortcuts import render


def _page(request: HttpRequest, one: IndicatorDraft, code: str, number: int | None, words: str) -> HttpResponse:
    found(one, code)
    measure = linked(one.parsed).measure(code)
    if list(gaps(measure)):
        raise Invalid(_("Hãy làm xong cách tính của thước đo rồi mới thêm ví dụ."))
    old = examples_of(one.definition, code)[number] if number is not None else None
    data = request.POST if request.method == "POST" else None
    form: ExampleForm | PartsExampleForm
    if measure.formula:
        form = PartsExampleForm(data, measure=measure, old=old)
    else:
        form = ExampleForm(
            data, measure=measure, data_of=measure_of(one.definition, code), known=catalogue(),
            names=queries.names_of(), old=old, day=timezone.localdate(),
        )  # fmt: skip
    form.initial["revision"] = one.revision
    context = {"draft": one, "measure": measure, "form": form, "is_new": old is None}
    if request.method == "POST" and form.is_valid():
        example = form.example()
        context["gives"] = answer_words(run_example(measure, example))
        if form.cleaned_data["look"]:
            return render(request, "indicators/example.html", context)
        back = page_of(one, code, "#vi-du")
        return saved(request, one, form, "indicators/example.html", context,
                     lambda data: with_example(data, code, example, number), words, back)  # fmt: skip
    return render(request, "indicators/example.html", context, status=422 if form.errors else 200)


def _number(one: IndicatorDraft, code: str, example: int) -> tuple[int, Data]:
    """From 1 in the address to 0 in the list. Errors: Http404."""
    found(one, code)
    examples = examples_of(one.definition, code)
    if not 1 <= example <= len(examples):
        raise Http404
    return example - 1, examples[example - 1]


@require_http_methods(["GET", "HEAD", "POST"])
def add_example(request: HttpRequest, draft_id: int, measure: str) -> HttpResponse:
    """A new example; with `look` only what it would give."""
    return _page(request, draft_of(request, draft_id), measure, None, _("Thêm ví dụ"))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_example(request: HttpRequest, draft_id: int, measure: str, example: int) -> HttpResponse:
    """Change an example; one with several sheets or periods only in the file."""
    one = draft_of(request, draft_id)
    number, old = _number(one, measure, example)
    if not is_simple(old):
        raise Invalid(_("Ví dụ này có nhiều phiếu hoặc kỳ khác, chỉ sửa được bằng tệp YAML."))
    return _page(request, one, measure, number, _("Sửa ví dụ %(n)d") % {"n": example})


@require_POST
def remove_example(request: HttpRequest, draft_id: int, measure: str, example: int) -> HttpResponse:
    """Take an example out."""
    one = draft_of(request, draft_id)
    number, _old = _number(one, measure, example)
    words = _("Bỏ ví dụ %(n)d") % {"n": example}
    actions.change_draft(one, lambda data: without_example(data, measure, number), words=words,
                         revision=posted_revision(request), by=request.user, at=timezone.now())  # fmt: skip
    messages.success(request, f"{words}.")
    return redirect(page_of(one, measure, "#vi-du"))
