"""Reads of instruments that other rooms may make."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from django.db.models import Q, QuerySet

from chengxin.chain.evidence.models import ImportRow, ImportRun, Instrument, InstrumentBody, Naming, Outcome
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import holds_whole_province, stands_for
from chengxin.foundation.accounts.sight import in_reach
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground.ciphers import unseal
from chengxin.ground.sheets import Problem
from chengxin_core.determination.judgments import Proposal
from chengxin_core.determination.windows import RecordFacts, Window, publication_window
from chengxin_core.rulebook import Rulebook
from chengxin_core.vocabulary import Area, Severity

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


@dataclass(frozen=True, slots=True)
class Stated:
    """What the organ that made an instrument here stated for whoever proposes a record on it; meant to be public."""

    facts: str
    area: Area
    conduct_ended_on: date | None = None


def stated_in(instrument: Instrument) -> Stated | None:
    """Return what was stated with an instrument of our own; None for one that was imported or states nothing."""
    if instrument.run_id is not None:
        return None
    plain = msgspec.json.decode(unseal(bytes(instrument.sealed), purpose=SEAL)).get("stated")
    return msgspec.convert(plain, Stated) if plain else None


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


def mentions_seen_by(mandate: Mandate) -> QuerySet[InstrumentBody]:
    """Return the bodies named in the instruments of imports that `mandate` sees; without an import, the province's."""
    seen = Q(instrument__run__in=runs_seen_by(mandate).order_by())
    if holds_whole_province(mandate):
        seen |= Q(instrument__run=None)
    return InstrumentBody.objects.filter(seen).select_related("instrument")


def waiting_names(mandate: Mandate) -> QuerySet[InstrumentBody]:
    """Return the adverse mentions that `mandate` sees whose body a person has to name, newest first."""
    unnamed = (Naming.AMBIGUOUS, Naming.UNKNOWN)
    return mentions_seen_by(mandate).filter(is_adverse=True, naming__in=unnamed).order_by("-pk")


def waiting_to_take_effect(mandate: Mandate) -> QuerySet[Instrument]:
    """Return the adverse instruments against bodies in a mandate's scope that were not effective when imported."""
    reached = in_reach(mandate, path="body__path", key="body_id")
    named = InstrumentBody.objects.filter(reached, is_adverse=True)
    pending = Instrument.objects.filter(proposal=Proposal.ADVERSE, is_final=False)
    return pending.filter(pk__in=named.values("instrument")).order_by("-decided_on", "-pk")


def runs_seen_by(mandate: Mandate) -> QuerySet[ImportRun]:
    """Return one's own imports and those made within one's reach, newest first; the platform's own to its province."""
    seen = Q(by__user=stands_for(mandate)) | in_reach(mandate, path="by__body__path", key="by__body_id")
    if holds_whole_province(mandate):
        seen |= Q(by=None)
    return ImportRun.objects.filter(seen).order_by("-pk")


def refused_rows(run: ImportRun) -> QuerySet[ImportRow]:
    """Return the refused rows of an import, by row."""
    return run.rows.filter(outcome=Outcome.REFUSED).order_by("row")
