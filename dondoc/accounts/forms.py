"""What people type about themselves and about each other."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.accounts.models import User
from dondoc.accounts.roles import ROLES
from dondoc.lib.text import squash
from dondoc.orgs.models import Org, OrgName, OrgPath, OrgQuerySet, folded_name

_MANY = 5  # organisations of one name that are listed in an error


class SignInForm(AuthenticationForm):
    """Name and password; `next` is the page that was asked for."""

    username = forms.CharField(
        label=gettext_lazy("Tên đăng nhập"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Mật khẩu"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput())
    error_messages = {
        "invalid_login": gettext_lazy(
            "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi thử lại."
        ),
        "inactive": gettext_lazy("Tài khoản này đã ngừng. Hãy liên hệ quản trị viên."),
    }


class DemoSignInForm(forms.Form):
    person = forms.ModelChoiceField(User.objects.filter(is_active=True))


class OrgField(forms.CharField):
    """An organisation by its code, or by a name that only one of `orgs` bears; cleaned to the Org."""

    def __init__(self, *, orgs: OrgQuerySet, **options) -> None:
        super().__init__(
            label=gettext_lazy("Tổ chức"),
            help_text=gettext_lazy("Gõ tên hoặc mã của tổ chức rồi chọn trong danh sách gợi ý."),
            widget=forms.TextInput(attrs={"list": "orgs", "autocomplete": "off"}),
            **options,
        )
        self.orgs = orgs

    def clean(self, value: str) -> Org:
        typed = squash(super().clean(value))
        named = OrgName.objects.filter(folded=folded_name(typed)).values("org_id")
        meant = self.orgs.filter(Q(code__iexact=typed) | Q(pk__in=named)).order_by("sort_key", "code")
        found = list(meant[: _MANY + 1])
        if not found:
            raise forms.ValidationError(
                _("Không có tổ chức “%(typed)s” trong phạm vi đồng chí quản trị. Hãy chọn trong danh sách gợi ý.")
                % {"typed": typed}
            )
        if len(found) > 1:
            which = "; ".join(f"{org.code} ({_parent_name(org)})" for org in found[:_MANY])
            raise forms.ValidationError(
                _("Nhiều tổ chức cùng tên “%(typed)s”. Hãy gõ mã: %(which)s.") % {"typed": typed, "which": which}
            )
        return found[0]


def _parent_name(org: Org) -> str:
    path = OrgPath.objects.filter(descendant=org, depth=1).select_related("ancestor").order_by("-valid_from").first()
    return path.ancestor.name if path else org.name


def _role_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Vai trò"), choices=lambda: [(role.code, role.name) for role in ROLES.values()]
    )


def _new_password_field(label=gettext_lazy("Mật khẩu mới")) -> forms.CharField:  # noqa: B008 -- a lazy constant
    return forms.CharField(
        label=label,
        strip=False,
        help_text=gettext_lazy("Ít nhất 8 ký tự, không chỉ gồm chữ số, không giống tên đăng nhập."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class RoleForm(forms.Form):
    """A role in an organisation. `orgs`: those that the person at the screen administers."""

    def __init__(self, *args, orgs: OrgQuerySet, **options) -> None:
        super().__init__(*args, **options)
        self.fields["org"] = OrgField(orgs=orgs)
        self.fields["role"] = _role_field()


class PersonForm(forms.Form):
    """How a person is called."""

    full_name = forms.CharField(label=gettext_lazy("Họ và tên"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử"), required=False, max_length=254,
        error_messages={"invalid": gettext_lazy("Địa chỉ thư điện tử chưa đúng, ví dụ: ten@coquan.vn.")},
    )  # fmt: skip


class AddPersonForm(PersonForm):
    """A new person, the first password, and the first role."""

    username = forms.RegexField(
        r"^[A-Za-z0-9._-]+$",
        label=gettext_lazy("Tên đăng nhập"),
        max_length=60,
        help_text=gettext_lazy("Chữ không dấu, chữ số, dấu chấm, gạch ngang; không có dấu cách."),
        error_messages={"invalid": gettext_lazy("Chỉ dùng chữ không dấu, chữ số, dấu chấm và gạch ngang.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ("full_name", "username", "email", "password", "org", "role")

    def __init__(self, *args, orgs: OrgQuerySet, **options) -> None:
        super().__init__(*args, **options)
        self.fields["password"] = _new_password_field(gettext_lazy("Mật khẩu ban đầu"))
        self.fields["org"] = OrgField(orgs=orgs)
        self.fields["role"] = _role_field()
        self.order_fields(self.field_order)

    def clean_username(self) -> str:
        username = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("Tên đăng nhập này đã có người dùng. Hãy chọn tên khác."))
        return username

    def clean(self) -> dict:
        cleaned = super().clean()
        person = User(username=cleaned.get("username", ""), full_name=cleaned.get("full_name", ""))
        _check_password(self, "password", person)
        return cleaned


class ResetPasswordForm(forms.Form):
    """A password that an administrator sets for somebody else."""

    def __init__(self, *args, person: User, **options) -> None:
        super().__init__(*args, **options)
        self.person = person
        self.fields["password"] = _new_password_field()

    def clean(self) -> dict:
        cleaned = super().clean()
        _check_password(self, "password", self.person)
        return cleaned


class OwnPasswordForm(ResetPasswordForm):
    """One's own new password: the old one first, the new one twice."""

    old = forms.CharField(
        label=gettext_lazy("Mật khẩu hiện nay"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("Nhập lại mật khẩu mới"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.order_fields(("old", "password", "again"))

    def clean_old(self) -> str:
        old = self.cleaned_data["old"]
        if not self.person.check_password(old):
            raise forms.ValidationError(_("Mật khẩu hiện nay chưa đúng. Hãy nhập lại."))
        return old

    def clean(self) -> dict:
        cleaned = super().clean()
        if "password" in cleaned and "again" in cleaned and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("Hai lần nhập mật khẩu mới không giống nhau."))
        return cleaned


class PeopleFilterForm(forms.Form):
    """The filters above the list of people; what is not understood narrows nothing."""

    q = forms.CharField(
        label=gettext_lazy("Tên hoặc tên đăng nhập"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    vai_tro = forms.ChoiceField(
        label=gettext_lazy("Vai trò"),
        required=False,
        choices=lambda: [("", gettext_lazy("Mọi vai trò")), *((role.code, role.name) for role in ROLES.values())],
    )


# Django's own words for these are English in part, and do not say what to do.
_PASSWORD_FAULTS = {
    "password_too_short": gettext_lazy("Mật khẩu quá ngắn. Hãy dùng ít nhất 8 ký tự."),
    "password_too_common": gettext_lazy("Mật khẩu này quá dễ đoán. Hãy chọn mật khẩu khác."),
    "password_entirely_numeric": gettext_lazy("Mật khẩu chỉ gồm chữ số. Hãy thêm chữ cái."),
    "password_too_similar": gettext_lazy("Mật khẩu quá giống tên đăng nhập. Hãy chọn mật khẩu khác."),
}


def _check_password(form: forms.Form, field: str, person: User) -> None:
    """The validators of the settings, in our words, beside the field."""
    if password := form.cleaned_data.get(field):
        try:
            validate_password(password, person)
        except forms.ValidationError as error:
            form.add_error(field, [str(_PASSWORD_FAULTS[fault.code]) for fault in error.error_list])
