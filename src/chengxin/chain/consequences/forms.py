"""Forms of the buttons of this room."""

from datetime import date
from typing import Any

from django import forms

from chengxin.chain.consequences.notified import beyond_the_notice
from chengxin.chain.consequences.owners import likeliest_owner, owners_for
from chengxin.chain.consequences.queries import MENDING, clocked, measures_of, offers_for
from chengxin.chain.consequences.tracking import progress_clock
from chengxin.foundation.matters.forms import Day, Statement, Uploads
from chengxin.foundation.matters.plugs import MatterForm
from chengxin.foundation.rules.queries import rulebook_of
from chengxin_core.calendar import Unit, legal_day
from chengxin_core.lifecycle.consequences import MeasureState

LONGEST_PERIOD = 365  # days: what is not put right within a year is another matter


class Propose(MatterForm):
    """Which listed measures, each with its owner; recommended ones are ticked."""

    reason = Statement(
        label="理由",
        longest=1000,
        required=False,
        help_text="选择不在建议之内的措施，或者一项都不建议时，必须写明理由（C-53）",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = offers_for(self.matter, on=legal_day(self.at))
        reason = self.fields.pop("reason")
        for offer in self.offers:
            self._add(offer.measure.code, offer)
        self.fields["reason"] = reason

    def _add(self, code: str, offer: Any) -> None:
        measure, organ, body = offer.measure, self.matter.organ, self.matter.body
        told = "研判建议采取" if offer.is_recommended else "清单允许，研判不建议"
        approval = "；须经同级人民政府或者有权机关批准" if measure.needs_government_approval else ""
        self.fields[f"take_{code}"] = forms.BooleanField(
            label=measure.zh,
            required=False,
            initial=offer.is_recommended,
            help_text=f"{told}，{measure.source}{approval}",
        )
        likeliest = likeliest_owner(measure.owner, organ=organ, body=body)
        choices = [(each.pk, each.name) for each in owners_for(measure.owner, organ=organ, body=body)]
        self.fields[f"owner_{code}"] = forms.ChoiceField(
            label=f"{measure.zh}由谁决定",
            choices=[("", "请选择"), *choices],
            initial=likeliest.pk if likeliest else "",
            required=False,
            help_text=measure.owner_zh,
        )

    def clean(self) -> dict[str, Any]:
        """Return what was chosen, as (code, id of the owner)."""
        given = self.cleaned_data
        codes = [each.measure.code for each in self.offers if given.get(f"take_{each.measure.code}")]
        for code in codes:
            if not given.get(f"owner_{code}"):
                self.add_error(f"owner_{code}", "请选择决定机关")
        outside = [each for each in self.offers if each.measure.code in codes and not each.is_recommended]
        if (outside or not codes) and not given.get("reason"):
            self.add_error("reason", "所选超出研判建议的范围，请写明理由（C-53）")
        chosen = [(code, given.get(f"owner_{code}", "")) for code in codes]
        return {"chosen": chosen, "reason": given.get("reason", "")}


class WithdrawProposals(MatterForm):
    """Which proposals are taken back, and why."""

    chosen = forms.TypedMultipleChoiceField(
        label="撤回哪些建议", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    reason = Statement(label="理由", longest=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        undecided = measures_of(self.matter, MeasureState.PROPOSED, MeasureState.NOTICED, MeasureState.HEARD)
        fields: Any = self.fields
        fields["chosen"].choices = [(each.pk, f"{each.zh}（{each.matter.organ.name}）") for each in undecided]


class Words(MatterForm):
    """What a body states, with its papers."""

    text = Statement(label="陈述内容")
    attachments = Uploads(label="证明材料", required=False)


class Opinion(MatterForm):
    """What the organ thinks."""

    opinion = Statement(label="办理意见", longest=2000)


class Reason(MatterForm):
    """A reason that must be given."""

    reason = Statement(label="理由", longest=1000)


class Decide(MatterForm):
    """The owner's decision, the approval it needs, and a term."""

    decision = forms.CharField(label="决定文书名称和文号", max_length=200)
    approval = forms.CharField(label="批准机关和批准文件", max_length=200)
    until_on = Day(label="措施期限至", required=False, help_text="不设期限的不填；记录终止时措施一律解除")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.matter.measure.needs_approval:
            del self.fields["approval"]

    def clean_until_on(self) -> date | None:
        """Return the last day of the term, if there is one."""
        until: date | None = self.cleaned_data["until_on"]
        if until is not None and until < legal_day(self.at):
            raise forms.ValidationError("措施期限应当是今天或者以后的日期")
        return until


class Apply(MatterForm):
    """That the decision was served and carried out."""

    served_on = Day(label="决定送达当事单位的日期")
    applied_on = Day(label="实施日期")
    what = Statement(label="实施情况", longest=1000)
    attachments = Uploads(label="送达回证和实施证明")


class Lifted(MatterForm):
    """That a measure was lifted."""

    lifted_on = Day(label="解除日期")
    what = Statement(label="解除情况", longest=1000)


class OrderRectification(MatterForm):
    """What must be put right, in which time, and whether its progress is reported on the way."""

    requirements = Statement(
        label="整改要求", longest=2000, help_text="写入责令整改通知书，不写任何自然人的姓名"
    )
    days = forms.IntegerField(label="整改期限（日）", min_value=1, max_value=LONGEST_PERIOD)
    is_tracked = forms.BooleanField(label="重大整改，要求单位按期报告进展", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = legal_day(self.at)
        may_mend = MENDING in {offer.measure.clock for offer in clocked(self.matter, on=day)}
        if may_mend:
            self._offer_days(day)
        else:
            del self.fields["days"]  # the list allows a written explanation only
        period = progress_clock(self.matter, on=day)
        if may_mend and period is not None:
            every = f"每 {period.budget} {period.counted_in.zh}一次（{period.shown}）"
            self.fields["is_tracked"].help_text = f"{every}，自责令整改通知书送达之日起，至整改完成"
        else:
            del self.fields["is_tracked"]

    def _offer_days(self, day: date) -> None:
        clock = rulebook_of(self.matter.rulebook).clock(MENDING).on(day)
        budget, unit = clock.period
        told = f"自责令整改通知书送达之日起；默认 {budget} {unit.zh}（{clock.shown}）"
        field = self.fields["days"]
        if beyond_the_notice(self.matter, LONGEST_PERIOD, on=day):
            field.required = False
            field.help_text = (
                f"{told}。告知书没有告知限期整改：填写期限的，先拟写告知书并听取陈述申辩；不填只责令书面说明"
            )
            return
        field.help_text = told
        if unit is Unit.DAYS:
            field.initial = budget

    def clean(self) -> dict[str, Any]:
        """Return the period, or None where only an explanation is asked for and no progress to report."""
        return {"days": None, "is_tracked": False, **self.cleaned_data}


class HearOrder(Opinion):
    """What is thought of the answer, and what is left of the intended order."""

    days = forms.IntegerField(
        label="整改期限（日）",
        min_value=1,
        max_value=LONGEST_PERIOD,
        required=False,
        help_text="听取以后只能延长；不填改为只须书面说明",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].initial = self.matter.rectification.days
        if self.matter.rectification.is_explanation_only:
            del self.fields["days"]

    def clean(self) -> dict[str, Any]:
        """Return the period, or None where only an explanation is left."""
        return {"days": None, **self.cleaned_data}


class Exempt(MatterForm):
    """On which grounds of relief."""

    grounds = forms.MultipleChoiceField(label="从轻或者免于惩戒的事由", widget=forms.CheckboxSelectMultiple)
    reason = Statement(label="理由", longest=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = rulebook_of(self.matter.rulebook).items("relief_grounds", on=legal_day(self.at))
        fields: Any = self.fields
        fields["grounds"].choices = [(item.code, f"{item.zh}（{item.shown}）") for item in items]


class Plan(Words):
    """A plan with its milestones, one a line."""

    milestones = forms.CharField(
        label="阶段目标",
        widget=forms.Textarea,
        help_text="每行一个：完成日期、空格、目标，例如 2026-12-10 支付首期款项",
    )

    def clean_milestones(self) -> list[tuple[date, str]]:
        """Return the milestones by day."""
        lines = [line.strip() for line in self.cleaned_data["milestones"].splitlines() if line.strip()]
        return sorted(_milestone(line) for line in lines)


class ReachMilestone(MatterForm):
    """Which milestone was reached, and when."""

    milestone = forms.TypedChoiceField(label="阶段目标", coerce=int)
    done_on = Day(label="完成日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = self.matter.rectification.milestones.filter(done_on=None)
        fields: Any = self.fields
        fields["milestone"].choices = [(each.pk, str(each)) for each in left]


class SendBack(Reason):
    """Why, and how long the one more round is."""

    days = forms.IntegerField(
        label="再次整改的期限（日）",
        min_value=1,
        max_value=LONGEST_PERIOD,
        help_text="自退回整改通知书送达之日起；只退回一次",
    )


def _milestone(line: str) -> tuple[date, str]:
    day, _, what = line.partition(" ")
    try:
        found = date.fromisoformat(day)
    except ValueError:
        found = None
    if found is None or not what.strip():
        raise forms.ValidationError(f"“{line}”应当是日期、空格和目标，例如 2026-12-10 支付首期款项")
    return found, what.strip()[:200]
