"""Pages of the handovers: those one takes part in, beginning one, and the list as a workbook."""

import io

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.accounts.queries import colleagues_of, own_posts, posts_of_roles
from chengxin.foundation.handovers.forms import Begin
from chengxin.foundation.handovers.listing import write_workbook
from chengxin.foundation.handovers.operations import HandoverRefused, begin_handover
from chengxin.foundation.handovers.queries import handover_of, handovers_of
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.queries import affairs_of
from chengxin.ground import clock
from chengxin_core.lifecycle.handovers import HANDOVER

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def handovers(request: ActingRequest) -> HttpResponse:
    """List the handovers one takes part in; begin one of one's own posts."""
    mandate, today = request.mandate, clock.today()
    form = Begin(
        request.POST or None,
        posts=own_posts(mandate, on=today),
        successors=colleagues_of(mandate, on=today),
        chiefs=posts_of_roles(mandate.body_id, HANDOVER.move("sign").actors, on=today),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            begun = begin_handover(
                posts=list(said["posts"]),
                successor=said["successor"],
                chief=said["chief"],
                by=mandate,
                at=clock.now(),
                reason=said["reason"],
            )
        except HandoverRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("清单已生成，等接任人接收"))
            return redirect("desk:matter", begun.pk)
    values = {"form": form, "handovers": handovers_of(mandate), "kind": kind_of("handover")}
    return render(request, "handovers/handovers.html", values)


@require_safe
@acting
def workbook(request: ActingRequest, pk: int) -> HttpResponse:
    """Give the list as a workbook."""
    found = get_object_or_404(affairs_of(request.mandate).filter(kind="handover"), pk=pk)
    target = io.BytesIO()
    write_workbook(handover_of(found), target)
    headers = {"Content-Disposition": f'attachment; filename="handover-{pk}.xlsx"'}
    return HttpResponse(target.getvalue(), content_type=XLSX, headers=headers)
