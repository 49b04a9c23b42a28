"""Every write of leads."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from chengxin.chain.leads.models import Lead
from chengxin.chain.leads.publishing import refusal_to_publish
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NewMatter, UnableToMove, move, open_matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.leads import LEAD
from chengxin_core.vocabulary import Area


class NotPublishable(UnableToMove):
    """A lead is never published; the text says on what ground, with the arithmetic."""


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


@transaction.atomic
def register_lead(
    *, body: PublicBody, organ: PublicBody, heard: Heard, by: Mandate | None, at: datetime
) -> Lead:
    """Register a lead about a body with the organ that handles it; it starts no clock."""
    new = NewMatter(LEAD, heard.title, body, organ)
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
