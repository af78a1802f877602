"""The note to the drafter of a plan."""

from io import BytesIO

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from dondoc.lib.text import words
from dondoc.plans import queries, rules
from dondoc.plans.views.shared import plan_of
from dondoc.web.refusals import require

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def note(request: HttpRequest, plan_id: int) -> FileResponse:
    """The doubts that nobody settled yet, as a Word note ("Phiếu góp ý dự thảo")."""
    plan = plan_of(request, plan_id)
    require(rules.may_edit(request.user, plan))
    data = queries.note(plan, day=timezone.localdate())
    name = "-".join(["phieu-gop-y", *words(plan.number or plan.document.name)])[:80]
    return FileResponse(BytesIO(data), as_attachment=True, filename=f"{name}.docx", content_type=_DOCX)
