"""Files leave only through here, to those who may see them. The register of cited documents; the codes of findings."""

from io import BytesIO

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.accounts.rules import Permission
from dondoc.documents import actions, excel, queries, rules
from dondoc.documents.forms import (
    ReferenceFilterForm,
    ReferenceForm,
    RetireForm,
    SwitchForm,
    TakeForm,
    WorkbookForm,
)
from dondoc.documents.models import Document, FindingSwitch, Reference
from dondoc.documents.parsing.findings.codes import AREA_WORDS, RULES, SEVERITY_WORDS, Rule
from dondoc.orgs.models import Org
from dondoc.web.refusals import Conflict, Invalid, Refused, require
from dondoc.web.shortcuts import render
from dondoc.web.storage import opened

_A_PAGE = 50
_MEGABYTE = 1024**2
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def download(request, document_id: int) -> FileResponse:
    """The file as it came in, under its own name."""
    document = get_object_or_404(Document.objects.visible_to(request.user), pk=document_id)
    return FileResponse(opened(document.file), as_attachment=True, filename=document.name)


# ── the register of cited documents ──────────────────────────────────────────────────────────────────────────────


@require_safe
def references(request: HttpRequest) -> HttpResponse:
    """The documents with which citations are compared, narrowed by the filters in the address."""
    form = ReferenceFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.references(
        request.user,
        words=wanted.get("q", ""),
        kind=wanted.get("loai", ""),
        status=wanted.get("hieu_luc", ""),
    )
    context = {
        "form": form,
        "page": Paginator(found, _A_PAGE).get_page(request.GET.get("trang")),
        "is_active": any(wanted.values()),
        "keep_denial": rules.may_keep_register(request.user),
    }
    return render(request, "documents/references.html", context, part="references")


