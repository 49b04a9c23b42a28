"""Reads of the law: the rulebook of today, of a moment, the one a matter began under; what it answers; the calendar.

Two times: a rule is *in force* on a day, by the law; a version is *known* from the moment in which it was loaded.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache

from django.db.models import QuerySet

from chengxin.foundation.rules.models import DefaultEdit, LoadedNotice, RulebookLoading, RulebookSnapshot
from chengxin.ground.prepared import Prepared
from chengxin_core.calendar import Calendar, read_notices
from chengxin_core.rulebook import Answer, Edit, Layer, Rulebook, Standing, answer
from chengxin_reference.calendar import shipped_notices
from chengxin_rulebooks import provinces, rulebook_sources

EVERYWHERE = ""


class NoRulebook(LookupError):
    """The installation holds no rulebook, or not the one asked for."""


@dataclass(frozen=True, slots=True)
class Versions:
    """The hashes of the versions that hold at a moment: the province's, and those of cities by their region's path."""

    by_scope: Mapping[str, str]

    def of(self, *paths: str) -> str:
        """Return the version for a matter: that of the first path which lies in a city with rules of its own.

        A matter gives the path of the organ that handles it, then that of the body it is about. Raises `NoRulebook`.
        """
        for path in paths:
            for scope in _scopes_around(path):
                if scope in self.by_scope:
                    return self.by_scope[scope]
        if EVERYWHERE not in self.by_scope:
            raise NoRulebook("尚未载入制度规则库，请先运行 chengxin init")
        return self.by_scope[EVERYWHERE]


def _scopes_around(path: str) -> Iterator[str]:
    """Yield the path and those around it, the nearest first; never the empty one."""
    steps = path.split("/")[:-1]
    for length in range(len(steps), 0, -1):
        yield "/".join(steps[:length]) + "/"


def versions(*, known_at: datetime | None = None) -> Versions:
    """Return the versions that are current, or that were at a moment."""
    if known_at is None:
        return Versions(dict(_current()))
    earlier = _loaded().filter(at__lte=known_at)
    return Versions(dict(earlier))


def _loaded() -> QuerySet[RulebookLoading, tuple[str, str]]:
    return RulebookLoading.objects.order_by("pk").values_list("scope", "snapshot_id")


_current = Prepared(_loaded)


def versions_ever(*paths: str) -> set[str]:
    """Return every version that was ever current for a matter of these paths: the province's and its cities'."""
    scopes = {EVERYWHERE, *(scope for path in paths for scope in _scopes_around(path))}
    return set(RulebookLoading.objects.filter(scope__in=scopes).values_list("snapshot_id", flat=True))


def current_rulebook(path: str = EVERYWHERE) -> Rulebook:
    """Return the rulebook that new matters begin under, in the city that `path` lies in if it has rules of its own.

    Raises `NoRulebook` before the first was loaded.
    """
    return rulebook_of(versions().of(path))


def rulebook_known_on(moment: datetime, path: str = EVERYWHERE) -> Rulebook:
    """Return the rulebook that was current at `moment`. Raises `NoRulebook` for a moment before the first."""
    return rulebook_of(versions(known_at=moment).of(path))


@lru_cache(maxsize=32)
def rulebook_of(snapshot: str) -> Rulebook:
    """Return the rulebook with that hash: the one a matter began under."""
    found = RulebookSnapshot.objects.filter(hash=snapshot).first()
    if found is None:
        raise NoRulebook(f"没有版本为 {snapshot[:12]} 的制度规则库")
    return Rulebook.from_snapshot(bytes(found.canonical))


@cache
def comparisons() -> Mapping[str, Rulebook]:
    """Return the rulebooks of other provinces and cities that are shipped to compare with, by issuer."""
    return {province: Rulebook.load(rulebook_sources(province)) for province in provinces()[1:]}


def snapshot_named(beginning: str) -> str:
    """Return the one hash that begins so. Raises `NoRulebook` for none, and for several."""
    found = list(
        RulebookSnapshot.objects.filter(hash__startswith=beginning).values_list("hash", flat=True)[:2]
    )
    if len(found) != 1:
        raise NoRulebook(f"以 {beginning} 开头的版本{'不止一个' if found else '没有找到'}")
    return str(found[0])


def loadings() -> list[RulebookLoading]:
    """Return what was loaded when and for where, the newest first."""
    return list(RulebookLoading.objects.order_by("-pk"))


def approved_edits() -> list[Edit]:
    """Return every approved edit of a default, the oldest first."""
    return [edit.as_edit() for edit in DefaultEdit.objects.all()]


def answer_on(key: str, *, on: date, known_at: datetime | None = None, path: str = EVERYWHERE) -> Answer:
    """Return what held for a parameter or clock on a day, as the version known at a moment (today's) has it.

    The answer names its version, and its neighbours where another day gives another answer. Raises `UnknownRule`,
    `NothingInForce`, or `NoRulebook`.
    """
    return answer(rulebook_of(versions(known_at=known_at).of(path)), key, on=on)


def explain(key: str, *, on: date, path: str = EVERYWHERE) -> tuple[Standing, ...]:
    """Return what each layer says of a key on a day for a region, and why it stands or yields."""
    return current_rulebook(path).explain(key, on=on)


def promises_of_cities(key: str, *, on: date) -> list[Standing]:
    """Return what each city with rules of its own promised for a key, and why it stands or yields there."""
    return [
        standing
        for scope, snapshot in versions().by_scope.items()
        if scope
        for standing in rulebook_of(snapshot).explain(key, on=on)
        if standing.layer is Layer.CITY
    ]


def rulebooks() -> list[str]:
    """Return the hash of every rulebook that was ever loaded, the newest last."""
    return list(RulebookSnapshot.objects.order_by("loaded_at").values_list("hash", flat=True))


def calendar() -> Calendar:
    """Return the calendar with every notice that is known: the shipped ones and those loaded here.

    Which ones were loaded is asked each time, so that every process knows a new one at once.
    """
    return _calendar_of(tuple(LoadedNotice.objects.values_list("digest", flat=True)))


def loaded_files() -> list[tuple[str, bytes]]:
    """Return every file of notices that was loaded here, with its hash."""
    return [(kept.digest, bytes(kept.content)) for kept in LoadedNotice.objects.all()]


@lru_cache(maxsize=4)
def _calendar_of(loaded: tuple[str, ...]) -> Calendar:
    notices = shipped_notices()
    for kept in LoadedNotice.objects.filter(digest__in=loaded):
        notices = notices.with_further(read_notices(bytes(kept.content)).notices)
    return Calendar.of(notices)
