"""登记公务员: from a table of names, numbers, bodies and posts; each row is entered, known already, or refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.accounts.operations import grant_mandate
from chengxin.foundation.subjects.identities import IdentityRefused, read_identity
from chengxin.foundation.subjects.models import Official, PublicBody
from chengxin.foundation.subjects.officials import PostRefused, enter_official
from chengxin.foundation.subjects.queries import body_on
from chengxin.ground.sheets import Column, Problem, RefusedRow, SourceRow, open_rows
from chengxin_core.lifecycle.table import Actor
from chengxin_core.names import Resolved

COLUMNS = (
    Column("name", "姓名", required=True, example="测试甲"),
    Column("number", "公民身份号码", required=True, example="999999180001000010"),
    Column("body", "单位", required=True, explanation="登记册中的全称", example="演示市财政局"),
    Column("title", "职务", required=True, example="科长"),
    Column("valid_from", "任职日期", required=True, example="2026-02-02"),
    Column("authority", "干部管理机关", required=True, explanation="登记册中的全称", example="演示市财政局"),
)


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of one row: the code of the official, whether it is new, or what is wrong."""

    code: str = ""
    is_new: bool = False
    problems: tuple[Problem, ...] = ()


def enter_from(file: BinaryIO, *, name: str, at: datetime, on: date) -> Iterator[Entered]:
    """Enter the officials of a workbook, CSV or JSON Lines; nobody twice. Raises `FileRefused`."""
    with open_rows(file, filename=name, columns=COLUMNS) as stream:
        for row in stream:
            if isinstance(row, RefusedRow):
                yield Entered(problems=row.problems)
            elif isinstance(row, SourceRow):
                yield _enter(row.number, {key: str(cell).strip() for key, cell in row.cells.items()}, at, on)


@transaction.atomic
def let_see_own(*, official: Official, user: User, valid_from: date) -> Mandate:
    """Let a user see the own dossier; one official, one user."""
    return grant_mandate(
        user=user,
        role=Actor.OFFICIAL,
        body_id=official.employer_id,
        scope=official.employer.path,
        post=Actor.OFFICIAL.zh,
        valid_from=valid_from,
        official=official,
    )


def _enter(row: int, said: Mapping[str, str], at: datetime, on: date) -> Entered:
    bodies = {column: _body(said.get(column, ""), on) for column in ("body", "authority")}
    problems = [
        Problem(
            row,
            "单位" if column == "body" else "干部管理机关",
            said.get(column, ""),
            "登记册中一个机构的全称",
        )
        for column, body in bodies.items()
        if body is None
    ]
    body, authority = bodies["body"], bodies["authority"]
    try:
        identity = read_identity(said.get("name", ""), said.get("number", ""))
        since = date.fromisoformat(said.get("valid_from", ""))
        if body is None or authority is None:
            return Entered(problems=tuple(problems))
        official, is_new = enter_official(
            identity=identity,
            body=body,
            title=said.get("title", ""),
            valid_from=since,
            authority=authority,
            at=at,
            is_demo=body.is_fictional,
        )
    except IdentityRefused as refusal:
        problems.append(Problem(row, refusal.column, "", refusal.expected.strip()))
    except PostRefused as refusal:
        problems.append(Problem(row, "职务", "", str(refusal)))
    except ValueError:
        problems.append(Problem(row, "任职日期", said.get("valid_from", ""), "2026-02-02 这样的日期"))
    else:
        return Entered(official.code, is_new)
    return Entered(problems=tuple(problems))


def _body(name: str, on: date) -> PublicBody | None:
    found = body_on(name, on=on) if name else None
    return PublicBody.objects.filter(pk=found.body_id).first() if isinstance(found, Resolved) else None
