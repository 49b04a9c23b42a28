"""A kind of matter that only tests know: a step for both sides, with words and files, and one that harms."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline, Owes
from chengxin.foundation.matters import plugs
from chengxin.foundation.matters.forms import Statement, Uploads
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import (
    NewMatter,
    UnableToMove,
    add_note,
    attach,
    move,
    open_matter,
)
from chengxin.foundation.matters.plugs import MatterForm, MatterKind, button_of_move
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.attachments import Upload
from chengxin_core.calendar import Unit
from chengxin_core.lifecycle.table import Actor, Lifecycle, steps
from chengxin_core.vocabulary import Term

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


class TrialState(Term):
    """Where a trial matter stands."""

    NOTICED = "noticed", "已告知"
    HEARD = "heard", "已听取陈述申辩"
    ACTIVE = "active", "已认定"


TRIAL = Lifecycle(
    kind="trial",
    zh="演示事项",
    states=TrialState,
    initial=TrialState.NOTICED,
    moves=steps(
        (
            "hear",
            "记录陈述申辩",
            ("noticed",),
            "heard",
            (Actor.CREDIT_OFFICER, Actor.LIAISON),
            ("Q-19", "R-33"),
            False,
        ),
        ("activate", "作出认定", ("heard",), "active", (Actor.CREDIT_HEAD,), ("Q-23",), True),
    ),
)


class Defence(MatterForm):
    """What was stated, and files."""

    text = Statement(label="陈述申辩内容")
    proofs = Uploads(label="证明材料", required=False, help_text="可以一次选择多个文件。")


def hear(*, matter: Matter, by: Mandate, at: datetime, text: str, proofs: list[Upload]) -> None:
    if text == "无":
        raise UnableToMove("陈述申辩没有内容，不能记录")
    move(matter=matter, code="hear", by=by, at=at)
    add_note(matter=matter, part="defence", text=text, by=by, at=at)
    attach(matter=matter, part="defence", uploads=proofs, by=by, at=at)


def activate(*, matter: Matter, by: Mandate, at: datetime) -> None:
    move(matter=matter, code="activate", by=by, at=at)


KIND = MatterKind(
    code="trial",
    lifecycle=TRIAL,
    buttons=(button_of_move(TRIAL, "hear", hear, Defence), button_of_move(TRIAL, "activate", activate)),
)


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> MatterKind:
    """The trial kind, known while a test runs."""
    monkeypatch.setitem(plugs._kinds, "trial", KIND)
    return KIND


def make_trial(body: PublicBody, organ: PublicBody, *, shown: bool = True, at: datetime = MONDAY) -> Matter:
    """Open a trial matter about `body`, shown to it unless said otherwise."""
    title = f"{body.name}未按约定期限支付工程款"
    new = NewMatter(lifecycle=TRIAL, title=title, body=body, organ=organ, rulebook="0" * 64)
    matter = open_matter(new=new, by=None, at=at)
    if shown:
        Matter.objects.filter(pk=matter.pk).update(shown_at=at)
    return matter


def make_deadline(matter: Matter, due_on: date, **changes: Any) -> Deadline:
    """Let a deadline run in the matter."""
    deadline = Deadline(
        matter=matter,
        clock="record.defence",
        rule_id="R-33",
        title="陈述申辩期限",
        owes=Owes.BODY,
        started_on=date(2026, 11, 16),
        started_by="拟列入告知书送达",
        budget=5,
        unit=Unit.WORKING_DAYS,
        due_on=due_on,
        amber_on=due_on,
        provisional=False,
        calendar_version="0" * 64,
    )
    for column, value in changes.items():
        setattr(deadline, column, value)
    deadline.save()
    return deadline
