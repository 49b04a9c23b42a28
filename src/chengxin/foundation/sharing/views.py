"""Doors of shared data: for consumers' programs (pull, answer) and for the desk (register, end, see who is silent).

A program's token stands in a header and nowhere else. Reading without a token is done at the log's own address, where
nobody is counted.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.accounts.queries import holds_whole_province
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.sharing import feed, operations, queries
from chengxin.foundation.sharing.forms import End, Register
from chengxin.foundation.sharing.models import Consumer
from chengxin.foundation.sharing.pace import is_within_pace
from chengxin.foundation.transparency.queries import log_size
from chengxin.ground import clock
from chengxin_core.ledger.note import Note
from chengxin_core.ledger.withdrawals import WithdrawalPage
from chengxin_core.lifecycle.table import Actor

LARGEST_ANSWER = 128 * 1024  # bytes
SHOWN = 100
_READERS = {Actor.ADMINISTRATOR, Actor.CREDIT_OFFICER, Actor.CREDIT_HEAD, Actor.AUDITOR}


def _for_consumers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Let only a registered consumer in, at its pace; what is refused is told in JSON."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        consumer = queries.consumer_of_header(request.headers.get("Authorization", ""), on=clock.today())
        if consumer is None:
            refused = _refusal("令牌不对、已停用，或者没有令牌", 401)
            refused.headers["WWW-Authenticate"] = "Bearer"
            return refused
        if not is_within_pace(consumer.code, at=clock.now()):
            slower = _refusal("请求过于频繁，请一分钟后再试", 429)
            slower.headers["Retry-After"] = "60"
            return slower
        answer = view(request, consumer, *args, **kwargs)
        answer.headers["Cache-Control"] = "private, no-cache"
        return answer

    return guarded


@require_GET
@_for_consumers
def withdrawals(request: HttpRequest, consumer: Consumer, first: int) -> HttpResponse:
    """One page of what ended; the consumer counts from now on as told of all that it covers."""
    data = feed.read_page(first)
    if data is None:
        return _refusal(f"日志还没有第 {first} 条，或者 {first} 不是一页的开头", 404)
    page = WithdrawalPage.from_text(Note.from_bytes(data).text)
    operations.note_pull(consumer=consumer, end=page.end, at=clock.now())
    etag = f'"{sha256(data).hexdigest()[:32]}"'
    answer = HttpResponse(data, content_type="text/plain; charset=utf-8", headers={"ETag": etag})
    known = get_conditional_response(request, etag=etag, response=answer)
    return answer if known is None else known


@csrf_exempt
@require_POST
@_for_consumers
def answers(request: HttpRequest, consumer: Consumer) -> HttpResponse:
    """Take what a consumer says to have applied."""
    data = request.read(LARGEST_ANSWER + 1)
    if len(data) > LARGEST_ANSWER:
        return _refusal(f"回执至多 {LARGEST_ANSWER} 字节", 413)
    try:
        settled = operations.take_answer(consumer=consumer, data=data, at=clock.now())
    except operations.AnswerRefused as refusal:
        return _refusal(str(refusal), 400)
    still = queries.open_answers_of(consumer).count()
    return JsonResponse({"answered": settled, "open": still, "size": log_size()})


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def consumers(request: ActingRequest) -> HttpResponse:
    """List the consumers and how they stand; an administrator registers one and is shown its token once."""
    _require_reader(request)
    may = _may_register(request)
    form = Register(request.POST or None, today=clock.today()) if may else None
    token = ""
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid() and (token := _registered(request, form)):
            form = Register(today=clock.today())
    values = {"standings": queries.standings(), "form": form, "token": token, "size": log_size()}
    return render(request, "sharing/consumers.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def consumer(request: ActingRequest, code: str) -> HttpResponse:
    """Show a consumer and what it owes; an administrator ends it or gives it a new token."""
    _require_reader(request)
    found = queries.consumer_named(code)
    if found is None:
        raise Http404
    may, token = _may_register(request), ""
    form = End(request.POST if "end" in request.POST else None, initial={"until": clock.today()})
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        if "token" in request.POST:
            token = operations.renew_token(consumer=found, by=request.mandate)
        elif form.is_valid() and _ended(request, found, form):
            return redirect("sharing:consumer", code)
    still = queries.open_answers_of(found)
    owed = list(still[:SHOWN])
    seen = visible_matters(request.mandate).filter(pk__in=[each.stop_id for each in owed])
    values = {
        "consumer": found,
        "owed": owed,
        "count": still.count(),
        "seen": set(seen.values_list("pk", flat=True)),
        "pulls": found.pulls.order_by("-pk")[:10],
        "form": form if may else None,
        "token": token,
        "size": log_size(),
    }
    return render(request, "sharing/consumer.html", values)


def _registered(request: ActingRequest, form: Register) -> str:
    """Register what was filled in and return the token; an empty text where it was refused."""
    try:
        _consumer, token = operations.register_consumer(by=request.mandate, **form.cleaned_data)
    except operations.ConsumerRefused as refusal:
        form.add_error(None, str(refusal))
        return ""
    return token


def _ended(request: ActingRequest, found: Consumer, form: End) -> bool:
    try:
        operations.end_consumer(consumer=found, by=request.mandate, **form.cleaned_data)
    except operations.ConsumerRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("已登记终止日"))
    return True


def _require_reader(request: ActingRequest) -> None:
    if Actor(request.mandate.role) not in _READERS:
        raise PermissionDenied


def _may_register(request: ActingRequest) -> bool:
    return request.mandate.role == Actor.ADMINISTRATOR and holds_whole_province(request.mandate)


def _refusal(why: str, status: int) -> HttpResponse:
    return JsonResponse({"error": why}, status=status, json_dumps_params={"ensure_ascii": False})
