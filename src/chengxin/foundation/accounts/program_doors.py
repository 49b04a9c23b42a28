"""接口入口: the door through which every program comes: its token, the size of what it sends, its pace, refusals.

A token stands in a header and nowhere else. What is done inside is written in the audit as done by that program.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from chengxin.foundation.accounts.models import Program
from chengxin.foundation.accounts.programs import count_within_pace
from chengxin.foundation.accounts.queries import program_of_header
from chengxin.ground import clock, trail
from chengxin.ground.trail import Doer
from chengxin.ground.trail.doers import DoerKind
from chengxin_core.calendar import legal_day

LARGEST = 1024 * 1024  # bytes
Sent = TypeVar("Sent", bound=msgspec.Struct)
View = Callable[[HttpRequest], HttpResponse]


class Refused(Exception):
    """What a program sent is not taken: why, and by which status it is answered."""

    def __init__(self, why: str, status: int) -> None:
        super().__init__(why)
        self.status = status


def for_programs(*, sends: type[Sent]) -> Callable[[Callable[[Program, Sent, datetime], Any]], View]:
    """Let programs alone in, with the JSON of that form; the door answers a plain value or raises `Refused`."""

    def decorator(door: Callable[[Program, Sent, datetime], Any]) -> View:
        @csrf_exempt
        @require_POST
        @wraps(door)
        def view(request: HttpRequest) -> HttpResponse:
            at = clock.now()
            program = program_of_header(request.headers.get("Authorization", ""), on=legal_day(at))
            if program is None:
                refused = _refusal("令牌不对、已停用，或者没有令牌", HTTPStatus.UNAUTHORIZED)
                refused.headers["WWW-Authenticate"] = "Bearer"
                return refused
            doer = Doer(DoerKind.PROGRAM, program.code, f"{request.method} {request.path}"[:200])
            with trail.acting_as(doer):
                try:
                    return _answer(door(program, _read(request, sends), at))
                except Refused as refusal:
                    return _refusal(str(refusal), refusal.status)

        return view

    return decorator


def require_pace(program: Program, subjects: int, *, at: datetime) -> None:
    """Count the subjects of a request. Raises `Refused` where the minute holds them no more."""
    if not count_within_pace(program, subjects, at=at):
        raise Refused(
            f"每分钟至多 {program.subjects_a_minute} 个对象，请一分钟后再试", HTTPStatus.TOO_MANY_REQUESTS
        )


def _read(request: HttpRequest, sends: type[Sent]) -> Sent:
    data = request.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Refused(f"请求至多 {LARGEST} 字节", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        return msgspec.json.decode(data, type=sends)
    except (msgspec.DecodeError, ValueError):
        wanted = "、".join(field.encode_name for field in msgspec.structs.fields(sends))
        raise Refused(
            f"请求不是所要的格式：应当是 UTF-8 的 JSON 对象，各项是 {wanted}，各有规定的类型和长度",
            HTTPStatus.BAD_REQUEST,
        ) from None


def _answer(told: Any) -> HttpResponse:
    return HttpResponse(
        msgspec.json.encode(told),
        content_type="application/json",
        headers={"Cache-Control": "private, no-store"},
    )


def _refusal(why: str, status: int) -> HttpResponse:
    answer = JsonResponse({"error": why}, status=status, json_dumps_params={"ensure_ascii": False})
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        answer.headers["Retry-After"] = "60"
    return answer
