"""Questions as form fields; the forms of the sheet editor and of the rule tables."""

from dondoc.sheets.forms.answers import AnswerField, answer_field, as_typed, rows_as_typed
from dondoc.sheets.forms.check import CheckForm
from dondoc.sheets.forms.head import HeadForm, ImportForm, PublishForm
from dondoc.sheets.forms.norms import NormForm, ReasonForm, RowForm
from dondoc.sheets.forms.question import QuestionForm

__all__ = [
    "AnswerField",
    "CheckForm",
    "HeadForm",
    "ImportForm",
    "NormForm",
    "PublishForm",
    "QuestionForm",
    "ReasonForm",
    "RowForm",
    "answer_field",
    "as_typed",
    "rows_as_typed",
]
