"""Writes of the law: storing what was shipped, what cities promised, what administrators changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.db import transaction

from chengxin.foundation.rules.models import DefaultEdit, RulebookLoading, RulebookSnapshot
from chengxin.foundation.rules.queries import (
    EVERYWHERE,
    Versions,
    approved_edits,
    current_rulebook,
    rulebook_of,
    versions,
)
from chengxin.ground import trail
from chengxin_core.calendar import Unit
from chengxin_core.rulebook import Rulebook
from chengxin_rulebooks import rulebook_sources


@dataclass(frozen=True, slots=True)
class CityFiles:
    """The rules of a city: its six-digit code, the path of its region, its files of TOML by name."""

    code: str
    scope: str
    sources: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class RulesLoaded:
    """What loading brought."""

    hash: str
    entries: int
    is_new: bool
    cities: tuple[str, ...] = ()

    def __str__(self) -> str:
        told = "新版本" if self.is_new else "与已载入的版本相同"
        cities = f"，市级规则 {'、'.join(self.cities)}" if self.cities else ""
        return f"制度规则库 {self.hash[:12]}: {self.entries} 条，{told}{cities}"


@cache
def _shipped(demo: bool) -> Rulebook:
    """Read the files of the package, which do not change while the program runs."""
    return Rulebook.load(rulebook_sources(), demo=demo)


@transaction.atomic
def load_shipped_rules(*, at: datetime, demo: bool = False, cities: Sequence[CityFiles] = ()) -> RulesLoaded:
    """Store the rulebooks that the program ships with, the approved edits on top, and those of `cities` over them.

    The same ones again change nothing. A city that was loaded before and is not in `cities` has no rules of its own any
    more. `demo` adds the lists that are marked as made up for demonstration. Raises `RulebookRefused`.
    """
    _one_after_the_other()
    shipped = _shipped(demo).edited(approved_edits())
    before = versions()
    is_new = _load(shipped, EVERYWHERE, "", before, at)
    for city in cities:
        _load(shipped.with_city(city.code, city.sources), city.scope, city.code, before, at)
    for scope in before.by_scope.keys() - {EVERYWHERE} - {city.scope for city in cities}:
        _load(shipped, scope, _code_of(scope), before, at)
    codes = tuple(city.code for city in cities)
    return RulesLoaded(shipped.hash, len(shipped.entries), is_new, codes)


@transaction.atomic
def edit_default(
    *, key: str, value: int, unit: Unit | None, in_force_from: date, at: datetime
) -> DefaultEdit:
    """Let a default have another number from a day on: a new version, everywhere, from `at` on.

    Who may, and within which bounds, the caller has asked; it was approved by a second person.
    """
    _one_after_the_other()
    edit = DefaultEdit.objects.create(
        key=key, value=value, unit=unit or "", in_force_from=in_force_from, approved_at=at
    )
    before = versions()
    edited = current_rulebook().edited(approved_edits())
    for scope, snapshot in before.by_scope.items():
        book = edited.with_city_of(rulebook_of(snapshot)) if scope else edited
        _load(book, scope, _code_of(scope) if scope else "", before, at)
    return edit


def _one_after_the_other() -> None:
    """Wait for who is making a version: the next one must hold what that one holds."""
    RulebookLoading.objects.select_for_update().order_by("pk").first()


def _load(book: Rulebook, scope: str, code: str, before: Versions, at: datetime) -> bool:
    """Make a version the current one of a scope, unless it is; say whether it had never been stored."""
    _, is_new = RulebookSnapshot.objects.get_or_create(
        hash=book.hash, defaults={"canonical": book.snapshot, "loaded_at": at}
    )
    if before.by_scope.get(scope) != book.hash:
        RulebookLoading.objects.create(snapshot_id=book.hash, scope=scope, city=code, at=at)
        trail.note("rules.loaded", f"rulebook/{book.hash}", scope=scope)
    return is_new


def _code_of(scope: str) -> str:
    return str(RulebookLoading.objects.filter(scope=scope).values_list("city", flat=True).latest("pk"))
