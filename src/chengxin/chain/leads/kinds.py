"""Plugs of the leads."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from chengxin.chain.leads import filed, forms, ledgers, operations
from chengxin.chain.leads.publishing import refusal_to_publish
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.archives.plugs import plug_contents
from chengxin.foundation.ledgers.plugs import plug_ledger
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import (
    Button,
    MatterKind,
    Section,
    button_of_move,
    plug_kind,
    plug_section,
)
from chengxin.ground import clock
from chengxin_core.lifecycle.leads import LEAD
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Area

_NEW = Q(lead__is_historic=False)


def lead_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return what is known, and why it stays inside."""
    return {
        "lead": matter.lead,
        "area": Area(matter.lead.area).zh,
        "refusal": refusal_to_publish(matter.lead, on=clock.today()),
    }


plug_kind(
    MatterKind(
        code="lead",
        lifecycle=LEAD,
        buttons=(
            button_of_move(LEAD, "transfer", operations.transfer, forms.Reason, waits=_NEW),
            button_of_move(LEAD, "close", operations.close, forms.Reason, waits=_NEW),
            Button(
                "publish",
                "申请公示",
                frozenset({"registered", "transferred"}),
                frozenset({Actor.CREDIT_OFFICER}),
                operations.ask_to_publish,
                basis=("C-52", "Q-31"),
                waits=None,
            ),
        ),
    )
)
plug_section(Section("leads.lead", "lead", "leads/lead.html", lead_section))
plug_ledger(ledgers.OUTSIDE)
for _contents in filed.CONTENTS:
    plug_contents(_contents)
