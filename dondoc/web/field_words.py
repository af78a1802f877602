"""What form fields say when something is wrong with what was typed: what, and what to do, in one voice.

Django's own Vietnamese is partly missing ("Null characters are not allowed.") and says neither what to do nor "tệp".
"""

from django import forms
from django.core.validators import (
    MaxLengthValidator,
    MaxValueValidator,
    MinValueValidator,
    ProhibitNullCharactersValidator,
)
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

_NOT_IN_LIST = _("Lựa chọn này không có trong danh sách. Hãy chọn lại.")
_NOT_A_NUMBER = _("Hãy ghi một số nguyên, ví dụ 12.")
FIELD_WORDS = {
    forms.Field: {"required": _("Hãy điền hoặc chọn mục này.")},
    forms.DateField: {"invalid": _("Ngày này không có hoặc chưa đúng cách ghi. Hãy ghi như 30/6/2026.")},
    forms.IntegerField: {"invalid": _NOT_A_NUMBER},
    forms.FileField: {
        "invalid": _("Chưa nhận được tệp. Hãy chọn lại tệp."),
        "missing": _("Chưa nhận được tệp. Hãy chọn lại tệp."),
        "empty": _("Tệp trống. Hãy chọn tệp có nội dung."),
    },
    forms.ChoiceField: {"invalid_choice": _NOT_IN_LIST},
    forms.MultipleChoiceField: {"invalid_choice": _NOT_IN_LIST, "invalid_list": _NOT_IN_LIST},
    forms.ModelChoiceField: {"invalid_choice": _NOT_IN_LIST},
    forms.ModelMultipleChoiceField: {"invalid_choice": _NOT_IN_LIST, "invalid_pk_value": _NOT_IN_LIST},
}
TOO_LONG = ngettext_lazy(
    "Chỉ được ghi tối đa %(limit_value)d ký tự, đang có %(show_value)d. Hãy rút gọn.",
    "Chỉ được ghi tối đa %(limit_value)d ký tự, đang có %(show_value)d. Hãy rút gọn.",
    "limit_value",
)
TOO_SMALL = _("Hãy ghi số từ %(limit_value)s trở lên.")
TOO_LARGE = _("Hãy ghi số không quá %(limit_value)s.")
NULL_CHARACTER = _("Có ký tự không in được. Hãy gõ lại thay vì dán.")


def use_our_words() -> None:
    """Make these the words of every form field; a field's own `error_messages` still come first."""
    for field, words in FIELD_WORDS.items():
        field.default_error_messages = {**field.__dict__.get("default_error_messages", {}), **words}
    MaxLengthValidator.message = TOO_LONG
    MinValueValidator.message = TOO_SMALL
    MaxValueValidator.message = TOO_LARGE
    ProhibitNullCharactersValidator.message = NULL_CHARACTER
