"""What a person takes, and what the administrator connects."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.outbox.models import Contact, Endpoint, HookKind, Preference
from dondoc.outbox.ways import USUAL_URLS, refusal


class PreferenceForm(forms.Form):
    """By what one wants to be told, and under which number services know one."""

    email = forms.BooleanField(label=_("Nhận thư điện tử"), required=False)
    hooks = forms.BooleanField(label=_("Nhận qua Zalo, Telegram, hệ thống khác"), required=False)

    def __init__(self, data=None, *, chosen: Preference, endpoints: Iterable[Endpoint], contacts: Iterable[Contact]):
        super().__init__(data, initial={"email": chosen.email, "hooks": chosen.hooks})
        known = {one.endpoint_id: one.address for one in contacts}
        self.endpoints = [one for one in endpoints if one.needs_address]
        for one in self.endpoints:
            self.fields[f"address_{one.pk}"] = forms.CharField(
                label=_("Mã của đồng chí ở kênh “%(name)s”") % {"name": one}, max_length=100, required=False,
                initial=known.get(one.pk, ""), help_text=_HINTS[HookKind(one.kind)],
            )  # fmt: skip

    @property
    def addresses(self) -> Mapping[Endpoint, str]:
        return {one: self.cleaned_data[f"address_{one.pk}"].strip() for one in self.endpoints}


_HINTS = {
    HookKind.PLAIN: "",
    HookKind.ZALO: _("Dãy số user_id mà Zalo OA của cơ quan cấp khi đồng chí quan tâm OA."),
    HookKind.TELEGRAM: _("Dãy số chat_id mà bot của cơ quan báo khi đồng chí nhắn cho bot."),
}


class EndpointForm(forms.ModelForm):
    """An address outside. An empty secret keeps the one that is stored."""

    secret = forms.CharField(
        label=_("Khóa bí mật"), max_length=500, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Khóa để ký, access token (Zalo) hoặc token của bot (Telegram). Khi sửa, để trống là giữ khóa cũ."),
    )  # fmt: skip

    class Meta:
        model = Endpoint
        fields = ("name", "kind", "url", "secret", "is_on")
        labels = {"name": _("Tên kênh"), "kind": _("Loại"), "url": _("Địa chỉ"), "is_on": _("Đang dùng")}
        help_texts = {"url": _("Để trống với Zalo, Telegram: dùng địa chỉ chính thức.")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["url"].required = False

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if not data.get("url") and data.get("kind"):
            data["url"] = USUAL_URLS.get(HookKind(data["kind"]), "")
        if why := refusal(data.get("url") or ""):
            self.add_error("url", why)
        if not data.get("secret"):
            if self.instance.pk:
                data["secret"] = Endpoint.objects.get(pk=self.instance.pk).secret
            else:
                self.add_error("secret", _("Hãy nhập khóa bí mật."))
        return data
