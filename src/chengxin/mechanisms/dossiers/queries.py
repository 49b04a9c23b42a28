"""Reads of dossiers. What an organ reads here it has asked for with a purpose first (looking.py)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.foundation.subjects.models import Official
from chengxin.mechanisms.dossiers.models import (
    Claim,
    Entry,
    Look,
    Opinion,
    OpinionUse,
    PersonNotice,
    Restoration,
)
from chengxin_core.determination.dossiers import (
    LISTS,
    DossierInput,
    Standing,
    effects_of,
)
from chengxin_core.lifecycle.personnel import ClaimState, OpinionState
from chengxin_core.rulebook.entries import Item


@dataclass(frozen=True, slots=True)
class EntryShown:
    """An entry as a page shows it: in the words of its list, how it stands today, what it brings about, from where."""

    entry: Entry
    input: str
    item: str
    standing: str
    clause: str
    effects: tuple[Item, ...]
    contested: bool


def entries_of(official: Official, *, on: date, with_removed: bool = False) -> list[EntryShown]:
    """Return the entries of a dossier, newest first; what was removed only for the person."""
    entries = official.entries.select_related("supplier", "authority")
    kept = entries if with_removed else entries.filter(removed_on=None)
    return [_shown(entry, on) for entry in kept]


def own_entry(official: Official, pk: int) -> Entry | None:
    """Return an entry of this person by its number, or None where it is nobody's or somebody else's."""
    return Entry.objects.filter(official=official, pk=pk).first()


def standings_of(official: Official) -> list[Standing]:
    """Return the entries as the suggestion of an opinion reads them; what was removed counts nowhere."""
    return [
        Standing(
            DossierInput(entry.input),
            entry.item,
            entry.decided_on,
            effect_ends_on(entry) if entry.until else None,
            entry.lifted_on or entry.lapsed_on,
            _is_contested(entry),
        )
        for entry in official.entries.filter(removed_on=None)
    ]


def effect_ends_on(entry: Entry) -> date:
    """Return the last day of a sanction's effect: its own, or that of one decided while it ran."""
    others = Entry.objects.filter(
        official=entry.official_id, input=DossierInput.VIOLATIONS, removed_on=None, lifted_on=None
    )
    return _held_by(entry, others.exclude(until=None).order_by("decided_on"))


def _held_by(entry: Entry, others: Iterable[Entry]) -> date:
    """Return the last day of a sanction's effect, held up by `others` that were decided while it ran, oldest first."""
    assert entry.until is not None  # asked only of what has a period
    last = entry.until
    for other in others:
        if other.until is not None and entry.decided_on < other.decided_on <= last:
            last = max(last, other.until)
    return last


@dataclass(frozen=True, slots=True)
class RunningEffect:
    """处分影响: what a sanction brings about for an official, from when to which last day, under which clause."""

    official: str
    code: str
    since: date
    until: date
    clause: str
    contested: bool


def effects_running(officials: Collection[str], codes: Collection[str], *, on: date) -> list[RunningEffect]:
    """Return the effects of these codes that run for these officials on a day; a fixed number of queries."""
    sanctions = Entry.objects.filter(
        official__in=officials, input=DossierInput.VIOLATIONS, removed_on=None, lifted_on=None
    ).exclude(until=None)
    by_official: dict[str, list[Entry]] = defaultdict(list)
    for entry in sanctions.order_by("decided_on", "pk"):
        by_official[entry.official_id].append(entry)
    open_claims = Matter.objects.filter(kind="dossier_objection", state=ClaimState.FILED)
    contested = set(
        Claim.objects.filter(matter__in=open_claims, entry__official__in=officials).values_list(
            "entry", flat=True
        )
    )
    return [
        RunningEffect(
            entry.official_id, effect.code, entry.decided_on, last, clause_of(entry), entry.pk in contested
        )
        for entries in by_official.values()
        for entry in entries
        if (last := _held_by(entry, entries)) >= on and (entry.lapsed_on is None or entry.lapsed_on > on)
        for effect in effects_of(entry.item, rulebook_of(entry.rulebook), on=entry.decided_on)
        if effect.code in codes
    ]


def newest_opinions(officials: Collection[str], codes: Collection[str]) -> list[Opinion]:
    """Return, of each of these officials, the newest opinion in force if it is one of these codes."""
    served = Opinion.objects.filter(official__in=officials, ended_on=None, matter__state=OpinionState.SERVED)
    newest = {each.official_id: each for each in served.order_by("year", "pk")}
    return [each for each in newest.values() if each.code in codes]


