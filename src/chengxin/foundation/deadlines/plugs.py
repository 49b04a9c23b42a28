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


@dataclass(frozen=True, slots=True)
class SilenceEffect:
    """When this clock ran out unanswered and its rulebook makes something of it, `operation(matter=, at=)` runs."""

    clock: str
    operation: Callable[..., object]


_effects: Board[tuple[str, str], Effect] = Board()  # by clock and rung

_silences: Board[str, SilenceEffect] = Board()


def plug_effect(effect: Effect) -> None:
    """Make an effect known; one for each clock and rung."""
    _effects.claim((effect.clock, effect.rung), effect)


def effect_of(clock: str, rung: str) -> Effect | None:
    """Return what a rung brings about, if anything: for this clock, else for every clock (`*`)."""
    return _effects.get((clock, rung)) or _effects.get(("*", rung))


def effects() -> list[Effect]:
    """Return every effect plugged in."""
    return list(_effects.values())


def plug_silence(effect: SilenceEffect) -> None:
    """Make known what silence does to a matter; one for each clock."""
    _silences.claim(effect.clock, effect)


def effect_of_silence(clock: str) -> SilenceEffect | None:
    """Return what silence does to the matter of a clock, if a room plugged it in."""
    return _silences.get(clock)


def silences() -> list[SilenceEffect]:
    """Return every effect of silence plugged in."""
    return list(_silences.values())
