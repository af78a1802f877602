"""What is asked of how sure somebody is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.forecast.models import Sureness


class SurenessForm(forms.Form):
    """How sure, and why if one likes to say."""

    level = forms.ChoiceField(label=_("Mức tin chắc"), choices=Sureness.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Vì sao"), max_length=300, required=False)
