"""Nothing harsher than what was notified is decided: of every measure, of the order, of the record itself."""

from datetime import datetime
from itertools import combinations, product

import pytest
from django.db import transaction
from django.test import Client
from tests.make import A_DAY, Office, issue_and_serve, make_record
from tests.rooms.consequences.cases import SERIOUS, fresh, make_graded, make_measure, propose, take_to

from chengxin.chain.consequences import hearing, operations, rectifying
from chengxin.chain.consequences.models import Measure
from chengxin.chain.consequences.notified import beyond_the_notice
from chengxin.chain.records import operations as records
from chengxin.chain.records.models import Record
from chengxin.chain.records.notifying import BeyondTheNotice, refuse_harsher_than_told
from chengxin.chain.records.queries import notified_of
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import preview
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.calendar import legal_day

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("rules")]

RELIEF = ("loss_recovered", "harm_removed", "harm_prevented")
LOSSES = (0, 5_000_00, 200_000_000, SERIOUS)
IMPACTS = ("limited", "notable", "grave")


def make_relieved(
    body: PublicBody,
    office: Office,
    at: datetime,
    *,
    loss: int = 5_000_00,
    impact: str = "notable",
    relief: tuple[str, ...] = ("loss_recovered",),
) -> Matter:
    """A record in force, noticed with what relief left of the measures: of a general case, an explanation only."""
    graded = make_graded(body=body, office=office, at=at, loss=loss, impact=impact, relief=relief)
    return take_to("active", graded, office, at)


def order(record: Matter, office: Office, at: datetime, days: int | None = 30) -> Matter:
    return rectifying.order_rectification(
        matter=record, by=office.officer, at=at, requirements="演示数据：支付工程款", days=days
    )


def kinds_of_documents(matter: Matter) -> list[str]:
    return list(Document.objects.filter(matter__parent=matter).values_list("kind", flat=True))


def drafted(matter: Matter, kind: str) -> Document:
    return Document.objects.select_related("matter").get(matter__parent=matter, kind=kind)


@pytest.fixture
def relieved(housing_bureau: PublicBody, office: Office, monday: datetime) -> Matter:
    """A general case whose notice told of an explanation only."""
    return make_relieved(housing_bureau, office, monday)


@pytest.fixture
def noticed(relieved: Matter, office: Office, monday: datetime) -> Matter:
    """An order to mend that was told of on its own."""
    matter = order(relieved, office, monday)
    issue_and_serve(document=drafted(matter, hearing.NOTICE_OF_ORDER), office=office, at=monday)
    return fresh(matter)


