"""Forms of the buttons of records."""

from datetime import date
from typing import Any

from django import forms

from chengxin.chain.records.queries import (
    EXPOSURES,
    kinds_of_instruments,
    perhaps_the_same_fact,
    record_of,
    record_types,
    repeats,
)
from chengxin.foundation.matters.forms import Day, Statement, Uploads
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import MatterForm
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.foundation.transparency.forms import ReleaseChecks
from chengxin_core.calendar import legal_day
from chengxin_core.determination.written_amounts import AmountUnreadable, read_amount
from chengxin_core.vocabulary import Area


class Submit(MatterForm):
    """Under which item of the list, in which area, with which facts."""

    record_type = forms.ChoiceField(
        label="清单条目", help_text="已加载的公共信用信息清单中与认定依据对应的条目"
    )
    area = forms.ChoiceField(label="领域", choices=[(area, area.zh) for area in Area])
    facts = Statement(
        label="失信事实", longest=2000, help_text="将对外公示：只写机关单位，不写任何自然人和企业的名称"
    )
    conduct_ended_on = Day(
        label="失信行为终止日期", required=False, help_text="尚不清楚可以不填，以后查明再更正"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        record = record_of(self.matter)
        kinds = {str(kind) for kind in kinds_of_instruments(record)}
        items = record_types(on=legal_day(self.at), rulebook=self.matter.rulebook)
        fields: Any = self.fields
        fields["record_type"].choices = [
            (item.code, item.zh) for item in items if item.text("instrument") in kinds
        ]
        for name in (
            "record_type",
            "area",
            "facts",
            "conduct_ended_on",
        ):  # as stated in the finding, or before
            fields[name].initial = getattr(record, name)

    def clean_conduct_ended_on(self) -> date | None:
        """Return the day, which has come."""
        day: date | None = self.cleaned_data["conduct_ended_on"]
        if day is not None and day > legal_day(self.at):
            raise forms.ValidationError(f"失信行为终止日期 {day} 晚于今天")
        return day


class Expose(MatterForm):
    """On which ground a record is shown as a typical case."""

    ground = forms.ChoiceField(label="公布的情形", error_messages={"required": "请选择情形"})
    reason = Statement(label="理由", longest=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = rulebook_of(self.matter.rulebook).items(EXPOSURES, on=legal_day(self.at))
        fields: Any = self.fields
        fields["ground"].choices = [("", "请选择"), *((item.code, item.zh) for item in items)]
        if repeats(record_of(self.matter)):
            fields["ground"].initial = "repeated"


class Reason(MatterForm):
    """A reason that must be given."""

    reason = Statement(label="理由", longest=1000)


class Grade(MatterForm):
    """What severity depends on."""

    loss = forms.CharField(label="造成的损失", help_text="例如 130万元、壹佰叁拾万元、0元")
    impact = forms.ChoiceField(label="社会影响")
    relief = forms.MultipleChoiceField(label="从轻事由", required=False, widget=forms.CheckboxSelectMultiple)
    aggravation = forms.MultipleChoiceField(
        label="从重事由", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        book, day = rulebook_of(self.matter.rulebook), legal_day(self.at)
        fields: Any = self.fields
        for field, key in (
            ("impact", "impact_bands"),
            ("relief", "relief_grounds"),
            ("aggravation", "aggravation_grounds"),
        ):
            fields[field].choices = [(item.code, item.zh) for item in book.items(key, on=day)]
        # Proposed; a person confirms that it is of the same kind.
        if self.matter.kind == "record" and repeats(record_of(self.matter)):
            fields["aggravation"].initial = ["repeated"]

    def clean_loss(self) -> int:
        """Return the loss in fen."""
        try:
            return read_amount(self.cleaned_data["loss"])
        except AmountUnreadable as refusal:
            raise forms.ValidationError(str(refusal)) from None


class Defence(MatterForm):
    """What a body answers."""

    text = Statement(label="陈述申辩意见")
    attachments = Uploads(label="证明材料", required=False)


class Hearing(MatterForm):
    """What the organ thinks of the answer."""

    opinion = Statement(label="听取意见和采纳情况", longest=2000)


class Merge(MatterForm):
    """Into which other record."""

    into = forms.ChoiceField(label="并入", help_text="系统按同一单位、文书日期相近提出，由您确认")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = perhaps_the_same_fact(record_of(self.matter))
        fields: Any = self.fields
        fields["into"].choices = [
            (str(each.matter.pk), f"{each.matter.title}（{each.why}）") for each in found
        ]

    def clean_into(self) -> Matter:
        """Return the matter chosen."""
        return Matter.objects.select_related("body", "organ").get(pk=self.cleaned_data["into"])


class Release(ReleaseChecks):
    """The three checks before anything is published."""

    secrecy_passed = forms.BooleanField(label="保密审查通过，不涉及国家秘密和工作秘密", required=False)
    personal_passed = forms.BooleanField(label="已核对不含自然人信息和当事人名称", required=False)


class Reversal(MatterForm):
    """Why the instrument no longer stands, and the instrument that says so."""

    reason = Statement(label="撤销或者变更情况", longest=1000)
    attachments = Uploads(label="撤销或者变更认定依据的文书")
