"""Pages of ratings: bad ratings one may see, reviews, setting one up, its invitations."""

import io

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.ground import clock
from chengxin.mechanisms.ratings.campaigns import ORGANISERS, invite, set_up
from chengxin.mechanisms.ratings.forms import Invitations, NewCampaign
from chengxin.mechanisms.ratings.queries import PAGE_SIZE, bad_ratings_seen_by, campaigns_of
from chengxin_core.lifecycle.ratings import BAD_RATING, CAMPAIGN


@require_safe
@acting
def ratings(request: ActingRequest) -> HttpResponse:
    """List the bad ratings one may see, and the reviews in which one takes part."""
    after = request.GET.get("after", "")
    seen = bad_ratings_seen_by(request.mandate).select_related("bad_rating")
    if after.isascii() and after.isdecimal() and len(after) < 19:
        seen = seen.filter(pk__lt=int(after))
    found = list(seen[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    values = {
        "bad_ratings": shown,
        "kind": kind_of(BAD_RATING.kind),
        "campaigns": list(campaigns_of(request.mandate).select_related("campaign")[:PAGE_SIZE]),
        "campaign_kind": kind_of(CAMPAIGN.kind),
        "may_organise": request.mandate.role in ORGANISERS,
        "next_address": f"?after={shown[-1].pk}" if len(found) > PAGE_SIZE else "",
        "first_address": "?" if after else "",
    }
    return render(request, "ratings/list.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def new(request: ActingRequest) -> HttpResponse:
    """Set a review up."""
    if request.mandate.role not in ORGANISERS:
        raise PermissionDenied
    form = NewCampaign(request.POST or None, on=clock.today(), where=request.mandate.body.path)
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        try:
            matter = set_up(**form.cleaned_data, by=request.mandate, at=clock.now())
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已拟定，待负责人批准"))
            return redirect("desk:matter", matter.pk)
    return render(request, "ratings/new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def invitations(request: ActingRequest, pk: int) -> HttpResponse:
    """Make invitations of a review, and hand their codes out this once."""
    if request.mandate.role not in ORGANISERS:
        raise PermissionDenied
    matter = get_object_or_404(campaigns_of(request.mandate), pk=pk)
    form = Invitations(request.POST or None)
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["number"]
        try:
            codes = invite(matter=matter, by=request.mandate, number=number, at=clock.now())
        except UnableToMove as refusal:
            form.add_error("number", str(refusal))
        else:
            return _file_of(codes, pk)
    return render(request, "ratings/invitations.html", {"form": form, "matter": matter})


def _file_of(codes: list[str], pk: int) -> HttpResponse:
    """Return the codes as a text file, one a line; nothing of it is kept."""
    target = io.StringIO("\r\n".join(("邀请码", *codes, "")))
    answer = HttpResponse(target.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="invitations-{pk}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
