"""Where rooms plug in what a late deadline brings about."""

from collections.abc import Callable
from dataclasses import dataclass

from chengxin.ground.plugboard import Board


@dataclass(frozen=True, slots=True)
class Effect:
    """When `rung` of a deadline with this `clock` is reached, `operation(matter=, at=)` runs with it."""

    clock: str
    rung: str
    operation: Callable[..., object]


_effects: Board[tuple[str, str], Effect] = Board()  # by clock and rung


def plug_effect(effect: Effect) -> None:
    """Make an effect known; one for each clock and rung."""
    _effects.claim((effect.clock, effect.rung), effect)


def effect_of(clock: str, rung: str) -> Effect | None:
    """Return what a rung brings about, if anything."""
    return _effects.get((clock, rung))


def effects() -> list[Effect]:
    """Return every effect plugged in."""
    return list(_effects.values())
