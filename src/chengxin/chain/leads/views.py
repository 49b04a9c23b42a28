"""Doors to the cases of other provinces: a list, and each with the reason why it stays inside."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from chengxin.chain.leads.publishing import refusal_to_publish_outside
from chengxin.chain.leads.queries import outside_leads
from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.ground import clock

SHOWN = 200


@require_safe
@acting
def outside(request: ActingRequest) -> HttpResponse:
    """List the cases of other provinces, the newest first."""
    return render(request, "leads/outside.html", {"leads": outside_leads(request.mandate)[:SHOWN]})


@require_safe
@acting
def outside_lead(request: ActingRequest, pk: int) -> HttpResponse:
    """Show one case, and why it is not published."""
    lead = get_object_or_404(outside_leads(request.mandate), pk=pk)
    values = {"lead": lead, "refusal": refusal_to_publish_outside(lead, on=clock.today())}
    return render(request, "leads/outside_lead.html", values)
