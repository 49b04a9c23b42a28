"""台账: the returns of a body and those that an organ receives, one version of one return, the rows behind its cell."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.ledgers.plugs import Cell, Column, Form, Ledger, Listing, of_queryset, of_rows
from chengxin.foundation.matters.models import Matter, MatterQuerySet
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.queries import visible_matters
from chengxin.insight.returns.figures import (
    LIVE_IN,
    Shown,
    figure_in_words,
    figures_now,
    figures_of,
    source_zh,
    versions_seen,
)
from chengxin.insight.returns.filling import counted
from chengxin.insight.returns.ledgers import BEHIND_COLUMNS, cells_of
from chengxin.insight.returns.models import Return, ReturnVersion
from chengxin.insight.returns.periods import read_period
from chengxin.insight.returns.queries import (
    Standing,
    is_own,
    late_among,
    own_returns,
    period_of_return,
    received_returns,
    return_of,
    standing_is,
    standing_of,
    template_of,
    visible_returns,
)
from chengxin_core.lifecycle.returns import RETURN

_CODE = re.compile(r"[a-z0-9_]{1,40}")
OWN, RECEIVED, FORM, CELL = "returns-own", "returns-received", "return", "return-cell"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of returns is narrowed to; empty narrows nothing."""

    standing: Standing | None
    code: str
    period: str

    def narrow(self, found: MatterQuerySet, *, on: date) -> MatterQuerySet:
        """Return those of a list that are meant."""
        if self.standing is not None:
            found = found.filter(standing_is(self.standing, on=on))
        if self.code:
            found = found.filter(stated_return__code=self.code)
        return found.filter(stated_return__period=self.period) if self.period else found


def read_wanted(asked: Mapping[str, str]) -> Wanted:
    """Read what a list is narrowed to; what is not understood narrows nothing."""
    said = asked.get("standing", "")
    standing = Standing(said) if said in {each.value for each in Standing} else None
    code, period = asked.get("code", "").strip(), read_period(asked.get("period", "").strip())
    return Wanted(standing, code if _CODE.fullmatch(code) else "", period.code if period else "")


def open_form(
    mandate: Mandate, asked: Mapping[str, str]
) -> tuple[Return, ReturnVersion | None, list[Shown]] | None:
    """Return the return, the version and the figures that an address names; None where there is no such thing.

    Without a version it is the newest, or, for the body while it fills it in, how the figures stand now.
    """
    key = asked.get("return", "")
    matter = visible_returns(mandate).filter(pk=int(key)).first() if _is_number(key) else None
    if matter is None:
        return None
    of, number = return_of(matter), asked.get("version", "")
    versions = versions_seen(of, mandate)
    if number:
        version = next((each for each in versions if str(each.number) == number), None)
        return (of, version, figures_of(version)) if version else None
    if is_own(matter, mandate) and matter.state in LIVE_IN:
        return of, None, figures_now(of, template_of(of), mandate)
    return (of, versions[-1], figures_of(versions[-1])) if versions else None


def rows_behind(
    mandate: Mandate, asked: Mapping[str, str]
) -> tuple[Return, Shown, MatterQuerySet, int] | None:
    """Return the cell that an address names, the matters behind it that `mandate` may see, and how many there are."""
    found = open_form(mandate, asked)
    if found is None:
        return None
    of, version, figures = found
    cell = next((each for each in figures if each.code == asked.get("figure") and each.opens), None)
    if cell is None:
        return None
    keys = _keys_now(of, cell.code, mandate) if version is None else _keys_kept(version, cell.code)
    return of, cell, visible_matters(mandate).filter(pk__in=keys).order_by("pk"), len(keys)


def _keys_now(of: Return, code: str, by: Mandate) -> list[int]:
    return counted(template_of(of), of.matter.body_id, period_of_return(of), by)[code].rows


def _keys_kept(version: ReturnVersion, code: str) -> list[int]:
    return next(list(cell.rows) for cell in version.cells.all() if cell.code == code)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _listing(found: MatterQuerySet, asked: Mapping[str, str], on: date) -> Listing:
    wanted = read_wanted(asked)

    def cells(matters: list[Matter]) -> Iterator[Sequence[Cell]]:
        late, kind = late_among(matters), kind_of(RETURN.kind)
        for each in matters:
            standing = standing_of(each, on=on, was_late=each.pk in late)
            state = gettext(kind.state_zh(each.state))
            due_on = each.stated_return.due_on
            said = gettext(standing.zh)
            yield each.title, each.number, each.body.name, each.organ.name, due_on, said, state

    filters = [
        (gettext("报送情况"), gettext(wanted.standing.zh) if wanted.standing else ""),
        (gettext("期间"), wanted.period),
    ]
    return of_queryset(wanted.narrow(found, on=on), cells, filters=filters)


def own(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing:
    """Return the returns of the holder's body."""
    return _listing(own_returns(mandate), asked, on)


def received(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing:
    """Return the returns that the holder's organ receives."""
    return _listing(received_returns(mandate), asked, on)


def form(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing | None:
    """Return the figures of one version of a return."""
    found = open_form(mandate, asked)
    if found is None:
        return None
    of, version, figures = found
    number = gettext("第 %(number)s 版") % {"number": version.number} if version else gettext("填报中")
    filters = [
        (gettext("报表"), of.matter.title),
        (gettext("版本"), number),
        (gettext("逾期"), gettext("是") if version and version.is_late else ""),
    ]
    return of_rows([_row(each) for each in figures], filters=filters)


def cell_rows(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing | None:
    """Return the matters behind a cell of a return."""
    found = rows_behind(mandate, asked)
    if found is None:
        return None
    of, cell, matters, _count = found
    filters = [(gettext("报表"), of.matter.title), (gettext("指标"), gettext(cell.zh))]
    return of_queryset(matters, cells_of, filters=filters)


def _row(cell: Shown) -> Sequence[Cell]:
    return (
        gettext(cell.zh),
        gettext(cell.unit),
        figure_in_words(cell.value, cell.unit) or gettext("待填"),
        figure_in_words(cell.before, cell.unit) or "—",
        source_zh(cell),
        cell.reason,
        gettext(cell.basis),
    )


_LIST = (
    Column(_("报表"), width=50),
    Column(_("编号"), width=14),
    Column(_("填报单位"), width=30),
    Column(_("报送至"), width=30),
    Column(_("报送日"), Form.DAY, 12),
    Column(_("报送情况")),
    Column(_("状态")),
)
LEDGERS = (
    Ledger(OWN, _("本单位的报表"), _LIST, own),
    Ledger(RECEIVED, _("各单位报送情况"), _LIST, received),
    Ledger(
        FORM,
        _("定期报表"),
        (
            Column(_("报表栏目"), width=36),
            Column(_("单位"), width=8),
            Column(_("本期"), width=16),
            Column(_("上年同期"), width=16),
            Column(_("来源"), width=12),
            Column(_("数据来源和理由"), width=40),
            Column(_("依据"), width=30),
        ),
        form,
    ),
    Ledger(CELL, _("报表所列事项"), BEHIND_COLUMNS, cell_rows),
)
