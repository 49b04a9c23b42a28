"""Whatever the order of moves: what was upheld or repaired leaves nothing public and no measure in force."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime

import pytest
from django.db import transaction
from tests.make import Office
from tests.rooms.consequences.cases import GENERAL
from tests.rooms.objections.cases import fresh, make_public_record, object_to, put_right, release, shown
from tests.rooms.repairs.cases import apply_for, doubt, grant, make_burdened_record
from tests.rooms.repairs.conftest import Board

from chengxin.chain.consequences.models import Measure
from chengxin.chain.consequences.operations import acknowledge
from chengxin.chain.objections import deciding
from chengxin.chain.objections import operations as objections
from chengxin.chain.objections.queries import is_contested
from chengxin.chain.records import ends
from chengxin.chain.repairs import effects
from chengxin.chain.repairs import operations as repairs
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.operations import AlreadyPublished, mark, unmark
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin_core.calendar import legal_day
from chengxin_core.vocabulary import Ground

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]

STEPS = 20
EVERY_END = (0, 1, 2, 3, 4, 5, 6, 7, 14, 17, 25, 39)  # walks that between them come to every end there is


class Walk:
    """One record and everything that anybody may try to do with it."""

    def __init__(
        self, record: Matter, measure: Measure, office: Office, owner: Mandate, at: datetime
    ) -> None:
        self.record, self.measure, self.office, self.owner, self.at = record, measure, office, owner, at

    def moves(self) -> list[Callable[[], object]]:
        office, at = self.office, self.at
        return [
            lambda: object_to(fresh(self.record), office, at),
            lambda: objections.accept(matter=self.child("objection"), by=office.officer, at=at),
            lambda: objections.decline(
                matter=self.child("objection"), by=office.officer, at=at, reason="演示"
            ),
            lambda: objections.ask_supplier(
                matter=self.child("objection"), by=office.officer, at=at, supplier="演示", question="演示"
            ),
            lambda: put_right(self.child("objection"), office, at, loss=GENERAL),
            lambda: deciding.remove(matter=self.child("objection"), by=office.head, at=at, reason="演示"),
            lambda: deciding.maintain(matter=self.child("objection"), by=office.head, at=at, reason="演示"),
            lambda: apply_for(fresh(self.record), office, at),
            lambda: repairs.accept(matter=self.child("repair"), by=office.officer, at=at),
            lambda: grant(self.child("repair"), office, at),
            lambda: repairs.refuse(matter=self.child("repair"), by=office.head, at=at, reason="演示"),
            lambda: effects.acknowledge_sharing(
                matter=self.child("repair"), by=office.officer, at=at, receipt="演示", attachments=[]
            ),
            lambda: acknowledge(
                matter=fresh(self.measure.matter), by=self.owner, at=at, lifted_on=legal_day(at), what="演示"
            ),
            lambda: release(self.record, office, at),
            lambda: ends.withdraw_record(
                matter=fresh(self.record), by=office.head, at=at, ground=Ground.REVERSED, reason="演示"
            ),
            lambda: effects.settle_all(at=at),
            lambda: doubt(self.child("repair"), office, at, "revoked"),
        ]

    def child(self, kind: str) -> Matter:
        found = Matter.objects.filter(parent=self.record, kind=kind).order_by("-pk").first()
        if found is None:
            raise UnableToMove("nothing there yet")
        return fresh(found)

    def states(self, kind: str) -> set[str]:
        return set(Matter.objects.filter(parent=self.record, kind=kind).values_list("state", flat=True))

    def check(self) -> None:
        record, public = fresh(self.record), shown(self.record)
        if self.states("objection") & {"removed"} or self.states("repair") & {
            "granted",
            "completed",
            "revoked",
        }:
            assert public is None
            assert self.states("measure").isdisjoint({"in_force", "decided"})
            assert record.state in {"withdrawn", "repaired"}
            assert Publication.objects.filter(state="in_force").count() == 0
        if self.states("repair") & {"completed"}:
            assert self.states("measure") <= {"lifted", "refused", "dropped"}
        if public is not None:
            assert record.state == "active"
            assert public.marked == is_contested(record)
        if record.state != "active":
            assert self.states("objection").isdisjoint({"filed", "accepted", "verifying"})
            assert self.states("repair").isdisjoint({"applied", "accepted"})


@pytest.mark.parametrize("walks", [EVERY_END, pytest.param(range(60), marks=pytest.mark.soak)])
def test_no_order_of_moves_leaves_a_trace(
    walks: Sequence[int],
    rules: str,
    housing_bureau: PublicBody,
    office: Office,
    owner_cao: Mandate,
    monday: datetime,
    board: Board,
) -> None:
    record, measure = make_burdened_record(body=housing_bureau, office=office, owner=owner_cao, at=monday)
    walk, reached = Walk(record, measure, office, owner_cao, monday), set()

    for seed in walks:
        chance = random.Random(seed)
        with transaction.atomic():
            for _ in range(STEPS):
                try:
                    with transaction.atomic():
                        chance.choice(walk.moves())()
                except (UnableToMove, AlreadyPublished):
                    continue
                walk.check()
            reached |= {fresh(record).state, *walk.states("objection"), *walk.states("repair")}
            transaction.set_rollback(True)

    assert reached >= {"withdrawn", "corrected", "repaired", "removed", "maintained", "granted", "lapsed"}
    assert "revoked" in reached


def test_a_repair_that_is_complete_is_gone_everywhere(
    rules: str, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime, board: Board
) -> None:
    record, measure = make_burdened_record(body=housing_bureau, office=office, owner=owner_cao, at=monday)
    run_sequencer(at=monday)
    objection = object_to(record, office, monday, state="accepted")
    put_right(objection, office, monday, loss=GENERAL)
    release(record, office, monday)
    repair = apply_for(record, office, monday, "granted")
    run_sequencer(at=monday)
    effects.acknowledge_sharing(matter=repair, by=office.officer, at=monday, receipt="演示", attachments=[])
    acknowledge(
        matter=fresh(measure.matter), by=owner_cao, at=monday, lifted_on=legal_day(monday), what="演示"
    )

    assert fresh(repair).state == "completed"
    assert board.shown == {}
    assert not Publication.objects.filter(matter=record, versions__content__isnull=False).exists()


def test_what_can_be_marked_can_be_unmarked(
    rules: str, housing_bureau: PublicBody, office: Office, monday: datetime, board: Board
) -> None:
    record = make_public_record(body=housing_bureau, office=office, at=monday)
    run_sequencer(at=monday)
    (plain,) = board.shown.values()

    for publication in Publication.objects.all():
        mark(publication=publication, at=monday)
    run_sequencer(at=monday)
    (marked,) = board.shown.values()
    for publication in Publication.objects.filter(matter=record):
        unmark(publication=publication, at=monday)
    run_sequencer(at=monday)

    assert (b'"objection_marker":true' in marked, b'"objection_marker":true' in plain) == (True, False)
    assert list(board.shown.values()) == [plain]
