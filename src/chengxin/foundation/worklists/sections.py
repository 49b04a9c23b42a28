"""What the pages of matters show of the lists."""

from collections.abc import Mapping
from typing import Any

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.handling import handles
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.worklists.queries import (
    consultations_of,
    handing_of,
    is_starred,
    nudges_of,
    waiting_circulation,
)


def panel(matter: Matter, by: Mandate) -> Mapping[str, Any] | None:
    """Return star, hands, what was laid before the reader, and which units were asked; inner things for who handles."""
    inside = handles(by, matter)
    return {
        "is_starred": is_starred(matter, by),
        "laid": waiting_circulation(matter, by),
        "inside": inside,
        "holder": matter.holder if inside else None,
        "handing": handing_of(matter) if inside else None,
        "nudges": nudges_of(matter) if inside else [],
        "consultations": consultations_of(matter) if inside else [],
        "by": by,
    }


def consultation(matter: Matter, by: Mandate) -> Mapping[str, Any] | None:
    """Return what a unit was asked, with the text laid before it; for the unit and for who asked."""
    asked = matter.consultation
    if by.body_id not in {matter.organ_id, asked.asked_by.body_id}:
        return None
    return {
        "consultation": asked,
        "may_withdraw": by.body_id == asked.asked_by.body_id and matter.state == "asked",
    }
