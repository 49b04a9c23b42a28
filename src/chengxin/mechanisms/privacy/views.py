"""Pages of requests (the person's own, the counter of the personnel organ, the form on paper) and of breaches."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.accounts.queries import posts_of_roles
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground import clock
from chengxin.mechanisms.dossiers.queries import entries_of
from chengxin.mechanisms.privacy import operations, queries
from chengxin.mechanisms.privacy.breaches import discover
from chengxin.mechanisms.privacy.forms import Ask, Choices, Counter, Discover
from chengxin.mechanisms.privacy.sealing import COUNTER
from chengxin_core.lifecycle.privacy import BREACH, DATA_REQUEST, BreachNature, IdentityProof
from chengxin_core.lifecycle.table import Actor


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def own(request: ActingRequest) -> HttpResponse:
    """Show what one asked for, and ask; only the person, about the own information."""
    official = request.mandate.official
    if request.mandate.role != Actor.OFFICIAL or official is None:
        raise PermissionDenied
    entries = {str(each.entry.pk): each for each in entries_of(official, on=clock.today())}
    form = Ask(
        *_sent(request),
        rights=_rights(official.authority.path),
        entries=[
            (key, f"{each.input}：{each.item}（{each.entry.document_number}）")
            for key, each in entries.items()
        ],
    )
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        chosen = entries.get(said.pop("entry"))
        try:
            matter = operations.file_own(
                by=request.mandate, entry=chosen.entry.pk if chosen else None, at=clock.now(), **said
            )
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("desk:matter", matter.pk)
    kind = kind_of(DATA_REQUEST.kind)
    asked = [
        (each, queries.right_of(each), kind.state_zh(each.matter.state))
        for each in queries.requests_of(official)
    ]
    return render(request, "privacy/own.html", {"form": form, "asked": asked})


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def counter(request: ActingRequest) -> HttpResponse:
    """Enter a request that an official made on paper, after the papers were checked; other persons have their page."""
    if Actor(request.mandate.role) in COUNTER:
        return redirect("privacy:persons")
    if request.mandate.role != Actor.PERSONNEL_OFFICER:
        raise PermissionDenied
    form: django_forms.Form = Counter(*_sent(request)[:1], rights=_rights(request.mandate.body.path))
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            matter = operations.take_at_counter(
                by=request.mandate, proof=IdentityProof(said.pop("proof")), at=clock.now(), **said
            )
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已登记，答复期限已经起算"))
            return redirect("desk:matter", matter.pk)
    return render(request, "privacy/counter.html", {"form": form})


@require_safe
@acting
def paper(request: ActingRequest) -> HttpResponse:
    """Show the form to be filled in by hand."""
    book, today = current_rulebook(request.mandate.body.path), clock.today()
    budget, unit = book.clock(operations.CLOCK).on(today).period
    values = {"rights": queries.rights(book, on=today), "budget": budget, "unit": unit.zh}
    return render(request, "privacy/paper.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def breaches(request: ActingRequest) -> HttpResponse:
    """List the breaches one takes part in; enter one that was found."""
    mandate = request.mandate
    if mandate.role not in {Actor.SECURITY_ADMIN, Actor.BODY_HEAD}:
        raise PermissionDenied
    form = Discover(
        *_sent(request)[:1],
        chiefs=posts_of_roles(mandate.body_id, (Actor.BODY_HEAD,), on=clock.today()),
        initial={"discovered_on": clock.today()},
    )
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        nature = BreachNature(said.pop("nature"))
        try:
            matter = discover(by=mandate, nature=nature, at=clock.now(), **said)
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("desk:matter", matter.pk)
    values = {
        "form": form if mandate.role == Actor.SECURITY_ADMIN else None,
        "breaches": queries.breaches_of(mandate),
        "kind": kind_of(BREACH.kind),
    }
    return render(request, "privacy/breaches.html", values)


def _rights(path: str) -> Choices:
    listed = queries.rights(current_rulebook(path), on=clock.today())
    return [(item.code, f"{item.zh}（{item.shown}）") for item in listed]


def _sent(request: ActingRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()
