"""What an administrator fills in to register or end a consumer, and what the credit office states."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.matters.forms import Day, Statement
from chengxin.foundation.matters.plugs import MatterForm
from chengxin.foundation.subjects.models import PublicBody


class Register(forms.Form):
    """A new consumer; what makes sense together is asked by the operation."""

    code = forms.CharField(
        label=_("代码"),
        max_length=32,
        help_text=_("小写字母、数字和连字符，例如 credit-city。写在令牌和回执里，登记后不变。"),
    )
    name = forms.CharField(label=_("名称"), max_length=120)
    body = forms.CharField(
        label=_("所属公共机构"),
        max_length=120,
        required=False,
        help_text=_("机构全称。填写后，逾期不回执的，系统代拟催告函。"),
    )
    post = forms.CharField(
        label=_("联系岗位"), max_length=120, help_text=_("写岗位，不写姓名和电话，例如 信息中心值班岗。")
    )
    public_key = forms.CharField(
        label=_("回执公钥"),
        max_length=200,
        required=False,
        help_text=_("名称+校验值+base64。填写后，只接受以它签名的回执。"),
    )
    address = forms.CharField(
        label=_("核查网址"),
        max_length=300,
        required=False,
        help_text=_("http 或 https 网址，编号处写 {key}。已删除的应答 404 或 410。"),
    )
    since = Day(label="自哪一天起")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"since": today}, **kwargs})

    def clean_body(self) -> PublicBody | None:
        """Return the body with exactly this name."""
        name = self.cleaned_data["body"].strip()
        if not name:
            return None
        found = list(PublicBody.objects.filter(name=name, ended_on=None)[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("没有找到名称完全相同的一家公共机构"))
        return found[0]


class End(forms.Form):
    """The last day of a registration."""

    until = Day(label="终止日")
    has_deleted = forms.BooleanField(
        label=_("已书面确认删除全部取用的信息"),
        required=False,
        help_text=_("没有确认的，终止以后仍须对取用过的信息逐条回执。"),
    )


class Urged(MatterForm):
    """How a consumer was urged."""

    what = Statement(label="催办情况", longest=1000)


class Reason(MatterForm):
    """Why a matter ends in another way."""

    reason = Statement(label="处理情况和理由", longest=1000)
