"""Sign-in, one's own account, and the people whom one administers."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dondoc.accounts import actions, queries, rules
from dondoc.accounts.forms import (
    AddPersonForm,
    DemoSignInForm,
    OwnPasswordForm,
    PeopleFilterForm,
    PersonForm,
    ResetPasswordForm,
    RoleForm,
    SignInForm,
)
from dondoc.accounts.models import Membership, User
from dondoc.accounts.roles import PERMISSION_WORDS, ROLES, Permission
from dondoc.orgs.models import Org, OrgQuerySet
from dondoc.web.refusals import Conflict, require
from dondoc.web.shortcuts import render

_BACKEND = settings.AUTHENTICATION_BACKENDS[-1]  # the other one counts wrong passwords
_A_PAGE = 50
_OFFERED = 600  # more organisations than this are not sent as suggestions with the page


# ── sign-in ───────────────────────────────────────────────────────────────────────────────────────────────────────


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; in the demo also a table of people to try as."""
    if request.user.is_authenticated:
        return redirect(_wanted_page(request, request.GET.get("next", "")))
    form = SignInForm(request, data=request.POST or None, initial={"next": request.GET.get("next", "")})
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return redirect(_wanted_page(request, form.cleaned_data["next"]))
    people = queries.demo_sign_ins(timezone.localdate()) if settings.DEMO else []
    return render(
        request, "accounts/sign_in.html", {"form": form, "people": people}, status=422 if form.errors else 200
    )


@login_not_required
@never_cache
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One tap instead of a password. Exists in the demo only, where every record is made up."""
    if not settings.DEMO:
        raise Http404
    form = DemoSignInForm(request.POST)
    if not form.is_valid():
        raise Http404
    login(request, form.cleaned_data["person"], backend=_BACKEND)
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session and says so."""
    logout(request)
    messages.success(request, _("Đồng chí đã đăng xuất."))
    return redirect(settings.LOGIN_URL)


def _wanted_page(request: HttpRequest, wanted: str) -> str:
    """The page that was asked for before sign-in, when it is one of ours; else the first page."""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else resolve_url(settings.LOGIN_REDIRECT_URL)


# ── one's own account ─────────────────────────────────────────────────────────────────────────────────────────────


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and what one may do where."""
    held = request.user.memberships.select_related("org").order_by("-valid_to", "valid_from")
    return render(request, "accounts/account.html", {"memberships": held, "today": timezone.localdate()})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A new password of one's own; this session stays, all others end."""
    form = OwnPasswordForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        new = form.cleaned_data["password"]
        actions.set_password(request.user, password=new, by=request.user, at=timezone.now())
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Đã đổi mật khẩu. Các thiết bị khác phải đăng nhập lại."))
        return redirect("accounts:account")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """What each role may do: the table that the product itself works by."""
    table = [
        (words, [right in role.permissions for role in ROLES.values()]) for right, words in PERMISSION_WORDS.items()
    ]
    return render(request, "accounts/roles.html", {"roles": list(ROLES.values()), "table": table})


