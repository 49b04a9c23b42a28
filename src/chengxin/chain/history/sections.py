"""What the page of a record shows of its entry from an old file."""

from collections.abc import Mapping
from typing import Any

from chengxin.chain.history.queries import WITHDRAWING, entry_of
from chengxin.chain.records.historic import permission_of
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.handling import handles
from chengxin.foundation.matters.models import Matter
from chengxin.ground import clock
from chengxin_core.lifecycle.table import Actor


def entry_section(matter: Matter, by: Mandate) -> Mapping[str, Any] | None:
    """Return where an old record came from, and whether the law of today lets it be public; None for any other."""
    if not matter.is_historic:
        return None
    entry = entry_of(matter)
    return {
        "entry": entry,
        "permission": permission_of(matter, on=clock.today()),
        "may_open": entry is not None and Actor(by.role) in WITHDRAWING and handles(by, matter),
    }
