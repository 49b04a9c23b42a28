"""Forms of received opinions: their buttons, and the page on which one is registered."""

from datetime import date
from typing import Any, cast

from django import forms

from chengxin.foundation.matters.forms import Day, Statement, Uploads
from chengxin.foundation.matters.plugs import MatterForm
from chengxin.foundation.matters.second_looks import LONGEST_REASON
from chengxin.mechanisms.commitments.forms import BodyName
from chengxin.mechanisms.opinions.operations import Given
from chengxin.mechanisms.opinions.queries import sources_on


class Answer(MatterForm):
    """What the body did about it."""

    text = Statement(label="答复内容", longest=4000)
    attachments = Uploads(label="书面答复")


class LetPass(MatterForm):
    """Why an answer that was held will do nevertheless."""

    second_reason = Statement(label="复核理由", longest=LONGEST_REASON)


class Reason(MatterForm):
    """A reason that must be given."""

    reason = Statement(label="理由", longest=1000)


class Conclude(MatterForm):
    """What came of it."""

    result = Statement(label="结果", longest=1000, help_text="采纳、落实的情况和依据")


class OpenLead(MatterForm):
    """What is to be verified."""

    reason = Statement(label="需要核实的情况", longest=1000)


class PromiseSaid(MatterForm):
    """What the body promised before everybody."""

    text = Statement(label="承诺内容", longest=2000, help_text="按播出或者刊登的原话；不写个人姓名")
    target = forms.CharField(label="可以衡量的目标", max_length=300)
    due_on = Day(label="期限")


class NewOpinion(forms.Form):
    """An opinion to register."""

    body = BodyName(label="收到意见的单位")
    source = forms.ChoiceField(label="来源")
    issuer = forms.CharField(label="发出机关或者媒体", max_length=120, help_text="舆论监督写媒体和栏目的名称")
    number = forms.CharField(
        label="文号或者期号", max_length=120, help_text="舆论监督写期号、版次或者播出日期和节目序号"
    )
    title = forms.CharField(label="标题", max_length=120)
    text = Statement(label="内容", longest=8000, help_text="不写个人信息")
    received_on = Day(label="收到或者播出日期")
    answer_by = Day(
        label="答复期限", required=False, help_text="按文书写明的；舆论监督没有定期限的不填，由系统推算"
    )
    place = forms.URLField(
        label="网址", max_length=300, required=False, assume_scheme="https", help_text="报道或者节目的网页"
    )

    def __init__(self, *args: Any, on: date, where: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("BodyName", self.fields["body"]).on = on
        sources = [(item.code, item.zh) for item in sources_on(where, on=on)]
        cast("forms.ChoiceField", self.fields["source"]).choices = sources

    def clean(self) -> dict[str, Any]:
        """Return the opinion."""
        said = super().clean() or {}
        return said if self.errors else {"given": Given(**said)}
