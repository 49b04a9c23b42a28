"""复核: the body that was found in breach has the finding reviewed by the organ above the finding one, once."""

from datetime import datetime

import pytest

from chengxin.chain.evidence.models import Instrument
from chengxin.chain.records.models import Record
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import preview
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.reception.queries import lines_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin.mechanisms.supervision import answering, operations, rechecking
from chengxin.mechanisms.supervision.queries import recheck_until
from chengxin.site.demo.complaints import A_DAY, Sent, take

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]

WHY = "经查，合同第九条约定的付款条件在认定时确已成就，认定的事实清楚、程序合法。"
WRONG = "经查，双方在认定以前已经书面变更付款期限，期限尚未届满，原认定的事实不能成立。"


@pytest.fixture
def determined(sent: Sent, monday: datetime) -> Sent:
    take(sent, "determined", monday)
    return sent


def ask(sent: Sent, at: datetime) -> None:
    rechecking.seek_recheck(
        matter=sent.fresh(), by=sent.desks.verifier.liaison, at=at, text="付款期限已经变更。", attachments=[]
    )


def propose(sent: Sent, outcome: str, answer: str, at: datetime) -> None:
    answering.propose_reply(
        matter=sent.fresh(),
        by=sent.desks.review_officer,
        at=at,
        outcome=outcome,
        finding=answer,
        answer=answer,
        days=None,
    )


def test_goes_to_the_organ_above_the_finding_one_with_thirty_days(
    determined: Sent, city_government: PublicBody, monday: datetime
) -> None:
    assert str(recheck_until(determined.fresh())) == "2026-12-30"
    ask(determined, monday + 10 * A_DAY)

    assert determined.fresh().state == "rechecking"
    assert determined.fresh().organ == city_government
    (running,) = Deadline.objects.running().filter(matter=determined.matter)
    assert (running.clock, str(running.due_on)) == ("finding.review_decide", "2027-01-04")


def test_may_be_asked_for_in_its_days_only_and_keeps_the_matter_open_until_then(
    determined: Sent, monday: datetime
) -> None:
    with pytest.raises(operations.MayStillAsk):
        operations.close(matter=determined.fresh(), by=None, at=monday + 10 * A_DAY)
    with pytest.raises(rechecking.NoRecheck, match="届满"):
        ask(determined, monday + 60 * A_DAY)
    operations.close(matter=determined.fresh(), by=None, at=monday + 60 * A_DAY)
    assert determined.fresh().state == "closed"


def test_is_not_decided_by_who_found_it(determined: Sent, monday: datetime) -> None:
    ask(determined, monday + 10 * A_DAY)
    propose(determined, "uphold_finding", WHY, monday + 11 * A_DAY)

    with pytest.raises(NotCompetent):
        rechecking.uphold_finding(
            matter=determined.fresh(), by=determined.desks.verifier.head, at=monday + 12 * A_DAY
        )


def test_upheld_the_finding_stands_and_both_sides_are_told(determined: Sent, monday: datetime) -> None:
    ask(determined, monday + 10 * A_DAY)
    propose(determined, "uphold_finding", WHY, monday + 11 * A_DAY)
    rechecking.uphold_finding(
        matter=determined.fresh(), by=determined.desks.review_head, at=monday + 12 * A_DAY
    )

    assert determined.fresh().state == "closed"
    assert lines_of(determined.voice)[-1].text == WHY
    assert "维持上述认定书" in repr(preview(Document.objects.get(kind=rechecking.RESULT)))
    assert Instrument.objects.get().is_final
    with pytest.raises(UnableToMove):
        ask(determined, monday + 13 * A_DAY)


def test_quashed_the_finding_bears_no_record_any_more(determined: Sent, monday: datetime) -> None:
    (record,) = Record.objects.select_related("matter")
    ask(determined, monday + 10 * A_DAY)
    propose(determined, "quash_finding", WRONG, monday + 11 * A_DAY)
    rechecking.quash_finding(
        matter=determined.fresh(), by=determined.desks.review_head, at=monday + 12 * A_DAY
    )

    assert determined.fresh().state == "quashed"
    assert not Instrument.objects.get().is_final
    record.matter.refresh_from_db()
    assert record.matter.state == "dismissed"
    assert "撤销上述认定书" in repr(preview(Document.objects.get(kind=rechecking.RESULT)))
