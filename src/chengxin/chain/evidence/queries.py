"""Reads of instruments that other rooms may make."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from django.db.models import Q, QuerySet

from chengxin.chain.evidence.models import ImportRow, ImportRun, Instrument, InstrumentBody, Naming, Outcome
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.subjects.models import Level, Region
from chengxin.ground.ciphers import unseal
from chengxin.ground.sheets import Problem
from chengxin_core.determination.judgments import Proposal
from chengxin_core.determination.windows import RecordFacts, Window, publication_window
from chengxin_core.rulebook import Rulebook
from chengxin_core.vocabulary import Severity

SEAL = "evidence.instrument"
ROW_SEAL = "evidence.row"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was sealed of a refused row: its cells as they came, and what was wrong with it."""

    cells: dict[str, Any]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """What was sealed of an instrument: parties, title, reasoning, ruling, and the steps of its reading."""

    parties: Sequence[dict[str, Any]]
    title: str
    reasoning: str
    ruling: str
    steps: Sequence[dict[str, str]]


def open_instrument(instrument: Instrument) -> Opened:
    """Unseal an instrument for somebody who may see its matter."""
    plain = msgspec.json.decode(unseal(bytes(instrument.sealed), purpose=SEAL))
    return Opened(plain["parties"], plain["title"], plain["reasoning"], plain["ruling"], plain["steps"])


def open_refusal(row: ImportRow) -> Refusal:
    """Unseal a refused row for who may mend it."""
    plain = msgspec.json.decode(unseal(bytes(row.sealed or b""), purpose=ROW_SEAL))
    return Refusal(plain["cells"], tuple(Problem(row.row, *told) for told in plain["problems"]))


def private_names_of(instruments: Iterable[Instrument]) -> set[str]:
    """Return the names of all parties that are no public bodies: they must not leave."""
    return {
        party["name"]
        for instrument in instruments
        for party in open_instrument(instrument).parties
        if not party.get("is_public_body") and party.get("name")
    }


def widest_window(instrument_on: date, *, on: date, rulebook: Rulebook | None = None) -> Window:
    """Return the window that the gravest severity would have: where even it has run out, nothing can be opened.

    Who asks for many days gives the rulebook, so that it is not looked up for each.
    """
    facts = RecordFacts(Severity.SERIOUS, instrument_on)
    return publication_window(facts, rulebook or current_rulebook(), on=on)


def may_open(mention: InstrumentBody, *, on: date, window: Callable[[date], Window]) -> bool:
    """Whether something may follow: the instrument is effective, against a body of ours, its widest window open."""
    decided_on = mention.instrument.decided_on
    if (
        not (mention.is_adverse and mention.naming == Naming.RESOLVED and mention.instrument.is_final)
        or not decided_on
    ):
        return False
    last_day = window(decided_on).last_day
    return last_day is not None and last_day >= on


def waiting_names() -> QuerySet[InstrumentBody]:
    """Return the adverse mentions whose body a person has to name, newest first."""
    waiting = InstrumentBody.objects.filter(is_adverse=True, naming__in=(Naming.AMBIGUOUS, Naming.UNKNOWN))
    return waiting.select_related("instrument").order_by("-pk")


def waiting_to_take_effect(mandate: Mandate) -> QuerySet[Instrument]:
    """Return the adverse instruments against bodies in a mandate's scope that were not effective when imported."""
    named = InstrumentBody.objects.filter(is_adverse=True, body__path__startswith=mandate.scope)
    pending = Instrument.objects.filter(proposal=Proposal.ADVERSE, is_final=False)
    return pending.filter(pk__in=named.values("instrument")).order_by("-decided_on", "-pk")


def runs_seen_by(mandate: Mandate) -> QuerySet[ImportRun]:
    """Return the imports made within a mandate's scope, newest first; those of the platform itself to its province."""
    seen = Q(by__scope__startswith=mandate.scope)
    if Region.objects.filter(path=mandate.scope, level=Level.PROVINCE).exists():
        seen |= Q(by=None)
    return ImportRun.objects.filter(seen).order_by("-pk")


def refused_rows(run: ImportRun) -> QuerySet[ImportRow]:
    """Return the refused rows of an import, by row."""
    return run.rows.filter(outcome=Outcome.REFUSED).order_by("row")
