"""What the framework says of a field comes out in plain Chinese."""

import pytest
from django import forms
from django.utils import translation


@pytest.mark.parametrize(
    ("field", "sent", "said"),
    [
        (forms.CharField(), "", "请填写这一项"),
        (forms.CharField(), "甲\0乙", "空字符"),
        (forms.SlugField(), "有 空格", "英文字母"),
        (forms.IntegerField(min_value=2018), "2017", "不得小于 2018"),
    ],
)
def test_a_field_is_refused_in_words_that_help(field: forms.Field, sent: str, said: str) -> None:
    with translation.override("zh-hans"), pytest.raises(forms.ValidationError) as refusal:
        field.clean(sent)

    with translation.override("zh-hans"):
        assert said in "".join(refusal.value.messages)
