"""案卷要素, 按表: what of a kind of matter stands in plain tables of its room, told when filed, blanked after."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from chengxin.foundation.archives.plugs import CaseContents
from chengxin.foundation.matters.models import Matter

GONE = "已销毁"


@dataclass(frozen=True, slots=True)
class Kept:
    """One table of a room: how a row leads to its matter, what of it is told, what it holds when it is destroyed.

    `told` are columns that a package may show: nothing that lies under seal. `gone` says for each column with words
    what stands there afterwards. Where that is `GONE`, what is empty stays empty: for words that may not be lacking.
    """

    model: type[Model]
    told: tuple[str, ...]
    gone: Mapping[str, Any] = field(default_factory=dict)
    of: str = "pk"  # the lookup from a row to the key of its matter


def contents_in(
    kind: str, *tables: Kept, also: Callable[[Matter, datetime], None] | None = None
) -> CaseContents:
    """Return what a kind of matter holds, from its tables; `also` is done with them when they are destroyed."""

    def values(matter: Matter) -> Mapping[str, Any]:
        return {each.model.__name__: _rows(each, matter) for each in tables}

    def destroy(matter: Matter, at: datetime) -> None:
        for each in tables:
            rows = each.model._default_manager.filter(**{each.of: matter.pk})
            for name, value in each.gone.items():
                (rows.exclude(**{name: ""}) if value == GONE else rows).update(**{name: value})
        if also is not None:
            also(matter, at)

    return CaseContents(kind, values, destroy)


def _rows(table: Kept, matter: Matter) -> list[dict[str, Any]]:
    found = table.model._default_manager.filter(**{table.of: matter.pk}).order_by("pk")
    return [{name: _plain(row[name]) for name in table.told} for row in found.values(*table.told)]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
