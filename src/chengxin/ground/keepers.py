"""谁还留着文件: one content is one file, whoever keeps it; nobody removes what another table still names."""

from dataclasses import dataclass

from django.db import models

from chengxin.ground.plugboard import Board


@dataclass(frozen=True, slots=True)
class Keeper:
    """留存文件的列: a column that names kept files by their SHA-256."""

    code: str
    zh: str
    model: type[models.Model]
    column: str


_keepers: Board[str, Keeper] = Board()


def plug_keeper(keeper: Keeper) -> None:
    """Make a column known that names kept files, so that what it names is not removed from under it."""
    _keepers.claim(keeper.code, keeper)


def keepers() -> list[Keeper]:
    """Return every column that names kept files."""
    return list(_keepers.values())


def is_kept(digest: str) -> bool:
    """Say whether any row of any room names the file with this SHA-256."""
    return any(
        each.model._default_manager.filter(**{each.column: digest}).exists() for each in _keepers.values()
    )
