"""Reads of leads that other rooms may make."""

from chengxin.chain.leads.models import OutsideLead, OutsideLeadQuerySet
from chengxin.foundation.accounts.models import Mandate


def outside_leads(mandate: Mandate) -> OutsideLeadQuerySet:
    """Return the cases of other provinces that an organ in the reach of `mandate` keeps, the newest first."""
    return OutsideLead.objects.visible_to(mandate).select_related("body", "organ")
