"""Forms of the buttons of objections."""

from typing import Any

from django import forms

from chengxin.chain.objections.queries import bodies_called, grounds_against, record_behind, similar_names
from chengxin.chain.records.forms import Grade
from chengxin.chain.records.queries import aggravation_of, instruments_of, record_of
from chengxin.foundation.matters.forms import Day, Statement, Uploads
from chengxin.foundation.matters.plugs import MatterForm
from chengxin.foundation.subjects.models import PublicBody


class File(MatterForm):
    """On what the objection rests."""

    ground = forms.ChoiceField(label="异议事由", error_messages={"required": "请选择异议事由"})
    claim = Statement(
        label="异议内容", longest=2000, help_text="写明哪一项信息有误、遗漏或者侵权，应当是什么，依据是什么"
    )
    attachments = Uploads(label="证明材料", required=False, help_text="没有材料也可以提出，由办理机关核查")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["ground"].choices = [(ground, ground.zh) for ground in grounds_against(self.matter)]


class Proof(MatterForm):
    """More proof."""

    attachments = Uploads(label="证明材料")


class Reason(MatterForm):
    """A reason that must be given."""

    reason = Statement(label="理由", longest=1000, help_text="将写入告知当事单位的文书")


class AskSupplier(MatterForm):
    """Who is asked what."""

    supplier = forms.CharField(
        label="提供单位", max_length=120, error_messages={"required": "请填写提供单位"}
    )
    question = Statement(label="协查事项", longest=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        instruments = instruments_of(record_of(record_behind(self.matter)))
        self.fields["supplier"].initial = instruments[0].issuer if instruments else ""


class Answer(MatterForm):
    """What the supplier answered."""

    answered_on = Day(label="答复日期")
    answer = Statement(label="答复内容", longest=2000)
    attachments = Uploads(label="答复函", required=False)


class Correct(Grade):
    """What the record should say; it opens with what it says now."""

    reason = Statement(label="核查情况和理由", longest=1000, help_text="有异议的，将写入异议处理决定书")
    facts = Statement(label="失信事实", longest=2000, help_text="更正后的全文，将对外公示：只写机关单位")
    conduct_ended_on = Day(label="失信行为终止日期", required=False)

    field_order = ("reason", "facts", "conduct_ended_on", "loss", "impact", "relief", "aggravation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = self.matter if self.matter.kind == "record" else record_behind(self.matter)
        record = record_of(about)
        standing = {
            "facts": record.facts,
            "conduct_ended_on": record.conduct_ended_on,
            "loss": "" if record.loss is None else f"{record.loss // 100}.{record.loss % 100:02d}元",
            "impact": record.impact,
            "relief": record.relief,
            "aggravation": aggravation_of(record),
        }
        self.initial = {**standing, **self.initial}


class Remove(MatterForm):
    """Why the record goes and, where it was another body's conduct, whose."""

    reason = Statement(label="核查情况和理由", longest=1000, help_text="将写入异议处理决定书")
    right_body = forms.CharField(
        label="正确的当事单位",
        required=False,
        max_length=120,
        help_text="主体错误时填写登记册中的全称，将对该单位重新提出；其他情形不填",
    )

    def clean_right_body(self) -> PublicBody | None:
        """Return the body that is meant; it is never guessed."""
        name = self.cleaned_data["right_body"].strip()
        if not name:
            return None
        found = bodies_called(name)
        if len(found) > 1:
            raise forms.ValidationError(
                f"登记册中有 {len(found)} 家单位叫“{name}”，请由登记册管理人员先行区分"
            )
        if not found:
            near = "、".join(similar_names(name))
            raise forms.ValidationError(f"登记册中没有“{name}”" + (f"，是否为：{near}" if near else ""))
        if found[0].pk == self.matter.body_id:
            raise forms.ValidationError("正确的当事单位不能是提出异议的单位")
        return found[0]