@require_http_methods(["GET", "HEAD", "POST"])
def add_reference(request: HttpRequest) -> HttpResponse:
    """A new entry of the register."""
    require(rules.may_keep_register(request.user))
    form = ReferenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            one = actions.add_reference(values=form.values(), by=request.user, at=timezone.now())
        except Conflict as conflict:
            form.add_error("number", conflict.reason)
            return render(request, "documents/reference.html", {"form": form}, status=conflict.status)
        messages.success(request, _("Đã thêm %(number)s vào danh mục.") % {"number": one.number})
        return redirect("documents:references")
    return render(request, "documents/reference.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_reference(request: HttpRequest, reference_id: int) -> HttpResponse:
    """Correct an entry, or take it out of the register."""
    one = get_object_or_404(Reference.objects.visible_to(request.user), pk=reference_id)
    require(rules.may_keep_register(request.user))
    form = ReferenceForm(request.POST or None, instance=one, initial={"revision": one.revision})
    context = {"form": form, "reference": one, "retire": RetireForm()}
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"]
        try:
            done = actions.change_reference(
                one, values=form.values(), revision=-1 if revision is None else revision, by=request.user,
                at=timezone.now(),
            )  # fmt: skip
        except Conflict as conflict:
            form.data = form.data.copy()
            form.data["revision"] = str(Reference.objects.values_list("revision", flat=True).get(pk=one.pk))
            form.add_error(None, conflict.reason)
            return render(request, "documents/reference.html", context, status=conflict.status)
        messages.success(request, _("Đã lưu.") if done else _("Không có gì thay đổi."))
        return redirect("documents:references")
    return render(request, "documents/reference.html", context, status=422 if form.errors else 200)


@require_POST
def retire_reference(request: HttpRequest, reference_id: int) -> HttpResponse:
    """Take an entry out, with a reason."""
    one = get_object_or_404(Reference.objects.visible_to(request.user), pk=reference_id)
    require(rules.may_keep_register(request.user))
    form = RetireForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Hãy ghi lý do đưa văn bản ra khỏi danh mục."))
    actions.retire_reference(one, **form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, _("Đã đưa %(number)s ra khỏi danh mục.") % {"number": one.number})
    return redirect("documents:references")


@require_POST
def restore_reference(request: HttpRequest, reference_id: int) -> HttpResponse:
    """Put an entry back into the register."""
    one = get_object_or_404(Reference.objects.visible_to(request.user), pk=reference_id)
    actions.restore_reference(one, by=request.user, at=timezone.now())
    messages.success(request, _("Đã đưa %(number)s trở lại danh mục.") % {"number": one.number})
    return redirect("documents:references")


@require_http_methods(["GET", "HEAD", "POST"])
def references_excel(request: HttpRequest) -> HttpResponse:
    """Download the workbook, or show what a filled one would change. Nothing is saved here."""
    require(rules.may_keep_register(request.user))
    form = WorkbookForm(request.POST or None, request.FILES or None)
    context = {"form": form}
    if request.method != "POST":
        return render(request, "documents/references_excel.html", context)
    if not form.is_valid():
        return render(request, "documents/references_excel.html", context, status=422)
    if form.cleaned_data["file"].size > settings.UPLOAD_LIMIT_MB * _MEGABYTE:
        said = _("Tệp nặng quá %(n)d MB. Hãy dùng đúng tệp đã tải về.")
        form.add_error("file", said % {"n": settings.UPLOAD_LIMIT_MB})
        return render(request, "documents/references_excel.html", context, status=413)
    reading = excel.read_workbook(form.cleaned_data["file"].read())
    context |= {"reading": reading, "take_form": TakeForm(initial={"reading": reading.token})}
    return render(request, "documents/references_excel.html", context, status=422 if reading.problems else 200)


@require_safe
def references_file(request: HttpRequest) -> FileResponse:
    """The register as a workbook; `?mau=1` an empty one to fill in."""
    entries = [] if request.GET.get("mau") else list(queries.references(request.user))
    data, name = excel.workbook(entries), "danh-muc-van-ban.xlsx" if entries else "mau-danh-muc-van-ban.xlsx"
    return FileResponse(BytesIO(data), as_attachment=True, filename=name, content_type=_XLSX)


@require_POST
def references_take(request: HttpRequest) -> HttpResponse:
    """Save all that was shown, or nothing."""
    form = TakeForm(request.POST)
    require(rules.may_keep_register(request.user))
    token = form.cleaned_data["reading"] if form.is_valid() else ""
    added, changed = excel.take(token, by=request.user, at=timezone.now())
    messages.success(request, _("Đã thêm %(added)d, sửa %(changed)d văn bản.") % {"added": added, "changed": changed})
    return redirect("documents:references")


# ── the codes of findings ────────────────────────────────────────────────────────────────────────────────────────


def _committees(request: HttpRequest) -> list[Org]:
    return request.user.root_orgs(Permission.EDIT_PLAN)


def _row(rule: Rule, off: dict[str, FindingSwitch]) -> tuple[Rule, str, FindingSwitch | None]:
    return rule, SEVERITY_WORDS[rule.severity], off.get(rule.code)


@require_safe
def finding_codes(request: HttpRequest) -> HttpResponse:
    """Every kind of finding, and whether one's committee is told about it."""
    orgs = _committees(request)
    if not orgs:
        raise Refused(_("Chỉ người nhập, soát kế hoạch được xem và bật, tắt mã phát hiện."))
    wanted = request.GET.get("don-vi", "")
    org = next((one for one in orgs if str(one.pk) == wanted), orgs[0])
    off = queries.switches_of([org])[org.pk]
    areas = [
        (words, [_row(rule, off) for rule in RULES.values() if rule.area is area]) for area, words in AREA_WORDS.items()
    ]
    tabs = [{"label": one.name, "url": f"?don-vi={one.pk}", "is_current": one == org} for one in orgs]
    context = {"orgs": tabs, "org": org, "areas": areas, "off": len(off), "codes": len(RULES)}
    return render(request, "documents/finding_codes.html", context)


@require_POST
def switch_finding(request: HttpRequest, org_id: int) -> HttpResponse:
    """Tell the committee about findings of a code, or not."""
    org = get_object_or_404(Org.objects.visible_to(request.user), pk=org_id)
    require(rules.may_switch_findings(request.user, org))
    form = SwitchForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Không có mã phát hiện này."))
    code, on = form.cleaned_data["code"], form.cleaned_data["on"]
    actions.switch_finding(org, code=code, on=on, by=request.user, at=timezone.now())
    said = _("Đã bật mã “%(title)s”.") if on else _("Đã tắt mã “%(title)s”.")
    messages.success(request, said % {"title": RULES[code].title})
    return redirect(f"{redirect('documents:finding_codes').url}?don-vi={org.pk}#ma-{code}")
