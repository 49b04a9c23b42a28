"""Where rooms plug in: kinds of matter with their buttons, and what follows from a state.

A room calls these from its `kinds.py`, which is found at the start. A code registered twice stops the start.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django import forms
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.ground.plugboard import Board
from chengxin_core.lifecycle.table import Actor, Lifecycle

EVERY_KIND = "*"


class MatterForm(forms.Form):
    """A form of a button: it knows the matter, the mandate and the moment; it checks and never saves."""

    def __init__(self, *args: Any, matter: Matter, by: Mandate, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matter, self.by, self.at = matter, by, at


class Operation(Protocol):
    """What a button does: `operation(matter=, by=, at=, **the form's cleaned data)`."""

    def __call__(self, *, matter: Matter, by: Mandate, at: datetime, **data: Any) -> object: ...


@dataclass(frozen=True, slots=True)
class Button:
    """Something a mandate may do with a matter, in certain states, through one operation.

    `sources` are its states, None for any. `waits` says when the matter waits for it to be pressed: a condition on
    the matter, or None where it may be pressed but nobody need.
    """

    code: str
    zh: str
    sources: frozenset[str] | None
    actors: frozenset[Actor]
    operation: Callable[..., object]
    form: type[MatterForm] = MatterForm
    basis: tuple[str, ...] = ()
    harms: bool = False
    offered: Callable[[Matter], bool] = lambda matter: True
    waits: Q | None = Q()  # noqa: RUF009 - an empty condition is never changed


def button_of_move(
    lifecycle: Lifecycle,
    code: str,
    operation: Callable[..., object],
    form: type[MatterForm] = MatterForm,
    offered: Callable[[Matter], bool] = lambda matter: True,
    waits: Q | None = Q(),  # noqa: B008 - an empty condition is never changed
) -> Button:
    """Return the button for a move of the table: its states, actors and clauses are the table's."""
    move = lifecycle.move(code)
    return Button(
        code, move.zh, move.sources, move.actors, operation, form, move.basis, move.harms, offered, waits
    )


def is_for(by: Mandate, matter: Matter) -> bool:
    """Say whether the matter is `by`'s to act in: its body's own liaison, or a person of the organ that handles it."""
    return (matter.body_id if by.role == Actor.LIAISON else matter.organ_id) == by.body_id


@dataclass(frozen=True, slots=True)
class MatterKind:
    """A kind of matter: its lifecycle and what can be done with it."""

    code: str
    lifecycle: Lifecycle
    buttons: tuple[Button, ...]

    def state_zh(self, state: str) -> str:
        """Return the official wording of a state."""
        return self.lifecycle.states(state).zh

    def is_over(self, state: str) -> bool:
        """Say whether nothing is left to do from this state, but to send the case file to the archive."""
        return {step.code for step in self.lifecycle.moves_from(state)} <= {"archive"}

    @property
    def all_buttons(self) -> tuple[Button, ...]:
        """The kind's own buttons, then those that rooms above added."""
        return (
            *self.buttons,
            *(button for (kind, _), button in _buttons.items() if kind in {self.code, EVERY_KIND}),
        )

    def button(self, code: str) -> Button | None:
        """Return the button called `code`, if there is one."""
        return next((button for button in self.all_buttons if button.code == code), None)

    def buttons_for(self, matter: Matter, by: Mandate) -> list[Button]:
        """Return exactly the buttons that `by` may press now."""
        role = Actor(by.role)
        return [
            button
            for button in self.all_buttons
            if (button.sources is None or matter.state in button.sources)
            and role in button.actors
            and is_for(by, matter)
            and button.offered(matter)
        ]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page of a kind of matter: a template and the values it shows; None hides it."""

    code: str
    kind: str  # of the matter whose page it is on; "*" for every kind
    template: str
    values: Callable[[Matter, Mandate], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Follower:
    """When a matter of `kind` enters `state`, `operation(matter=, at=)` runs in the same transaction."""

    code: str
    kind: str
    state: str
    operation: Callable[..., object]


_kinds: Board[str, MatterKind] = Board()
_followers: Board[str, Follower] = Board()
_buttons: Board[tuple[str, str], Button] = Board()  # by kind and code
_sections: Board[str, Section] = Board()


def plug_kind(kind: MatterKind) -> None:
    """Make a kind of matter known."""
    _kinds.claim(kind.code, kind)


def plug_button(kind: str, button: Button) -> None:
    """Add a button to a kind of a room below, or to every kind."""
    _buttons.claim((kind, button.code), button)


def plug_section(section: Section) -> None:
    """Add a part to the page of a kind of matter."""
    _sections.claim(section.code, section)


def sections() -> Iterable[Section]:
    """Return every part of a page plugged in."""
    return _sections.values()


def sections_of(kind: str) -> list[Section]:
    """Return the parts of the page of `kind`, in the order of plugging in."""
    return [section for section in _sections.values() if section.kind in {kind, "*"}]


def plug_follower(follower: Follower) -> None:
    """Make known what follows from a state."""
    _followers.claim(follower.code, follower)


def kind_of(code: str) -> MatterKind:
    """Return the kind called `code`."""
    return _kinds[code]


def kinds() -> Iterable[MatterKind]:
    """Return every kind plugged in."""
    return _kinds.values()


def followers() -> Iterable[Follower]:
    """Return every follower plugged in."""
    return _followers.values()


def followers_of(kind: str, state: str) -> list[Follower]:
    """Return what follows when a matter of `kind` enters `state`, in the order of plugging in."""
    return [follower for follower in _followers.values() if (follower.kind, follower.state) == (kind, state)]
