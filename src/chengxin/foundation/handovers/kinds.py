"""Plugs of the handovers; what the sign-ins below know of a login stands on the list too."""

from collections.abc import Mapping
from typing import Any

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.handovers import operations
from chengxin.foundation.handovers.forms import Why
from chengxin.foundation.handovers.listing import login_lines, token_lines
from chengxin.foundation.handovers.plugs import Holding, plug_holding
from chengxin.foundation.handovers.queries import handover_of
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import MatterKind, Section, button_of_move, plug_kind, plug_section
from chengxin_core.lifecycle.handovers import HANDOVER


def handover_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return the list and who takes part."""
    return {"handover": handover_of(matter)}


def _is_successor(matter: Matter, by: Mandate) -> bool:
    return by.user_id == matter.handover.successor_id


def _is_chief(matter: Matter, by: Mandate) -> bool:
    return by.pk == matter.handover.chief_id


plug_kind(
    MatterKind(
        code="handover",
        lifecycle=HANDOVER,
        buttons=(
            button_of_move(HANDOVER, "accept", operations.accept, offered_to=_is_successor),
            button_of_move(HANDOVER, "sign", operations.sign, offered_to=_is_chief),
            button_of_move(HANDOVER, "cancel", operations.cancel, Why, waits=None),
        ),
    )
)
plug_holding(Holding("signins", login_lines))
plug_holding(Holding("programs", token_lines))
plug_section(Section("handovers.handover", "handover", "handovers/handover.html", handover_section))
