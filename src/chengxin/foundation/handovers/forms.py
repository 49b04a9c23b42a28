"""Forms of the handovers: who leaves what to whom, and why one is given up."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.matters.forms import Statement
from chengxin.foundation.matters.plugs import MatterForm


class Why(MatterForm):
    """Why a handover is given up."""

    reason = Statement(label="取消的理由", longest=200)


class Begin(forms.Form):
    """Which posts go to whom, watched by whom."""

    posts = forms.ModelMultipleChoiceField(
        label=_("交接的岗位"), queryset=Mandate.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选择至少一个岗位")},
    )  # fmt: skip
    successor = forms.ModelChoiceField(
        label=_("接任人"), queryset=User.objects.none(), empty_label=_("请选择")
    )
    chief = forms.ModelChoiceField(
        label=_("监交负责人"), queryset=Mandate.objects.none(), empty_label=_("请选择")
    )
    reason = forms.CharField(label=_("交接事由"), max_length=200)

    def __init__(self, *args: Any, posts: Any, successors: Any, chiefs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("posts", posts), ("successor", successors), ("chief", chiefs)):
            cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = choices
