"""层级: what stands over a shipped rule: a default that an administrator changed, a limit that a city promised.

What stands over a rule changes its number and nothing else: unit, start, suspensions and effect are the rule's.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from chengxin_core.calendar import Unit
from chengxin_core.rulebook.authority import Authority, Confidence, Law, SystemDefault
from chengxin_core.rulebook.entries import Parameter, Timeline
from chengxin_core.vocabulary import Term

_ParameterT = TypeVar("_ParameterT", bound=Parameter)


class Layer(Term):
    """层级: who set a number, the lowest first."""

    SHIPPED = "shipped", "国家和省级规则、系统默认"
    EDITED = "edited", "管理员调整的默认值"
    CITY = "city", "市级承诺时限"


@dataclass(frozen=True, slots=True)
class Edit:
    """规则调整: from a day on, the number of a default is another one; `number` is that of the approved change."""

    number: int
    key: str
    value: int
    unit: Unit | None
    in_force_from: date

    def plain(self) -> dict[str, Any]:
        """Return the edit as a snapshot keeps it."""
        unit = {} if self.unit is None else {"unit": self.unit.value}
        day = self.in_force_from.isoformat()
        return {"number": self.number, "key": self.key, "value": self.value, "in_force_from": day, **unit}

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Edit":
        """Read back what `plain` gave."""
        unit = Unit(kept["unit"]) if "unit" in kept else None
        return cls(
            kept["number"], kept["key"], kept["value"], unit, date.fromisoformat(kept["in_force_from"])
        )

    def override(self, rule_id: str) -> "Override":
        """Return the edit as it stands over a rule: of our own design, whatever it stands over."""
        return Override(
            layer=Layer.EDITED,
            key=self.key,
            value=self.value,
            unit=self.unit,
            authority=SystemDefault(rule_id, Confidence.DESIGN),
            in_force_from=self.in_force_from,
            in_force_until=None,
            file="",
            line=0,
            source=f"规则调整第 {self.number} 号",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A number that would stand over a rule's own between two days, and who says so."""

    layer: Layer
    key: str
    value: int
    unit: Unit | None
    authority: Authority
    in_force_from: date
    in_force_until: date | None
    file: str
    line: int
    source: str

    def is_in_force(self, day: date) -> bool:
        """Say whether it was set for `day`."""
        return self.in_force_from <= day and (self.in_force_until is None or day < self.in_force_until)

    def yields_to(self, below: Parameter) -> str:
        """Return why it does not stand over `below`; empty where it stands.

        An edit never stands over law. A city's promise never lengthens, whatever changed below it since (Q-22).
        """
        if self.unit is not below.unit or isinstance(below.value, bool | str):
            return "下层规定的单位已经不同"
        if self.layer is Layer.EDITED and isinstance(below.authority, Law):
            return f"这一条已有法律依据（{below.shown}），不再是可以调整的默认值"
        if self.layer is Layer.CITY and self.value > below.value:
            return f"承诺时限不得长于下层规定的 {below.value}"
        return ""

    def over(self, below: _ParameterT) -> _ParameterT:
        """Return `below` with this number, its authority and the days on which both hold."""
        ends = [day for day in (self.in_force_until, below.in_force_until) if day is not None]
        return replace(
            below,
            value=self.value,
            authority=self.authority,
            in_force_from=max(self.in_force_from, below.in_force_from),
            in_force_until=min(ends, default=None),
            file=self.file or below.file,
            line=self.line or below.line,
            source=self.source,
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """One layer's word on a key and a day: its number, its source, and why it stands or yields."""

    layer: Layer
    value: int | str | bool
    unit: Unit | None
    shown: str
    source: str
    stands: bool
    why: str


@dataclass(frozen=True, slots=True)
class Layered(Timeline[_ParameterT]):
    """One parameter through time, with what stands over it: city before edited default before shipped rule."""

    overrides: tuple[Override, ...] = ()

    def on(self, day: date) -> _ParameterT:
        """Return what holds on `day`. Raises `NothingInForce` where no shipped rule does."""
        standing = self.shipped(day)
        for override in self.set_for(day):
            if not override.yields_to(standing):
                standing = override.over(standing)
        return standing

    def shipped(self, day: date) -> _ParameterT:
        """Return what the files say for `day`, whatever stands over it. Raises `NothingInForce`."""
        return Timeline.on(self, day)

    def set_for(self, day: date) -> list[Override]:
        """Return the newest override of each layer set for `day`, the lowest layer first."""
        newest = {
            override.layer: override
            for override in sorted(self.overrides, key=lambda each: each.in_force_from)
            if override.is_in_force(day)
        }
        return [newest[layer] for layer in Layer if layer in newest]

    def explain(self, day: date) -> tuple[Standing, ...]:
        """Return each layer's word on `day`, the lowest first; exactly one of them stands."""
        below: Parameter = self.shipped(day)
        told = [_standing(Layer.SHIPPED, below, "没有上层规定")]
        stands = 0
        for override in self.set_for(day):
            reason = override.yields_to(below)
            shown = override.over(below)
            told.append(_standing(override.layer, shown, reason or _WHY[override.layer], stands=not reason))
            if not reason:
                told[stands] = replace(
                    told[stands], stands=False, why=f"由“{override.layer.zh}”代替（{override.source}）"
                )
                stands, below = len(told) - 1, shown
        return tuple(told)

    def standing_in(self, shipped: Parameter) -> list[Parameter]:
        """Return what holds while a shipped entry would, one entry for each stretch of days with one number."""
        if not self.overrides:
            return [shipped]
        inside = [
            day for day in self.days_of_change if day > shipped.in_force_from and shipped.is_in_force(day)
        ]
        stretches: list[Parameter] = []
        for day in (shipped.in_force_from, *inside):
            standing = replace(self.on(day), in_force_from=day, in_force_until=shipped.in_force_until)
            if stretches and _says_the_same(stretches[-1], standing):
                continue
            if stretches:
                stretches[-1] = replace(stretches[-1], in_force_until=day)
            stretches.append(standing)
        return stretches

    @property
    def days_of_change(self) -> list[date]:
        """The days on which something begins or ends to hold, in order."""
        held: list[Parameter | Override] = [*self.entries, *self.overrides]
        days = [day for each in held for day in (each.in_force_from, each.in_force_until)]
        return sorted({day for day in days if day is not None})


_WHY = {
    Layer.EDITED: "管理员依程序调整的默认值，先于随程序发布的默认值",
    Layer.CITY: "市级承诺的时限更短，先于上级规定的时限",
}


def layered(timeline: Timeline[_ParameterT], overrides: Iterable[Override]) -> Layered[_ParameterT]:
    """Return the timeline with what stands over its key."""
    over = tuple(each for each in overrides if each.key == timeline.key)
    return Layered(timeline.key, timeline.entries, over)


def _standing(layer: Layer, entry: Parameter, why: str, *, stands: bool = True) -> Standing:
    return Standing(layer, entry.value, entry.unit, entry.shown, entry.source, stands, why)


def _says_the_same(one: Parameter, other: Parameter) -> bool:
    return (one.value, one.authority, one.source) == (other.value, other.authority, other.source)
