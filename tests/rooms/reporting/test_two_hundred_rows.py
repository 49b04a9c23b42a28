"""The journey of a Monday: 200 rows leave, 3 come back, one is lost, one is repaired there first; in the end: nothing
differs."""

from datetime import datetime, timedelta

import pytest
from tests.make import Office
from tests.publishing import matter_of
from tests.rooms.objections.cases import fresh, make_public_record
from tests.rooms.reporting.cases import HOUR, Simulation, Town, exchange, states

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.reporting import notices
from chengxin.foundation.reporting.models import Mismatched, Submission
from chengxin.foundation.reporting.operations import answer_return
from chengxin.foundation.reporting.reconciling import reconcile
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.queries import everywhere
from chengxin.foundation.transparency.sequencer import run_sequencer

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]


def test_two_hundred_rows_are_reported_mended_reconciled_and_one_follows_the_platform(
    simulated: Simulation, town: Town, housing_bureau: PublicBody, office: Office, monday: datetime
) -> None:
    record = make_public_record(body=housing_bureau, office=office, at=monday)
    for _ in range(199):
        town.publish()
    simulated.control(reject_rows=[16, 92, 157], lose_rows=[50], late=True)

    assert exchange(monday).rows == 200
    assert states() == {"sent": 200}

    simulated.control(late=False)
    tuesday = monday + timedelta(days=1)
    assert exchange(tuesday).receipts == 200
    assert states() == {"accepted": 197, "returned": 3}

    # Two are corrected, one is explained.
    first, second, third = Submission.objects.filter(state="returned")
    for each in (first, second):
        assert each.publication is not None
        assert (each.field, each.reason) == ("YJWH", "认定依据文号与登记不符")
        basis = {
            "kind": "judgment",
            "number": "（2026）演01行终9号",
            "organ": "演示市中级人民法院",
            "date": "2026-09-01",
        }
        town.correct(each.publication, at=tuesday, basis=basis)
    assert third.publication is not None
    answer_return(
        matter=matter_of(third.publication),
        by=office.officer,
        at=tuesday,
        explanation="演示数据：文号经核对无误",
    )
    assert exchange(tuesday).rows == 3
    assert states() == {"accepted": 200, "replaced": 2}

    # The platform said that it took one which it lost: reconciliation finds it.
    found = reconcile(at=tuesday + HOUR)
    assert (found.ours, found.theirs, found.differences) == (200, 199, 1)
    lost = Mismatched.objects.get(reconciliation=found)
    assert (lost.mismatch, lost.done) == ("missing", "已重新报送")
    exchange(tuesday + 2 * HOUR)
    again = reconcile(at=tuesday + 3 * HOUR)
    assert (again.ours, again.theirs, again.differences) == (200, 200, 0)

    # The platform repairs the record first; ours follows once the head has confirmed it.
    published = Publication.objects.get(matter=record)
    simulated.control(repair=published.key)
    assert exchange(tuesday + 4 * HOUR).notices == 1
    assert fresh(record).state == "active"
    assert reconcile(at=tuesday + 4 * HOUR).differences == 1
    notice = Matter.objects.get(kind="platform_notice", parent=record)
    notices.propose(
        matter=notice, by=office.officer, at=tuesday + 5 * HOUR, finding="演示数据：付款凭证已核对"
    )
    notices.confirm(matter=fresh(notice), by=office.head, at=tuesday + 5 * HOUR)
    assert fresh(record).state == "repaired"
    run_sequencer(at=tuesday + 5 * HOUR)
    assert not everywhere(published)
    exchange(tuesday + 6 * HOUR)
    assert everywhere(published)
    last = reconcile(at=tuesday + 7 * HOUR)
    assert (last.ours, last.theirs, last.in_transit, last.returned, last.differences) == (199, 199, 0, 0, 0)
