"""Forms of the buttons of deliveries."""

from typing import Any

from django import forms

from chengxin.foundation.deliveries.operations import missing_proof
from chengxin.foundation.matters.forms import Day, Uploads
from chengxin.foundation.matters.plugs import MatterForm
from chengxin_core.lifecycle.documents import ServiceChannel


class ServiceOnPaper(MatterForm):
    """A service that happened outside the platform."""

    channel = forms.ChoiceField(
        label="送达方式",
        choices=[
            (channel, channel.zh) for channel in ServiceChannel if channel is not ServiceChannel.ELECTRONIC
        ],
    )
    served_on = Day(label="送达日期")
    reference = forms.CharField(
        label="邮件号或者交换登记号", required=False, max_length=80, help_text="邮寄送达、公文交换必须填写。"
    )
    circumstances = forms.CharField(
        label="留置的情形和见证人",
        required=False,
        max_length=500,
        widget=forms.Textarea,
        help_text="留置送达必须填写：拒收的情形，见证的单位和职务。",
    )
    receipt = Uploads(label="送达回证扫描件", most=1)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        missing = missing_proof(
            said.get("channel", ""),
            reference=said.get("reference", ""),
            circumstances=said.get("circumstances", ""),
        )
        if missing:
            raise forms.ValidationError(missing)
        return said


class Decline(MatterForm):
    """Why no electronic service is wanted."""

    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea)


def _address() -> forms.CharField:
    return forms.CharField(
        label="接收提醒的手机号、邮箱或者平台账号",
        max_length=120,
        help_text="只用来提醒有文书待签收，封存保管，不对外显示。",
    )


class ConsentOnPaper(MatterForm):
    """A consent to electronic service that the addressee signed on paper."""

    given_on = Day(label="签署日期")
    address = _address()
    form = Uploads(label="电子送达确认书扫描件", most=1)


class RevocationOnPaper(MatterForm):
    """A letter by which the addressee takes its consent back."""

    revoked_on = Day(label="撤回书日期")
    reason = forms.CharField(
        label="撤回的理由", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    letter = Uploads(label="撤回书扫描件", most=1)


class OwnConsent(forms.Form):
    """What an addressee says to agree to electronic service."""

    address = _address()
    agrees = forms.BooleanField(
        label="本单位（本人）同意以电子方式接收文书，自在平台上签收时视为送达；可以随时撤回",
        error_messages={"required": "同意的，请勾选"},
    )


class Revoke(forms.Form):
    """Why an addressee wants no electronic service any more."""

    reason = forms.CharField(
        label="撤回的理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明撤回的理由"},
    )
