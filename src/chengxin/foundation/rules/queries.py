"""Reads of the law: the rulebook of today, the rulebook a matter began under, the calendar."""

from functools import lru_cache

from chengxin.foundation.rules.models import LoadedNotice, RulebookSnapshot
from chengxin_core.calendar import Calendar, read_notices
from chengxin_core.rulebook import Rulebook
from chengxin_reference.calendar import shipped_notices


class NoRulebook(LookupError):
    """The installation holds no rulebook, or not the one asked for."""


def current_rulebook() -> Rulebook:
    """Return the rulebook loaded last; raise `NoRulebook` before the first."""
    newest = RulebookSnapshot.objects.order_by("-loaded_at").values_list("hash", flat=True).first()
    if newest is None:
        raise NoRulebook("尚未载入制度规则库，请先运行 chengxin init")
    return rulebook_of(newest)


@lru_cache(maxsize=16)
def rulebook_of(snapshot: str) -> Rulebook:
    """Return the rulebook with that hash: the one a matter began under."""
    found = RulebookSnapshot.objects.filter(hash=snapshot).first()
    if found is None:
        raise NoRulebook(f"没有版本为 {snapshot[:12]} 的制度规则库")
    return Rulebook.from_snapshot(bytes(found.canonical))


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
