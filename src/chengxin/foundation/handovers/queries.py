"""Reads of handovers."""

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.handovers.models import Handover
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.queries import affairs_of


def handovers_of(mandate: Mandate) -> list[Matter]:
    """Return the handovers in which `mandate` takes part, the newest first."""
    return list(affairs_of(mandate).filter(kind="handover"))


def handover_of(matter: Matter) -> Handover:
    """Return the handover that a matter is."""
    found = Handover.objects.select_related("leaver", "successor", "chief", "matter__organ")
    return found.get(pk=matter.pk)
