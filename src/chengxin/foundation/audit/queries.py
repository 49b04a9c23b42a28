"""Reads of the audit: where the chain begins and ends, entries by what they tell of."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.audit.models import AuditBeginning, AuditEntry
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground.trail.doers import DoerKind
from chengxin_core.calendar import beginning_of, legal_day
from chengxin_core.calendar.counting import nominal_end
from chengxin_core.ledger.chain import BEGINNING
from chengxin_core.lifecycle.table import Actor

PAGE_SIZE = 50
TERMS = ("log.network", "provision_record.keep")  # the longest of them binds (policy T-46, T-48)
ONE_DAY = timedelta(days=1)
READERS = frozenset({Actor.AUDITOR, Actor.AUDIT_ADMIN})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader looks for; an empty value narrows nothing."""

    username: str = ""
    code: str = ""
    about: str = ""
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the chain: the number of an entry and its link."""

    number: int
    link: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries, newest first, and the number below which the next page begins (0 on the last)."""

    entries: list["Shown"]
    before: int


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as it is shown: who, in which post, and what its record says."""

    entry: AuditEntry
    who: str
    told: Mapping[str, Any]


def visible_entries(mandate: Mandate) -> QuerySet[AuditEntry]:
    """Return the entries that the holder of a mandate may read: all of them for who audits, none for others."""
    entries = AuditEntry.objects.all()
    return entries if Actor(mandate.role) in READERS else entries.none()


def narrowed(entries: QuerySet[AuditEntry], asked: Asked) -> QuerySet[AuditEntry]:
    """Return the entries that tell of what is looked for, newest first."""
    if asked.username:
        keys = User.objects.filter(username=asked.username).values_list("pk", flat=True)
        entries = entries.filter(doer_kind=DoerKind.USER, doer__in=[str(key) for key in keys])
    if asked.code:
        entries = entries.filter(acts__code=asked.code)
    if asked.about:
        entries = entries.filter(acts__about=asked.about)
    if asked.first_day:
        entries = entries.filter(at__gte=beginning_of(asked.first_day))
    if asked.last_day:
        entries = entries.filter(at__lt=beginning_of(asked.last_day + ONE_DAY))
    return (
        entries.order_by("-number").distinct() if asked.code or asked.about else entries.order_by("-number")
    )


def page_of(entries: QuerySet[AuditEntry], *, before: int = 0, size: int = PAGE_SIZE) -> Page:
    """Return one page of entries that are in the order of `narrowed`."""
    if before:
        entries = entries.filter(number__lt=before)
    found = list(entries[: size + 1])
    kept = found[:size]
    return Page(shown(kept), kept[-1].number if len(found) > size else 0)


def shown(entries: list[AuditEntry]) -> list[Shown]:
    """Return entries with the names under which their doers act, in a constant number of queries."""
    users = User.objects.in_bulk(
        [int(each.doer) for each in entries if each.doer_kind == DoerKind.USER and each.doer.isdecimal()]
    )
    return [_shown(each, users) for each in entries]


def beginning() -> Place:
    """Return the number and link after which the kept chain begins."""
    begun = AuditBeginning.objects.order_by("-number").first()
    return Place(begun.number, begun.link) if begun else Place(0, BEGINNING.hex())


def head() -> Place:
    """Return the number and link of the last entry."""
    last = AuditEntry.objects.order_by("-number").first()
    return Place(last.number, last.link) if last else beginning()


def earliest_to_keep(*, on: date) -> date:
    """Return the first day whose entries the law still keeps on a day."""
    rulebook = current_rulebook()
    terms = [rulebook.parameter(key).on(on).period for key in TERMS]
    return min(nominal_end(on, -length, unit) for length, unit in terms)


def extent_before(day: date) -> tuple[int, date | None, Place | None]:
    """Return how many entries lie before a day, the day of the first and the place of the last."""
    ended = AuditEntry.objects.filter(at__lt=beginning_of(day)).order_by("number")
    first, last = ended.first(), ended.last()
    if first is None or last is None:
        return 0, None, None
    return last.number - first.number + 1, legal_day(first.at), Place(last.number, last.link)


def _shown(entry: AuditEntry, users: Mapping[int, User]) -> Shown:
    told = json.loads(entry.record)
    kind = DoerKind(entry.doer_kind)
    user = users.get(int(entry.doer)) if kind is DoerKind.USER and entry.doer.isdecimal() else None
    return Shown(entry, user.username if user else f"{kind.zh} {entry.doer}".strip(), told)
