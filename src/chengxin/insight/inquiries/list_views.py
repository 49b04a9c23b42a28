"""Pages of lists: send one, watch it being answered, take answers and refused rows back."""

import io
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chengxin.foundation.accounts.acting import ActingRequest
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.ground import clock
from chengxin.ground.sheets import write_template
from chengxin.insight.inquiries import queries
from chengxin.insight.inquiries.forms import LISTS
from chengxin.insight.inquiries.jobs import answer_file
from chengxin.insight.inquiries.listing import (
    discard_refused,
    is_sender,
    refused_of,
    take_list,
    write_refused,
    write_results,
)
from chengxin.insight.inquiries.models import InquiryList, ListState
from chengxin.insight.inquiries.naming import COLUMNS
from chengxin.insight.inquiries.operations import asking
from chengxin.insight.inquiries.views import deferrals_for, for_who_may_ask
from chengxin_core.determination.inquiries import SubjectKind

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@for_who_may_ask
def lists(request: ActingRequest) -> HttpResponse:
    """List what one sent; take another list."""
    forms = _forms(request)
    for kind, form in forms.items():
        in_the_readers_words(form)
        if form.is_bound and form.is_valid():
            taken = _taken(request, kind, form)
            if taken is not None:
                return redirect("inquiries:list", taken.pk)
    values = {
        "forms": [(str(kind), _(kind.zh), form) for kind, form in forms.items()],
        "lists": [
            (each, _(each.get_state_display()))
            for each in queries.lists_seen_by(request.mandate, on=clock.today())[:50]
        ],
        "most": queries.limit("list_rows", request.mandate.body, clock.today()),
    }
    return render(request, "inquiries/lists.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@for_who_may_ask
def one(request: ActingRequest, pk: int) -> HttpResponse:
    """Show how far a list is and what was refused; go on with one that stopped, destroy what was mended."""
    found = _own(request, pk)
    is_own = is_sender(found, request.mandate)
    if request.method == "POST":
        if not is_own:
            raise PermissionDenied
        if "go_on" in request.POST:
            answer_file.enqueue(found.pk)
        else:
            count = discard_refused(taken=found, by=request.mandate)
            messages.success(request, _("已销毁未接受的行 %(count)s 行") % {"count": count})
        return redirect("inquiries:list", pk)
    rows = refused_of(found) if is_own and not found.is_under_way else []
    values = _progress(found) | {
        "problems": [problem for row in rows for problem in row.problems][:SHOWN],
        "held": len(rows),
        "is_own": is_own,
    }
    return render(request, "inquiries/list.html", values)


@require_safe
@for_who_may_ask
def progress(request: ActingRequest, pk: int) -> HttpResponse:
    """Show how far a list is; the page asks for it every second until it is done."""
    found = _own(request, pk)
    response = render(request, "inquiries/progress.html", _progress(found))
    if not found.is_under_way:
        response["HX-Refresh"] = "true"
    return response


@require_safe
@for_who_may_ask
def results(request: ActingRequest, pk: int) -> HttpResponse:
    """Give the answers as a workbook."""
    target = io.BytesIO()
    write_results(_own(request, pk), target)
    return _workbook(target.getvalue(), f"inquiries-{pk}.xlsx")


@require_safe
@for_who_may_ask
def refused(request: ActingRequest, pk: int) -> HttpResponse:
    """Give the refused rows back as a workbook, to whoever handed the list in."""
    found, target = _own(request, pk), io.BytesIO()
    if not is_sender(found, request.mandate):
        raise PermissionDenied
    write_refused(found, target)
    return _workbook(target.getvalue(), f"refused-{pk}.xlsx")


@require_safe
@for_who_may_ask
def template(request: ActingRequest, kind: str) -> HttpResponse:
    """Give the template of a list."""
    if kind not in queries.kinds_for(request.mandate, on=clock.today()):
        raise Http404
    columns = COLUMNS[SubjectKind(kind)]
    return _workbook(
        write_template(columns, title=f"查询名单（{SubjectKind(kind).zh}）"), f"inquiry-{kind}.xlsx"
    )


def _forms(request: ActingRequest) -> dict[SubjectKind, Any]:
    made: dict[SubjectKind, Any] = {}
    for kind in queries.kinds_for(request.mandate, on=clock.today()):
        sent = (request.POST, request.FILES) if request.POST.get("kind") == kind else ()
        more = {"deferrals": deferrals_for(request)} if kind is SubjectKind.OFFICIAL else {}
        purposes = queries.purposes_for(request.mandate, kind, on=clock.today())
        made[kind] = LISTS[kind](*sent, purposes=purposes, prefix=str(kind), **more)
    return made


def _taken(request: ActingRequest, kind: SubjectKind, form: Any) -> InquiryList | None:
    said = {name: value for name, value in form.cleaned_data.items() if value not in (None, "")}
    uploaded = said.pop("file")
    try:
        asked = asking(who=request.mandate, kind=kind, on=clock.today(), **said)
    except UnableToMove as refusal:
        form.add_error(None, str(refusal))
        return None
    taken = take_list(uploaded=uploaded, asked=asked, at=clock.now())
    if taken.state != ListState.DONE:
        answer_file.enqueue(taken.pk)
    return taken


def _progress(found: InquiryList) -> dict[str, Any]:
    return {"list": found, "state": _(found.get_state_display())}


def _own(request: ActingRequest, pk: int) -> InquiryList:
    return get_object_or_404(queries.lists_seen_by(request.mandate, on=clock.today()), pk=pk)


def _workbook(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)
