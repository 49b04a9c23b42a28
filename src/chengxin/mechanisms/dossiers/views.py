"""Pages of dossiers for personnel and discipline: find somebody, state a purpose, look; begin the year's opinions."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.subjects.identities import masked_name_of, masked_number_of
from chengxin.foundation.subjects.models import Official
from chengxin.foundation.subjects.officials import post_on, posts_of
from chengxin.ground import clock
from chengxin.mechanisms.dossiers import queries
from chengxin.mechanisms.dossiers.forms import FindOfficial, KnownOn, LookPurpose, Year, uses
from chengxin.mechanisms.dossiers.looking import HANDLING, LASTS, find, look, officials_seen_by, reveal
from chengxin.mechanisms.dossiers.models import Look, PersonNotice, Restoration
from chengxin.mechanisms.dossiers.operations import open_opinion, open_opinions
from chengxin.mechanisms.dossiers.restoring import read_restoration
from chengxin.mechanisms.dossiers.telling import record_paper
from chengxin_core.lifecycle.table import PERSONNEL, Actor

PAGE = 50
_STATED = "dossier_looks"


def for_personnel(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only personnel and discipline roles in."""

    @wraps(view)
    def guarded(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if Actor(request.mandate.role) not in PERSONNEL:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return acting(guarded)


@require_http_methods(["GET", "HEAD", "POST"])
@for_personnel
def officials(request: ActingRequest) -> HttpResponse:
    """List the officials in one's authority, masked; find one; begin the year's opinions."""
    asked = request.POST.get("do", "")
    form = FindOfficial(request.POST if asked == "find" else None)
    year = Year(request.POST if asked == "year" else None, initial={"year": clock.today().year})
    found = find(form.cleaned_data["words"], request.mandate) if form.is_bound and form.is_valid() else None
    if year.is_bound and year.is_valid():
        _begin_all(request, year.cleaned_data["year"])
        return redirect("dossiers:officials")
    for each in (form, year):
        in_the_readers_words(each)
    after = request.GET.get("after", "")
    page = list(officials_seen_by(request.mandate).filter(pk__gt=after)[: PAGE + 1])
    values = {
        "form": form,
        "year": year,
        "may_begin": request.mandate.role == Actor.PERSONNEL_OFFICER,
        "found": None if found is None else [_row(each) for each in found],
        "officials": [_row(each) for each in page[:PAGE]],
        "next_address": f"?after={page[PAGE - 1].pk}" if len(page) > PAGE else "",
        "first_address": "?" if after else "",
        "restorations": queries.restorations_for(request.mandate.body_id),
    }
    return render(request, "dossiers/officials.html", values)


@require_safe
@for_personnel
def dossier(request: ActingRequest, code: str) -> HttpResponse:
    """Show a dossier to who has stated what for; ask for the purpose first."""
    official = _seen(request, code)
    stated = _stated(request, official)
    if stated is None:
        return redirect("dossiers:purpose", code)
    today = clock.today()
    opinions = [
        each for each in queries.opinions_of(official) if each.matter.organ_id == request.mandate.body_id
    ]
    has_one = any(each.year == today.year and each.ended_on is None for each in opinions)
    values = {
        "official": official,
        "name": masked_name_of(official),
        "number": masked_number_of(official),
        "posts": posts_of(official),
        "entries": queries.entries_of(official, on=today),
        "opinions": [(each, kind_of(each.matter.kind).state_zh(each.matter.state)) for each in opinions],
        "look": stated,
        "purpose": _purpose_zh(request, stated.purpose),
        "may_begin": request.mandate.role == Actor.PERSONNEL_OFFICER and not has_one,
        "year": today.year,
        "unknown": [each for each in queries.notices_of(official) if each.known_on is None],
        "today": today,
    }
    return render(request, "dossiers/dossier.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@for_personnel
def purpose(request: ActingRequest, code: str) -> HttpResponse:
    """Ask what a dossier is looked at for, and write the look down."""
    official = _seen(request, code)
    form = _purpose_form(request)
    if request.method == "POST" and form.is_valid():
        try:
            written = look(official=official, by=request.mandate, at=clock.now(), **form.cleaned_data)
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            request.session[_STATED] = {**request.session.get(_STATED, {}), code: written.pk}
            return redirect("dossiers:dossier", code)
    values = {"official": official, "name": masked_name_of(official), "form": form, "whole": False}
    return render(request, "dossiers/purpose.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@for_personnel
def identity(request: ActingRequest, code: str) -> HttpResponse:
    """Ask what the whole identity is needed for; show it once, after the look was written down."""
    official = _seen(request, code)
    form, whole = _purpose_form(request), None
    if request.method == "POST" and form.is_valid():
        try:
            whole = reveal(official=official, by=request.mandate, at=clock.now(), **form.cleaned_data)
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
    values = {"official": official, "name": masked_name_of(official), "form": form, "identity": whole}
    return render(
        request, "dossiers/identity.html" if whole else "dossiers/purpose.html", values | {"whole": True}
    )


@require_POST
@for_personnel
def begin_opinion(request: ActingRequest, code: str) -> HttpResponse:
    """Begin the opinion of this year about one official."""
    try:
        matter = open_opinion(
            official=_seen(request, code), year=clock.today().year, by=request.mandate, at=clock.now()
        )
    except UnableToMove as refusal:
        messages.error(request, str(refusal))
        return redirect("dossiers:dossier", code)
    return redirect("desk:matter", matter.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_personnel
def told_on_paper(request: ActingRequest, pk: int) -> HttpResponse:
    """Enter that a person was told on paper."""
    notice = get_object_or_404(
        PersonNotice.objects.filter(official__in=officials_seen_by(request.mandate)).select_related(
            "official"
        ),
        pk=pk,
    )
    form = KnownOn(request.POST or None)
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        try:
            record_paper(notice=notice, by=request.mandate, at=clock.now(), **form.cleaned_data)
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已登记书面告知"))
            return redirect("dossiers:dossier", notice.official_id)
    return render(request, "dossiers/told_on_paper.html", {"notice": notice, "form": form})


@require_POST
@for_personnel
def restoration(request: ActingRequest, pk: int) -> HttpResponse:
    """Note that one's organ has read that an effect is over."""
    told = get_object_or_404(Restoration, pk=pk, body=request.mandate.body_id, read_at=None)
    read_restoration(restoration=told, by=request.mandate, at=clock.now())
    return redirect("dossiers:officials")


def _begin_all(request: ActingRequest, year: int) -> None:
    try:
        count = open_opinions(year=year, by=request.mandate, at=clock.now())
    except UnableToMove as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已立项 %(count)s 件，请在待办中办理") % {"count": count})


def _seen(request: ActingRequest, code: str) -> Official:
    """Return an official whose dossier may be asked for, or answer as if there were none."""
    return get_object_or_404(officials_seen_by(request.mandate), pk=code)


def _stated(request: ActingRequest, official: Official) -> Look | None:
    """Return the look that was written down for this reading, while it lasts."""
    pk = request.session.get(_STATED, {}).get(official.pk)
    since = clock.now() - LASTS
    return Look.objects.filter(pk=pk, official=official, mandate=request.mandate, at__gte=since).first()


def _purpose_form(request: ActingRequest) -> LookPurpose:
    choices = uses(current_rulebook(request.mandate.body.path), clock.now())
    form = LookPurpose(request.POST or None, choices=choices)
    in_the_readers_words(form)
    return form


def _purpose_zh(request: ActingRequest, code: str) -> str:
    known = dict(uses(current_rulebook(request.mandate.body.path), clock.now()))
    return known.get(code, _("办理本人的事项")) if code != HANDLING else _("办理本人的事项")


def _row(official: Official) -> dict[str, Any]:
    held = post_on(official, clock.today())
    return {
        "official": official,
        "name": masked_name_of(official),
        "number": masked_number_of(official),
        "post": held.title if held else "",
    }
