"""Where rooms plug in: kinds of matter with their buttons, and what follows from a state.

A room calls these from its `kinds.py`, which is found at the start. A code registered twice stops the start.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django import forms
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin_core.lifecycle.table import Actor, Lifecycle


class PluggedTwice(RuntimeError):
    """Two rooms claimed one code."""


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

    `waits` says when the matter waits for it to be pressed: a condition on the matter, or None where it may be
    pressed but nobody need.
    """

    code: str
    zh: str
    sources: frozenset[str]
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

    @property
    def all_buttons(self) -> tuple[Button, ...]:
        """The kind's own buttons, then those that rooms above added."""
        return (*self.buttons, *_board.buttons.get(self.code, ()))

    def button(self, code: str) -> Button | None:
        """Return the button called `code`, if there is one."""
        return next((button for button in self.all_buttons if button.code == code), None)

    def buttons_for(self, matter: Matter, by: Mandate) -> list[Button]:
        """Return exactly the buttons that `by` may press now."""
        role = Actor(by.role)
        return [
            button
            for button in self.all_buttons
            if matter.state in button.sources
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


@dataclass(slots=True)
class _Board:
    kinds: dict[str, MatterKind] = field(default_factory=dict)
    followers: dict[str, Follower] = field(default_factory=dict)
    buttons: dict[str, list[Button]] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)


_board = _Board()


def plug_kind(kind: MatterKind) -> None:
    """Make a kind of matter known."""
    _claim(_board.kinds, kind.code, kind)


def plug_button(kind: str, button: Button) -> None:
    """Add a button to a kind of a room below."""
    added = _board.buttons.setdefault(kind, [])
    if any(each.code == button.code for each in added):
        raise PluggedTwice(f"“{kind}”的按钮“{button.code}”登记了两次")
    added.append(button)


def plug_section(section: Section) -> None:
    """Add a part to the page of a kind of matter."""
    _claim(_board.sections, section.code, section)


def sections() -> Iterable[Section]:
    """Return every part of a page plugged in."""
    return _board.sections.values()


def sections_of(kind: str) -> list[Section]:
    """Return the parts of the page of `kind`, in the order of plugging in."""
    return [section for section in _board.sections.values() if section.kind in {kind, "*"}]


def plug_follower(follower: Follower) -> None:
    """Make known what follows from a state."""
    _claim(_board.followers, follower.code, follower)


def kind_of(code: str) -> MatterKind:
    """Return the kind called `code`."""
    return _board.kinds[code]


def kinds() -> Iterable[MatterKind]:
    """Return every kind plugged in."""
    return _board.kinds.values()


def followers() -> Iterable[Follower]:
    """Return every follower plugged in."""
    return _board.followers.values()


def followers_of(kind: str, state: str) -> list[Follower]:
    """Return what follows when a matter of `kind` enters `state`, in the order of plugging in."""
    return [
        follower for follower in _board.followers.values() if (follower.kind, follower.state) == (kind, state)
    ]


def _claim(board: dict[str, Any], code: str, plug: Any) -> None:
    if code in board:
        raise PluggedTwice(f"“{code}”登记了两次")
    board[code] = plug
