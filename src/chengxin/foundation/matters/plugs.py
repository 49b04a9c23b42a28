"""Where rooms plug in: kinds of matter with their buttons, and what follows from a state.

A room calls these from its `kinds.py`, which is found at the start. A code registered twice stops the start.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django import forms
from django.conf import settings
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import persons_in
from chengxin.foundation.matters.forms import Uploads
from chengxin.foundation.matters.models import Matter
from chengxin.ground.plugboard import Board
from chengxin_core.lifecycle.table import PERSONNEL, Actor, Lifecycle

EVERY_KIND = "*"


class MatterForm(forms.Form):
    """A form of a button: it knows the matter, the mandate and the moment; it checks and never saves."""

    def __init__(self, *args: Any, matter: Matter, by: Mandate, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matter, self.by, self.at = matter, by, at
        for field in self.fields.values():
            if isinstance(field, Uploads):
                field.seals = is_personal(matter)


class Operation(Protocol):
    """What a button does: `operation(matter=, by=, at=, **the form's cleaned data)`."""

    def __call__(self, *, matter: Matter, by: Mandate, at: datetime, **data: Any) -> object: ...


@dataclass(frozen=True, slots=True)
class Button:
    """Something a mandate may do with a matter, in certain states, through one operation.

    `sources` are its states, None for any. `waits` says when the matter waits for it to be pressed: a condition on
    the matter, or None where it may be pressed but nobody need. `barred` says, in words, why somebody of the right
    role is kept from it, '' where nobody is: it is not offered, and the page says why.
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
    offered_to: Callable[[Matter, Mandate], bool] = lambda matter, by: True
    barred: Callable[[Matter, Mandate], str] = lambda matter, by: ""


def button_of_move(
    lifecycle: Lifecycle,
    code: str,
    operation: Callable[..., object],
    form: type[MatterForm] = MatterForm,
    offered: Callable[[Matter], bool] = lambda matter: True,
    waits: Q | None = Q(),  # noqa: B008 - an empty condition is never changed
    offered_to: Callable[[Matter, Mandate], bool] = lambda matter, by: True,
    barred: Callable[[Matter, Mandate], str] = lambda matter, by: "",
) -> Button:
    """Return the button for a move of the table: its states, actors and clauses are the table's."""
    move = lifecycle.move(code)
    return Button(
        code,
        move.zh,
        move.sources,
        move.actors,
        operation,
        form,
        move.basis,
        move.harms,
        offered,
        waits,
        offered_to,
        barred,
    )


def is_for(by: Mandate, matter: Matter) -> bool:
    """Say whether the matter is `by`'s to act in: its body's own liaison, or a person of the organ that handles it.

    Where the kind has the body's head sign for the body, that head acts in it, and no head of the organ. What is about
    a natural person is for that person, and for the personnel and discipline roles of the organ, who else act in
    the organ's own affairs alone.
    """
    if by.role == Actor.OFFICIAL:
        return matter.official_id is not None and matter.official_id == by.official_id
    is_about_a_person, is_personnel = matter.official_id is not None, Actor(by.role) in PERSONNEL
    if is_about_a_person != is_personnel and not (
        is_personnel and kind_of(matter.kind).lifecycle.is_internal
    ):
        return False
    for_the_body = by.role == Actor.LIAISON or _is_a_head_who_signs(by, matter)
    return (matter.body_id if for_the_body else matter.organ_id) == by.body_id


def signs_for_its_body(by: Mandate, matter: Matter) -> bool:
    """Say whether `by` is the head of the body that the matter is about, in a kind that its head signs."""
    return _is_a_head_who_signs(by, matter) and by.body_id == matter.body_id


def _is_a_head_who_signs(by: Mandate, matter: Matter) -> bool:
    return by.role == Actor.BODY_HEAD and kind_of(matter.kind).head_signs


def speaks_for_its_body(by: Mandate, matter: Matter) -> bool:
    """Say whether `by` is of the body that the matter is about: its liaison or its head."""
    return by.role in {Actor.LIAISON, Actor.BODY_HEAD} and by.body_id == matter.body_id


def may_harm(by: Mandate) -> bool:
    """Say whether `by` may decide what puts somebody at a disadvantage: who acts for another may not if so set."""
    return by.principal_id is None or bool(settings.DEPUTIES_DECIDE)


