"""Pages of the amendments: the defaults, one of them, what waits for a second person, matters to be moved."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.amendments import operations, queries
from chengxin.foundation.amendments.forms import Decision, EditDefault, Moves
from chengxin.foundation.amendments.impact import (
    ChangedMatter,
    changed_matters,
    current_target,
    edited_target,
)
from chengxin.foundation.amendments.models import Amendment, AmendmentState
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.rules.queries import answer_on, explain, promises_of_cities
from chengxin.ground import clock
from chengxin_core.calendar import Unit
from chengxin_core.lifecycle.table import Actor
from chengxin_core.rulebook import Adjustable, Edit, NotAdjustable, NothingInForce, Quantity, UnknownRule

SHOWN = 100
_DECISIONS: dict[str, Callable[..., object]] = {
    "approve": operations.approve_amendment,
    "refuse": operations.refuse_amendment,
    "withdraw": operations.withdraw_amendment,
}


def _for(*roles: Actor) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Let only holders of one of these roles in."""

    def guard(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.mandate.role not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return acting(guarded)

    return guard


@require_safe
@_for(Actor.ADMINISTRATOR)
def defaults(request: ActingRequest) -> HttpResponse:
    """List the defaults that may be changed, and what waits for a second person."""
    words = request.GET.get("q", "")[:60]
    values = {
        "words": words,
        "defaults": queries.adjustable_defaults(words, on=clock.today()),
        "waiting": queries.waiting_amendments(),
        "unit_zh": _unit_zh,
    }
    return render(request, "amendments/defaults.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@_for(Actor.ADMINISTRATOR)
def default(request: ActingRequest, key: str) -> HttpResponse:
    """Show a default with its layers and history; show what a change would do; ask for it."""
    found = _adjustable(key)
    form = EditDefault(request.POST or None, default=found, today=clock.today())
    changed: list[ChangedMatter] | None = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("ask") == form.previewed:
            try:
                asked = operations.propose_edit(
                    default=found, by=request.mandate, at=clock.now(), **form.cleaned_data
                )
            except operations.AmendmentRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("已提出，等另一位系统管理员复核。批准以前什么也不会改变"))
                return redirect("amendments:amendment", asked.pk)
        changed = _changed(request, form.edit())
    values = {
        "default": found,
        "form": form,
        "asked": form.cleaned_data if changed is not None else None,
        "changed": changed,
        "shown": SHOWN,
        "layers": [*explain(key, on=clock.today()), *promises_of_cities(key, on=clock.today())],
        "answer": answer_on(key, on=clock.today()),
        "history": queries.history_of(key),
        "unit_zh": _unit_zh,
    }
    return render(request, "amendments/default.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@_for(Actor.ADMINISTRATOR)
def amendment(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a change that was asked for, with what it would do; approve it, turn it down, take it back."""
    found = get_object_or_404(Amendment.objects.select_related("proposed_by", "decided_by"), pk=pk)
    form = Decision(request.POST or None)
    decide = _DECISIONS.get(request.POST.get("decision", ""))
    if request.method == "POST" and decide and form.is_valid():
        try:
            decide(amendment=found, by=request.mandate, at=clock.now(), **form.cleaned_data)
        except (operations.AmendmentRefused, NotAdjustable) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已办理"))
            return redirect("amendments:amendment", pk)
    is_open = found.state == AmendmentState.PROPOSED
    unit = Unit(found.unit) if found.unit else None
    edit = Edit(2**53 - 1, found.key, found.value, unit, found.in_force_from)
    values = {
        "amendment": found,
        "form": form,
        "is_open": is_open,
        "is_own": found.proposed_by.user_id == request.mandate.user_id,
        "changed": _changed(request, edit) if is_open else None,
        "shown": SHOWN,
    }
    return render(request, "amendments/amendment.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@_for(Actor.ADMINISTRATOR, Actor.CREDIT_HEAD)
def moves(request: ActingRequest) -> HttpResponse:
    """List the running matters that the current version would change; take the chosen ones to it."""
    changed = changed_matters(queries.movable_matters(request.mandate), current_target())
    targets = {each.matter.pk: each for each in changed}
    form = Moves(request.POST or None, numbers=list(targets))
    if request.method == "POST" and form.is_valid():
        chosen = [targets[pk] for pk in form.cleaned_data["matters"]]
        _move(request, chosen, form.cleaned_data["reason"])
        return redirect("amendments:moves")
    values = {"changed": changed[:SHOWN], "count": len(changed), "form": form, "shown": SHOWN}
    return render(request, "amendments/moves.html", values)


def _move(request: ActingRequest, chosen: list[ChangedMatter], reason: str) -> None:
    """Move each by itself: one that cannot be moved holds up no other, and is told."""
    moved = 0
    for each in chosen:
        try:
            operations.adopt_rulebook(
                matter=each.matter, snapshot=each.target, by=request.mandate, at=clock.now(), reason=reason
            )
        except UnableToMove as refusal:
            messages.error(request, f"{each.matter.number}：{refusal}")
        else:
            moved += 1
    if moved:
        messages.success(request, _("已改依新版本 %(count)s 件，期限已重新推算") % {"count": moved})


def _changed(request: ActingRequest, edit: Edit) -> list[ChangedMatter]:
    """Return the matters of the administrator's region that the edit would change if they were moved."""
    matters: Any = queries.movable_matters(request.mandate)
    return changed_matters(matters, edited_target(edit))


def _adjustable(key: str) -> Adjustable:
    try:
        return queries.adjustable_default(key, on=clock.today())
    except (NotAdjustable, UnknownRule, NothingInForce):
        raise Http404 from None


def _unit_zh(unit: Unit | Quantity | None) -> str:
    return _(unit.zh) if unit else ""
