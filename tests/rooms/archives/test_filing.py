"""What is closed is filed once a year, read-only and whole; it is destroyed by two persons, past its term, unheld."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import make_mandate
from tests.make import Office, issue_and_serve, make_record
from tests.papers import paper

from chengxin.chain.evidence.queries import open_instrument
from chengxin.chain.records.ends import archive_ended
from chengxin.chain.records.operations import dismiss
from chengxin.chain.records.queries import instruments_of
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.archives import filing as filings
from chengxin.foundation.archives.appraising import NotToBeDestroyed, appraise, carry_out, decide, hold
from chengxin.foundation.archives.filing import ask_for_filing, check_package, make_filing, store_package
from chengxin.foundation.archives.models import Appraisal, FiledCase, Filing, FilingState
from chengxin.foundation.archives.packing import MANIFEST
from chengxin.foundation.archives.queries import due_for_transfer, past_their_term
from chengxin.foundation.archives.tables import NotApproved, approve_table, change_table, draft_table
from chengxin.foundation.archives.transferring import note_transfer
from chengxin.foundation.documents.models import Document
from chengxin.foundation.matters.models import Attachment, Matter
from chengxin.foundation.matters.operations import Filed, add_note, attach, move
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.foundation.worklists.models import Circulation
from chengxin.ground import clock, files, home
from chengxin.ground.attachments import take
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]

AFTER = datetime.fromisoformat("2026-12-01T09:00:00+08:00")


@pytest.fixture
def archivist(rules: str, credit_office: PublicBody, city: Region) -> Mandate:
    return make_mandate("dang", Actor.ARCHIVIST, credit_office, city.path)


@pytest.fixture
def closed(rules: str, housing_bureau: PublicBody, office: Office, monday: datetime) -> Matter:
    """A record that was not determined; everybody was told; its case file lies in the archive zone."""
    matter = make_record(body=housing_bureau, office=office, at=monday, state="heard")
    scan = take(home.current(), SimpleUploadedFile("回执.pdf", paper()))
    attach(matter=matter, part="proof", uploads=[scan], by=office.officer, at=monday)
    dismiss(matter=matter, by=office.head, at=monday, reason="演示数据：证据不足")
    told = Document.objects.get(matter__parent=matter, matter__state="drafted")
    issue_and_serve(document=told, office=office, at=monday)
    assert archive_ended(at=monday + timedelta(1)) == 1
    matter.refresh_from_db()
    return matter


@pytest.fixture
def approved(archivist: Mandate, office: Office, monday: datetime) -> None:
    """The rulebook's table, with ten years for records, so that they come to their end before the archives ask."""
    table = draft_table(by=archivist, at=monday)
    change_table(table=table, terms={"record": "ten", "proposal": "permanent"}, by=archivist, at=monday)
    table.refresh_from_db()
    approve_table(table=table, by=office.head, reason="演示数据", at=monday)


@pytest.fixture
def filed(closed: Matter, approved: None, archivist: Mandate, monday: datetime) -> FiledCase:
    return file_year(archivist, monday)


def file_year(archivist: Mandate, at: datetime) -> FiledCase:
    filing = ask_for_filing(year=2026, by=archivist, at=at)
    make_filing(filing=filing, home=home.current(), at=at)
    assert filing.state == FilingState.DONE
    return FiledCase.objects.select_related("filing", "matter").get(filing=filing)


def package_of(filing: Filing) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(files.read(home.current(), filing.package)))


class TestATable:
    def test_is_the_rulebooks_until_changed_and_is_approved_by_another_person(
        self, archivist: Mandate, office: Office, monday: datetime
    ) -> None:
        with pytest.raises(NotApproved):
            ask_for_filing(year=2026, by=archivist, at=monday)

        table = draft_table(by=archivist, at=monday)

        terms = {line.kind: line.years for line in table.lines.all()}
        assert (terms["record"], terms["proposal"], terms["complaint"]) == (30, None, 10)
        approve_table(table=table, by=office.head, reason="演示数据", at=monday)
        with pytest.raises(NotApproved):
            change_table(table=table, terms={}, by=archivist, at=monday)
        assert draft_table(by=archivist, at=monday).version == 2


