"""Writes of instruments that people make. What an import writes is in importing.py."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import msgspec
from django.db import transaction

from chengxin.chain.evidence.models import Instrument, InstrumentBody, Naming
from chengxin.chain.evidence.plugs import follow
from chengxin.chain.evidence.queries import SEAL, Stated, may_open, widest_window
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.subjects.queries import predecessors_of
from chengxin.ground import trail
from chengxin.ground.ciphers import seal
from chengxin_core.calendar import legal_day
from chengxin_core.determination.windows import Window
from chengxin_core.vocabulary import InstrumentKind


class NotWaiting(ValueError):
    """The name was already given its body, or the instrument is effective already."""


class NotYetEffective(ValueError):
    """The day on which an instrument is said to have taken effect cannot be right."""


@dataclass(frozen=True, slots=True)
class OwnInstrument:
    """An instrument that an organ made on this platform: a decision that was issued and served."""

    kind: InstrumentKind
    issuer: str
    number: str
    form: str
    decided_on: date
    effective_on: date  # the day of its service
    ruling: str
    stated: Stated | None = None  # carried over into the record that is proposed on it


@transaction.atomic
def register_own_instrument(*, made: OwnInstrument, against: PublicBody, at: datetime) -> int:
    """Keep an instrument of our own against a body of the register; return how many matters were opened.

    It is effective by its service. What follows is what follows from every instrument: a proposal, and the list gate.
    """
    mention, is_new = _kept(made, against, at)
    return follow(mentions=_opening([mention], legal_day(at)), at=at) if is_new else 0


@transaction.atomic
def keep_instrument(*, made: OwnInstrument, against: PublicBody, at: datetime) -> Instrument:
    """Keep an old instrument against a body of the register; nothing follows from it by itself (policy Q-31)."""
    return _kept(made, against, at)[0].instrument


def _kept(made: OwnInstrument, against: PublicBody, at: datetime) -> tuple[InstrumentBody, bool]:
    """Return the mention of a body in an instrument, and whether it was not kept before."""
    said: dict[str, Any] = {
        "parties": [{"role": "当事单位", "name": against.name, "is_public_body": True}],
        "title": made.form,
        "reasoning": "",
        "ruling": made.ruling,
        "steps": [],
    }
    if made.stated is not None:
        said["stated"] = msgspec.to_builtins(made.stated)
    digest = sha256(msgspec.json.encode([made.issuer, made.number, said])).hexdigest()
    instrument, is_new = Instrument.objects.get_or_create(
        digest=digest,
        defaults={
            "kind": made.kind,
            "issuer": made.issuer,
            "number": made.number,
            "form": made.form[:20],
            "decided_on": made.decided_on,
            "effective_on": made.effective_on,
            "sealed": seal(msgspec.json.encode(said).decode(), purpose=SEAL),
            "is_final": True,
            "registered_at": at,
        },
    )
    mention, _ = InstrumentBody.objects.get_or_create(
        instrument=instrument,
        body=against,
        defaults={"name": against.name, "is_adverse": True, "naming": Naming.RESOLVED},
    )
    return mention, is_new


@transaction.atomic
def mark_revoked(*, instrument: Instrument) -> None:
    """Note that an instrument was revoked by a competent organ: it has no effect from now on."""
    Instrument.objects.filter(pk=instrument.pk).update(is_final=False)
    trail.note("evidence.revoked", f"instrument/{instrument.pk}")


@transaction.atomic
def blank_instrument(*, instrument: Instrument) -> None:
    """Destroy what an instrument says, at the end of the term of the case file that it belongs to; its number stays."""
    nothing: dict[str, Any] = {"parties": [], "title": "", "reasoning": "", "ruling": "", "steps": []}
    sealed = seal(msgspec.json.encode(nothing).decode(), purpose=SEAL)
    Instrument.objects.filter(pk=instrument.pk).update(sealed=sealed)
    trail.note("evidence.destroyed", f"instrument/{instrument.pk}")


@transaction.atomic
def name_body(*, mention: InstrumentBody, body: PublicBody, by: Mandate, at: datetime) -> int:
    """Say which body of the register a waiting name means; return how many matters were opened."""
    chosen = InstrumentBody.objects.filter(pk=mention.pk, naming__in=(Naming.AMBIGUOUS, Naming.UNKNOWN))
    if not chosen.update(naming=Naming.RESOLVED, body=body, chosen_by=by, chosen_at=at):
        raise NotWaiting(f"“{mention.name}”已经对应到机构")
    mention.refresh_from_db()
    return follow(mentions=_opening([mention], legal_day(at)), at=at)


@transaction.atomic
def confirm_effective(*, instrument: Instrument, effective_on: date, by: Mandate, at: datetime) -> int:
    """Note that an instrument took effect after it was imported, such as a first judgment that nobody appealed.

    Returns how many matters were opened. Raises `NotYetEffective` or `NotWaiting`.
    """
    today = legal_day(at)
    if not (instrument.decided_on or today) <= effective_on <= today:
        raise NotYetEffective(
            f"生效日期 {effective_on} 应当在裁判日期 {instrument.decided_on} 以后、今天以前"
        )
    waiting = Instrument.objects.filter(pk=instrument.pk, is_final=False)
    if not waiting.update(is_final=True, effective_on=effective_on, confirmed_by=by):
        raise NotWaiting(f"{instrument.number}已经生效")
    mentions = InstrumentBody.objects.filter(instrument_id=instrument.pk).select_related("instrument", "body")
    return follow(mentions=_opening(mentions, today), at=at)


@transaction.atomic
def name_another_body(
    *, instrument: Instrument, instead_of: PublicBody, body: PublicBody, by: Mandate, at: datetime
) -> int:
    """Say that an instrument went against `body` instead; return how many matters were opened."""
    wrong = [instead_of, *predecessors_of(instead_of)]
    mentions = list(
        InstrumentBody.objects.filter(instrument=instrument, body__in=wrong).select_related("instrument")
    )
    for mention in mentions:
        mention.naming, mention.body, mention.chosen_by, mention.chosen_at = Naming.RESOLVED, body, by, at
        mention.save(update_fields=["naming", "body", "chosen_by", "chosen_at"])
    return follow(mentions=_opening(mentions, legal_day(at)), at=at)


def _opening(mentions: Iterable[InstrumentBody], today: date) -> list[InstrumentBody]:
    def window(decided_on: date) -> Window:
        return widest_window(decided_on, on=today)

    return [mention for mention in mentions if may_open(mention, on=today, window=window)]
