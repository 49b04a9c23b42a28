"""Where rooms plug in what a late deadline brings about."""

from collections.abc import Callable
from dataclasses import dataclass, field


class PluggedTwice(RuntimeError):
    """Two rooms claimed one effect."""


@dataclass(frozen=True, slots=True)
class Effect:
    """When `rung` of a deadline with this `clock` is reached, `operation(matter=, at=)` runs with it."""

    clock: str
    rung: str
    operation: Callable[..., object]


@dataclass(slots=True)
class _Board:
    effects: dict[tuple[str, str], Effect] = field(default_factory=dict)


_board = _Board()


def plug_effect(effect: Effect) -> None:
    """Make an effect known; one for each clock and rung."""
    key = (effect.clock, effect.rung)
    if key in _board.effects:
        raise PluggedTwice(f"期限“{effect.clock}”的“{effect.rung}”登记了两次")
    _board.effects[key] = effect


def effect_of(clock: str, rung: str) -> Effect | None:
    """Return what a rung brings about, if anything."""
    return _board.effects.get((clock, rung))


def effects() -> list[Effect]:
    """Return every effect plugged in."""
    return list(_board.effects.values())
