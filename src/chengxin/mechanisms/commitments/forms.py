"""Forms of the ledger: the buttons of a promise, and the pages on which promises are entered."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.forms import Day, Statement, Uploads
from chengxin.foundation.matters.plugs import MatterForm
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.transparency.forms import ReleaseChecks
from chengxin.mechanisms.commitments.models import Beneficiary, Outcome, Word
from chengxin.mechanisms.commitments.operations import Reviewed
from chengxin.mechanisms.commitments.owners import posts_in
from chengxin.mechanisms.commitments.queries import (
    CONDITIONS,
    GROUNDS,
    KINDS,
    commitment_of,
    excuses,
    listed,
)
from chengxin.mechanisms.commitments.sources.rows import body_named
from chengxin_core.calendar import legal_day
from chengxin_core.commitments import Terms
from chengxin_core.determination.written_amounts import AmountUnreadable, read_amount
from chengxin_core.vocabulary import Area

_CHOOSE = ("", "请选择")


class Amount(forms.CharField):
    """A sum of renminbi as documents write it, cleaned to fen."""

    def __init__(self, *, label: str, required: bool = True, **kwargs: Any) -> None:
        messages = {"required": f"请填写{label}"}
        super().__init__(label=label, max_length=60, required=required, error_messages=messages, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the sum in fen, None where nothing was given and nothing need be."""
        said = super().clean(value)
        if not said:
            return None
        try:
            return read_amount(said)
        except AmountUnreadable as refusal:
            raise forms.ValidationError(str(refusal)) from None


class Reason(MatterForm):
    """A reason that must be given."""

    reason = Statement(label="理由", longest=1000)


class Review(MatterForm):
    """How each condition was reviewed; one left open stays open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conditions = listed(self.matter, CONDITIONS, on=legal_day(self.at))
        outcomes = [("", "尚未审查"), *((each.value, each.zh) for each in Outcome)]
        for item in self.conditions:
            self.fields[f"outcome_{item.code}"] = forms.ChoiceField(
                label=item.zh, choices=outcomes, required=False
            )
            self.fields[f"basis_{item.code}"] = forms.CharField(
                label=f"{item.zh}：审查单位和文书",
                max_length=300,
                required=False,
                help_text="不适用的，写明为什么",
            )

    def clean(self) -> dict[str, Any]:
        """Return the conditions that were reviewed."""
        said = super().clean() or {}
        reviews = []
        for item in self.conditions:
            outcome, basis = said.get(f"outcome_{item.code}"), said.get(f"basis_{item.code}")
            if outcome and not basis:
                self.add_error(f"basis_{item.code}", "请写明审查单位和文书")
            elif outcome:
                reviews.append(Reviewed(item.code, Outcome(outcome), str(basis)))
        if not reviews and not self.errors:
            self.add_error(None, _("请至少填写一项条件的审查意见"))
        return {"reviews": reviews}


class Owner(MatterForm):
    """Which post answers for the promise."""

    owner = forms.ModelChoiceField(
        label="承办岗位",
        queryset=Mandate.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择承办岗位"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Mandate]", self.fields["owner"])
        field.queryset = posts_in(self.matter.body_id, on=legal_day(self.at))  # type: ignore[assignment]


class Report(MatterForm):
    """That it was done, on which day, with evidence."""

    fulfilled_on = Day(label="完成日期")
    text = Statement(label="完成情况", longest=4000)
    attachments = Uploads(label="证明材料")


class Verify(MatterForm):
    """That it was done, on which day, and how this is known."""

    fulfilled_on = Day(label="核实的完成日期")
    reason = Statement(label="核实情况和依据", longest=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fulfilled_on"].initial = commitment_of(self.matter).fulfilled_on


class BeneficiarySays(MatterForm):
    """Whether the beneficiary agrees."""

    word = forms.ChoiceField(
        label="受益方意见", widget=forms.RadioSelect, choices=[(each.value, each.zh) for each in Word]
    )
    said_on = Day(label="日期")
    basis = Statement(label="意见内容和记录方式", longest=300, help_text="不写个人的姓名、电话")


class Explain(MatterForm):
    """Why the word was not kept."""

    excuse = forms.ChoiceField(label="理由", required=False)
    text = Statement(label="说明", longest=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = excuses(self.matter, on=legal_day(self.at))
        field = cast("forms.ChoiceField", self.fields["excuse"])
        field.choices = [("", "其他理由"), *named.items()]


class ProposeChange(MatterForm):
    """What is to be changed and on what ground; nothing filled in asks for the end of the promise."""

    ground = forms.ChoiceField(label="事由", error_messages={"required": "请选择事由"})
    reason = Statement(label="理由", longest=2000)
    text = Statement(label="变更后的内容", longest=2000, required=False)
    target = forms.CharField(label="变更后的目标", max_length=300, required=False)
    due_on = Day(label="变更后的期限", required=False)
    attachments = Uploads(label="有权机关的决定和说明材料")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = legal_day(self.at)
        grounds = [(item.code, item.zh) for item in listed(self.matter, GROUNDS, on=today)]
        field = cast("forms.ChoiceField", self.fields["ground"])
        field.choices = [_CHOOSE, *grounds, *excuses(self.matter, on=today).items()]
        self.fields["text"].help_text = "三项都不填，表示终止承诺"


class Procedure(MatterForm):
    """The decision by which the promise is changed, and what the reviewer in law found."""

    decision = forms.CharField(label="决定的机关和文号", max_length=200)
    reason = Statement(label="权限和程序的审查意见", longest=1000)


class Compensate(MatterForm):
    """What is paid for a loss."""

    fen = Amount(label="补偿或者赔偿金额", help_text="没有损失的填“0元”，并说明理由")
    reason = Statement(label="理由", longest=1000)


class PaidOn(MatterForm):
    """On which day compensation was paid."""

    paid_on = Day(label="支付日期")


class PaymentTerms(MatterForm):
    """What a contract owes and from what its days are counted."""

    owed = Amount(label="应付金额")
    disputed = Amount(label="其中有争议的金额", required=False)
    delivered_on = Day(label="交付日期", required=False)
    acceptance_due_on = Day(label="约定的验收期限届满之日", required=False)
    accepted_on = Day(label="验收合格日期", required=False)
    confirmed_on = Day(label="双方确认结算金额的日期", required=False)
    agreed_days = forms.IntegerField(
        label="约定的付款期限（日）", min_value=0, max_value=3650, required=False
    )
    agreed_rate = forms.DecimalField(
        label="约定的逾期年利率（%）", min_value=0, max_digits=5, decimal_places=2, required=False
    )
    rate_floor = forms.DecimalField(
        label="合同订立时1年期贷款市场报价利率（%）",
        min_value=0,
        max_digits=5,
        decimal_places=2,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Return the terms as the operation takes them: rates in hundredths of a percent."""
        said = super().clean() or {}
        if self.errors:
            return said
        days = ("delivered_on", "acceptance_due_on", "accepted_on", "confirmed_on")
        return {
            "owed": said["owed"],
            "disputed": said.get("disputed") or 0,
            "terms": Terms(**{name: said.get(name) for name in days}, agreed_days=said.get("agreed_days")),
            **{name: _hundredths(said.get(name)) for name in ("agreed_rate", "rate_floor")},
        }


