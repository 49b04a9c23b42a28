"""Pages of the mandates: one's own posts and who stands in; who holds what; grants asked for and decided; the log."""

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

from chengxin.foundation.accounts import delegating, operations, queries
from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.accounts.forms import AskGrant, Deputy, End, Remark, StandIn, first_password
from chengxin.foundation.accounts.models import Change, Mandate, Outcome, Reach
from chengxin.foundation.accounts.operations import MandateRefused
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import clock
from chengxin_core.lifecycle.table import Actor

SHOWN = 100
_GUARDS = frozenset({Actor.SECURITY_ADMIN, Actor.AUDIT_ADMIN, Actor.BODY_HEAD})


def _for_guards(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let in who grants, who watches the grants, and the heads of bodies."""

    @wraps(view)
    def guarded(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.mandate.role not in _GUARDS:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return acting(guarded)


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def own(request: ActingRequest) -> HttpResponse:
    """Show one's posts and who stands in; delegate the current post, or name its deputy."""
    mandate, today = request.mandate, clock.today()
    colleagues = queries.stand_ins_for(mandate, on=today)
    delegates = request.POST if "delegate" in request.POST else None
    names = request.POST if "name" in request.POST else None
    form = StandIn(delegates, colleagues=colleagues, initial={"valid_from": today})
    deputy = Deputy(names, colleagues=colleagues, mandate=mandate)
    done = False
    if delegates and form.is_valid():
        said = {"mandate": mandate, "by": mandate, "at": clock.now(), **form.cleaned_data}
        done = _try(form, lambda: delegating.delegate(**said))
    elif names and deputy.is_valid():
        chosen = deputy.cleaned_data["deputy"]
        done = _try(
            deputy,
            lambda: delegating.name_deputy(mandate=mandate, deputy=chosen, by=mandate, at=clock.now()),
        )
    if done:
        messages.success(request, _("已办理"))
        return redirect("accounts:own")
    values = {
        "form": form,
        "deputy": deputy,
        "given": queries.delegations_of(mandate).filter(valid_until__gte=today),
        "received": queries.delegated_to(mandate.user, on=today),
        "reach_zh": Reach(mandate.reach).zh,
        "actor_zh": Actor(mandate.role).zh,
    }
    return render(request, "accounts/own.html", values)


@require_POST
@acting
def recall(request: ActingRequest, pk: int) -> HttpResponse:
    """End a delegation before its day."""
    found = get_object_or_404(queries.delegations_between(request.mandate.user), pk=pk)
    try:
        delegating.recall(acting=found, by=request.mandate, at=clock.now())
    except MandateRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("代理已终止"))
    return redirect("accounts:own")


@require_safe
@_for_guards
def people(request: ActingRequest) -> HttpResponse:
    """List the bodies of one's reach in which people hold posts, find one by name, and what waits for a second."""
    words = request.GET.get("q", "").strip()[:60]
    values = {
        "words": words,
        "bodies": queries.bodies_with_posts(request.mandate, words, on=clock.today())[:SHOWN],
        "waiting": queries.waiting_changes_for(request.mandate),
        "change_zh": _change_zh,
    }
    return render(request, "accounts/people.html", values)


