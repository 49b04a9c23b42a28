"""Where rooms above say what a registered program may be let do."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from chengxin.ground.plugboard import Board


@dataclass(frozen=True, slots=True)
class Permission:
    """接口权限: one thing that a program may be let do: its code, as `screen.funds`, and its wording."""

    code: str
    zh: str


@dataclass(frozen=True, slots=True)
class Permissions:
    """What one room lets programs do.

    `offered` lists it for the rulebook of a path on a day. `pace` is the parameter of the rulebook that says how many
    subjects a program may send a minute unless its registration says otherwise.
    """

    code: str
    zh: str
    offered: Callable[[str, date], Sequence[Permission]]
    pace: str


_permissions: Board[str, Permissions] = Board()


def plug_permissions(permissions: Permissions) -> None:
    """Make known what programs may be let do."""
    _permissions.claim(permissions.code, permissions)


def all_permissions() -> Iterable[Permissions]:
    """Return everything that programs may be let do, by room."""
    return _permissions.values()
