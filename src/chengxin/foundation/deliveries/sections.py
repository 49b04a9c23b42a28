"""What the page of a document shows of its service."""

from collections.abc import Mapping
from typing import Any

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deliveries import consents, receipts
from chengxin.foundation.matters.handling import handles
from chengxin.foundation.matters.models import Matter

_SHOWN_IN = frozenset({"issued", "dispatched", "served"})


def service(matter: Matter, by: Mandate) -> Mapping[str, Any] | None:
    """Return to who handles a document how it was served, and whether its addressee agreed to electronic service."""
    if matter.state not in _SHOWN_IN or not handles(by, matter):
        return None
    deliveries = list(matter.document.deliveries.select_related("received_by", "recorded_by", "consent"))
    return {
        "deliveries": deliveries,
        "consent": consents.standing_for(matter),
        "is_open": matter.state == "issued",
        "may_print": receipts.may_print(matter),
    }
