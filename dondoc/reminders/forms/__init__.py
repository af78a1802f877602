"""What is chosen and typed about chasing."""

from dondoc.reminders.forms.board import BoardFilterForm, ReminderForm
from dondoc.reminders.forms.ladders import HoldForm, LadderForm, RungFormSet, VersionForm, rungs_of
from dondoc.reminders.forms.ways import EndpointForm, PreferenceForm

__all__ = [
    "BoardFilterForm",
    "EndpointForm",
    "HoldForm",
    "LadderForm",
    "PreferenceForm",
    "ReminderForm",
    "RungFormSet",
    "VersionForm",
    "rungs_of",
]
