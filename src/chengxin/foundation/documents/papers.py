"""What every document takes from its matter: who issues it, its number and day, the remedies it must print."""

from datetime import date

from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.rendering.kinds.issue import Issue
from chengxin.foundation.rules.queries import rulebook_of
from chengxin_core.calendar import legal_day
from chengxin_core.rulebook.entries import Clock, Item

NOT_YET = ""


def issue_of(document: Document) -> Issue:
    """Return who issues a document; a draft has no number yet and bears the day of its last step."""
    organ = document.matter.organ.name
    day = document.issued_on or legal_day(document.matter.moved_at)
    return Issue(
        organ=organ, number=document.number or NOT_YET, issued_on=day, printed_by=organ, printed_on=day
    )


def right_to_be_heard(clock: Clock) -> str:
    """Return the paragraph by which a notice tells its addressee until when it may answer, and that it may not hurt."""
    budget, unit = clock.period
    return (
        f"自本告知书送达之日起{budget}{unit.zh}内，你单位可以向我单位提出书面陈述、申辩，并提交证据材料"
        f"（{clock.shown}）。我单位不因陈述、申辩而加重处理。逾期未提出的，视为放弃陈述、申辩。"
    )


def remedies_for(act: str, rulebook: str, day: date, *, addressee: str = "body") -> tuple[str, ...]:
    """Return the remedies against `act` for an addressee, as the rulebook's table words them (policy Q-26)."""
    book = rulebook_of(rulebook)
    found = [
        item
        for item in book.items("remedies", on=day)
        if item.text("act") == act and item.text("addressee") == addressee
    ]
    return tuple(_worded(item, _period(item, rulebook, day)) for item in found)


def _period(item: Item, rulebook: str, day: date) -> str:
    key = item.text("limit", "")
    if not key:
        return ""
    budget, unit = rulebook_of(rulebook).clock(key).on(day).period
    return f"自收到本文书之日起{budget}{unit.zh}内，"


def _worded(item: Item, period: str) -> str:
    return f"{period}可以向{item.text('organ')}提出{item.zh}（{item.shown}）。"
