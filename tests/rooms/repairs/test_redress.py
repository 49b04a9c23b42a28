"""What is owed to a body whose record was wrong."""

from datetime import datetime

import pytest
from tests.make import A_DAY, Office, issue_and_serve, make_record
from tests.rooms.objections.cases import documents, fresh, make_public_record, object_to
from tests.rooms.repairs.cases import make_burdened_record
from tests.rooms.repairs.conftest import Board

from chengxin.chain.objections import deciding
from chengxin.chain.records import ends
from chengxin.chain.repairs import redress
from chengxin.chain.repairs.models import Redress
from chengxin.chain.repairs.queries import redress_of
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.documents.operations import preview
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin_core.calendar import legal_day
from chengxin_core.vocabulary import Ground

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]


@pytest.fixture
def record(rules: str, housing_bureau: PublicBody, office: Office, monday: datetime) -> Matter:
    """A record that is public."""
    return make_public_record(body=housing_bureau, office=office, at=monday)


def reverse(record: Matter, office: Office, at: datetime) -> Matter:
    """Withdraw a record because its judgment was reversed; return the redress that is owed."""
    ends.reverse(matter=fresh(record), by=office.head, at=at, reason="演示数据：再审撤销原判", attachments=[])
    return Matter.objects.get(kind="redress", parent=record)


class TestOwing:
    def test_begins_when_the_instrument_was_reversed(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        owed = reverse(record, office, monday)

        assert owed.state == "owed"
        assert redress_of(owed).ground == Ground.REVERSED
        assert redress_of(owed).reason == "演示数据：再审撤销原判"
        assert owed in Matter.objects.visible_to(office.liaison)

    def test_begins_when_an_objection_was_upheld(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        objection = object_to(record, office, monday, state="accepted")

        deciding.remove(matter=objection, by=office.head, at=monday, reason="演示数据：查明有误")

        assert redress_of(Matter.objects.get(kind="redress")).ground == Ground.OBJECTION_UPHELD

    def test_begins_when_the_organ_found_its_own_error(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        redress.withdraw_as_wrong(matter=record, by=office.head, at=monday, reason="演示数据：录入有误")

        assert redress_of(Matter.objects.get(kind="redress")).ground == Ground.ERROR
        assert fresh(record).state == "withdrawn"

    def test_does_not_begin_when_a_record_was_repaired_or_expired(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        make_record(body=housing_bureau, office=office, at=monday)

        ends.expire_due(at=monday + 4 * 366 * A_DAY)

        assert not Redress.objects.exists()

    def test_counts_three_working_days_from_when_the_reversal_was_known(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        redress.note_reversal(
            matter=record,
            by=office.officer,
            at=monday,
            known_on=legal_day(monday - 3 * A_DAY),
            statement="演示数据：收到再审判决",
            attachments=[],
        )

        owed = reverse(record, office, monday)

        deadline = Deadline.objects.get(matter=owed, clock="record.correct_report")
        assert (deadline.started_on, deadline.due_on) == (
            legal_day(monday - 3 * A_DAY),
            legal_day(monday + 2 * A_DAY),
        )

    def test_refuses_a_day_that_has_not_come(self, record: Matter, office: Office, monday: datetime) -> None:
        with pytest.raises(UnableToMove, match="晚于今天"):
            redress.note_reversal(
                matter=record,
                by=office.officer,
                at=monday,
                known_on=legal_day(monday + A_DAY),
                statement="演示",
                attachments=[],
            )


class TestMakingGood:
    def test_tells_those_who_had_been_told(
        self,
        rules: str,
        housing_bureau: PublicBody,
        office: Office,
        owner_cao: Mandate,
        monday: datetime,
        finance_bureau: PublicBody,
    ) -> None:
        record, _ = make_burdened_record(body=housing_bureau, office=office, owner=owner_cao, at=monday)

        owed = reverse(record, office, monday)

        official = preview(documents(owed)["redress_notice"])
        assert official.copies == (finance_bureau.name,)
        assert "公示网站，2026-11-23至2026-11-23" in str(official.body)

    def test_is_done_with_the_service_of_its_notice(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        owed = reverse(record, office, monday)

        issue_and_serve(document=documents(owed)["redress_notice"], office=office, at=monday + A_DAY)

        assert fresh(owed).state == "done"
        assert Deadline.objects.get(matter=owed).was_kept

    def test_withdraws_by_a_decision_where_no_objection_was_decided(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        owed = reverse(record, office, monday)

        assert set(documents(owed)) == {"redress_notice", "withdrawal_decision"}
        assert "再审撤销原判" in str(preview(documents(owed)["withdrawal_decision"]).body)

    def test_keeps_the_record_from_the_archive_until_it_is_done(
        self, record: Matter, office: Office, monday: datetime, board: Board
    ) -> None:
        owed = reverse(record, office, monday)
        run_sequencer(at=monday)

        before = ends.archive_ended(at=monday)
        for document in documents(owed).values():
            issue_and_serve(document=document, office=office, at=monday)
        after = ends.archive_ended(at=monday)

        assert (before, after) == (0, 1)
        assert fresh(record).state == "archived"
