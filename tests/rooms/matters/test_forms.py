"""A form speaks the reader's language around what is filled in."""

import pytest
from django import forms
from django.utils import translation

from chengxin.foundation.matters import forms as fields
from chengxin.foundation.matters.forms import Day, Statement, in_the_readers_words

SPOKEN = {
    "理由": "Reason",
    "写明理由": "State it",
    "领域": "Area",
    "政府采购": "Procurement",
    "请选择领域": "Choose",
}


class Trial(forms.Form):
    """A form of a room."""

    reason = Statement(label="理由", help_text="写明理由")
    area = forms.ChoiceField(
        label="领域",
        choices=[("procurement", "政府采购"), ("x", "演示数据")],
        error_messages={"required": "请选择领域"},
    )
    day = Day(label="日期", required=False)


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "gettext", lambda text: SPOKEN.get(text, text))


@pytest.mark.usefixtures("english")
def test_labels_remarks_choices_and_complaints_are_in_the_readers_words() -> None:
    form = Trial({"reason": "演示数据", "area": ""})

    in_the_readers_words(form)

    assert form["reason"].label == "Reason"
    assert form["reason"].help_text == "State it"
    assert form.fields["area"].choices == [("procurement", "Procurement"), ("x", "演示数据")]  # type: ignore[attr-defined]
    assert form.errors["area"] == ["Choose"]


@pytest.mark.usefixtures("english")
def test_what_may_be_chosen_stays_the_same() -> None:
    form = Trial({"reason": "演示数据", "area": "procurement"})

    in_the_readers_words(form)

    assert form.is_valid()
    assert form.cleaned_data["area"] == "procurement"
    assert Trial().fields["reason"].label == "理由"


def test_complaints_name_the_field() -> None:
    with translation.override("zh-hans"):
        form = Trial({"reason": "", "area": "x", "day": "昨天"})

        assert form.errors["reason"] == ["请填写理由"]
        assert form.errors["day"] == ["日期应当是 2018-02-02 这样的日期"]
