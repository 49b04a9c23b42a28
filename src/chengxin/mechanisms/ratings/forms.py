"""Forms of the buttons of bad ratings and reviews, and the page on which a review is set up."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from chengxin.foundation.matters.forms import Day, Statement, Uploads
from chengxin.foundation.matters.plugs import Button, MatterForm
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.forms import ReleaseChecks
from chengxin.mechanisms.ratings.operations import CALLED
from chengxin.mechanisms.ratings.queries import QUESTIONS
from chengxin_core.lifecycle.ratings import BAD_RATING, Electorate


class Found(MatterForm):
    """What was found, and why; kept inside and shown to the body."""

    reason = Statement(label="情况和理由", longest=1000, help_text="不写评价人的任何信息")


class ToldReason(MatterForm):
    """A reason that the rater is told."""

    reason = Statement(
        label="给评价人的说明", longest=1000, help_text="写明查清的情况和理由；只说已收悉、已核实的不能发出"
    )


class Appeal(MatterForm):
    """Why the rating is wrong."""

    text = Statement(label="申诉理由", longest=2000, help_text="由上级机关决定，只能申诉一次")
    attachments = Uploads(label="依据材料", required=False)


class Reply(MatterForm):
    """What was put right."""

    text = Statement(
        label="整改情况和给评价人的答复",
        longest=2000,
        help_text="写明查清的情况、怎样改正、结果如何；只说已收悉、已转办的不能发出",
    )
    attachments = Uploads(label="依据材料", required=False)


class CallBack(MatterForm):
    """What the rater said when called back."""

    outcome = forms.ChoiceField(label="回访结果", choices=CALLED)
    text = Statement(label="回访情况", longest=1000, help_text="写明时间、方式和对方的意见，不写姓名和号码")


def call_back_button(operation: Callable[..., object]) -> Button:
    """Return the button of the call-back: one form, from which two moves follow."""
    move = BAD_RATING.move("called_content")
    return Button(
        "call_back",
        "记录回访结果",
        move.sources,
        move.actors,
        operation,
        CallBack,
        move.basis,
        waits=Q(),
    )


class Release(ReleaseChecks):
    """The three checks before a result is public."""

    personal_passed = forms.BooleanField(label="已核对不能推知任何参加者", required=False)


class NewCampaign(forms.Form):
    """A review to set up."""

    title = forms.CharField(label="评议名称", max_length=120, error_messages={"required": "请填写评议名称"})
    bodies = forms.CharField(
        label="评议哪些单位",
        widget=forms.Textarea,
        error_messages={"required": "请填写单位"},
        help_text="每行一个，写登记册中的全称",
    )
    questions = forms.MultipleChoiceField(
        label="评议的问题", widget=forms.CheckboxSelectMultiple, error_messages={"required": "请选择问题"}
    )
    opens_on = Day(label="开始日期")
    closes_on = Day(label="截止日期")
    electorate = forms.ChoiceField(label="谁可以参加", choices=[(each, each.zh) for each in Electorate])
    minimum = forms.IntegerField(
        label="最低样本数", min_value=1, max_value=100_000, help_text="有效票少于此数的单位不公布结果"
    )

    def __init__(self, *args: Any, on: date, where: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        book = current_rulebook(where)
        fields: Any = self.fields
        fields["questions"].choices = [(item.code, item.zh) for item in book.items(QUESTIONS, on=on)]
        fields["minimum"].initial = book.parameter("campaign.sample_minimum").on(on).number

    def clean_bodies(self) -> list[PublicBody]:
        """Return the bodies; each line that names none, or several, is told."""
        names = list(dict.fromkeys(line.strip() for line in self.cleaned_data["bodies"].splitlines()))
        found, unknown = [], []
        for name in filter(None, names):
            known = list(PublicBody.objects.select_related("region").filter(name=name, ended_on=None)[:2])
            if len(known) == 1:
                found.append(known[0])
            else:
                unknown.append(name)
        if unknown:
            raise forms.ValidationError(f"登记册中没有唯一的单位叫：{'、'.join(unknown[:10])}")
        return found

    def clean_electorate(self) -> Electorate:
        """Return who may take part."""
        return Electorate(self.cleaned_data["electorate"])


class Invitations(forms.Form):
    """How many invitations are made."""

    number = forms.IntegerField(label="邀请码个数", min_value=1, max_value=5000)
