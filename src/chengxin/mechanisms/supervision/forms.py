"""Forms of the buttons of complaints, and of their pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext

from chengxin.foundation.matters.forms import Statement, Uploads
from chengxin.foundation.matters.plugs import MatterForm
from chengxin.foundation.matters.second_looks import SecondLookForm
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.forms import ReleaseChecks
from chengxin.mechanisms.supervision.answering import OUTCOMES
from chengxin.mechanisms.supervision.competent import proposed_organs
from chengxin.mechanisms.supervision.models import Complaint
from chengxin.mechanisms.supervision.operations import grounds_to_decline
from chengxin.mechanisms.supervision.queries import complaint_of, people_in, same_as, text_in, waiting_reply
from chengxin.mechanisms.supervision.routing import route
from chengxin_core.lifecycle.complaints import COMPLAINT, ComplaintState

_LONGEST_TERM = 365  # days


class Decline(MatterForm):
    """Why a complaint is not taken in."""

    ground = forms.ChoiceField(label="不予受理的情形", error_messages={"required": "请选择情形"})
    explanation = Statement(
        label="向投诉人的说明", longest=1000, help_text="写明理由，有别的途径的写明途径；只说已收悉的不能发出"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["ground"].choices = [
            ("", "请选择"),
            *((each.code, each.zh) for each in grounds_to_decline(self.matter, self.at)),
        ]


class PassOn(MatterForm):
    """To whom it was passed on."""

    recipient = forms.CharField(
        label="已转送的有权机关",
        max_length=120,
        error_messages={"required": "请填写已转送的机关"},
        help_text="先按规定交接，再在这里办理：办理后来信、材料和联系方式全部销毁，不能恢复",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_in(complaint_of(self.matter))
        if people > 1:
            fields: Any = self.fields
            fields["recipient"].help_text = gettext(
                "先按规定交接，再在这里办理：办理后本件和并入本件的投诉共 %(count)s 件，"
                "来信、材料和联系方式全部销毁，不能恢复"
            ) % {"count": people}


class Merge(MatterForm):
    """Into which complaint; the most alike are offered first."""

    into = forms.ChoiceField(label="并入哪一件", error_messages={"required": "请选择一件"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = same_as(complaint_of(self.matter), self.by)
        self.offered = {str(other.pk): other for other, _ in found}
        fields: Any = self.fields
        if not found:
            fields[
                "into"
            ].help_text = (
                "没有可能反映同一事项的投诉：同一机关正在受理的、关于同一单位的投诉里，没有内容相像的"
            )
        fields["into"].choices = [
            ("", "请选择"),
            *(
                (
                    str(other.pk),
                    f"{other.matter.number}（{round(100 * alike.share)}% 相同：{'、'.join(alike.words[:3])}）",
                )
                for other, alike in found
            ),
        ]

    def clean_into(self) -> Complaint:
        """Return the chosen complaint."""
        return self.offered[self.cleaned_data["into"]]


class Assign(MatterForm):
    """Who verifies: an organ that is proposed, or another one of the register with the law that makes it competent."""

    organ = forms.ChoiceField(label="核实认定部门", required=False)
    named = forms.CharField(
        label="其他部门", required=False, max_length=120, help_text="不在上面的，填写登记册中的全称"
    )
    law = forms.CharField(
        label="依据",
        required=False,
        max_length=200,
        help_text="不是上级机关的，写明依法有权的条款；被投诉单位自己在任何情形下都不行",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        department = route(text_in(self.matter)).department
        self.proposed = {
            each.organ.pk: each for each in proposed_organs(self.matter.body, department=department)
        }
        fields: Any = self.fields
        fields["organ"].choices = [
            *((pk, f"{each.organ.name}（{each.reason}）") for pk, each in self.proposed.items()),
            ("", "其他部门"),
        ]

    def clean(self) -> dict[str, Any]:
        """Return the organ and the law."""
        said = super().clean() or {}
        name = said.pop("named", "").strip()
        chosen = self.proposed.get(said.get("organ", ""))
        said["organ"] = chosen.organ if chosen and not name else None
        if said["organ"] is None:
            found = list(PublicBody.objects.filter(name=name, ended_on=None)[:2]) if name else []
            if len(found) == 1:
                said["organ"] = found[0]
            else:
                self.add_error("named", "请选择一个部门，或者填写登记册中唯一的全称")
        return said


class Reason(MatterForm):
    """A reason that must be given."""

    reason = Statement(label="理由", longest=400)


class Inquiry(MatterForm):
    """What the body is asked."""

    question = Statement(
        label="请被投诉单位说明的事项",
        longest=2000,
        help_text="将送达被投诉单位。只写合同、协议、承诺和要说明的问题，不写投诉人的任何信息，不照抄来信",
    )


class Stated(MatterForm):
    """What the body states, with its proof."""

    text = Statement(label="说明", longest=4000)
    attachments = Uploads(label="依据材料", required=False)


class Recheck(MatterForm):
    """Why the body does not agree with the finding."""

    text = Statement(
        label="申请复核的理由",
        longest=4000,
        help_text="由认定机关的上级机关复核一次；写明不同意的事实或者理由。复核期间认定书继续有效",
    )
    attachments = Uploads(label="依据材料", required=False)


class Propose(MatterForm):
    """What was found and what is answered."""

    outcome = forms.ChoiceField(label="拟作出的结果")
    finding = Statement(
        label="查明的事实", longest=2000, help_text="属实的将写入送达被投诉单位的文书：不写投诉人的任何信息"
    )
    answer = Statement(
        label="给投诉人的答复",
        longest=4000,
        help_text="写明查清的情况、理由和结果；只说已收悉、已转办或者照抄来信的，提请复核",
    )
    days = forms.IntegerField(
        label="整改期限（天）",
        required=False,
        min_value=1,
        max_value=_LONGEST_TERM,
        help_text="核实属实的填写",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = OUTCOMES.get(ComplaintState(self.matter.state), ())
        fields: Any = self.fields
        fields["outcome"].choices = [(code, COMPLAINT.move(code).zh) for code in offered]
        if "find_true" not in offered:
            del fields["days"]

    def clean(self) -> dict[str, Any]:
        """Return what was said; without a term where none can be set."""
        return {"days": None, **(super().clean() or {})}


class Decide(SecondLookForm):
    """The head's decision; where the answer was held back, why it will do nevertheless."""

    def why_held(self) -> str:
        """Return why the answer that waits was held back."""
        reply = waiting_reply(complaint_of(self.matter))
        return reply.held_because if reply is not None else ""


