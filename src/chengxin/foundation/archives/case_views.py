"""Pages of what was filed: one case and its holds, the transfers that are due, appraisals."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chengxin.foundation.accounts.acting import ActingRequest
from chengxin.foundation.archives import appraising, forms, jobs, queries
from chengxin.foundation.archives.doors import for_the_archives
from chengxin.foundation.archives.filing import TRANSFER
from chengxin.foundation.archives.models import AppraisalState
from chengxin.foundation.archives.transferring import note_transfer
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.retention.queries import terms_in_words
from chengxin.ground import clock


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_archives
def case(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a filed case by its code and days; hold it back from destruction, or lift a hold."""
    found = get_object_or_404(queries.case_of(request.mandate.body_id, pk))
    form = forms.Ground(request.POST or None)
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        now, ground = clock.now(), form.cleaned_data["ground"]
        held = queries.holds_on(found).filter(lifted_at=None, pk=_key(request)).first()
        try:
            if held is not None:
                appraising.lift(held=held, ground=ground, by=request.mandate, at=now)
                messages.success(request, _("已解除停止销毁"))
            else:
                appraising.hold(case=found, ground=ground, by=request.mandate, at=now)
                messages.success(request, _("已停止销毁，解除以前不会销毁"))
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("archives:case", pk)
    holds = list(queries.holds_on(found))
    values = {
        "case": found,
        "zh": kind_of(found.matter.kind).lifecycle.zh,
        "form": form,
        "holds": holds,
        "standing": next((each for each in holds if each.lifted_at is None), None),
        "why": queries.why_held(found),
        "is_past": found.is_past(clock.today()),
    }
    return render(request, "archives/case.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_archives
def transfers(request: ActingRequest) -> HttpResponse:
    """List what the archives should take over by now; note what they took."""
    mandate = request.mandate
    due = list(queries.due_for_transfer(mandate.body_id, on=clock.today())[: queries.PAGE])
    form = forms.Transferring(request.POST or None, offered=due)
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        try:
            done = note_transfer(by=mandate, at=clock.now(), **form.cleaned_data)
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已登记移交 %(count)s 卷") % {"count": done})
            return redirect("archives:transfers")
    values = {
        "due": due,
        "form": form,
        "is_archivist": mandate.role in queries.ARCHIVISTS,
        "terms": terms_in_words(sorted(set(TRANSFER.values())), on=clock.today()),
    }
    return render(request, "archives/transfers.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_archives
def appraisals(request: ActingRequest) -> HttpResponse:
    """List what is past its term, and the lists that were made; appraise."""
    mandate = request.mandate
    past = list(queries.past_their_term(mandate.body_id, on=clock.today())[: queries.PAGE])
    form = forms.Appraising(request.POST or None, offered=past)
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        try:
            made = appraising.appraise(by=mandate, at=clock.now(), **form.cleaned_data)
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("archives:appraisal", made.pk)
    values = {
        "past": past,
        "form": form,
        "is_archivist": mandate.role in queries.ARCHIVISTS,
        "appraisals": queries.appraisals_of(mandate.body_id)[: queries.PAGE],
    }
    return render(request, "archives/appraisals.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_archives
def appraisal(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a list; approve it or turn it down; carry out what was held back when it was approved."""
    found = get_object_or_404(queries.appraisals_of(request.mandate.body_id), pk=pk)
    form, posted = forms.Reason(request.POST or None), request.POST.get("do", "")
    in_the_readers_words(form)
    if request.method == "POST" and posted == "again" and found.state == AppraisalState.APPROVED:
        jobs.destroy.enqueue(found.pk)
        return redirect("archives:appraisal", pk)
    if request.method == "POST" and form.is_valid():
        try:
            appraising.decide(
                appraisal=found,
                approve=posted == "approve",
                by=request.mandate,
                at=clock.now(),
                **form.cleaned_data,
            )
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            if found.state == AppraisalState.APPROVED:
                jobs.destroy.enqueue(found.pk)
            messages.success(request, _("已办理"))
            return redirect("archives:appraisal", pk)
    is_open = found.state == AppraisalState.DRAFTED and request.mandate.role in queries.APPROVERS
    return render(request, "archives/appraisal.html", {"appraisal": found, "form": form, "is_open": is_open})


def _key(request: ActingRequest) -> int:
    text = request.POST.get("hold", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