def is_oneself(by: Mandate, matter: Matter) -> bool:
    """Say whether the matter is about the very person who holds the mandate, or for whom its holder acts."""
    if matter.official_id is None:
        return False
    return Mandate.objects.filter(user__in=persons_in(by), official=matter.official_id).exists()


@dataclass(frozen=True, slots=True)
class MatterKind:
    """A kind of matter: its lifecycle and what can be done with it."""

    code: str
    lifecycle: Lifecycle
    buttons: tuple[Button, ...]
    is_personal: bool = False  # about natural persons: what is attached is kept under seal
    head_signs: bool = False  # the head of the body that it is about acts in it, for the body
    hidden_files: Callable[[Matter, Mandate], Collection[str]] | None = (
        None  # digests of what a post does not see yet
    )

    def state_zh(self, state: str) -> str:
        """Return the official wording of a state."""
        return self.lifecycle.states(state).zh

    def is_over(self, state: str) -> bool:
        """Say whether nothing is left to do from this state, but to send the case file to the archive."""
        return {step.code for step in self.lifecycle.moves_from(state)} <= {"archive"}

    def is_open(self, state: str) -> bool:
        """Say whether somebody may have to do something in this state: not over, or a button waits to be pressed."""
        return not self.is_over(state) or any(
            button.waits is not None and button.sources is not None and state in button.sources
            for button in self.all_buttons
        )

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
        """Return exactly the buttons that `by` may press now; none in what was filed for good.

        Who must recuse presses none of them: that is asked of the matter once, not of each button (`unbiased`).
        """
        return [button for button in self._meant_for(matter, by) if not button.barred(matter, by)]

    def barred_for(self, matter: Matter, by: Mandate) -> list[tuple[Button, str]]:
        """Return the buttons of the role of `by` that `by` is kept from, each with the reason in words."""
        reasons = ((button, button.barred(matter, by)) for button in self._meant_for(matter, by))
        return [(button, why) for button, why in reasons if why]

    def _meant_for(self, matter: Matter, by: Mandate) -> list[Button]:
        role = Actor(by.role)
        if matter.filed_at is not None:
            return []
        return [
            button
            for button in self.all_buttons
            if (button.sources is None or matter.state in button.sources)
            and role in button.actors
            and is_for(by, matter)
            and (not button.harms or may_harm(by))
            and button.offered(matter)
            and button.offered_to(matter, by)
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


@dataclass(frozen=True, slots=True)
class Stake:
    """Who knows that a person is personally concerned: `concerns(matter, user ids)` answers how, or nothing."""

    code: str
    concerns: Callable[[Matter, frozenset[int]], str]


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a matter of `kind` is asked of its body: `said(matters)` answers by key, in plain words and as a citation."""

    kind: str
    said: Callable[[Sequence[Matter]], Mapping[int, tuple[str, str]]]


_grounds: Board[str, Grounds] = Board()
_stakes: Board[str, Stake] = Board()
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


def plug_stake(stake: Stake) -> None:
    """Let a room say whom a matter concerns in person: who is concerned does not handle it (policy R-59)."""
    _stakes.claim(stake.code, stake)


def plug_grounds(grounds: Grounds) -> None:
    """Let a room say why it asks for what its matters ask for, where their clock does not say it (policy Q-38)."""
    _grounds.claim(grounds.kind, grounds)


def said_of(matters: Sequence[Matter]) -> dict[int, tuple[str, str]]:
    """Return why matters are asked of their bodies, by key, where their rooms say it: each room is asked once."""
    said: dict[int, tuple[str, str]] = {}
    for grounds in _grounds.values():
        of_kind = [each for each in matters if each.kind == grounds.kind]
        if of_kind:
            said |= grounds.said(of_kind)
    return said


def all_grounds() -> Iterable[Grounds]:
    """Return every room's answer to why its matters are asked of their bodies."""
    return _grounds.values()


def stakes() -> Iterable[Stake]:
    """Return every room's answer to whom a matter concerns in person."""
    return _stakes.values()


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


def is_personal(matter: Matter) -> bool:
    """Say whether a matter is about a natural person: its files are kept under seal."""
    kind = _kinds.get(matter.kind)
    return matter.official_id is not None or (kind is not None and kind.is_personal)


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
