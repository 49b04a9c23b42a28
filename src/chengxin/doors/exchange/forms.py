"""Forms of the exchange."""

from typing import Any, cast

from django import forms

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.sight import bodies_reached
from chengxin.foundation.matters.forms import Day
from chengxin.foundation.subjects.models import PublicBody


class JudgmentsFile(forms.Form):
    """A file of judgments."""

    file = forms.FileField(
        label="文件",
        help_text="JSON Lines、CSV 或者 XLSX；可以先下载模板",
        error_messages={"required": "请选择文件"},
    )


class TookEffect(forms.Form):
    """When an instrument took effect."""

    effective_on = Day(label="生效日期")


class NameBody(forms.Form):
    """Which body a waiting name means."""

    body = forms.ModelChoiceField(
        queryset=PublicBody.objects.none(),
        to_field_name="id",
        widget=forms.TextInput,
        label="机构编号",
        error_messages={
            "required": "请选择机构",
            "invalid_choice": "登记册中没有这个机构，或者它不在您的管辖范围",
        },
    )

    def __init__(self, *args: Any, mandate: Mandate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[PublicBody]", self.fields["body"]).queryset = bodies_reached(mandate)
