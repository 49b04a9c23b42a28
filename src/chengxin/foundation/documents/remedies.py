"""救济期限: until when a remedy may be sought, counted from the service of the document that names it (policy Q-23)."""

from dataclasses import dataclass
from datetime import date

from chengxin.foundation.documents.models import Document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.queries import calendar, rulebook_of
from chengxin_core.calendar import due_on
from chengxin_core.rulebook.remedies import remedies


@dataclass(frozen=True, slots=True)
class Term:
    """One remedy that must be sought in time: its last day, none until the document was served."""

    zh: str
    until: date | None


def answer_served_on(matter: Matter, *kinds: str) -> date | None:
    """Return the day on which the newest document of those kinds in a matter was served; none until it is."""
    answers = Document.objects.filter(matter__parent=matter, kind__in=kinds).exclude(
        matter__state="cancelled"
    )
    newest = answers.order_by("-pk").first()
    return newest.served_on if newest else None


def terms_against(act: str, rulebook: str, *, on: date, served_on: date | None) -> tuple[Term, ...]:
    """Return the remedies of a body against `act` that have a time limit, each with its last day."""
    limited = [
        (each.item.zh, each.limit.period)
        for each in remedies(rulebook_of(rulebook), act=act, addressee="body", on=on)
        if each.limit is not None
    ]
    return tuple(
        Term(zh, due_on(served_on, *period, calendar()) if served_on else None) for zh, period in limited
    )
