"""What the page of a return shows: its figures as they stand or stood, its versions, what each of them changed."""

from collections.abc import Mapping, Sequence
from typing import Any

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.insight.returns.asking import basis_of, why_of
from chengxin.insight.returns.columns import RETURNS, last_day_of
from chengxin.insight.returns.figures import LIVE_IN, figure_in_words, figures_now, figures_of, versions_seen
from chengxin.insight.returns.ledgers import period_zh
from chengxin.insight.returns.queries import (
    codes_of,
    differences,
    is_own,
    period_of_return,
    return_of,
    template_of,
)
from chengxin.insight.returns.receipts import receipt_of
from chengxin_core.calendar import legal_day


def return_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return the figures and the versions, the newest first."""
    of = return_of(matter)
    template, versions = template_of(of), versions_seen(of, by)
    is_live = is_own(matter, by) and matter.state in LIVE_IN
    last = versions[-1] if versions else None
    book, began = rulebook_of(matter.rulebook), legal_day(matter.opened_at)
    day = book.parameter(template.item.text("due")).on(began)
    return {
        "stated": of,
        "title": template.item.zh,
        "period": period_zh(period_of_return(of)),
        "basis": day.shown,
        "why": why_of(template.item),
        "asked_on": basis_of(book, template.item, on=began),
        "receipt": receipt_of(versions[-1]) if versions else None,
        "said_on": last_day_of(book, template.item, period_of_return(of), on=began),
        "is_live": is_live,
        "figures": figures_now(of, template, by) if is_live else figures_of(last) if last else [],
        "shown_version": None if is_live or last is None else last,
        "versions": versions[::-1],
        "figure_in_words": figure_in_words,
        "changes": differences([each for each in versions if each.submitted_at]),
    }


def grounds_of_returns(matters: Sequence[Matter]) -> Mapping[int, tuple[str, str]]:
    """Return why each return is asked for, in plain words and as a citation; one query for all of them."""
    codes = codes_of(matters)
    said = {}
    for each in matters:
        book, began = rulebook_of(each.rulebook), legal_day(each.opened_at)
        item = book.item(RETURNS, codes[each.pk], on=began)
        said[each.pk] = (why_of(item), basis_of(book, item, on=began))
    return said
