"""What the pages of matters show of what was reported."""

from collections.abc import Mapping
from typing import Any

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.reporting.models import PlatformNotice
from chengxin.foundation.reporting.queries import submissions_of
from chengxin_core.lifecycle.table import Actor


def reported_section(matter: Matter, by: Mandate) -> Mapping[str, Any] | None:
    """Return what of the matter was reported and answered; nothing for its body, whose own affair it is not."""
    rows = [] if by.role == Actor.LIAISON else submissions_of(matter)
    return {"submissions": rows} if rows else None


def notice_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return the notice that a matter is about."""
    return {"notice": PlatformNotice.objects.select_related("publication").get(matter=matter)}
