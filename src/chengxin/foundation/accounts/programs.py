"""接口单位登记: which system of which organ may do what by itself, how much a minute, until when.

A room above plugs in what it lets programs do (`plugs.Permissions`); the token, the register and the pace are these.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from chengxin.foundation.accounts.models import Mandate, Pace, Program
from chengxin.foundation.accounts.plugs import Permission, all_permissions
from chengxin.foundation.accounts.queries import holds_whole_province
from chengxin.foundation.accounts.tokens import make_token
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import trail
from chengxin.ground.personal import personal_in
from chengxin_core.lifecycle.table import Actor

CODE = re.compile(r"[a-z][a-z0-9-]{1,31}")


class ProgramRefused(ValueError):
    """A program cannot be registered or ended so; the text says why, for people."""


@transaction.atomic
def register_program(
    *,
    code: str,
    name: str,
    body: PublicBody,
    post: str,
    permissions: Sequence[str],
    since: date,
    by: Mandate | None,
    subjects_a_minute: int | None = None,
) -> tuple[Program, str]:
    """Register a program; return it and its token, which is shown this once and cannot be read again.

    `by` is an administrator of the whole province, or None on the command line; without a pace of its own it has the
    lowest of those that the rulebook gives for its permissions. Raises `ProgramRefused`.
    """
    _require_administrator(by)
    _require_sense(code, name, post)
    _require_offered(permissions, body, since)
    token, token_hash = make_token(code)
    try:
        with transaction.atomic():
            program = Program.objects.create(
                code=code,
                name=name.strip(),
                body=body,
                post=post.strip(),
                permissions=sorted(permissions),
                token_hash=token_hash,
                subjects_a_minute=subjects_a_minute or _default_pace(permissions, body, since),
                since=since,
                registered_by=by,
            )
    except IntegrityError:
        raise ProgramRefused(f"代码“{code}”已经登记给别的接口单位") from None
    Pace.objects.create(program=program)
    trail.note("accounts.program_registered", f"program/{code}", mandate=by.pk if by else "")
    return program, token


@transaction.atomic
def end_program(*, program: Program, until: date, by: Mandate | None) -> None:
    """End a registration with that day: its token is refused afterwards. Raises `ProgramRefused`."""
    _require_administrator(by)
    if until < program.since:
        raise ProgramRefused(f"终止日 {until} 早于登记日 {program.since}")
    Program.objects.filter(pk=program.pk).update(until=until)
    program.until = until
    trail.note("accounts.program_ended", f"program/{program.code}", mandate=by.pk if by else "")


@transaction.atomic
def renew_token(*, program: Program, by: Mandate | None) -> str:
    """Give a program another token and return it; the old one is refused from now on."""
    _require_administrator(by)
    token, token_hash = make_token(program.code)
    Program.objects.filter(pk=program.pk).update(token_hash=token_hash)
    trail.note("accounts.program_token_renewed", f"program/{program.code}", mandate=by.pk if by else "")
    return token


def count_within_pace(program: Program, subjects: int, *, at: datetime) -> bool:
    """Count the subjects of one request if the program's minute still holds them all; say whether it does.

    One conditional statement: however many requests come at once, together they never pass the limit.
    """
    if subjects > program.subjects_a_minute:
        return False
    minute = int(at.timestamp()) // 60
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNT,
            [minute, subjects, subjects, minute, program.pk, minute, program.subjects_a_minute - subjects],
        )
        return bool(cursor.rowcount)


_COUNT = f"""
    UPDATE {Pace._meta.db_table} SET subjects = CASE WHEN minute = %s THEN subjects + %s ELSE %s END, minute = %s
    WHERE program_id = %s AND (minute <> %s OR subjects <= %s)
"""  # noqa: S608 - a table of ours


def offered_permissions(path: str, *, on: date) -> list[Permission]:
    """Return what programs of a body at that path may be let do on a day."""
    return [each for permissions in all_permissions() for each in permissions.offered(path, on)]


def _default_pace(wanted: Sequence[str], body: PublicBody, on: date) -> int:
    book = current_rulebook(body.path)
    of_rooms = [
        each for each in all_permissions() if any(code.startswith(f"{each.code}.") for code in wanted)
    ]
    return min(book.parameter(each.pace).on(on).number for each in of_rooms)


def _require_administrator(by: Mandate | None) -> None:
    if by is not None and (by.role != Actor.ADMINISTRATOR or not holds_whole_province(by)):
        raise ProgramRefused("接口单位由范围为全省的系统管理员登记")


def _require_sense(code: str, name: str, post: str) -> None:
    if not CODE.fullmatch(code):
        raise ProgramRefused(f"代码“{code}”应当由小写字母开头，由 2 至 32 个小写字母、数字和连字符组成")
    if not (name.strip() and post.strip()):
        raise ProgramRefused("请写明接口单位的名称和联系岗位")
    if personal_in({"name": name, "post": post}):
        raise ProgramRefused("名称和联系岗位只写单位和岗位，不写证件号码和电话号码")


def _require_offered(wanted: Sequence[str], body: PublicBody, since: date) -> None:
    offered = {each.code: each.zh for each in offered_permissions(body.path, on=since)}
    if not wanted or set(wanted) - offered.keys():
        raise ProgramRefused(
            "请选择接口权限，只能是：" + "、".join(f"{zh}（{code}）" for code, zh in offered.items())
        )
