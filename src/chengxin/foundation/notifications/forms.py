"""Forms of messages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.notifications.plugs import open_channels


class NewAddress(forms.Form):
    """Where somebody wants to be told too."""

    channel = forms.ChoiceField(label=_("渠道"))
    address = forms.CharField(
        label=_("地址"),
        max_length=200,
        help_text=_(
            "邮箱地址、政务微信（山东通）账号或者手机号码，按所选渠道填写。密封保存，只用来通知您本人。"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel = self.fields["channel"]
        assert isinstance(channel, forms.ChoiceField)
        channel.choices = [(each.code, _(each.zh)) for each in open_channels()]


class Code(forms.Form):
    """The code that came to the address."""

    code = forms.CharField(
        label=_("确认码"),
        min_length=6,
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"min_length": _("确认码是六位数字")},
    )
