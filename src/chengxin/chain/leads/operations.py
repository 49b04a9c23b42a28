"""Every write of leads."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from chengxin.chain.leads.models import Lead, OutsideLead
from chengxin.chain.leads.publishing import refusal_to_publish
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NewMatter, UnableToMove, move, open_matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.subjects.operations import note_outside_body
from chengxin.foundation.subjects.queries import body_on
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.leads import LEAD
from chengxin_core.names import Outside
from chengxin_core.vocabulary import Area


class NotPublishable(UnableToMove):
    """A lead is never published; the text says on what ground, with the arithmetic."""


class NotOutside(ValueError):
    """The name does not say that its body is of another province."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known when a lead is registered."""

    title: str
    area: Area
    facts: str
    source: str
    happened_on: date
    instrument: str = ""
    instrument_on: date | None = None
    instrument_is_final: bool = False
    is_historic: bool = False


@dataclass(frozen=True, slots=True)
class HeardOutside:
    """What is known of a case of another province's body."""

    body: str  # as the source names it
    title: str
    area: Area
    facts: str
    source: str
    reported_on: date
    happened: str = ""  # in the words of the source
    instrument: str = ""
    is_adverse: bool = True


@transaction.atomic
def register_lead(
    *, body: PublicBody, organ: PublicBody, heard: Heard, by: Mandate | None, at: datetime
) -> Lead:
    """Register a lead about a body with the organ that handles it; it starts no clock."""
    new = NewMatter(LEAD, heard.title, body, organ, is_historic=heard.is_historic)
    matter = open_matter(new=new, by=by, at=at, note="历史补录" if heard.is_historic else "")
    return Lead.objects.create(
        matter=matter,
        area=heard.area,
        facts=heard.facts,
        source=heard.source,
        happened_on=heard.happened_on,
        instrument=heard.instrument,
        instrument_on=heard.instrument_on,
        instrument_is_final=heard.instrument_is_final,
        is_historic=heard.is_historic,
    )


@transaction.atomic
def register_outside_lead(
    *, heard: HeardOutside, organ: PublicBody, by: Mandate | None, at: datetime
) -> OutsideLead:
    """Keep a case of a body of another province with the organ that learns from it; no matter is opened.

    Raises `NotOutside` where the name may be that of a body of ours: that one is never guessed away.
    """
    found = body_on(heard.body, on=heard.reported_on)
    if not isinstance(found, Outside):
        raise NotOutside(f"“{heard.body}”没有写明是省外机构：写全省份，或者按本省线索登记")
    body = note_outside_body(name=heard.body, region=found.region, on=heard.reported_on)
    return OutsideLead.objects.create(
        body=body,
        organ=organ,
        title=heard.title,
        area=heard.area,
        facts=heard.facts,
        source=heard.source,
        happened=heard.happened,
        reported_on=heard.reported_on,
        instrument=heard.instrument,
        is_adverse=heard.is_adverse,
        registered_by=by,
        registered_at=at,
    )


@transaction.atomic
def transfer(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Pass a lead on to the superior or competent department, with a note to which and why."""
    move(matter=matter, code="transfer", by=by, at=at, note=reason)


@transaction.atomic
def close(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Close a lead, with the reason."""
    move(matter=matter, code="close", by=by, at=at, note=reason)


def ask_to_publish(*, matter: Matter, by: Mandate, at: datetime) -> None:
    """Refuse to publish, always, saying why: whoever asks is owed the clause and the count."""
    refusal = refusal_to_publish(matter.lead, on=legal_day(at))
    told = "；".join((refusal.reason, *refusal.arithmetic))
    raise NotPublishable(f"不得公示（{'、'.join(refusal.rule_ids)}）：{told}")
