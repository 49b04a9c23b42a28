"""Forms of sign-ins."""

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.signins.models import SignInKind


class EventFilters(forms.Form):
    """What of the log is shown."""

    words = forms.CharField(label=_("用户名"), required=False, max_length=60)
    kind = forms.ChoiceField(
        label=_("事件"),
        required=False,
        choices=lambda: [("", _("全部")), *((k, _(k.zh)) for k in SignInKind)],
    )
    since = forms.DateField(label=_("自"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("至"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class ForceOut(forms.Form):
    """Why somebody is signed out everywhere."""

    reason = forms.CharField(
        label=_("理由"),
        min_length=4,
        max_length=200,
        help_text=_("例如：离岗、设备遗失、登录异常。理由写入登录日志，本人可以看到。"),
        error_messages={"required": _("请写明理由"), "min_length": _("理由至少四个字")},
    )
