"""要求: what a body is asked for states its basis, who asks and until when, or it is not sent (policy Q-38)."""

from datetime import date

from chengxin.foundation.matters.operations import UnableToMove
from chengxin.insight.returns.columns import RETURNS
from chengxin.insight.returns.models import Return
from chengxin.insight.returns.owners import CREDIT, GOVERNMENT
from chengxin_core.rulebook import ADJUSTABLE, NothingInForce, NotStated, Rulebook, UnknownRule
from chengxin_core.rulebook.entries import Item

_RECEIVERS = {CREDIT, GOVERNMENT}


class NotGrounded(UnableToMove):
    """A return does not say why, for whom or until when it is asked for; the text names what is missing."""


def missing_from(book: Rulebook, item: Item, *, on: date) -> list[str]:
    """Return what a return of the rulebook leaves unsaid, in words: basis, owner, end; empty where it may be sent."""
    missing = []
    if not _text(item, "why"):
        missing.append("依据")
    if _text(item, "receiver") not in _RECEIVERS:
        missing.append("要求方")
    if not has_an_end(book, item, on=on):
        missing.append("截止日")
    return missing


def require_grounded(book: Rulebook, item: Item, *, on: date) -> None:
    """Refuse to ask for a return that does not state its basis, owner and end. Raises `NotGrounded`."""
    missing = missing_from(book, item, on=on)
    if missing:
        raise NotGrounded(f"“{item.zh}”没有写明{'、'.join(missing)}，不能向单位开出")


def basis_of(book: Rulebook, item: Item, *, on: date) -> str:
    """Return on what a return rests: the first citation of its rule, of those it serves, of its day.

    Where none of them was read in a text, 系统默认，可调整.
    """
    rules = (item.rule_id, *item.texts("rests_on"), book.parameter(item.text("due")).on(on).rule_id)
    cited = (book.authority_of(rule, on=on) for rule in rules)
    return next((each for each in cited if each and each != ADJUSTABLE), ADJUSTABLE)


def grounds_of(of: Return, book: Rulebook, *, on: date) -> tuple[str, str]:
    """Return why a return is asked for and on what it rests: as its organ wrote, or as the rulebook says."""
    if of.ask is not None:
        return of.ask.why, of.ask.basis
    item = book.item(RETURNS, of.code, on=on)
    return why_of(item), basis_of(book, item, on=on)


def day_basis(of: Return, book: Rulebook, *, on: date) -> str:
    """Return on what the day of a return of the rulebook rests."""
    return book.parameter(book.item(RETURNS, of.code, on=on).text("due")).on(on).shown


def why_of(item: Item) -> str:
    """Return what a return is asked for, in plain words; empty under a rulebook that did not say it yet."""
    return _text(item, "why")


def has_an_end(book: Rulebook, item: Item, *, on: date) -> bool:
    """Say whether a return names a day by which it is due, and the rulebook knows that day."""
    try:
        return bool(book.parameter(_text(item, "due")).on(on).value)
    except (UnknownRule, NothingInForce):
        return False


def _text(item: Item, name: str) -> str:
    try:
        return item.text(name, "").strip()
    except NotStated:
        return ""
