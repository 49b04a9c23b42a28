"""Forms of the buttons of repairs and redress."""

from typing import Any

from django import forms

from chengxin.chain.repairs.queries import eligibility_of, repair_of
from chengxin.foundation.matters.forms import Day, Statement, Uploads
from chengxin.foundation.matters.plugs import MatterForm
from chengxin_core.calendar import legal_day


class Apply(MatterForm):
    """What was put right, with the two papers that the law asks for, and no others."""

    statement = Statement(label="纠正和履行情况", longest=2000)
    proof = Uploads(label="履行完毕的证明")
    commitment = Uploads(label="信用承诺书", help_text="须加盖单位公章", most=1)

    def clean(self) -> dict[str, Any] | None:
        """Refuse before its lawful day, with clause and arithmetic."""
        eligibility = eligibility_of(self.matter, on=legal_day(self.at))
        if not eligibility.holds_on(legal_day(self.at)):
            raise forms.ValidationError(
                [f"尚不能申请修复，最早 {eligibility.since} 可以申请", *eligibility.lines]
            )
        return super().clean()


class Wanted(MatterForm):
    """Everything that is missing, told once."""

    wanted = Statement(label="需要补正的全部内容", longest=1000, help_text="只能告知一次，请一次写全")


class Supplement(MatterForm):
    """What was missing."""

    statement = Statement(label="纠正和履行情况", longest=2000)
    proof = Uploads(label="履行完毕的证明", required=False)
    commitment = Uploads(label="信用承诺书", required=False, most=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statement"].initial = repair_of(self.matter).statement


class Reason(MatterForm):
    """A reason that must be given."""

    reason = Statement(label="理由", longest=1000, help_text="将写入告知当事单位的文书")


class Grant(MatterForm):
    """The conditions of the law, each verified."""

    is_corrected = forms.BooleanField(
        label="失信行为已经纠正", error_messages={"required": "未纠正的，不得准予修复"}
    )
    is_performed = forms.BooleanField(
        label="相关义务已经全部履行", error_messages={"required": "义务未履行完毕的，不得准予修复"}
    )
    nothing_forbids = forms.BooleanField(
        label="已作信用承诺，没有依法不得修复的情形", error_messages={"required": "请核对信用承诺和禁止情形"}
    )
    reason = Statement(label="核查情况和理由", longest=1000, help_text="将写入修复决定书")


class Doubt(MatterForm):
    """What of the proof was false, since when that is known, and the evidence."""

    finding = Statement(
        label="材料何处虚假，怎样发现",
        longest=2000,
        help_text="将写入告知当事单位的文书，不写任何自然人的姓名",
    )
    found_on = Day(label="发现日期")
    evidence = Uploads(label="证据")


class Defence(MatterForm):
    """What a body answers."""

    text = Statement(label="陈述申辩意见")
    attachments = Uploads(label="证明材料", required=False)


class Hearing(MatterForm):
    """What the organ thinks of the answer."""

    opinion = Statement(label="听取意见和采纳情况", longest=2000)


class Receipt(MatterForm):
    """The platform's answer."""

    receipt = forms.CharField(
        label="回执",
        max_length=200,
        help_text="平台回执的编号和日期",
        error_messages={"required": "请填写回执编号和日期"},
    )
    attachments = Uploads(label="回执文件", required=False)


class ReversalKnown(MatterForm):
    """Since when it is known that the instrument no longer stands."""

    known_on = Day(label="得知日期", help_text="三个工作日自这一天起算")
    statement = Statement(label="情况", longest=1000)
    attachments = Uploads(label="撤销或者变更认定依据的文书", required=False)
