"""Whoever presses whatever in whichever order, and however time passes: what was promised holds."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from random import Random
from typing import Any

import pytest
from tests.cast import make_body, make_mandate
from tests.make import Office
from tests.rooms.consequences.cases import DAY, GENERAL, PROOF, SERIOUS, fresh, make_graded, propose, take_to

from chengxin.chain.consequences import ends
from chengxin.chain.consequences.ladder import LADDER
from chengxin.chain.consequences.models import Measure, Rectification, RungClimbed
from chengxin.chain.consequences.notified import beyond_the_notice, told_of
from chengxin.chain.consequences.queries import offers_for
from chengxin.chain.records.ends import withdraw_record
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.operations import fire_rungs
from chengxin.foundation.documents import operations as documents
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.subjects.models import BodyKind, PublicBody, Region
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Ground

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("rules")]

STEPS = 60
OVER = ("served", "cancelled", "lifted", "refused", "dropped", "ended")
BITES = ("in_force", "lifting", "lifted")
Said = Callable[[Random, Matter, datetime], dict[str, Any]]


def _proposed(random: Random, matter: Matter, at: datetime) -> dict[str, Any]:
    codes = [each.measure.code for each in offers_for(matter, on=legal_day(at))]
    owners = random.choices(["bcz", "bfg"], k=2)
    return {
        "chosen": list(zip(random.sample(codes, min(2, len(codes))), owners, strict=False)),
        "reason": "演示",
    }


def _words(random: Random, matter: Matter, at: datetime) -> dict[str, Any]:
    return {"text": "演示数据", "attachments": []}


SAID: dict[str, Said] = {
    "propose_measures": _proposed,
    "withdraw_proposals": lambda _, matter, __: {
        "chosen": list(matter.children.filter(kind="measure").values_list("pk", flat=True))[:1],
        "reason": "演示",
    },
    "defend": _words,
    "defend_measures": _words,
    "explain": _words,
    "report": _words,
    "report_progress": _words,
    "plan": lambda _, __, at: {**_words(_, __, at), "milestones": [(legal_day(at), "演示")]},
    "hear": lambda _, matter, __: (
        {"opinion": "演示"}
        if matter.kind == "record"
        else {"opinion": "演示", "days": matter.rectification.days}
    ),
    "defend_order": _words,
    "hear_measures": lambda *_: {"opinion": "演示"},
    "settle": lambda *_: {"opinion": "演示"},
    "verify": lambda *_: {"opinion": "演示"},
    "refuse": lambda *_: {"reason": "演示"},
    "fail": lambda *_: {"reason": "演示"},
    "send_back": lambda _, matter, __: (
        {"reason": "演示"} if matter.kind == "document" else {"reason": "演示", "days": 7}
    ),
    "decide": lambda random, _, at: {
        "decision": "演示",
        "approval": random.choice(["", "演示批复"]),
        "until_on": random.choice([None, legal_day(at) + 5 * DAY]),
    },
    "apply": lambda _, __, at: {
        "served_on": legal_day(at),
        "applied_on": legal_day(at),
        "what": "演示",
        "attachments": [PROOF],
    },
    "lift": lambda _, __, at: {"lifted_on": legal_day(at), "what": "演示"},
    "acknowledge": lambda _, __, at: {"lifted_on": legal_day(at), "what": "演示"},
    "order_rectification": lambda *_: {"requirements": "演示", "days": 30, "is_tracked": True},
    "exempt": lambda *_: {"grounds": ["loss_recovered"], "reason": "演示"},
    **{
        code: lambda *_: {}
        for code in (
            "draft_notice",
            "draft_decision",
            "draft_measure_notice",
            "draft_order",
            "draft_order_notice",
        )
    },
    **{code: lambda *_: {} for code in ("review", "legal_review", "issue", "dispatch", "sign")},
}
KINDS = {"record", "measure", "rectification", "document"}
RARE = {"propose_measures", "send_back", "exempt", "withdraw_proposals", "refuse", "lift"}


@pytest.fixture
def people(office: Office, owner_cao: Mandate, credit_office: PublicBody, city: Region) -> list[Mandate]:
    """Everybody with a post: the credit organ, the body's liaison, two owners."""
    make_body("brs", "演示市人力资源和社会保障局", city)
    make_body("bzf", "演示市人民政府", city, BodyKind.GOVERNMENT)
    own = make_mandate("fan", Actor.MEASURE_OWNER, credit_office, credit_office.path)
    crew = [office.officer, office.second_officer, office.lawyer, office.head, office.liaison]
    return [*crew, owner_cao, own]


@pytest.fixture(autouse=True)
def no_typesetting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "render_docx", lambda official: b"docx")
    monkeypatch.setattr(documents, "render_pdf", lambda official: b"pdf")


