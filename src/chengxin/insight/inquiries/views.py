"""Pages of inquiries: ask about one subject, see the answer, what one's organ asked, and who asked about one's body."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground import clock
from chengxin.insight.inquiries import queries
from chengxin.insight.inquiries.forms import AskAboutBody, AskAboutOfficial
from chengxin.insight.inquiries.models import Inquiry
from chengxin.insight.inquiries.naming import Fault, Said, bodies_said
from chengxin.insight.inquiries.operations import ask_about_body, ask_about_official, asking
from chengxin.insight.inquiries.papers import signed_answer
from chengxin.mechanisms.dossiers.looking import find
from chengxin_core.determination.inquiries import DEFERRALS, SubjectKind
from chengxin_core.lifecycle.table import Actor
from chengxin_core.rulebook.entries import Item

PAGE, NEWEST = 50, 10


def for_who_may_ask(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only in whoever may ask for some purpose about somebody."""

    @wraps(view)
    def guarded(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not queries.kinds_for(request.mandate, on=clock.today()):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return acting(guarded)


@require_http_methods(["GET", "HEAD", "POST"])
@for_who_may_ask
def ask(request: ActingRequest) -> HttpResponse:
    """Ask about one body or one official."""
    forms = _forms(request)
    for kind, form in forms.items():
        in_the_readers_words(form)
        if form.is_bound and form.is_valid():
            number = _asked(request, kind, form)
            if number:
                return redirect("inquiries:inquiry", number)
    newest = list(queries.inquiries_seen_by(request.mandate, on=clock.today())[:NEWEST])
    values = {
        "forms": [(str(kind), _(kind.zh), form) for kind, form in forms.items()],
        "newest": queries.shown(newest),
    }
    return render(request, "inquiries/ask.html", values)


@require_safe
@for_who_may_ask
def asked(request: ActingRequest) -> HttpResponse:
    """List what one's organ asked, newest first."""
    return _listed(
        request, queries.inquiries_seen_by(request.mandate, on=clock.today()), "inquiries/asked.html"
    )


@require_safe
@acting
def about(request: ActingRequest) -> HttpResponse:
    """List what was asked about one's body or about oneself, newest first."""
    if Actor(request.mandate.role) not in {*queries.SUBJECTS, Actor.OFFICIAL}:
        raise PermissionDenied
    return _listed(
        request, queries.inquiries_about(request.mandate, on=clock.today()), "inquiries/about.html"
    )


@require_safe
@acting
def reviews(request: ActingRequest) -> HttpResponse:
    """List the reviews of unusual use and of figures in which one takes part, newest first."""
    if Actor(request.mandate.role) not in queries.REVIEWERS:
        raise PermissionDenied
    after = request.GET.get("after", "")
    found = queries.reviews_of(request.mandate)
    rows = found.filter(pk__lt=int(after)) if after.isdecimal() and len(after) < 18 else found
    page = list(rows[: PAGE + 1])
    values = {
        "reviews": [(each, _(kind_of(each.kind).state_zh(each.state))) for each in page[:PAGE]],
        "next_address": f"?after={page[PAGE - 1].pk}" if len(page) > PAGE else "",
        "first_address": "?" if after else "",
    }
    return render(request, "inquiries/reviews.html", values)


@require_safe
@for_who_may_ask
def inquiry(request: ActingRequest, number: str) -> HttpResponse:
    """Show a question with its answer."""
    (each,) = queries.shown([_one(request, number)])
    return render(request, "inquiries/inquiry.html", {"each": each, "answered": each.inquiry.answered})


@require_safe
@for_who_may_ask
def paper(request: ActingRequest, number: str) -> HttpResponse:
    """Give the answer as a signed PDF."""
    signed = signed_answer(_one(request, number), at=clock.now())
    headers = {"Content-Disposition": f'attachment; filename="inquiry-{number}.pdf"'}
    return HttpResponse(signed, content_type="application/pdf", headers=headers)


def deferrals_for(request: ActingRequest) -> tuple[Item, ...]:
    """Return on which grounds of the law the mandate may defer that an official is told."""
    book, today = current_rulebook(request.mandate.body.path), clock.today()
    may = {item.code for item in book.items("inquiry_deferral_roles", on=today)}
    return book.items(DEFERRALS, on=today) if request.mandate.role in may else ()


def _forms(request: ActingRequest) -> dict[SubjectKind, Any]:
    """Return a form for each kind of subject that may be asked about; the one that was sent is bound."""
    made: dict[SubjectKind, Any] = {}
    for kind in queries.kinds_for(request.mandate, on=clock.today()):
        sent = request.POST if request.POST.get("kind") == kind else None
        purposes = queries.purposes_for(request.mandate, kind, on=clock.today())
        if kind is SubjectKind.BODY:
            made[kind] = AskAboutBody(sent, purposes=purposes, prefix="body")
        else:
            made[kind] = AskAboutOfficial(
                sent, purposes=purposes, deferrals=deferrals_for(request), prefix="official"
            )
    return made


def _asked(request: ActingRequest, kind: SubjectKind, form: Any) -> str:
    """Ask what was filled in and return the number of the question; empty where it was refused."""
    said = dict(form.cleaned_data)
    words = said.pop("body" if kind is SubjectKind.BODY else "words").strip()
    try:
        asked_for = asking(
            who=request.mandate,
            kind=kind,
            on=clock.today(),
            **{name: value for name, value in said.items() if value not in (None, "")},
        )
        if kind is SubjectKind.OFFICIAL:
            people = find(words, request.mandate)
            if len(people) != 1:
                form.add_error(
                    "words", _("您的管理权限内没有这个人，或者不止一人：请完整填写号码或者档案编号")
                )
                return ""
            return ask_about_official(asked=asked_for, official=people[0], at=clock.now()).number
        (found,) = bodies_said([Said(name=words)], on=clock.today())
        if isinstance(found, Fault):
            form.add_error("body", _("应当是%(expected)s") % {"expected": found.expected})
            return ""
        return ask_about_body(asked=asked_for, body=found, at=clock.now()).number
    except UnableToMove as refusal:
        form.add_error(None, str(refusal))
        return ""


def _one(request: ActingRequest, number: str) -> Inquiry:
    return get_object_or_404(queries.inquiries_seen_by(request.mandate, on=clock.today()), number=number)


def _listed(request: ActingRequest, found: QuerySet[Inquiry], template: str) -> HttpResponse:
    after = request.GET.get("after", "")
    rows = found.filter(pk__lt=int(after)) if after.isdecimal() and len(after) < 18 else found
    page = list(rows[: PAGE + 1])
    values = {
        "asked": queries.shown(page[:PAGE]),
        "next_address": f"?after={page[PAGE - 1].pk}" if len(page) > PAGE else "",
        "first_address": "?" if after else "",
    }
    return render(request, template, values)
