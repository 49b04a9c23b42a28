"""Reads of the law: the rulebook of today, the rulebook a matter began under, the calendar."""

from collections.abc import Mapping
from functools import cache, lru_cache

from chengxin.foundation.rules.models import RulebookSnapshot
from chengxin_core.calendar import Calendar
from chengxin_core.rulebook import Rulebook
from chengxin_reference.calendar import shipped_notices
from chengxin_rulebooks import provinces, rulebook_sources


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


@cache
def comparisons() -> Mapping[str, Rulebook]:
    """Return the rulebooks of other provinces and cities that are shipped to compare with, by issuer."""
    return {province: Rulebook.load(rulebook_sources(province)) for province in provinces()[1:]}


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    """Return the calendar with every notice that is known."""
    return Calendar.of(shipped_notices())