def has_effect_on(entry: Entry, day: date) -> bool:
    """Say whether a sanction's period runs on the day; no job needs to have run for it to be over."""
    ended = any(
        end is not None and end <= day for end in (entry.lapsed_on, entry.lifted_on, entry.removed_on)
    )
    return entry.until is not None and not ended and day <= effect_ends_on(entry)


def item_of(entry: Entry) -> Item:
    """Return what an entry says, as the list of its day words it."""
    return rulebook_of(entry.rulebook).item(LISTS[DossierInput(entry.input)], entry.item, on=entry.decided_on)


def standing_zh(entry: Entry, on: date) -> str:
    """Return how an entry stands on a day, in words."""
    if entry.removed_on:
        return f"已撤下（{entry.removed_on}）"
    if entry.lifted_on:
        return f"已从宽解除（{entry.lifted_on}）"
    if entry.lapsed_on:
        return f"期满自动解除（{entry.lapsed_on}）"
    if entry.until is None:
        return "记录在案"
    last = effect_ends_on(entry)
    return f"影响期内，至 {last}" if on <= last else "影响期满"


def clause_of(entry: Entry) -> str:
    """Return the clause that sets the period of a sanction; '' for what has none."""
    key = item_of(entry).text("period", "") if entry.until else ""
    return rulebook_of(entry.rulebook).parameter(key).on(entry.decided_on).shown if key else ""


def looks_at(official: Official) -> Sequence[Look]:
    """Return every look at a dossier, newest first."""
    return list(official.looks.select_related("body", "mandate"))


def notices_of(official: Official) -> list[PersonNotice]:
    """Return what the person was told, newest first."""
    return list(official.notices.select_related("entry", "opinion__matter", "official"))


def opinions_of(official: Official) -> list[Opinion]:
    """Return the yearly opinions, newest first."""
    return list(official.opinions.select_related("matter").order_by("-year", "-pk"))


def opinions_told(official: Official) -> list[Opinion]:
    """Return the opinions that the person was told of."""
    return [opinion for opinion in opinions_of(official) if opinion.matter.shown_at is not None]


def opinion_of(matter: Matter) -> Opinion:
    """Return the opinion that a matter is."""
    return Opinion.objects.select_related("matter__organ", "matter__body", "official").get(pk=matter.pk)


def claim_of(matter: Matter) -> Claim:
    """Return the claim that a matter is."""
    return Claim.objects.select_related(
        "matter__organ", "matter__official", "entry__official", "entry__supplier", "opinion__matter"
    ).get(pk=matter.pk)


def claims_of(official: Official) -> list[Claim]:
    """Return what the person asked for, newest first."""
    return list(Claim.objects.filter(matter__official=official).select_related("matter").order_by("-pk"))


def uses_of(official: Official) -> list[OpinionUse]:
    """Return where the person's opinions were used, newest first."""
    return list(OpinionUse.objects.filter(opinion__official=official).select_related("opinion", "by__body"))


def restorations_for(body_id: str) -> list[Restoration]:
    """Return what an organ was told to set right and has not read yet."""
    waiting = Restoration.objects.filter(body=body_id, read_at=None)
    return list(waiting.select_related("official", "entry", "opinion"))


def known_on(entry: Entry) -> date | None:
    """Return the day on which the person knew of an entry; None until then."""
    days = entry.notices.exclude(known_on=None).order_by("known_on").values_list("known_on", flat=True)
    return days.first()


def opinion_in_force(official: Official, year: int) -> Opinion | None:
    """Return the opinion of a year that was served and has not ended."""
    found = official.opinions.filter(year=year, ended_on=None, matter__state=OpinionState.SERVED)
    return found.select_related("matter").first()


def _shown(entry: Entry, on: date) -> EntryShown:
    running = has_effect_on(entry, on)
    book = rulebook_of(entry.rulebook)
    return EntryShown(
        entry,
        DossierInput(entry.input).zh,
        item_of(entry).zh,
        standing_zh(entry, on),
        clause_of(entry),
        effects_of(entry.item, book, on=entry.decided_on) if running else (),
        _is_contested(entry),
    )


def _is_contested(entry: Entry) -> bool:
    return entry.claims.filter(matter__kind="dossier_objection", matter__state=ClaimState.FILED).exists()