@require_safe
@_for_guards
def body(request: ActingRequest, body: str) -> HttpResponse:
    """Show who holds what in a body."""
    found = _body(request, body)
    values = {
        "body": found,
        "held": queries.mandates_at(found, on=clock.today()),
        "actor_zh": _actor_zh,
        "reach_zh": _reach_zh,
        "may_ask": request.mandate.role == Actor.SECURITY_ADMIN,
    }
    return render(request, "accounts/body.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@_for_guards
def ask(request: ActingRequest, body: str) -> HttpResponse:
    """Ask for a mandate in a body."""
    found = _body(request, body)
    form = AskGrant(request.POST or None, body=found, initial={"valid_from": clock.today()})
    if request.method == "POST" and form.is_valid():
        asked = _ask(request, found, form)
        if asked:
            return redirect("accounts:change", asked)
    return render(request, "accounts/ask.html", {"body": found, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@_for_guards
def post(request: ActingRequest, body: str, pk: int) -> HttpResponse:
    """Show one mandate with its changes; end it at once, or call in its deputy."""
    found = _body(request, body)
    held = get_object_or_404(queries.posts_in(found), pk=pk)
    ends = request.POST if "end" in request.POST else None
    calls = request.POST if "call" in request.POST else None
    form, today = End(ends), clock.today()
    stand_in = StandIn(
        calls,
        colleagues=queries.deputy_of(held),
        initial={"to": held.deputy_id, "valid_from": today},
    )
    done, at = False, clock.now()
    if ends and form.is_valid():
        said = form.cleaned_data["remark"]
        done = _try(
            form, lambda: operations.withdraw_mandate(mandate=held, by=request.mandate, at=at, reason=said)
        )
    elif calls and stand_in.is_valid():
        how = {"mandate": held, "by": request.mandate, "at": at, **stand_in.cleaned_data}
        done = _try(stand_in, lambda: delegating.delegate(**how))
    if done:
        messages.success(request, _("已办理"))
        return redirect("accounts:body", body)
    values = {
        "body": found,
        "held": held,
        "form": form,
        "stand_in": stand_in if held.deputy_id else None,
        "may_end": request.mandate.role == Actor.SECURITY_ADMIN and held.ended_at is None,
        "changes": queries.changes().filter(mandate=held),
        "actor_zh": _actor_zh,
        "reach_zh": _reach_zh,
        "change_zh": _change_zh,
    }
    return render(request, "accounts/post.html", values)


@require_safe
@_for_guards
def changes(request: ActingRequest) -> HttpResponse:
    """List the changes of mandates in one's reach, the newest first."""
    seen = queries.changes_seen_by(request.mandate)[:SHOWN]
    values = {"changes": seen, "change_zh": _change_zh, "outcome_zh": _outcome_zh, "shown": SHOWN}
    return render(request, "accounts/changes.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@_for_guards
def change(request: ActingRequest, pk: int) -> HttpResponse:
    """Show what was asked for; confirm it or turn it down, as another person."""
    found = get_object_or_404(queries.changes_seen_by(request.mandate), pk=pk)
    form = Remark(request.POST or None)
    decision = request.POST.get("decision", "")
    if request.method == "POST" and form.is_valid() and decision in {"confirm", "refuse"}:
        decide = operations.confirm_grant if decision == "confirm" else operations.refuse_grant
        said = form.cleaned_data["remark"]
        if _try(form, lambda: decide(change=found, by=request.mandate, at=clock.now(), remark=said)):
            messages.success(request, _("已办理"))
            return redirect("accounts:change", pk)
    values = {
        "change": found,
        "form": form,
        "is_open": found.outcome == Outcome.WAITING,
        "is_own": request.mandate.user_id in {found.asked_by_id, found.user_id},
        "actor_zh": _actor_zh,
        "reach_zh": _reach_zh,
        "change_zh": _change_zh,
        "outcome_zh": _outcome_zh,
    }
    return render(request, "accounts/change.html", values)


def _ask(request: ActingRequest, found: PublicBody, form: AskGrant) -> int:
    """Ask for what was filled in, making the account first where there is none; return the key, 0 where refused."""
    said = form.cleaned_data
    try:
        asked, password = operations.ask_grant_for(
            username=said["username"],
            display_name=said["display_name"] or said["post"],
            password=first_password(),
            by=request.mandate,
            at=clock.now(),
            role=Actor(said["role"]),
            body=found,
            reach=Reach(said["reach"]),
            **{
                name: said[name] for name in ("scope", "parts", "post", "valid_from", "valid_until", "reason")
            },
        )
    except MandateRefused as refusal:
        form.add_error(None, str(refusal))
        return 0
    messages.success(request, _("已提出，等另一人复核。同意以前不生效"))
    if password:
        messages.warning(
            request, _("新用户的口令是 %(password)s，只显示这一次，请转交本人") % {"password": password}
        )
    return asked.pk


def _try(form: Any, act: Callable[[], object]) -> bool:
    """Do it; where it is refused, say why on the form."""
    try:
        act()
    except MandateRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _body(request: ActingRequest, body: str) -> PublicBody:
    return get_object_or_404(queries.bodies_guarded_by(request.mandate), pk=body)


def _actor_zh(code: str) -> str:
    return _(Actor(code).zh)


def _reach_zh(mandate: Mandate) -> str:
    return _(Reach(mandate.reach).zh)


def _change_zh(code: str) -> str:
    return _(Change(code).zh)


def _outcome_zh(code: str) -> str:
    return _(Outcome(code).zh)
