"""The house's own pages and a page for each way to refuse."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_protect

from dondoc.web.examples import gallery_context
from dondoc.web.refusals import Conflict, Denial, Invalid, Refused, Shut, StoreUnavailable, TooLarge, require
from dondoc.web.shortcuts import render

REFUSALS = {
    "refused": lambda: Refused("Phiếu đã chốt."),
    "conflict": lambda: Conflict("Phiếu vừa được duyệt."),
    "too-large": lambda: TooLarge("Tệp lớn hơn 10 MB."),
    "invalid": lambda: Invalid("Tệp không phải là Excel."),
    "shut": lambda: Shut("Kỳ này đã khóa."),
    "store": lambda: StoreUnavailable("Kho tệp chưa trả lời."),
    "disk": lambda: OperationalError("database or disk is full"),
}


@login_not_required
def refuse(request: HttpRequest, name: str) -> HttpResponse:
    raise REFUSALS[name]()


@login_not_required
def denied(request: HttpRequest) -> HttpResponse:
    require(Denial("Chỉ người duyệt mới được trả lại phiếu."))
    return HttpResponse("allowed")


@login_not_required
def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault of ours")


@login_not_required
@csrf_protect
def accept(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST.get("note", ""))


def needs_sign_in(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@login_not_required
def parts(request: HttpRequest) -> HttpResponse:
    return render(request, "web/gallery.html", gallery_context(request), part="stacked")


urlpatterns = [
    path("", include("dondoc.web.urls")),
    path("refuse/<str:name>/", refuse),
    path("denied/", denied),
    path("forbidden/", forbidden),
    path("broken/", broken),
    path("accept/", accept),
    path("needs-sign-in/", needs_sign_in),
    path("parts/", parts),
]
handler400 = "dondoc.web.errors.bad_request"
handler403 = "dondoc.web.errors.forbidden"
handler404 = "dondoc.web.errors.not_found"
handler500 = "dondoc.web.errors.server_error"
