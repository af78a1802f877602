"""Whom a wording means: bodies by name, kinds, groups; or a new organisation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.lib.text import squash
from dondoc.orgs.models import Group, Org, OrgKind
from dondoc.plans.bodies import BodyReader, Match


class PopulationFields(forms.Form):
    """Bodies by name, or kinds and groups; `people` is what was chosen, as Task.population."""

    orgs = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 2}), label=_("Đơn vị, đích danh"),
        help_text=_("Mỗi dòng một tên đơn vị trong hệ thống."),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        choices=OrgKind.choices, required=False, widget=forms.CheckboxSelectMultiple, label=_("Hoặc loại tổ chức")
    )
    groups = forms.ModelMultipleChoiceField(
        Group.objects.all(), to_field_name="code", required=False, widget=forms.CheckboxSelectMultiple,
        label=_("Hoặc trong khối"),
    )  # fmt: skip

    def __init__(self, *args, reader: BodyReader, people: dict[str, list[str]], **kwargs) -> None:
        self.reader = reader
        named = Org.objects.filter(code__in=people.get("orgs", [])).values_list("name", flat=True)
        initial = {
            "orgs": "\n".join(named), "kinds": people.get("kinds", []), "groups": people.get("groups", []),
        }  # fmt: skip
        super().__init__(*args, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)

    def clean_orgs(self) -> list[str]:
        codes, unknown = [], []
        for line in filter(None, (squash(one) for one in self.cleaned_data["orgs"].splitlines())):
            found = self.reader.read(line)
            if found.match in {Match.NAME, Match.DECIDED} and set(found.population) == {"orgs"}:
                codes += found.population["orgs"]
            else:
                near = "; ".join(candidate.name for candidate in found.near[:3])
                unknown.append(f"“{line}”" + (f" (có phải: {near}?)" if near else ""))
        if unknown:
            raise forms.ValidationError(
                _("Không có đơn vị tên %(names)s. Hãy ghi đúng tên trong danh sách tổ chức."),
                params={"names": ", ".join(unknown)},
            )
        return list(dict.fromkeys(codes))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("orgs") and (data.get("kinds") or data.get("groups")):
            self.add_error("orgs", _("Đã ghi đích danh thì bỏ chọn loại tổ chức và khối, hoặc ngược lại."))
        return data

    @property
    def people(self) -> dict[str, list[str]]:
        data = self.cleaned_data
        chosen = {
            "kinds": data.get("kinds") or [],
            "groups": [group.code for group in data.get("groups") or []],
            "orgs": data.get("orgs") or [],
        }
        return {part: codes for part, codes in chosen.items() if codes}


class BodyForm(PopulationFields):
    """Whom one wording means."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not self.people:
            self.add_error("orgs", _("Hãy chọn đơn vị, loại tổ chức hoặc khối."))
        return data


class QuickChoiceForm(forms.Form):
    """A suggested organisation, taken with one button."""

    wording = forms.CharField(max_length=1000)
    org = forms.SlugField(max_length=40, allow_unicode=True)


class NewBodyForm(forms.Form):
    """An organisation that is not there yet."""

    name = forms.CharField(max_length=250, label=_("Tên đơn vị"))
    short_name = forms.CharField(max_length=120, required=False, label=_("Tên gọi tắt"))
    kind = forms.ChoiceField(choices=OrgKind.choices, initial=OrgKind.OFFICE, label=_("Loại tổ chức"))
    groups = forms.ModelMultipleChoiceField(
        Group.objects.all(), to_field_name="code", required=False, widget=forms.CheckboxSelectMultiple, label=_("Khối")
    )
