"""Choosing the period of a report; filling in a return, and saying why it goes back."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from chengxin.foundation.matters.forms import ManyFiles, Statement, Uploads
from chengxin.foundation.matters.plugs import MatterForm
from chengxin.insight.returns.columns import StatedColumn
from chengxin.insight.returns.figures import figure_in_words
from chengxin.insight.returns.filling import Stated
from chengxin.insight.returns.known import Known, known_before
from chengxin.insight.returns.models import ReturnCell
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


MONEY = "元"
_YUAN = re.compile(r"(-?\d{1,15})(?:\.(\d{1,2}))?")
MOST = 10**14
LONGEST_SHOWN = 20


class EnteredFigure(forms.CharField):
    """A figure entered by hand: a whole number, not negative; thousands may be set apart, digits may be wide.

    Money is entered in yuan, with at most two decimals, and cleaned to fen.
    """

    def __init__(self, *, column: str, unit: str, required: bool = True) -> None:
        self.column, self.is_money = gettext(column), unit == MONEY
        super().__init__(
            required=required,
            label=gettext("%(column)s（%(unit)s，手工）") % {"column": self.column, "unit": gettext(unit)},
            widget=forms.TextInput(attrs={"inputmode": "decimal" if self.is_money else "numeric"}),
            error_messages={"required": gettext("请填写“%(column)s”，没有的填 0") % {"column": self.column}},
        )

    def clean(self, value: Any) -> int | None:
        """Return the number; say what was found and what is expected where it is none. None: left empty."""
        found = str(super().clean(value))
        if not found:
            return None
        said = {"column": self.column, "found": found[:LONGEST_SHOWN]}
        plain = unicodedata.normalize("NFKC", found).replace(",", "").replace(" ", "")
        if self.is_money and (yuan := _YUAN.fullmatch(plain)):
            plain = yuan[1] + (yuan[2] or "").ljust(2, "0")
        digits = plain.removeprefix("-").removeprefix("−")
        if not (digits.isascii() and digits.isdecimal()):
            raise ValidationError(gettext("“%(column)s”应当是整数，现在是“%(found)s”") % said)
        if len(digits) > LONGEST_SHOWN or int(digits) > MOST:
            raise ValidationError(gettext("“%(column)s”太大，请核对单位，现在是“%(found)s”") % said)
        if digits != plain and int(digits):
            raise ValidationError(gettext("“%(column)s”不能是负数，现在是“%(found)s”") % said)
        return int(digits)

    def prepare_value(self, value: Any) -> Any:
        """Return how a figure is shown in its field: fen as yuan."""
        return figure_in_words(value, MONEY) if self.is_money and isinstance(value, int) else value


class Fill(MatterForm):
    """The figures that the house cannot count, each with where it comes from; it begins with what was said before.

    What the body reported for the same period before need not be entered: left empty, it is taken over. What stands
    from one period to the next is filled in as it was last reported; of everything else the last figure is told.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of = return_of(self.matter)
        template = template_of(of)
        self.columns, self.known = template.manual, known_before(of, template)
        said, last = entered_before(of), newest_version(of)
        for column in self.columns:
            self._ask(column)
            self._begin(column, said.get(column.code))
        self.template, self.has_papers = template, bool(last and last.papers)
        self.fields["note"] = Statement(
            label="答复" if template.question else "填报说明",
            longest=2000,
            required=bool(template.question),
            help_text=template.question,
        )
        self.initial["note"] = last.note if last else ""
        self.fields["photos"] = Uploads(
            label="拍照", required=False, help_text="用手机拍下台账、现场，可以多张", widget=camera()
        )
        self.fields["papers"] = Uploads(
            label="附件", required=False, help_text="PDF、PNG、JPG、DOCX 或者 XLSX，单个不超过 20 MB"
        )
        if template.papers:
            self.fields["papers"].help_text = gettext("要求提供：%(papers)s") % {"papers": template.papers}

    def _ask(self, column: StatedColumn) -> None:
        zh, is_known = str(column.zh), column.code in self.known.same
        self.fields[f"value_{column.code}"] = EnteredFigure(
            column=zh, unit=column.unit, required=not is_known
        )
        told = {"column": gettext(zh)}
        self.fields[f"reason_{column.code}"] = forms.CharField(
            label=gettext("“%(column)s”的数据来源和理由") % told,
            max_length=500,
            required=not is_known,
            error_messages={
                "required": gettext("请写明“%(column)s”的数据来源和理由") % told,
                "max_length": gettext("“%(column)s”的数据来源和理由最多 500 字") % told,
            },
        )

    def _begin(self, column: StatedColumn, said: ReturnCell | None) -> None:
        """Begin a column with what this return said last, else with what is known from others, and say so."""
        field = self.fields[f"value_{column.code}"]
        same, earlier = self.known.same.get(column.code), self.known.earlier.get(column.code)
        if same is not None:
            field.help_text = gettext(
                "已经报过 %(figure)s：%(source)s。不用再填；数字有变才填，并写明理由"
            ) % _told(column, same)
        elif earlier is not None:
            shown = _told(column, earlier)
            field.help_text = (
                gettext("沿用上次所报 %(figure)s：%(source)s。没有变化的直接提交") % shown
                if column.stands
                else gettext("上次报 %(figure)s：%(source)s") % shown
            )
            self.initial[f"reason_{column.code}"] = earlier.reason
            if column.stands:
                self.initial[f"value_{column.code}"] = earlier.value
        if column.again:
            field.help_text = gettext("再次填报的理由：%(why)s") % {"why": gettext(column.again)}
        if said is not None and not (same is not None and said.taken_from):
            self.initial[f"value_{column.code}"] = said.value
            self.initial[f"reason_{column.code}"] = said.reason

    def clean(self) -> dict[str, Any]:
        """Return the figures by column, the note and the files; a column left empty that is known is left out."""
        said = super().clean() or {}
        for each in self.columns:
            value, reason = said.get(f"value_{each.code}"), said.get(f"reason_{each.code}")
            if each.code in self.known.same and value is not None and not reason:
                told = {"column": gettext(str(each.zh))}
                self.add_error(f"reason_{each.code}", gettext("“%(column)s”已经报过，改报请写明理由") % told)
        is_missing = self.template.papers and not (
            said.get("photos") or said.get("papers") or self.has_papers
        )
        if is_missing and not {"photos", "papers"} & set(self.errors):
            self.add_error("papers", gettext("请上传：%(papers)s") % {"papers": self.template.papers})
        if self.errors:
            return said
        return {
            "figures": {
                each.code: self._stated(each, said)
                for each in self.columns
                if said[f"value_{each.code}"] is not None
            },
            "note": said["note"],
            "photos": said["photos"],
            "papers": said["papers"],
        }

    def _stated(self, column: StatedColumn, said: Mapping[str, Any]) -> Stated:
        value = said[f"value_{column.code}"]
        earlier = self.known.earlier.get(column.code)
        carried = column.stands and earlier is not None and earlier.value == value
        return Stated(value, said[f"reason_{column.code}"], earlier.source if earlier and carried else "")


def _told(column: StatedColumn, known: Known) -> dict[str, str]:
    figure = figure_in_words(known.value, column.unit)
    return {"figure": f"{figure} {gettext(column.unit)}", "source": known.source}


def camera() -> ManyFiles:
    """Return a control that opens the camera of a phone; a desk's browser asks for pictures."""
    return ManyFiles(attrs={"accept": "image/jpeg,image/png", "capture": "environment"})


class Opinion(MatterForm):
    """What the person says who checks it."""

    opinion = Statement(label="审核意见", longest=500, required=False)


class Reason(MatterForm):
    """A reason that must be given."""

    reason = Statement(label="理由", longest=1000, help_text="写明哪一栏、应当怎样改")
