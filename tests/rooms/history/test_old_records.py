"""Old records come in with their days as they were: untimed, unpublished, withdrawn whole while unused."""

import io
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.make import Office
from tests.papers import paper

from chengxin.chain.history.models import HistoricBatch
from chengxin.chain.history.rows import columns
from chengxin.chain.history.taking_in import LIMITS, NotWithdrawn, take_file, take_in, withdraw
from chengxin.chain.records import operations as records
from chengxin.chain.records.historic import permission_of
from chengxin.foundation.deadlines.models import Deadline, Owes
from chengxin.foundation.deadlines.operations import start_deadline
from chengxin.foundation.matters.models import Attachment, Matter
from chengxin.foundation.matters.queries import opened_between
from chengxin.ground import home
from chengxin.ground.attachments import Upload, take
from chengxin.ground.sheets import SourceRow, open_rows
from chengxin_core.lifecycle.records import RecordState

pytestmark = [pytest.mark.django_db, pytest.mark.engine]

HEAD = "单位,认定文书种类,作出机关,文号,文书日期,失信事实,失信行为终止日期,失信程度,附件\n"
RECENT = (
    "演示县住房和城乡建设局,违约失信认定,演示市发展和改革委员会,演发改认〔2026〕3号,2026-05-06,"
    "演示数据：未支付工程款。,2026-03-01,,认定书.pdf\n"
)
OLD = (
    "演示县住房和城乡建设局,司法判决,演示市中级人民法院,（2017）演01行终5号,2017年5月6日,"
    "演示数据：未支付租金。,2016-01-01,严重,\n"
)
WRONG = (
    "演示县某局,违约失信认定,演示市发展和改革委员会,演发改认〔2024〕4号,2031-01-01,演示数据。,,,没有的.pdf\n"
)


def handed_in(office: Office, at: datetime, *rows: str) -> HistoricBatch:
    file = io.BytesIO((HEAD + "".join(rows)).encode())
    batch = take_file(file=file, name="旧记录.csv", scans=[scan()], by=office.officer, at=at)
    take_in(batch=batch, at=at)
    return batch


def scan() -> Upload:
    return take(home.current(), SimpleUploadedFile("认定书.PDF", paper()))


@pytest.fixture
def batch(rules: str, office: Office, monday: datetime) -> HistoricBatch:
    return handed_in(office, monday, RECENT, OLD, WRONG)


@pytest.fixture
def recent(batch: HistoricBatch) -> Matter:
    return Matter.objects.get(historic_entry__row=2)


@pytest.fixture
def old(batch: HistoricBatch) -> Matter:
    return Matter.objects.get(historic_entry__row=3)


def submitted(matter: Matter, office: Office, at: datetime) -> None:
    record = matter.record
    records.submit(
        matter=matter,
        by=office.officer,
        at=at,
        record_type=record.record_type,
        area=record.area,
        facts=record.facts,
        conduct_ended_on=record.conduct_ended_on,
    )


class TestAFile:
    def test_becomes_records_with_their_own_days_and_ends_and_tells_what_is_wrong(
        self, batch: HistoricBatch, recent: Matter
    ) -> None:
        assert (batch.kept, batch.past, batch.refused, batch.left_over) == (2, 1, 1, 0)
        assert recent.record.instrument_on == date(2026, 5, 6)
        assert recent.record.ends_on == date(2027, 5, 6)
        assert Attachment.objects.get(matter=recent).name == "认定书.PDF"

    def test_handed_in_twice_changes_nothing(
        self, batch: HistoricBatch, office: Office, monday: datetime
    ) -> None:
        assert handed_in(office, monday, RECENT, OLD, WRONG) == batch
        assert handed_in(office, monday, RECENT).duplicates == 1
        assert Matter.objects.filter(is_historic=True).count() == 2

    def test_gives_its_refused_rows_back_with_every_reason(
        self, batch: HistoricBatch, office: Office, client: Client
    ) -> None:
        client.force_login(office.officer.user)

        page = client.get(f"/desk/history/{batch.pk}/").content.decode()
        mended = io.BytesIO(client.get(f"/desk/history/{batch.pk}/refused.xlsx").content)

        for column in ("单位", "文书日期", "附件"):
            assert f"第 4 行「{column}」" in page
        with open_rows(mended, filename="x.xlsx", columns=columns(), limits=LIMITS) as rows:
            (row,) = [each for each in rows if isinstance(each, SourceRow)]
        assert row.cells["body"] == "演示县某局"


