"""What is asked of how numbers are shown."""

from django import forms


class RankingForm(forms.Form):
    """Whether organisations may be put in an order."""

    on = forms.BooleanField(required=False)
