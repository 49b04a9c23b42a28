"""Pages of recusal: interests declared, recusal asked and decided; and why a matter is seen."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.matters import recusing, sights
from chengxin.foundation.matters.explaining import why_seen
from chengxin.foundation.matters.queries import visible_matter
from chengxin.foundation.matters.recusal_forms import AskRecusal, DeclareInterest
from chengxin.foundation.matters.recusing import RecusalRefused
from chengxin.foundation.matters.unbiased import clause, why_recused
from chengxin.foundation.rules.queries import NoRulebook
from chengxin.ground import clock


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def recusal(request: ActingRequest) -> HttpResponse:
    """Show what one declared and what was asked; declare an interest in a body."""
    mandate = request.mandate
    form = DeclareInterest(request.POST or None, grounds=_grounds())
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            recusing.declare_interest(by=mandate, body=said["body"], ground=said["ground"], at=clock.now())
        except RecusalRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已申报，从现在起您不再办理该单位的事项"))
            return redirect("matters:recusal")
    values = {
        "form": form,
        "interests": recusing.interests_of(mandate),
        "of_organ": recusing.interests_in(mandate).exclude(user=mandate.user_id) if _is_head(request) else [],
        "waiting": recusing.requests_to_decide(mandate) if _is_head(request) else [],
        "requests": recusing.requests_by(mandate),
        "ground_zh": dict(_grounds()).get,
        "clause": clause(clock.today()),
    }
    return render(request, "matters/recusal.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def ask(request: ActingRequest, pk: int) -> HttpResponse:
    """Ask that somebody recuse in a matter, or declare one's own interest in it."""
    found = get_object_or_404(visible_matter(request.mandate, pk), pk=pk)
    own = DeclareInterest(
        request.POST if "declare" in request.POST else None, grounds=_grounds(), about=found
    )
    form = AskRecusal(
        request.POST if "ask" in request.POST else None,
        grounds=_grounds(),
        handlers=recusing.handlers_of(found),
    )
    if own.is_bound and own.is_valid():
        recusing.declare_interest(
            by=request.mandate, matter=found, ground=own.cleaned_data["ground"], at=clock.now()
        )
        messages.success(request, _("已申报，从现在起您不再办理本事项"))
        return redirect("desk:matter", pk)
    if form.is_bound and form.is_valid():
        try:
            recusing.ask_recusal(matter=found, by=request.mandate, at=clock.now(), **form.cleaned_data)
        except RecusalRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已申请，由办理机关的负责人决定"))
            return redirect("matters:recusal")
    values = {"matter": found, "form": form, "own": own, "clause": clause(clock.today())}
    return render(request, "matters/ask.html", values)


@require_POST
@acting
def lift(request: ActingRequest, pk: int) -> HttpResponse:
    """Decide that a declared interest exists no more."""
    found = get_object_or_404(recusing.interests_in(request.mandate), pk=pk)
    reason = request.POST.get("reason", "")[:300]
    return _act(
        request,
        lambda: recusing.lift_interest(interest=found, by=request.mandate, at=clock.now(), reason=reason),
    )


@require_POST
@acting
def decide(request: ActingRequest, pk: int) -> HttpResponse:
    """Decide a request."""
    found = get_object_or_404(recusing.requests_to_decide(request.mandate), pk=pk)
    said: dict[str, Any] = {
        "granted": request.POST.get("decision") == "grant",
        "remark": request.POST.get("reason", "")[:500],
    }
    return _act(
        request, lambda: recusing.decide_recusal(request=found, by=request.mandate, at=clock.now(), **said)
    )


@require_safe
@acting
def why(request: ActingRequest, pk: int) -> HttpResponse:
    """Show by which conditions one sees a matter, and whether one may handle it."""
    found = get_object_or_404(visible_matter(request.mandate, pk), pk=pk)
    recused = why_recused(request.mandate, found, on=clock.today())
    told = why_seen(request.mandate, found)
    return render(request, "matters/why.html", {"matter": found, "told": told, "recused": recused})


@require_safe
@acting
def why_page(request: ActingRequest) -> HttpResponse:
    """Say of any page of the desk on which conditions one sees it; the same whether there is such a thing or not."""
    address = request.GET.get("page", "")[:300]
    page = sights.page_at(address)
    posts: list[tuple[Any, bool]] = []
    conditions: list[list[sights.Reason]] = []
    seen, today = False, clock.today()
    if page is not None and page.sight is not None:
        posts = [(each, sights.sees(each, page.sight, page.key, on=today)) for each in request.mandates]
        seen = dict(posts).get(request.mandate, False)
        say = sights.reasons_for(request.mandate, page.sight, page.key, on=today) if seen else None
        conditions = say or sights.conditions_of(request.mandate, page.sight, on=today)
    values = {
        "address": address,
        "page": page,
        "seen": seen,
        "conditions": conditions,
        "elsewhere": [each for each, sees in posts if sees and each != request.mandate],
    }
    return render(request, "matters/why_page.html", values)


def _act(request: ActingRequest, act: Any) -> HttpResponse:
    try:
        act()
    except RecusalRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已办理"))
    return redirect("matters:recusal")


def _is_head(request: ActingRequest) -> bool:
    return request.mandate.role in recusing.HEADS


def _grounds() -> list[tuple[str, str]]:
    try:
        return recusing.grounds(on=clock.now())
    except NoRulebook:
        return []