class TestAFiling:
    def test_packs_lists_matter_and_files_with_sums_that_hold(self, filed: FiledCase) -> None:
        package = package_of(filed.filing)

        lines = [line.split("  ", 1) for line in package.read(MANIFEST).decode().splitlines()]
        sums = {name: digest for digest, name in lines}
        names = set(package.namelist())
        assert names - set(sums) == {MANIFEST}
        assert all(sha256(package.read(name)).hexdigest() == sums[name] for name in sums)
        assert {"案卷目录.csv", "移交清单.csv", "0001/卷内目录.csv"} <= names
        assert any(name.endswith("回执.pdf") for name in names)
        assert sum("文书" in name for name in names) == 4  # notice and dismissal, each as PDF and DOCX
        assert filed.code in package.read("案卷目录.csv").decode()

    def test_made_twice_is_the_same_to_the_byte(self, filed: FiledCase) -> None:
        before = filed.filing.package

        store_package(filed.filing, home.current())
        check_package(filing=filed.filing, home=home.current(), at=AFTER)

        assert (filed.filing.package, filed.filing.is_sound) == (before, True)
        files.path_of(home.current(), before).write_bytes(b"PK")
        check_package(filing=filed.filing, home=home.current(), at=AFTER)
        assert filed.filing.is_sound is False

    def test_broken_off_goes_on_where_it_was_and_files_nothing_twice(
        self,
        closed: Matter,
        approved: None,
        archivist: Mandate,
        monday: datetime,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        filing = ask_for_filing(year=2026, by=archivist, at=monday)
        with monkeypatch.context() as broken:
            broken.setattr(filings, "pack", lambda *_: 1 / 0)
            make_filing(filing=filing, home=home.current(), at=monday)
        assert filing.state == FilingState.FAILED

        make_filing(filing=filing, home=home.current(), at=monday)

        assert (filing.state, filing.cases.count()) == (FilingState.DONE, 1)
        again = ask_for_filing(year=2026, by=archivist, at=monday)
        make_filing(filing=again, home=home.current(), at=monday)
        assert again.state == FilingState.EMPTY

    def test_leaves_what_is_still_open(
        self,
        housing_bureau: PublicBody,
        office: Office,
        approved: None,
        archivist: Mandate,
        monday: datetime,
    ) -> None:
        make_record(body=housing_bureau, office=office, at=monday, state="submitted")
        filing = ask_for_filing(year=2026, by=archivist, at=monday)

        make_filing(filing=filing, home=home.current(), at=monday)

        assert filing.state == FilingState.EMPTY


class TestWhatIsFiled:
    def test_is_moved_and_edited_by_nobody(
        self, filed: FiledCase, closed: Matter, office: Office, monday: datetime
    ) -> None:
        seen_before, now = closed, Matter.objects.get(pk=closed.pk)

        with pytest.raises(Filed):
            move(matter=now, code="archive", by=None, at=monday)
        for write in (
            lambda: add_note(matter=seen_before, part="defence", text="演示", by=office.head, at=monday),
            lambda: attach(matter=seen_before, part="proof", uploads=[], by=office.head, at=monday),
        ):
            with pytest.raises(Filed):
                write()
        assert kind_of("record").buttons_for(now, office.head) == []
        assert not Matter.objects.filter(parent=closed, filed_at=None).exists()

    def test_goes_to_the_archives_after_the_years_of_its_organ(
        self, closed: Matter, archivist: Mandate, office: Office, monday: datetime
    ) -> None:
        table = draft_table(by=archivist, at=monday)
        approve_table(table=table, by=office.head, reason="演示数据", at=monday)
        case = file_year(archivist, monday)
        day = legal_day(closed.moved_at)

        assert case.transfer_on == day.replace(year=day.year + 20)  # an organ of a city
        assert not due_for_transfer(archivist.body_id, on=day).exists()
        then = monday.replace(year=2047)
        assert note_transfer(cases=[case.pk], receipt="演示移交1号", by=archivist, at=then) == 1
        assert not due_for_transfer(archivist.body_id, on=legal_day(then)).exists()


class TestDestruction:
    then = datetime.fromisoformat("2037-02-01T09:00:00+08:00")

    def test_waits_for_the_term_and_a_hold_stops_it_even_after_the_approval(
        self, filed: FiledCase, archivist: Mandate, office: Office, monday: datetime
    ) -> None:
        assert not past_their_term(archivist.body_id, on=legal_day(monday)).exists()
        with pytest.raises(NotToBeDestroyed):
            appraise(cases=[filed.pk], opinion="演示", by=archivist, at=monday)
        listed = self.approved(filed, archivist, office)
        hold(case=filed, ground="演示诉讼", by=archivist, at=self.then)

        assert carry_out(appraisal=listed, home=home.current(), at=self.then) == set()

        assert Attachment.objects.filter(matter=filed.matter).exists()

    def test_is_by_two_persons_blanks_the_case_and_keeps_the_list(
        self,
        filed: FiledCase,
        archivist: Mandate,
        office: Office,
        django_capture_on_commit_callbacks: Callable[..., Any],
    ) -> None:
        kept = [line["kept"] for line in filed.contents]
        passed_on = Circulation.objects.create(
            matter=filed.matter, by=office.officer, to=office.head, note="演示数据：请阅", at=self.then
        )
        listed = self.approved(filed, archivist, office)

        with django_capture_on_commit_callbacks(execute=True):
            changed = carry_out(appraisal=listed, home=home.current(), at=self.then)
            assert all(
                files.path_of(home.current(), each).exists() for each in kept
            )  # until it has come about
        for filing in changed:
            store_package(Filing.objects.get(pk=filing), home.current())

        filed.refresh_from_db()
        filed.filing.refresh_from_db()
        listed.refresh_from_db()
        assert listed.lines[0]["code"] == filed.code
        assert filed.matter.title == "已按鉴定销毁清单销毁"
        assert filed.matter.record.facts == ""
        passed_on.refresh_from_db()
        assert passed_on.note == ""
        (instrument,) = instruments_of(filed.matter.record)
        assert open_instrument(instrument).parties == []
        assert not any(files.path_of(home.current(), each).exists() for each in kept)
        assert [name for name in package_of(filed.filing).namelist() if name.startswith("0001/")] == []

    def approved(self, filed: FiledCase, archivist: Mandate, office: Office) -> Appraisal:
        listed = appraise(cases=[filed.pk], opinion="演示：无继续保存价值", by=archivist, at=self.then)
        decide(appraisal=listed, approve=True, reason="演示：同意", by=office.head, at=self.then)
        return listed


def test_the_archivist_works_through_the_pages_and_a_package_asks_what_for(
    filed: FiledCase, archivist: Mandate, office: Office, client: Client
) -> None:
    client.force_login(archivist.user)
    at = f"/desk/archives/filings/{filed.filing_id}/"

    pages = [
        client.get(address).content.decode()
        for address in ("/desk/archives/", at, f"/desk/archives/cases/{filed.pk}/")
    ]
    asked = client.post(f"{at}package/", {"purpose": ""})
    taken = client.post(f"{at}package/", {"purpose": "演示核对"})

    assert filed.code in pages[1]
    assert "请写明查阅目的" in asked.content.decode()
    assert b"".join(taken.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert "演示核对" in client.get(at).content.decode()
    with clock.standing_at(TestDestruction.then):
        assert filed.code in client.get("/desk/archives/appraisals/").content.decode()
    client.force_login(office.officer.user)
    assert client.get(at).status_code == 403
