"""Pages of impact assessments: what one's body does with personal information, each with its versions."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground import clock
from chengxin.mechanisms.privacy import assessing, queries
from chengxin.mechanisms.privacy.forms import Activity, Assessing, Choices, Deciding
from chengxin.mechanisms.privacy.models import AssessmentState
from chengxin_core.lifecycle.table import Actor

_DECISIONS: dict[str, Callable[..., object]] = {
    "approve": assessing.approve,
    "send_back": assessing.send_back,
}


def for_assessing(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only who assesses or approves in."""

    @wraps(view)
    def guarded(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if Actor(request.mandate.role) not in queries.ASSESSORS | queries.CHIEFS:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return acting(guarded)


@require_http_methods(["GET", "HEAD", "POST"])
@for_assessing
def activities(request: ActingRequest) -> HttpResponse:
    """List what one's body does with personal information, and when each is due for review; register another."""
    form = Activity(
        request.POST or None,
        bases=_listed(request, queries.BASES),
        triggers=_listed(request, queries.TRIGGERS),
    )
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        try:
            activity = assessing.register(by=request.mandate, at=clock.now(), **form.cleaned_data)
        except assessing.AssessmentRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("privacy:activity", activity.pk)
    found = [(each, queries.approved_of(each)) for each in queries.activities_of(request.mandate)]
    may_assess = Actor(request.mandate.role) in queries.ASSESSORS
    values = {"activities": found, "today": clock.today(), "form": form if may_assess else None}
    return render(request, "privacy/activities.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@for_assessing
def activity(request: ActingRequest, pk: int) -> HttpResponse:
    """Show an activity with its versions; draft the next one, approve the one that waits or send it back."""
    found = get_object_or_404(queries.activities_of(request.mandate), pk=pk)
    versions = list(found.assessments.all())
    waiting = next((each for each in versions if each.state == AssessmentState.DRAFTED), None)
    decide = _DECISIONS.get(request.POST.get("decision", ""))
    form: Assessing | Deciding | None
    if waiting is None:
        newest = versions[0] if versions else None
        initial = {name: getattr(newest, name) for name in Assessing.base_fields} if newest else {}
        form = Assessing(request.POST or None, initial=initial)
    else:
        form = Deciding(request.POST or None)
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        by, at, said = request.mandate, clock.now(), form.cleaned_data
        try:
            if waiting is None:
                assessing.draft(activity=found, by=by, at=at, **said)
            elif decide is not None:
                decide(assessment=waiting, by=by, at=at, **said)
        except assessing.AssessmentRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已办理"))
            return redirect("privacy:activity", pk)
    offered = queries.CHIEFS if waiting else queries.ASSESSORS
    words = dict(_listed(request, queries.BASES)) | dict(_listed(request, queries.TRIGGERS))
    values = {
        "activity": found,
        "versions": versions,
        "waiting": waiting,
        "form": form if Actor(request.mandate.role) in offered else None,
        "words": words,
        "triggers": [words.get(code, code) for code in found.triggers],
    }
    return render(request, "privacy/activity.html", values)


def _listed(request: ActingRequest, key: str) -> Choices:
    items = current_rulebook(request.mandate.body.path).items(key, on=clock.today())
    return [(item.code, f"{item.zh}（{item.shown}）") for item in items]
