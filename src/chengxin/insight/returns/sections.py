"""What the page of a return shows: its figures as they stand or stood, its versions, what each of them changed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.insight.returns.asking import day_basis, grounds_of
from chengxin.insight.returns.columns import Template, last_day_of
from chengxin.insight.returns.due import level_of
from chengxin.insight.returns.figures import LIVE_IN, figure_in_words, figures_now, figures_of, versions_seen
from chengxin.insight.returns.ledgers import period_zh
from chengxin.insight.returns.models import Return, ReturnVersion
from chengxin.insight.returns.queries import (
    differences,
    is_own,
    period_of_return,
    return_of,
    returns_of,
    template_of,
)
from chengxin.insight.returns.receipts import receipt_of
from chengxin.insight.returns.summary_ledgers import asked_and_counted
from chengxin_core.calendar import legal_day


def return_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return the figures and the versions, the newest first."""
    of = return_of(matter)
    template, versions = template_of(of), versions_seen(of, by)
    is_live = is_own(matter, by) and matter.state in LIVE_IN
    last = versions[-1] if versions else None
    book, began = rulebook_of(matter.rulebook), legal_day(matter.opened_at)
    why, asked_on = grounds_of(of, book, on=began)
    return {
        "stated": of,
        "title": template.zh,
        "template": template,
        "period": period_zh(period_of_return(of)),
        "basis": of.ask.basis if of.ask else day_basis(of, book, on=began),
        "why": why,
        "asked_on": asked_on,
        "receipt": receipt_of(versions[-1]) if versions else None,
        "said_on": _said_on(of, template, began),
        "is_live": is_live,
        "figures": figures_now(of, template, by) if is_live else figures_of(last) if last else [],
        "shown_version": None if is_live or last is None else last,
        "versions": versions[::-1],
        "figure_in_words": figure_in_words,
        "missing": missing_of(of, template, None if is_live or last is None else last, by)
        if template.sums
        else [],
        "changes": differences([each for each in versions if each.submitted_at]),
    }


def missing_of(of: Return, template: Template, version: ReturnVersion | None, by: Mandate) -> list[str]:
    """Return the names of the bodies that a region's return does not hold, since they had not handed in."""
    returns, counted = asked_and_counted(of, version, template.columns[0].code, by)
    return [each.matter.body.name for each in returns if each.pk not in counted]


def grounds_of_returns(matters: Sequence[Matter]) -> Mapping[int, tuple[str, str]]:
    """Return why each return is asked for, in plain words and as a citation; one query for all of them."""
    returns = returns_of(matters)
    return {
        each.pk: grounds_of(returns[each.pk], rulebook_of(each.rulebook), on=legal_day(each.opened_at))
        for each in matters
    }


def _said_on(of: Return, template: Template, began: date) -> date:
    """Return the day as the rulebook has it, before it moved to a working day; of an ask, the day it names."""
    if template.item is None:
        return of.due_on
    book, level = rulebook_of(of.matter.rulebook), level_of(of.owner)
    return last_day_of(book, template.item, period_of_return(of), on=began, level=level)