class TestAnOldRecord:
    def test_is_nobodys_work_and_no_new_case_of_today(self, recent: Matter, monday: datetime) -> None:
        assert not Deadline.objects.exists()
        assert not recent.is_open
        assert not Matter.objects.filter(opened_between(monday, monday.replace(hour=23))).exists()

    def test_past_its_end_is_refused_with_clause_and_arithmetic(
        self, old: Matter, office: Office, monday: datetime, client: Client
    ) -> None:
        client.force_login(office.officer.user)

        with pytest.raises(records.PastItsLawfulEnd, match=r"C-16.*2016-01-01 起 5 年"):
            submitted(old, office, monday)

        page = client.get(f"/desk/matters/{old.pk}/").content.decode()
        assert "依法不得公示" in page
        assert "/submit/" not in page
        assert "2016-01-01" in page

    def test_goes_the_ordinary_way_where_the_organ_stays_untimed_and_the_body_keeps_its_days(
        self, recent: Matter, office: Office, monday: datetime
    ) -> None:
        assert permission_of(recent, on=date(2026, 11, 23)).allowed

        submitted(recent, office, monday)
        start_deadline(
            matter=recent,
            clock="record.defence",
            title="陈述申辩",
            owes=Owes.BODY,
            start=date(2026, 11, 23),
            started_by="演示数据",
        )

        assert recent.is_open
        assert [each.clock for each in recent.deadlines.all()] == ["record.defence"]


class TestABatch:
    def test_is_withdrawn_whole_leaves_its_trace_and_may_come_again(
        self, batch: HistoricBatch, recent: Matter, office: Office, monday: datetime
    ) -> None:
        withdraw(batch=batch, by=office.head, reason="来源有误", at=monday)

        recent.refresh_from_db()
        assert recent.state == RecordState.RETRACTED
        assert (batch.withdrawn_by, batch.withdrawn_because) == (office.head, "来源有误")
        assert handed_in(office, monday, RECENT, OLD, WRONG).kept == 2

    def test_of_which_something_was_used_stays(
        self, batch: HistoricBatch, recent: Matter, office: Office, monday: datetime, client: Client
    ) -> None:
        submitted(recent, office, monday)
        client.force_login(office.head.user)

        with pytest.raises(NotWithdrawn, match="1 条记录"):
            withdraw(batch=batch, by=office.head, reason="来源有误", at=monday)

        assert "不能整批撤回" in client.get(f"/desk/history/{batch.pk}/").content.decode()

    def test_is_handed_in_through_the_page_and_seen_by_its_own_organ_alone(
        self, rules: str, office: Office, client: Client, monday: datetime
    ) -> None:
        client.force_login(office.officer.user)
        sent = client.post(
            "/desk/history/",
            {
                "file": SimpleUploadedFile("a.csv", (HEAD + RECENT).encode()),
                "scans": SimpleUploadedFile("认定书.pdf", paper()),
            },
        )

        assert sent.status_code == 302
        assert "0%" in client.get(sent["Location"]).content.decode()
        take_in(batch=HistoricBatch.objects.get(), at=monday)
        assert "2027-05-06" in client.get(sent["Location"]).content.decode()
        client.force_login(office.liaison.user)
        assert client.get(sent["Location"]).status_code == 403