# ── people ────────────────────────────────────────────────────────────────────────────────────────────────────────


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The people whom one administers, with their roles of today."""
    require(rules.may_add_person(request.user))
    form = PeopleFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    today = timezone.localdate()
    found = queries.people(request.user, words=wanted.get("q", ""), role=wanted.get("vai_tro", ""), day=today)
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("trang"))
    held = queries.roles_on([person.pk for person in page], today, by=request.user)
    context = {
        "form": form,
        "page": page,
        "rows": [(person, held.get(person.pk, [])) for person in page],
        "is_active": any(wanted.values()),
    }
    return render(request, "accounts/people.html", context, part="people")


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    """A new person with a first role; both or neither."""
    require(rules.may_add_person(request.user))
    orgs = _administered(request)
    form = AddPersonForm(request.POST or None, orgs=orgs)
    if request.method == "POST" and form.is_valid():
        person = _add(request.user, form.cleaned_data)
        messages.success(request, _("Đã thêm %(person)s.") % {"person": person})
        return redirect("accounts:person", person.pk)
    context = {"form": form, "orgs": _suggested(orgs)}
    return render(request, "accounts/add_person.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _add(by: User, data: dict) -> User:
    at = timezone.now()
    named = {name: data[name] for name in ("username", "full_name", "email", "password", "org")}
    person = actions.create_user(**named, by=by, at=at)
    actions.give_role(person, org=data["org"], role=data["role"], by=by, at=at)
    return person


@require_safe
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """One person: roles now and before, and what may be changed."""
    shown = _person(request, user_id)
    today = timezone.localdate()
    seen = Org.objects.visible_to(request.user).values("pk")
    held = list(shown.memberships.filter(org_id__in=seen).select_related("org").order_by("-valid_from", "-pk"))
    context = {
        "person": shown,
        "current": [(m, rules.may_end_role(request.user, m)) for m in held if m.holds_on(today)],
        "past": [m for m in held if m.valid_to and m.valid_to <= today],
        "manage_denial": rules.may_manage(request.user, shown),
        "switch_denial": rules.may_switch_off(request.user, shown),
    }
    return render(request, "accounts/person.html", context)


@require_http_methods(["GET", "POST"])
def edit_person(request: HttpRequest, user_id: int) -> HttpResponse:
    """How a person is called."""
    shown = _person(request, user_id)
    require(rules.may_manage(request.user, shown))
    form = PersonForm(request.POST or None, initial={"full_name": shown.full_name, "email": shown.email})
    if request.method == "POST" and form.is_valid():
        actions.rename_user(shown, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Đã lưu."))
        return redirect("accounts:person", shown.pk)
    context = {"form": form, "person": shown}
    return render(request, "accounts/edit_person.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def give_role(request: HttpRequest, user_id: int) -> HttpResponse:
    """One more role for a person."""
    shown = _person(request, user_id)
    orgs = _administered(request)
    form = RoleForm(request.POST or None, orgs=orgs)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_role(shown, **form.cleaned_data, by=request.user, at=timezone.now())
        except Conflict as conflict:
            form.add_error("role", conflict.reason)
        else:
            messages.success(request, _("Đã cấp vai trò tại “%(org)s”.") % {"org": form.cleaned_data["org"]})
            return redirect("accounts:person", shown.pk)
    context = {"form": form, "person": shown, "orgs": _suggested(orgs)}
    return render(request, "accounts/give_role.html", context, status=422 if form.errors else 200)


@require_POST
def end_role(request: HttpRequest, membership_id: int) -> HttpResponse:
    """A role ends today."""
    require(rules.may_add_person(request.user))
    seen = Membership.objects.filter(org_id__in=Org.objects.visible_to(request.user).values("pk"))
    membership = get_object_or_404(seen.select_related("org", "user"), pk=membership_id)
    actions.end_role(membership, by=request.user, at=timezone.now())
    messages.success(request, _("Đã kết thúc vai trò của %(person)s.") % {"person": membership.user})
    return redirect("accounts:people" if membership.user_id == request.user.pk else _page_of(membership.user))


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def reset_password(request: HttpRequest, user_id: int) -> HttpResponse:
    """A new password for somebody who cannot sign in."""
    shown = _person(request, user_id)
    require(rules.may_manage(request.user, shown))
    form = ResetPasswordForm(request.POST or None, person=shown)
    if request.method == "POST" and form.is_valid():
        actions.set_password(shown, password=form.cleaned_data["password"], by=request.user, at=timezone.now())
        messages.success(request, _("Đã đặt mật khẩu mới cho %(person)s.") % {"person": shown})
        return redirect("accounts:person", shown.pk)
    context = {"form": form, "person": shown}
    return render(request, "accounts/reset_password.html", context, status=422 if form.errors else 200)


@require_POST
def switch_off(request: HttpRequest, user_id: int) -> HttpResponse:
    """The account can no longer sign in."""
    shown = _person(request, user_id)
    actions.switch_off(shown, by=request.user, at=timezone.now())
    messages.success(request, _("Đã ngừng tài khoản của %(person)s.") % {"person": shown})
    return redirect("accounts:person", shown.pk)


@require_POST
def switch_on(request: HttpRequest, user_id: int) -> HttpResponse:
    """The account can sign in again."""
    shown = _person(request, user_id)
    actions.switch_on(shown, by=request.user, at=timezone.now())
    messages.success(request, _("Đã mở lại tài khoản của %(person)s.") % {"person": shown})
    return redirect("accounts:person", shown.pk)


def _person(request: HttpRequest, user_id: int) -> User:
    """A person whom the one at the screen may see and, as an administrator of something, look after."""
    found = get_object_or_404(User.objects.visible_to(request.user), pk=user_id)
    require(rules.may_add_person(request.user))
    return found


def _page_of(person: User) -> str:
    return resolve_url("accounts:person", person.pk)


def _administered(request: HttpRequest) -> OrgQuerySet:
    ids = request.user.org_ids_with(Permission.ADMINISTER)
    return Org.objects.as_of(timezone.localdate()).filter(pk__in=ids)


def _suggested(orgs: OrgQuerySet) -> list[Org]:
    found = list(orgs[: _OFFERED + 1])
    return found if len(found) <= _OFFERED else []