@pytest.mark.parametrize("seed", range(4))
def test_nothing_that_harms_escapes_its_conditions(
    seed: int, housing_bureau: PublicBody, office: Office, people: list[Mandate], monday: datetime
) -> None:
    random, at = Random(seed), monday
    relief = ["loss_recovered"] if seed > 1 else []
    record = make_graded(
        body=housing_bureau, office=office, at=at, loss=GENERAL if relief else SERIOUS, relief=relief
    )
    if not relief:
        propose(record, office, people[-1].body, at, "funds_limit", "public_criticism")
    if seed % 2:
        record = take_to("active", record, office, at)

    for step in range(STEPS):
        if random.random() < 0.07:
            at += random.randint(1, 9) * DAY
            fire_rungs(at=at)
            ends.end_terms(at=at)
        elif step > STEPS * 0.85 and fresh(record).state == "active":
            withdraw_record(
                matter=fresh(record), by=office.head, at=at, ground=Ground.REVERSED, reason="演示数据：改判"
            )
        else:
            press_something(random, people, at)
        promises_hold(fresh(record))


def test_a_walk_gets_everywhere(
    housing_bureau: PublicBody, office: Office, people: list[Mandate], monday: datetime
) -> None:
    random, seen = Random(7), set()
    record = make_graded(body=housing_bureau, office=office, at=monday)
    propose(record, office, people[-1].body, monday, "funds_limit", "honours_bar")
    take_to("active", record, office, monday)

    for _ in range(STEPS):
        press_something(random, people, monday)
        seen |= set(Matter.objects.values_list("kind", "state"))

    measures = {("measure", state) for state in ("heard", "decided", "in_force")}
    orders = {("rectification", state) for state in ("proposed", "ordered", "explained")}
    assert measures | orders <= seen


def press_something(random: Random, people: list[Mandate], at: datetime) -> None:
    """Let somebody press some button of some matter that shows one to it; what ends a walk early is pressed seldom."""
    with_rare = random.random() < 0.05
    for by in random.sample(people, len(people)):
        found = Matter.objects.visible_to(by).filter(kind__in=KINDS).exclude(state__in=OVER)
        matters = list(found.select_related("body__region", "organ__region", "parent").order_by("pk"))
        for matter in random.sample(matters, len(matters)):
            offered = [each for each in kind_of(matter.kind).buttons_for(matter, by) if each.code in SAID]
            offered = [each for each in offered if with_rare or each.code not in RARE]
            if offered:
                button = random.choice(offered)
                with suppress(UnableToMove):
                    button.operation(matter=matter, by=by, at=at, **SAID[button.code](random, matter, at))
                return


def promises_hold(record: Matter) -> None:
    """Check every promise of the room on all that there is."""
    is_over = record.state in {"withdrawn", "repaired", "expired", "dismissed", "merged", "archived"}
    for measure in Measure.objects.select_related("matter__decided_by", "notice"):
        matter = measure.matter
        if matter.state in BITES:
            codes = list(matter.moves.values_list("code", flat=True))
            assert codes[:5] == ["open", "notice", "hear", "decide", "apply"]
            assert measure.notice is not None
            assert measure.notice.served_on is not None
            assert measure.code in told_of(measure).measures
            assert matter.decided_by is not None
            assert (matter.decided_by.role, matter.decided_by.body_id) == (
                Actor.MEASURE_OWNER,
                matter.organ_id,
            )
            assert measure.approval or not measure.needs_approval
        if matter.state == "in_force":
            assert record.state == "active"
        if is_over:
            assert matter.state in {"dropped", "refused", "lifting", "lifted"}
    for rectification in Rectification.objects.select_related("matter", "order"):
        steps = list(rectification.matter.moves.values_list("code", flat=True))
        bound = "order" in steps
        assert bound or rectification.matter.state in {"proposed", "noticed", "heard", "exempted", "ended"}
        assert not bound or (rectification.order is not None and rectification.order.served_on is not None)
        was_told = not beyond_the_notice(
            record, rectification.days, on=legal_day(rectification.matter.opened_at)
        )
        assert not bound or was_told or steps[:4] == ["open", "notice", "hear", "order"]
        assert not is_over or rectification.matter.state == "ended"
        climbed = list(RungClimbed.objects.filter(rectification=rectification).values_list("code", flat=True))
        assert climbed == [rung.code for rung in LADDER][: len(climbed)]
        for verified in rectification.matter.moves.filter(code__in=("verify", "settle")):
            assert verified.by is not None
            assert verified.by.user_id != rectification.ordered_by.user_id


def test_a_walk_gets_through_the_notice_of_an_order(
    housing_bureau: PublicBody, office: Office, people: list[Mandate], monday: datetime
) -> None:
    record = make_graded(
        body=housing_bureau, office=office, at=monday, loss=GENERAL, relief=["loss_recovered"]
    )
    take_to("active", record, office, monday)
    random, seen = Random(1), set()

    for _ in range(STEPS):
        press_something(random, people, monday)
        promises_hold(fresh(record))
        seen |= set(Matter.objects.filter(kind="rectification").values_list("state", flat=True))

    assert {"noticed", "heard", "ordered"} <= seen
