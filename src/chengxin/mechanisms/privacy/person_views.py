"""Pages of the counter for persons who have no account here: take, find by the papers, and the logged look."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.accounts.queries import posts_of_roles
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.queries import visible_matter
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground import clock
from chengxin.mechanisms.privacy import persons as counter
from chengxin.mechanisms.privacy import queries
from chengxin.mechanisms.privacy.forms import FindPerson, LookPurpose, TakePerson
from chengxin.mechanisms.privacy.sealing import COUNTER, DECIDING
from chengxin_core.lifecycle.privacy import PERSON_REQUEST, PersonPapers
from chengxin_core.lifecycle.table import Actor


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def persons(request: ActingRequest) -> HttpResponse:
    """List the requests one takes part in; at the counter, take one or find those of who shows papers."""
    mandate = request.mandate
    if Actor(mandate.role) not in COUNTER | DECIDING:
        raise PermissionDenied
    is_counter = Actor(mandate.role) in COUNTER
    if request.method == "POST" and not is_counter:
        raise PermissionDenied
    sought = request.method == "POST" and "sought" in request.POST
    find, form = FindPerson(request.POST if sought else None), _take_form(request, is_filled=not sought)
    for each in (find, form):
        in_the_readers_words(each)
    page = queries.page_at_counter(mandate, after=request.GET.get("after", ""))
    is_found = sought and find.is_valid()
    if is_found:
        page = queries.CounterPage(counter.find(number=find.cleaned_data["sought"], by=mandate), "")
        find = FindPerson()  # so that the page does not hold the number
        in_the_readers_words(find)
    elif request.method == "POST" and not sought and form.is_valid():
        said = dict(form.cleaned_data)
        papers = PersonPapers(said.pop("papers"))
        try:
            matter = counter.take(by=mandate, papers=papers, at=clock.now(), **said)
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已登记，答复期限已经起算"))
            return redirect("desk:matter", matter.pk)
    values = {
        "form": form if is_counter else None,
        "find": find if is_counter else None,
        "sought": is_found,
        "page": page,
        "kind": kind_of(PERSON_REQUEST.kind),
    }
    return render(request, "privacy/persons.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def identity(request: ActingRequest, pk: int) -> HttpResponse:
    """Ask what the identity is opened for; then show it, once, after the look was written down."""
    found = get_object_or_404(visible_matter(request.mandate, pk))
    if found.kind != PERSON_REQUEST.kind:
        raise Http404
    form, told = LookPurpose(request.POST or None), None
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        try:
            told = counter.show(matter=found, by=request.mandate, at=clock.now(), **form.cleaned_data)
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
    values = {
        "matter": found,
        "form": form,
        "told": told,
        "looks": queries.looks_at_person(found),
    }
    return render(request, "privacy/identity.html", values)


def _take_form(request: ActingRequest, *, is_filled: bool) -> TakePerson:
    mandate, today = request.mandate, clock.today()
    listed = queries.rights(current_rulebook(mandate.body.path), on=today)
    given: tuple[Any, ...] = (request.POST,) if request.method == "POST" and is_filled else ()
    return TakePerson(
        *given,
        rights=[(item.code, f"{item.zh}（{item.shown}）") for item in listed],
        chiefs=posts_of_roles(mandate.body_id, sorted(DECIDING), on=today),
    )