class TestTheOrder:
    def test_of_what_the_notice_told_needs_no_other(
        self, relieved: Matter, office: Office, monday: datetime
    ) -> None:
        matter = order(relieved, office, monday, days=None)

        assert list(notified_of(relieved).measures) == ["written_explanation"]
        assert kinds_of_documents(matter) == [rectifying.ORDER]

    def test_that_goes_beyond_is_told_of_first(
        self, relieved: Matter, office: Office, monday: datetime
    ) -> None:
        matter = order(relieved, office, monday)

        assert kinds_of_documents(matter) == [hearing.NOTICE_OF_ORDER]
        with pytest.raises(BeyondTheNotice, match="告知"):
            rectifying.draft_order(matter=matter, by=office.officer, at=monday)

    def test_waits_for_the_bodys_days_from_the_service_of_its_notice(
        self, noticed: Matter, office: Office, monday: datetime
    ) -> None:
        with pytest.raises(records.NotHeard):
            hearing.hear(matter=noticed, by=office.officer, at=monday, opinion="演示", days=30)

        running = Deadline.objects.running().get(matter=noticed)
        assert (running.clock, running.started_on) == ("measure.defence", legal_day(monday))
        hearing.hear(matter=noticed, by=office.officer, at=monday + 8 * A_DAY, opinion="演示", days=30)

    def test_binds_after_the_hearing_as_it_was_told(
        self, noticed: Matter, office: Office, monday: datetime
    ) -> None:
        hearing.defend(matter=noticed, by=office.liaison, at=monday, text="演示数据：说明", attachments=[])
        hearing.hear(matter=noticed, by=office.officer, at=monday, opinion="演示", days=30)
        rectifying.draft_order(matter=noticed, by=office.officer, at=monday)
        issue_and_serve(document=drafted(noticed, rectifying.ORDER), office=office, at=monday)

        ordered = fresh(noticed)
        assert (ordered.state, ordered.rectification.days, ordered.harms) == ("ordered", 30, True)

    @pytest.mark.parametrize("days", [None, 30, 45])
    def test_may_become_lighter_by_the_hearing(
        self, noticed: Matter, office: Office, monday: datetime, days: int | None
    ) -> None:
        hearing.defend(matter=noticed, by=office.liaison, at=monday, text="演示数据：说明", attachments=[])

        hearing.hear(matter=noticed, by=office.officer, at=monday, opinion="演示", days=days)

        assert fresh(noticed).rectification.days == days

    def test_never_becomes_graver_by_the_hearing(
        self, noticed: Matter, office: Office, monday: datetime
    ) -> None:
        hearing.defend(matter=noticed, by=office.liaison, at=monday, text="演示数据：说明", attachments=[])

        with pytest.raises(hearing.GraverThanTold, match="不得加重"):
            hearing.hear(matter=noticed, by=office.officer, at=monday, opinion="演示", days=29)

    def test_is_told_with_facts_basis_period_and_rights(
        self, relieved: Matter, office: Office, monday: datetime
    ) -> None:
        said = str(preview(drafted(order(relieved, office, monday), hearing.NOTICE_OF_ORDER)))

        for words in ("拟责令你单位限期整改", "30日", "5个工作日内", "不因陈述、申辩而加重", "陈述、申辩"):
            assert words in said

    def test_can_be_exempted_from_after_the_body_was_told(
        self, noticed: Matter, office: Office, monday: datetime
    ) -> None:
        rectifying.exempt(
            matter=noticed, by=office.head, at=monday, grounds=["loss_recovered"], reason="演示数据：已挽回"
        )

        assert noticed.state == "exempted"
        assert not Deadline.objects.running().filter(matter=noticed).exists()


