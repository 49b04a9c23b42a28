"""Forms of the buttons of deliveries."""

from django import forms

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
    receipt = Uploads(label="送达回证扫描件", most=1)
