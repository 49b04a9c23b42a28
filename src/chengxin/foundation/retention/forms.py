"""Forms of retention."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.retention.plugs import holdable


class Decision(forms.Form):
    """What the approving person says."""

    reason = forms.CharField(
        label=_("审批意见和理由"),
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": _("请写明意见和理由")},
    )


class Hold(forms.Form):
    """Which records are kept beyond their term, and on what ground."""

    code = forms.ChoiceField(label=_("停止销毁的范围"), required=False)
    ground = forms.CharField(
        label=_("事由和依据"),
        max_length=1000,
        widget=forms.Textarea,
        help_text=_("例如审计、调查、诉讼的文号；不写人名。"),
        error_messages={"required": _("请写明停止销毁的事由和依据")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("全部类别")), *((code, _(zh)) for code, zh in holdable().items())]
        self.fields["code"].choices = choices  # type: ignore[attr-defined]


class Lift(forms.Form):
    """On what ground a hold ends."""

    ground = forms.CharField(
        label=_("解除的事由和依据"),
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": _("请写明解除的事由和依据")},
    )
