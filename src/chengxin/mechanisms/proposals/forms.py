"""Forms of suggestions and proposals: their buttons, and the pages on which they are entered."""

from datetime import date
from typing import Any, cast

from django import forms

from chengxin.foundation.matters.forms import Day, Statement
from chengxin.foundation.matters.plugs import MatterForm
from chengxin.foundation.matters.second_looks import SecondLookForm
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.forms import ReleaseChecks
from chengxin.mechanisms.commitments.forms import BodyName
from chengxin.mechanisms.commitments.sources.rows import body_named
from chengxin.mechanisms.proposals.answering import Said, why_held
from chengxin.mechanisms.proposals.models import Source
from chengxin.mechanisms.proposals.operations import Received
from chengxin.mechanisms.proposals.queries import (
    ANSWER_KINDS,
    LEVELS,
    MISCONDUCT,
    WITHHELD_GROUNDS,
    listed,
    newest_answer,
    proposal_of,
)
from chengxin_core.calendar import legal_day

_CHOOSE = ("", "请选择")


class Reason(MatterForm):
    """A reason that must be given."""

    reason = Statement(label="理由", longest=1000)


class Withhold(MatterForm):
    """On which ground of the law it is not public."""

    ground = forms.ChoiceField(label="不予公开的理由", error_messages={"required": "请选择理由"})
    reason = Statement(label="说明", longest=1000, help_text="写明哪些内容属于这一理由；只留在案卷里，不公开")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = listed(self.matter, WITHHELD_GROUNDS, on=legal_day(self.at))
        field = cast("forms.ChoiceField", self.fields["ground"])
        field.choices = [_CHOOSE, *((item.code, item.zh) for item in items)]


class Release(ReleaseChecks):
    """The three checks before anything is published."""

    secrecy_passed = forms.BooleanField(
        label="保密审查通过，不涉及国家秘密、商业秘密和个人隐私", required=False
    )
    personal_passed = forms.BooleanField(label="已核对不含提出者和其他自然人的姓名", required=False)


class Assign(MatterForm):
    """Who helps to handle it."""

    co_handlers = forms.CharField(
        label="协办单位", required=False, widget=forms.Textarea, help_text="每行一个规范名称；没有的不填"
    )

    def clean_co_handlers(self) -> list[PublicBody]:
        """Return the bodies that the lines mean today."""
        lines = [line.strip() for line in self.cleaned_data["co_handlers"].splitlines() if line.strip()]
        found = {line: body_named(line, on=legal_day(self.at)) for line in lines}
        unknown = [f"没有找到“{line}”，应当是{each}" for line, each in found.items() if isinstance(each, str)]
        if unknown:
            raise forms.ValidationError(unknown)
        return [each for each in found.values() if not isinstance(each, str)]


class Reassign(MatterForm):
    """To whom it goes instead, and why."""

    body = BodyName(label="改交单位")
    reason = Statement(label="理由", longest=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("BodyName", self.fields["body"]).on = legal_day(self.at)


class Draft(MatterForm):
    """An answer."""

    kind = forms.ChoiceField(label="答复种类", error_messages={"required": "请选择答复种类"})
    text = Statement(label="答复内容", longest=4000, help_text="不写代表、委员姓名和其他个人信息")
    target = forms.CharField(
        label="可以衡量的目标",
        max_length=300,
        required=False,
        help_text="列入计划的填写，签发以后成为台账中的承诺",
    )
    due_on = Day(label="完成期限", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(item.code, item.zh) for item in listed(self.matter, ANSWER_KINDS, on=legal_day(self.at))]
        cast("forms.ChoiceField", self.fields["kind"]).choices = [_CHOOSE, *kinds]

    def clean(self) -> dict[str, Any]:
        """Return the answer."""
        said = super().clean() or {}
        if self.errors:
            return said
        return {"said": Said(said["kind"], said["text"], said["target"], said["due_on"])}


class Revise(Draft):
    """The draft as it stands, to be changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answer = newest_answer(proposal_of(self.matter))
        for name in ("kind", "text", "target", "due_on"):
            self.fields[name].initial = getattr(answer, name, None)


class Sign(SecondLookForm):
    """The head's signature; where the answer says nothing, why it will do nevertheless."""

    def why_held(self) -> str:
        """Return why the answer that waits says nothing."""
        proposal = proposal_of(self.matter)
        answer = newest_answer(proposal)
        return why_held(proposal, answer) if answer is not None else ""


class Hear(MatterForm):
    """What the proposer says of an answer."""

    attitude = forms.ChoiceField(label="对办理态度", error_messages={"required": "请选择对办理态度的意见"})
    result = forms.ChoiceField(label="对办理结果", error_messages={"required": "请选择对办理结果的意见"})
    said_on = Day(label="反馈日期")
    reason = Statement(label="具体意见", longest=1000, required=False, help_text="不满意的必须填写")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [(item.code, item.zh) for item in listed(self.matter, LEVELS, on=legal_day(self.at))]
        for name in ("attitude", "result"):
            cast("forms.ChoiceField", self.fields[name]).choices = [_CHOOSE, *levels]


class Opinion(MatterForm):
    """What a co-handling body thinks."""

    text = Statement(label="协办意见", longest=4000)


class Misconduct(MatterForm):
    """Which failure of S-15, and what happened."""

    misconduct = forms.ChoiceField(label="失职情形", error_messages={"required": "请选择失职情形"})
    reason = Statement(label="情况", longest=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(item.code, item.zh) for item in listed(self.matter, MISCONDUCT, on=legal_day(self.at))]
        cast("forms.ChoiceField", self.fields["misconduct"]).choices = [_CHOOSE, *found]


class NewProposal(forms.Form):
    """A suggestion or proposal to register."""

    source = forms.ChoiceField(label="来源", choices=[(each.value, each.zh) for each in Source])
    session = forms.CharField(label="届次", max_length=60, help_text="如：十九届一次会议")
    number = forms.CharField(label="编号", max_length=20)
    title = forms.CharField(label="标题", max_length=120)
    text = Statement(label="内容", longest=8000, help_text="不写代表、委员姓名和其他个人信息")
    proposer = forms.CharField(
        label="提出者",
        max_length=200,
        help_text="多人用顿号分开；加密保存，只有交办机关和承办单位看到，不公开",
    )
    received_on = Day(label="收到日期")
    body = BodyName(label="主办单位")
    is_confidential = forms.BooleanField(label="要求保密", required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("BodyName", self.fields["body"]).on = on

    def clean(self) -> dict[str, Any]:
        """Return what was received."""
        said = super().clean() or {}
        if self.errors:
            return said
        return {"received": Received(**(said | {"source": Source(said["source"])}))}


class ProposalFile(forms.Form):
    """A file of suggestions or proposals."""

    file = forms.FileField(
        label="文件",
        help_text="XLSX、CSV 或者 JSON Lines，不超过 5 MB、2000 行",
        error_messages={"required": "请选择文件"},
    )
