"""The doors of public reviews: which are open, one ballot, that it was taken. They ask for no cookie and no account."""

import secrets
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.reception import flood
from chengxin.foundation.reception.forms import BallotForm
from chengxin.foundation.reception.polls import Cast, Entitlement, Poll, cast, open_polls
from chengxin.ground import clock


@require_safe
def polls(request: HttpRequest) -> HttpResponse:
    """List the reviews in which one may take part today."""
    found = [(poll, _who(poll)) for poll in open_polls(clock.today())]
    return render(request, "reception/polls.html", {"polls": found})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, number: int) -> HttpResponse:
    """Show the questions; take a ballot."""
    poll = next((each for each in open_polls(clock.today()) if each.number == number), None)
    if poll is None:
        raise Http404
    if request.method != "POST":
        return _form(request, poll, BallotForm(poll=poll))
    form, sent, at = BallotForm(request.POST, poll=poll), request.POST, clock.now()
    if not form.is_valid():
        return _form(request, poll, form)
    if not flood.may_pass(proof=sent.get("altcha", ""), way=flood.VOTE, at=at):
        form.add_error(None, _("现在提交的人太多，请过一分钟再点“提交”，已经填写的内容都在"))
        return _form(request, poll, form, HTTPStatus.TOO_MANY_REQUESTS)
    body, once = form.cleaned_data["body"], sent.get("once", "") or secrets.token_hex(16)
    said = Cast(body, form.answers)
    try:
        is_new = cast(poll=poll, said=said, code=form.cleaned_data.get("code", ""), once=once, at=at)
    except UnableToMove as refusal:
        flood.note_wrong_code(at=at)
        form.add_error(None, str(refusal))
        return _form(request, poll, form)
    values = {"poll": poll, "body": dict(poll.bodies)[body], "is_new": is_new}
    return render(request, "reception/balloted.html", values)


def _form(
    request: HttpRequest, poll: Poll, form: BallotForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    once = request.POST.get("once", "") or secrets.token_hex(16)
    values = {"poll": poll, "form": form, "once": once, "who": _who(poll)}
    return render(request, "reception/ballot.html", values, status=status)


def _who(poll: Poll) -> str:
    return {
        Entitlement.NOTHING: _("任何人都可以参加"),
        Entitlement.INVITATION: _("凭邀请码参加"),
        Entitlement.RECEIPT_CODE: _("凭投诉查询码参加"),
    }[poll.needs]
