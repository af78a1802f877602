"""What form fields say of what was typed."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (forms.CharField(), "", "Hãy điền hoặc chọn mục này."),
        (forms.CharField(max_length=3), "bốn!", "Chỉ được ghi tối đa 3 ký tự, đang có 4. Hãy rút gọn."),
        (forms.CharField(), "a\x00b", "Có ký tự không in được. Hãy gõ lại thay vì dán."),
        (
            forms.DateField(),
            "31/02/2026",
            "Ngày này không có hoặc chưa đúng cách ghi. Hãy ghi như 30/6/2026.",
        ),
        (forms.IntegerField(), "mười", "Hãy ghi một số nguyên, ví dụ 12."),
        (forms.IntegerField(min_value=1), "0", "Hãy ghi số từ 1 trở lên."),
        (forms.IntegerField(max_value=1000), "9999", "Hãy ghi số không quá 1000."),
        (forms.FileField(), SimpleUploadedFile("a.txt", b""), "Tệp trống. Hãy chọn tệp có nội dung."),
        (
            forms.ChoiceField(choices=[("a", "A")]),
            "root",
            "Lựa chọn này không có trong danh sách. Hãy chọn lại.",
        ),
        (
            forms.MultipleChoiceField(choices=[("a", "A")]),
            ["root"],
            "Lựa chọn này không có trong danh sách. Hãy chọn lại.",
        ),
    ],
)
def test_a_field_says_what_is_wrong_and_what_to_do(field, typed, said):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [said]


def test_a_fields_own_words_come_first():
    with pytest.raises(ValidationError) as refused:
        forms.CharField(error_messages={"required": "Hãy ghi lý do."}).clean("")
    assert refused.value.messages == ["Hãy ghi lý do."]
