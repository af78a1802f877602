"""The quick controls give the very HTML of Django's templates."""

import re
from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from dondoc.web.form_rendering import QuickControls

CHOICES = [
    ("", _("Tất cả")), ("a&b", 'Ủy ban "kiểm tra" <Thành ủy>'), (7, 1234), ("x", mark_safe("<b>đậm</b>")),
    ("Nhóm 'một'", [("g1", "Chi bộ 1"), ("g2", "Chi bộ 2 & 3")]),
]  # fmt: skip
ATTRS = {
    "id": "id_o",
    "required": True,
    "disabled": False,
    "data-n": 5,
    "title": "a<b \"c\" & 'd'",
    "class": "ui-input",
}
WIDGETS = [
    forms.TextInput(), forms.NumberInput(), forms.EmailInput(), forms.URLInput(), forms.SearchInput(),
    forms.PasswordInput(render_value=True), forms.HiddenInput(), forms.DateInput(), forms.TimeInput(),
    forms.CheckboxInput(), forms.Textarea(), forms.Select(choices=CHOICES), forms.SelectMultiple(choices=CHOICES),
    forms.RadioSelect(choices=CHOICES), forms.ClearableFileInput(),
]  # fmt: skip
VALUES = [None, "", 0, 7, "a&b", "<i>'\"", True, ["a&b", "g2"], date(2026, 3, 5), mark_safe("<u>"), 1234.5]

BETWEEN = re.compile(r">\s+<")


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda one: type(one).__name__)
def test_it_is_what_django_writes(widget):
    for value in VALUES:
        for attrs in (None, ATTRS):
            mine, theirs = (
                widget.render("tên & số", value, attrs, renderer=renderer())
                for renderer in (QuickControls, DjangoTemplates)
            )
            assert BETWEEN.sub("><", mine) == BETWEEN.sub("><", theirs)  # each of their templates ends in a new line
            assert isinstance(mine, SafeString)


def test_a_form_is_rendered_by_it(settings):
    assert isinstance(forms.renderers.get_default_renderer(), QuickControls)
