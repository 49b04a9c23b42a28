"""逐件办理: the same thing for each of many, where one that fails holds up no other."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db.models import Model

Row = TypeVar("Row", bound=Model)
log = logging.getLogger(__name__)


class SomeFailed(RuntimeError):
    """Some could not be done; they are named by their keys, and the log says why."""


def each(rows: Iterable[Row], do: Callable[[Row], bool | int]) -> int:
    """Do `do` with every row, each in a transaction of its own if it makes one; return the sum of its answers.

    Raises `SomeFailed` at the end, after all others were done.
    """
    done, failed = 0, []
    for row in rows:
        try:
            done += int(do(row))
        except Exception:
            log.exception("%s %s 未能办理，其余继续", type(row).__name__, row.pk)
            failed.append(str(row.pk))
    if failed:
        raise SomeFailed(f"{len(failed)} 件未能办理: {'、'.join(failed[:20])}")
    return done
