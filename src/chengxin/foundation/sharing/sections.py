"""What the pages of matters show of stopped sharing."""

from collections.abc import Mapping
from typing import Any

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.sharing.queries import owed_in, stop_of


def stop_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return who must answer, and what became of it."""
    return {"stop": stop_of(matter), "owed": owed_in(matter)}