class Pay(MatterForm):
    """A payment."""

    on = Day(label="付款日期")
    fen = Amount(label="金额")
    voucher = forms.CharField(label="凭证号", max_length=120)


class Release(ReleaseChecks):
    """The three checks before anything is published."""

    secrecy_passed = forms.BooleanField(
        label="保密审查通过，不涉及国家秘密、工作秘密和商业秘密", required=False
    )
    personal_passed = forms.BooleanField(label="已核对不含自然人信息和受益方名称", required=False)


class BodyName(forms.CharField):
    """A body of the register by its name, cleaned to the body."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        super().__init__(
            label=label,
            max_length=120,
            help_text="登记册中的规范名称",
            error_messages={"required": f"请填写{label}"},
            **kwargs,
        )
        self.on: date | None = None

    def clean(self, value: Any) -> Any:
        """Return the body that the name means today."""
        said = super().clean(value)
        assert self.on is not None  # the form says which day it is
        found = body_named(said, on=self.on)
        if isinstance(found, str):
            raise forms.ValidationError(f"没有找到“{said}”，应当是{found}")
        return found


class NewPromise(forms.Form):
    """A promise to enter."""

    body = BodyName(label="承诺单位")
    kind = forms.ChoiceField(label="种类")
    area = forms.ChoiceField(
        label="领域", choices=[(each.value, each.zh) for each in Area], initial=Area.GENERAL
    )
    text = Statement(label="承诺内容", longest=2000, help_text="按文件原文；不写个人姓名和受益方名称")
    target = forms.CharField(label="可以衡量的目标", max_length=300)
    due_on = Day(label="期限")
    beneficiary_kind = forms.ChoiceField(
        label="受益方", choices=[(each.value, each.zh) for each in Beneficiary]
    )
    beneficiary = forms.CharField(
        label="受益方名称", max_length=120, required=False, help_text="加密保存，不公开；社会公众不填"
    )
    document_title = forms.CharField(label="文件名称", max_length=200)
    document_number = forms.CharField(label="文号或者合同编号", max_length=120)
    made_on = Day(label="作出或者签订日期")
    budget = Amount(label="预算", required=False)
    budget_source = forms.CharField(label="资金来源", max_length=200, required=False)
    is_secret = forms.BooleanField(label="涉及商业秘密，不公示", required=False)

    def __init__(self, *args: Any, on: date, own: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = cast("BodyName", self.fields["body"])
        body.on, body.initial = on, own
        kinds = [(item.code, item.zh) for item in current_rulebook().items(KINDS, on=on)]
        cast("forms.ChoiceField", self.fields["kind"]).choices = kinds

    def clean(self) -> dict[str, Any]:
        """Return what is said, closed lists as their members."""
        said = super().clean() or {}
        if self.errors:
            return said
        return {
            **said,
            "area": Area(said["area"]),
            "beneficiary_kind": Beneficiary(said["beneficiary_kind"]),
        }


class LedgerFile(forms.Form):
    """A file of promises."""

    file = forms.FileField(
        label="文件",
        help_text="XLSX、CSV 或者 JSON Lines，不超过 5 MB、2000 行",
        error_messages={"required": "请选择文件"},
    )


class ReportFile(forms.Form):
    """A work report, whose it is, and of which year if it does not say."""

    body = BodyName(label="报告单位")
    year = forms.IntegerField(
        label="报告所部署的年份",
        min_value=1949,
        max_value=2100,
        required=False,
        help_text="不填则从报告里读出",
    )
    file = forms.FileField(
        label="报告正文", help_text="UTF-8 纯文本", error_messages={"required": "请选择文件"}
    )

    def __init__(self, *args: Any, on: date, own: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = cast("BodyName", self.fields["body"])
        body.on, body.initial = on, own


def _hundredths(percent: Any) -> int | None:
    return None if percent is None else int(percent * 100)
