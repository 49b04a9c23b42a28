"""救济期限: until when a remedy may be sought, counted from the service of the document that names it (policy Q-23)."""

from dataclasses import dataclass
from datetime import date

from chengxin.foundation.documents.models import Document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.queries import calendar, rulebook_of
from chengxin_core.calendar import due_on, legal_day
from chengxin_core.rulebook.remedies import remedies


@dataclass(frozen=True, slots=True)
class Term:
    """One remedy that must be sought in time: its last day, none until the document was served."""

    zh: str
    until: date | None


def terms_against(act: str | None, matter: Matter, *answers: str) -> tuple[Term, ...]:
    """Return the remedies of a matter's body against `act` that have a time limit, each with its last day.

    `answers` are the kinds of document that tell the body of the act: the newest of them counts. No act, no remedy.
    """
    if act is None:
        return ()
    book, on, served_on = (
        rulebook_of(matter.rulebook),
        legal_day(matter.moved_at),
        _served_on(matter, answers),
    )
    limited = [
        (each.item.zh, each.limit.period)
        for each in remedies(book, act=act, addressee="body", on=on)
        if each.limit is not None
    ]
    return tuple(
        Term(zh, due_on(served_on, *period, calendar()) if served_on else None) for zh, period in limited
    )


def _served_on(matter: Matter, kinds: tuple[str, ...]) -> date | None:
    """Return the day on which the newest document of those kinds was served; none until it is."""
    answers = Document.objects.filter(matter__parent=matter, kind__in=kinds).exclude(
        matter__state="cancelled"
    )
    newest = answers.order_by("-pk").first()
    return newest.served_on if newest else None
