"""Reads of instruments that other rooms may make."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from chengxin.chain.evidence.models import ImportRun, Instrument, InstrumentBody, Naming
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground.ciphers import unseal
from chengxin_core.determination.windows import RecordFacts, Window, publication_window
from chengxin_core.vocabulary import Severity

SEAL = "evidence.instrument"
ROW_SEAL = "evidence.row"


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


def private_names_of(instruments: Iterable[Instrument]) -> set[str]:
    """Return the names of all parties that are no public bodies: they must not leave."""
    return {
        party["name"]
        for instrument in instruments
        for party in open_instrument(instrument).parties
        if not party.get("is_public_body") and party.get("name")
    }


def widest_window(instrument_on: date, *, on: date) -> Window:
    """Return the window that the gravest severity would have: where even it has run out, nothing can be opened."""
    return publication_window(RecordFacts(Severity.SERIOUS, instrument_on), current_rulebook(), on=on)


def waiting_names() -> list[InstrumentBody]:
    """Return the adverse mentions whose body a person has to name, newest first."""
    waiting = InstrumentBody.objects.filter(is_adverse=True, naming__in=(Naming.AMBIGUOUS, Naming.UNKNOWN))
    return list(waiting.select_related("instrument").order_by("-pk"))


def runs() -> list[ImportRun]:
    """Return the newest imports."""
    return list(ImportRun.objects.order_by("-pk")[:50])
