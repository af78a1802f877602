"""Small forms of the editor's buttons."""

from django import forms


class MoveForm(forms.Form):
    """One place up (-1) or down (1)."""

    revision = forms.IntegerField(min_value=0)
    by = forms.TypedChoiceField(choices=[("-1", ""), ("1", "")], coerce=int)
