"""What the desk and the command line show, who may see it, and that no page asks the platform anything."""

import csv
import io
import zipfile
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from pytest_django.fixtures import Settings
from tests.cast import make_mandate, make_region
from tests.make import Office
from tests.rooms.objections.cases import make_public_record
from tests.rooms.reporting.cases import HOUR, Simulation, Town, exchange, states

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.reporting import connection, jobs
from chengxin.foundation.reporting.commands import platform
from chengxin.foundation.reporting.models import Batch, Reconciliation
from chengxin.foundation.reporting.reconciling import reconcile
from chengxin.foundation.subjects.models import Level, PublicBody, Region
from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground import keys
from chengxin.ground.home import Home
from chengxin.ground.jobs import work_off
from chengxin_core.lifecycle.table import Actor

pytestmark = pytest.mark.django_db(databases="__all__")
HOME = "/desk/platform/"


def texts_of(workbook: bytes) -> set[str]:
    """Every text of a workbook."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        shared = ElementTree.fromstring(package.read("xl/sharedStrings.xml"))
    return {each.text or "" for each in shared.iter() if each.tag.endswith("}t")}


def run(*words: str) -> Result:
    return CliRunner().invoke(platform, list(words))


@pytest.fixture
def record(
    simulated: Simulation, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
) -> Matter:
    """A public record that the platform returned."""
    simulated.control(reject_rows=[0])
    made = make_public_record(body=housing_bureau, office=office, at=monday)
    exchange(monday)
    return made


class TestTheDesk:
    def test_a_returned_row_is_found_explained_and_taken(
        self, simulated: Simulation, record: Matter, office: Office, client: Client, monday: datetime
    ) -> None:
        client.force_login(office.officer.user)
        listed = client.get(f"{HOME}returned/").content.decode()
        assert "认定依据文号与登记不符" in listed
        assert f"/desk/matters/{record.pk}/" in listed
        assert "answer_return" in client.get(f"/desk/matters/{record.pk}/").content.decode()

        pressed = client.post(
            f"/desk/matters/{record.pk}/answer_return/",
            {"explanation": "演示数据：文号无误", "version": record.version},
        )

        assert pressed.status_code == 302
        assert states() == {"queued": 1}
        exchange(monday + HOUR)
        page = client.get(f"/desk/matters/{record.pk}/").content.decode()
        assert "HZ000002" in page
        assert "answer_return" not in page

    def test_no_page_and_no_button_asks_the_platform(
        self, simulated: Simulation, record: Matter, office: Office, client: Client
    ) -> None:
        reconcile(at=record.moved_at)
        asked = simulated.control()["asked"]
        client.force_login(office.officer.user)
        batch, result = Batch.objects.get(), Reconciliation.objects.get()

        for page in ("", "returned/", f"batches/{batch.number}/", f"reconciliations/{result.pk}/"):
            assert client.get(f"{HOME}{page}").status_code == 200
        assert client.post(f"{HOME}reconcile/").status_code == 302
        client.post(
            f"/desk/matters/{record.pk}/answer_return/", {"explanation": "演示", "version": record.version}
        )

        assert simulated.control()["asked"] == asked

    @pytest.mark.django_db(transaction=True, databases="__all__")
    def test_the_button_lets_the_worker_reconcile(
        self, simulated: Simulation, record: Matter, office: Office, client: Client
    ) -> None:
        client.force_login(office.officer.user)
        client.post(f"{HOME}reconcile/")

        work_off()

        assert Reconciliation.objects.get().is_done

    def test_another_citys_officer_sees_nothing_of_it(
        self, record: Matter, province: Region, client: Client
    ) -> None:
        elsewhere = make_region("c2", "演示二市", Level.CITY, province)
        office = PublicBody.objects.create(
            id="bf2", path=f"{elsewhere.path}bf2/", name="演示二市发展和改革委员会", kind="department",
            region=elsewhere, source="演示数据", is_fictional=True,
        )  # fmt: skip
        stranger = make_mandate("wei", Actor.CREDIT_OFFICER, office, elsewhere.path)
        key = Publication.objects.get(matter=record).key
        result = reconcile(at=record.moved_at)
        client.force_login(stranger.user)

        assert "文号与登记不符" not in client.get(f"{HOME}returned/").content.decode()
        assert client.get(f"{HOME}batches/{Batch.objects.get().number}/").status_code == 404
        assert key not in client.get(f"{HOME}reconciliations/{result.pk}/").content.decode()
        assert key not in client.get(f"{HOME}reconciliations/{result.pk}/differences.csv").content.decode()

    def test_a_body_does_not_see_the_house(
        self, record: Matter, liaison_tang: Mandate, client: Client
    ) -> None:
        client.force_login(liaison_tang.user)

        assert client.get(HOME).status_code == 403
        assert "平台报送" not in client.get(f"/desk/matters/{record.pk}/").content.decode()

    def test_the_differences_are_handed_out_as_on_the_page(
        self, simulated: Simulation, town: Town, client: Client
    ) -> None:
        simulated.control(lose_rows=[0])
        lost = town.publish()
        exchange(town.at)
        result = reconcile(at=town.at + HOUR)
        client.force_login(town.office.officer.user)
        place = f"{HOME}reconciliations/{result.pk}/"

        assert lost.key in client.get(place).content.decode()
        workbook = client.get(f"{place}differences.xlsx").content
        shown = texts_of(workbook)
        assert "本平台公示中 1 条，对方平台 0 条，在途 0 条，退回待办 0 条，差异 1 条" in shown
        assert {lost.key, town.body.name, "平台缺失", "已重新报送"} <= shown
        text = client.get(f"{place}differences.csv").content.decode("utf-8-sig")
        assert next(csv.DictReader(io.StringIO(text)))["公示编号"] == lost.key

    def test_zero_differences_are_said(self, simulated: Simulation, town: Town, client: Client) -> None:
        result = reconcile(at=town.at)
        client.force_login(town.office.officer.user)

        assert (
            "零差异：双方的条数和编号一致"
            in client.get(f"{HOME}reconciliations/{result.pk}/").content.decode()
        )


class TestTheCommands:
    def test_submit_reconcile_and_status(self, simulated: Simulation, town: Town, tmp_path: Path) -> None:
        town.publish()
        run_sequencer(at=town.at)

        sent = run("submit")
        compared = run("reconcile", "--xlsx", str(tmp_path / "d.xlsx"), "--csv", str(tmp_path / "d.csv"))
        stands = run("status")

        assert "报送 1 批 1 行" in sent.output
        assert "零差异" in compared.output
        assert (tmp_path / "d.xlsx").read_bytes()[:2] == b"PK"
        assert "已入库 1" in stands.output
        assert run("receipts").exit_code == 0

    def test_what_cannot_be_done_is_told_in_a_sentence(
        self, simulated: Simulation, town: Town, settings: Settings, home: Home
    ) -> None:
        simulated.control(down=True)
        assert "没有对成账：平台答复 HTTP 503" in run("reconcile").output
        (home.keys / connection.TOKEN).unlink()
        town.publish()
        assert "缺少平台凭据，请运行 chengxin platform token 凭据文件" in run("receipts").output
        settings.PLATFORM = ""
        assert "没有对接公共信用信息平台" in run("submit").output
        settings.PLATFORM = "https://user:pass@example.invalid/"
        refused = run("submit")
        assert "不带用户名、口令和参数" in refused.output
        assert "pass@" not in refused.output

    def test_a_token_is_kept_where_only_its_owner_reads_it(self, home: Home, tmp_path: Path) -> None:
        file = tmp_path / "t.txt"
        file.write_text("abc-123\n")
        assert run("token", str(file)).exit_code == 0
        assert keys.read_key(home, connection.TOKEN) == b"abc-123"
        assert (home.keys / connection.TOKEN).stat().st_mode & 0o777 == 0o600
        file.write_text("两 行")
        assert "只有一行" in run("token", str(file)).output

    def test_an_own_map_that_is_wrong_is_told(self, simulated: Simulation, town: Town, home: Home) -> None:
        (home.root / "platform").mkdir(exist_ok=True)
        (home.root / "platform/mapping.toml").write_text("rows_in_a_batch = 0", "utf-8")

        assert "字段对照表 rows_in_a_batch 是“0”，应当是正整数" in run("submit").output


class TestTheClock:
    def test_the_night_asks_and_the_hour_asks_again_until_it_worked(
        self, simulated: Simulation, town: Town
    ) -> None:
        assert jobs.retry_reconciliation(at=town.at) == 0
        simulated.control(down=True)
        reconcile(at=town.at)

        assert jobs.retry_reconciliation(at=town.at + HOUR) == 1
        simulated.control(down=False)
        reconcile(at=town.at + HOUR)
        assert jobs.retry_reconciliation(at=town.at + 2 * HOUR) == 0

    def test_the_tick_does_nothing_without_a_platform_and_never_fails(
        self, town: Town, settings: Settings, simulated: Simulation
    ) -> None:
        with connection.alone():
            assert "另一个进程" in jobs.exchange(at=town.at)
        settings.PLATFORM = ""
        assert jobs.exchange(at=town.at) == ""
        assert jobs.ask_for_reconciliation(at=town.at) == 0
