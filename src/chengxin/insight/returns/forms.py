"""Choosing the period of a report; filling in a return, and saying why it goes back."""

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from chengxin.foundation.matters.forms import Statement
from chengxin.foundation.matters.plugs import MatterForm
from chengxin.insight.returns.columns import StatedColumn
from chengxin.insight.returns.filling import Stated
from chengxin.insight.returns.periods import Period, period_of
from chengxin.insight.returns.queries import entered_before, newest_version, return_of, template_of

QUARTERS, MONTHS, YEARS = 8, 12, 5


class Choice:
    """The periods that a report is offered for: this one and some before, by quarter, month and year."""

    def __init__(self, chosen: Period, today: date) -> None:
        self.chosen = chosen
        self.groups = [
            (gettext("季度"), _back(today, 3, QUARTERS)),
            (gettext("月"), _back(today, 1, MONTHS)),
            (gettext("年"), _back(today, 12, YEARS)),
        ]


def _back(today: date, months: int, count: int) -> list[str]:
    period, found = period_of(today, months), []
    for _number in range(count):
        found.append(period.code)
        period = period.before()
    return found


MOST = 10**12
LONGEST_SHOWN = 20


class EnteredFigure(forms.CharField):
    """A figure entered by hand: a whole number, not negative; thousands may be set apart, digits may be wide."""

    def __init__(self, *, column: str, unit: str) -> None:
        self.column = gettext(column)
        super().__init__(
            label=gettext("%(column)s（%(unit)s，手工）") % {"column": self.column, "unit": gettext(unit)},
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            error_messages={"required": gettext("请填写“%(column)s”，没有的填 0") % {"column": self.column}},
        )

    def clean(self, value: Any) -> int:
        """Return the number; say what was found and what is expected where it is none."""
        found = str(super().clean(value))
        said = {"column": self.column, "found": found[:LONGEST_SHOWN]}
        plain = unicodedata.normalize("NFKC", found).replace(",", "").replace(" ", "")
        digits = plain.removeprefix("-").removeprefix("−")
        if not (digits.isascii() and digits.isdecimal()):
            raise ValidationError(gettext("“%(column)s”应当是整数，现在是“%(found)s”") % said)
        if len(digits) > LONGEST_SHOWN or int(digits) > MOST:
            raise ValidationError(gettext("“%(column)s”太大，请核对单位，现在是“%(found)s”") % said)
        if digits != plain and int(digits):
            raise ValidationError(gettext("“%(column)s”不能是负数，现在是“%(found)s”") % said)
        return int(digits)


class Fill(MatterForm):
    """The figures that the house cannot count, each with where it comes from; it begins with what was said before."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of = return_of(self.matter)
        self.columns = template_of(of).manual
        said, last = entered_before(of), newest_version(of)
        for column in self.columns:
            self._ask(column)
            if column.code in said:
                self.initial[f"value_{column.code}"] = said[column.code].value
                self.initial[f"reason_{column.code}"] = said[column.code].reason
        self.fields["note"] = Statement(label="填报说明", longest=2000, required=False)
        self.initial["note"] = last.note if last else ""

    def _ask(self, column: StatedColumn) -> None:
        zh = str(column.zh)
        self.fields[f"value_{column.code}"] = EnteredFigure(column=zh, unit=column.unit)
        told = {"column": gettext(zh)}
        self.fields[f"reason_{column.code}"] = forms.CharField(
            label=gettext("“%(column)s”的数据来源和理由") % told,
            max_length=500,
            error_messages={
                "required": gettext("请写明“%(column)s”的数据来源和理由") % told,
                "max_length": gettext("“%(column)s”的数据来源和理由最多 500 字") % told,
            },
        )

    def clean(self) -> dict[str, Any]:
        """Return the figures by column, and the note."""
        said = super().clean() or {}
        if self.errors:
            return said
        return {
            "figures": {
                each.code: Stated(said[f"value_{each.code}"], said[f"reason_{each.code}"])
                for each in self.columns
            },
            "note": said["note"],
        }


class Opinion(MatterForm):
    """What the person says who checks it."""

    opinion = Statement(label="审核意见", longest=500, required=False)


class Reason(MatterForm):
    """A reason that must be given."""

    reason = Statement(label="理由", longest=1000, help_text="写明哪一栏、应当怎样改")