class TestMeasures:
    def test_that_were_told_of_are_decided(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(body=housing_bureau, office=office, owner=owner_cao, at=monday)
        assert measure.matter.parent is not None

        assert "funds_limit" in notified_of(measure.matter.parent).measures
        operations.decide(matter=measure.matter, by=owner_cao, at=monday, decision="演示")

    def test_that_the_served_notice_did_not_name_are_not_decided(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(body=housing_bureau, office=office, owner=owner_cao, at=monday)
        record = Record.objects.get(pk=measure.matter.parent_id)
        told = {**record.notified, "measures": {"honours_bar": "取消荣誉评选资格"}}
        Record.objects.filter(pk=record.pk).update(notified=told)

        with pytest.raises(BeyondTheNotice, match="限制财政性资金分配"):
            operations.decide(matter=measure.matter, by=owner_cao, at=monday, decision="演示")

    def test_of_which_a_milder_form_was_told_are_not_decided(
        self, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        measure = make_measure(
            body=housing_bureau, office=office, owner=owner_cao, at=monday, code="reminder_interview"
        )
        Measure.objects.filter(pk=measure.pk).update(code="warning_interview", zh="警示约谈")

        with pytest.raises(BeyondTheNotice, match="警示约谈"):
            operations.decide(matter=fresh(measure.matter), by=owner_cao, at=monday, decision="演示")

    def test_proposed_later_are_told_by_a_notice_of_their_own(
        self, relieved: Matter, office: Office, owner_cao: Mandate, monday: datetime
    ) -> None:
        (measure,) = propose(relieved, office, owner_cao.body, monday, "honours_bar")
        notice = operations.draft_measure_notice(matter=relieved, by=office.officer, at=monday)
        issue_and_serve(document=notice, office=office, at=monday)
        operations.defend(matter=relieved, by=office.liaison, at=monday, text="演示", attachments=[])
        operations.hear(matter=relieved, by=office.officer, at=monday, opinion="演示")

        operations.decide(matter=fresh(measure.matter), by=owner_cao, at=monday, decision="演示")

        assert fresh(measure.matter).state == "decided"


class TestTheRecord:
    @pytest.mark.parametrize(
        ("graver", "said"),
        [
            ({"severity": "serious"}, "加重"),
            ({"record_type": "breach_finding"}, "清单事项"),
            ({"instrument_on": "2026-11-20"}, "公示至"),
        ],
    )
    def test_is_not_determined_graver_than_its_notice_told(
        self,
        housing_bureau: PublicBody,
        office: Office,
        monday: datetime,
        graver: dict[str, str],
        said: str,
    ) -> None:
        record = make_record(body=housing_bureau, office=office, at=monday, state="heard")
        Record.objects.filter(pk=record.pk).update(**graver)
        document = records.draft_decision(matter=fresh(record), by=office.officer, at=monday)

        with pytest.raises(BeyondTheNotice, match=said):
            preview(document)

    def test_may_be_determined_milder(
        self, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        record = make_record(body=housing_bureau, office=office, at=monday, state="heard")
        Record.objects.filter(pk=record.pk).update(severity="minor")

        refuse_harsher_than_told(Record.objects.get(pk=record.pk), on=legal_day(monday))


def test_whatever_the_grading_an_order_is_drafted_exactly_where_its_notice_told_of_it(
    housing_bureau: PublicBody, office: Office, monday: datetime
) -> None:
    grounds = [each for size in range(4) for each in combinations(RELIEF, size)]
    straight = 0

    for loss, impact, relief, days in product(LOSSES, IMPACTS, grounds[:2] + grounds[-1:], (None, 30)):
        with transaction.atomic():
            record = make_relieved(housing_bureau, office, monday, loss=loss, impact=impact, relief=relief)
            told = {row["text"] for row in _rows_of_the_notice(record)}
            matter = order(record, office, monday, days)
            orders = {"书面说明原因"} | ({"限期整改"} if matter.rectification.days is not None else set())
            was_told = orders <= told
            assert kinds_of_documents(matter) == [rectifying.ORDER if was_told else hearing.NOTICE_OF_ORDER]
            assert (
                beyond_the_notice(record, matter.rectification.days, on=legal_day(monday)) == ()
            ) is was_told
            straight += was_told
            transaction.set_rollback(True)

    assert 0 < straight < 2 * 3 * len(LOSSES) * len(IMPACTS)


def _rows_of_the_notice(record: Matter) -> list[dict[str, str]]:
    """What the table of the notice says, as it was issued."""
    served = drafted(record, "record_notice")
    return [{"text": row[0]} for element in served.said for row in element["rows"]]


def test_the_desk_leads_through_notice_and_hearing(
    relieved: Matter, office: Office, monday: datetime
) -> None:
    client = Client()
    client.force_login(office.officer.user)
    form = client.get(f"/desk/matters/{relieved.pk}/order_rectification/").content.decode()
    client.post(
        f"/desk/matters/{relieved.pk}/order_rectification/",
        {"version": relieved.version, "requirements": "演示数据：付清", "days": "30"},
    )
    matter = Matter.objects.get(kind="rectification", parent=relieved)
    proposed = {each.code for each in kind_of("rectification").buttons_for(matter, office.officer)}
    issue_and_serve(document=drafted(matter, hearing.NOTICE_OF_ORDER), office=office, at=monday)
    told = fresh(matter)

    assert "告知书没有告知限期整改" in form
    assert "draft_order" not in proposed
    assert {each.code for each in kind_of("rectification").buttons_for(told, office.liaison)} == {
        "defend_order"
    }
    assert {each.code for each in kind_of("rectification").buttons_for(told, office.officer)} == {"hear"}