class Release(ReleaseChecks):
    """The three checks before figures are public."""

    personal_passed = forms.BooleanField(label="已核对不能推知任何投诉和投诉人", required=False)


class Refusal(MatterForm):
    """How the body refused."""

    refusal = Statement(
        label="拒不整改的情况",
        longest=2000,
        help_text="写明逾期或者拒绝的事实、单位所说的理由以及为什么不成立；机构、人员变动不是理由（N-27）",
    )


class Hear(MatterForm):
    """What the organ thinks of the answer."""

    opinion = Statement(label="对陈述申辩的意见", longest=1000, help_text="将写入认定书")


class Urge(MatterForm):
    """What the body is reminded of."""

    text = Statement(label="内容", longest=500, help_text="将告知被投诉单位，不写投诉人的任何信息")


class Message(MatterForm):
    """A message to the sender."""

    text = Statement(label="给来信人的留言", longest=4000)


class Purpose(forms.Form):
    """What the contact is opened for."""

    purpose = forms.CharField(
        label="查看目的",
        max_length=200,
        error_messages={"required": "请写明查看联系方式的目的"},
        help_text="会留下记录，如“约来信人当面核对合同原件”",
    )


class OrdersFile(forms.Form):
    """A file of work orders."""

    file = forms.FileField(label="工单文件", help_text="XLSX、CSV 或者 JSON Lines，表头同模板")
