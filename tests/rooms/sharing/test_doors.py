"""What consumers' programs and the desk find at the doors."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.cache import cache
from django.test import Client
from tests.make import Office
from tests.rooms.sharing.cases import ORIGIN, SINCE, make_consumer, owed_by, said, stop_under, withdraw

from chengxin.doors.disclosure.proofs import log_file
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.sharing import operations, pace, views
from chengxin.foundation.sharing.commands import consumers
from chengxin.foundation.sharing.models import Consumer, Pull
from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.queries import log_size
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground import home as homes
from chengxin.ground import signer
from chengxin.ground.home import Home
from chengxin_core.ledger.answers import SharingAnswer
from chengxin_core.ledger.signatures import SigningKey
from chengxin_core.ledger.withdrawals import open_page

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("home", "monday")]
PAGE = "/sharing/withdrawals/0"
ANSWERS = "/sharing/answers"
KEY = SigningKey("credit-city", b"\x08" * 32)


@pytest.fixture
def token(db: None) -> str:
    cache.clear()
    _consumer, token = operations.register_consumer(
        code="credit-city", name="演示信用网", post="值班岗", since=SINCE, by=None
    )
    return token


@pytest.fixture
def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


class TestTheFeed:
    def test_names_what_ended_by_key_and_is_signed_by_the_log(
        self, record: Matter, office: Office, client: Client, bearer: dict[str, str], monday: datetime
    ) -> None:
        withdraw(record, office, monday)
        run_sequencer(at=monday)

        data = client.get(PAGE, headers=bearer).content

        page = open_page(data, [signer.log_key(homes.current()).verifier_key])
        publication = Publication.objects.get(matter=record)
        assert [(each.key, each.event, each.ground) for each in page.entries] == [
            (publication.key, "withdrawn", "reversed")
        ]
        assert (page.first, page.end) == (0, log_size())
        assert record.body.name not in data.decode()

    def test_is_a_file_of_the_log_for_everybody_and_nobody_is_counted(
        self, record: Matter, client: Client, bearer: dict[str, str]
    ) -> None:
        assert log_file("withdrawals/0") == client.get(PAGE, headers=bearer).content
        assert Pull.objects.count() == 1
        assert log_file("withdrawals/1000") is None

    def test_counts_who_pulled_with_a_token_as_told(
        self, record: Matter, client: Client, bearer: dict[str, str]
    ) -> None:
        client.get(PAGE, headers=bearer)

        assert Consumer.objects.get().pulled == log_size() > 0

    def test_is_not_sent_again_to_whoever_has_it(
        self, record: Matter, client: Client, bearer: dict[str, str], office: Office, monday: datetime
    ) -> None:
        tag = client.get(PAGE, headers=bearer).headers["ETag"]

        again = client.get(PAGE, headers={**bearer, "If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")

        withdraw(record, office, monday)
        run_sequencer(at=monday)
        assert client.get(PAGE, headers={**bearer, "If-None-Match": tag}).status_code == 200

    def test_has_pages_where_the_log_has_come_to_and_nowhere_else(
        self, record: Matter, client: Client, bearer: dict[str, str]
    ) -> None:
        answers = [client.get(f"/sharing/withdrawals/{first}", headers=bearer) for first in (1000, 7)]

        assert [answer.status_code for answer in answers] == [404, 404]

    @pytest.mark.parametrize("header", ["", "Bearer x", "Bearer credit-city.wrong", "Basic Zm9vOmJhcg=="])
    def test_asks_for_a_token(self, record: Matter, client: Client, token: str, header: str) -> None:
        answer = client.get(PAGE, headers={"Authorization": header})

        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert not answer.cookies

    def test_a_token_stands_in_no_log(
        self, record: Matter, client: Client, bearer: dict[str, str], caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        caplog.set_level(logging.DEBUG, logger="django.request")  # which the settings keep quieter

        client.get(PAGE, headers=bearer)
        client.get("/sharing/withdrawals/7", headers=bearer)
        client.get(PAGE, headers={"Authorization": f"{bearer['Authorization']}x"})
        client.post(ANSWERS, b"{}", content_type="application/json", headers=bearer)

        assert "Unauthorized" in caplog.text
        assert bearer["Authorization"].partition(".")[2] not in caplog.text

    def test_a_token_in_the_address_is_none(self, record: Matter, client: Client, token: str) -> None:
        assert client.get(f"{PAGE}?token={token}").status_code == 401


class TestAnswering:
    @pytest.fixture
    def send(self, client: Client, bearer: dict[str, str]) -> Callable[..., tuple[int, dict[str, object]]]:
        def post(data: bytes) -> tuple[int, dict[str, object]]:
            answer = client.post(ANSWERS, data, content_type="application/json", headers=bearer)
            return answer.status_code, answer.json()

        return post

    def test_says_what_is_still_owed(
        self,
        record: Matter,
        office: Office,
        client: Client,
        bearer: dict[str, str],
        send: Callable[..., tuple[int, dict[str, object]]],
        monday: datetime,
    ) -> None:
        client.get(PAGE, headers=bearer)
        withdraw(record, office, monday)
        run_sequencer(at=monday)
        consumer = Consumer.objects.get()

        early = send(said(consumer, log_size() - 1))
        late = send(said(consumer))

        assert early == (200, {"answered": 0, "open": 1, "size": log_size()})
        assert late == (200, {"answered": 1, "open": 0, "size": log_size()})
        assert getattr(stop_under(record), "state", "") == "stopped"

    def test_tells_what_is_wrong_with_an_answer(
        self, record: Matter, send: Callable[..., tuple[int, dict[str, object]]]
    ) -> None:
        status, told = send(b"{}")

        assert status == 400
        assert "chengxin/answer/v1" in str(told["error"])

    def test_reads_no_more_than_a_bounded_answer(
        self, record: Matter, send: Callable[..., tuple[int, dict[str, object]]]
    ) -> None:
        assert send(b" " * (views.LARGEST_ANSWER + 1))[0] == 413

    def test_is_for_whoever_has_a_token(self, record: Matter, client: Client) -> None:
        assert client.post(ANSWERS, b"{}", content_type="application/json").status_code == 401
        assert client.get(ANSWERS).status_code == 405

    def test_is_slowed_down(
        self,
        record: Matter,
        client: Client,
        bearer: dict[str, str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(pace, "MOST_A_MINUTE", 2)

        answers = [client.get(PAGE, headers=bearer) for _ in range(3)]

        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[2].headers["Retry-After"] == "60"


class TestTheDesk:
    FILLED = {"code": "credit-city", "name": "演示信用网", "post": "值班岗", "since": "2026-11-23"}

    def test_registers_and_shows_the_token_once(self, client: Client, admin_wu: Mandate) -> None:
        client.force_login(admin_wu.user)

        page = client.post("/desk/sharing/", self.FILLED).content.decode()

        assert "credit-city." in page
        assert "令牌只显示这一次" in page
        again = client.get("/desk/sharing/").content.decode()
        assert "演示信用网" in again
        assert "credit-city." not in again

    def test_tells_what_is_wrong(self, client: Client, admin_wu: Mandate) -> None:
        client.force_login(admin_wu.user)

        wrong = {**self.FILLED, "code": "X", "body": "无此机构"}
        assert "没有找到名称完全相同" in client.post("/desk/sharing/", wrong).content.decode()
        page = client.post("/desk/sharing/", {**self.FILLED, "code": "X"}).content.decode()
        assert "应当由小写字母开头" in page
        assert not Consumer.objects.exists()

    def test_ends_and_renews(self, client: Client, admin_wu: Mandate, token: str) -> None:
        client.force_login(admin_wu.user)

        renewed = client.post("/desk/sharing/credit-city/", {"token": "1"}).content.decode()
        client.post("/desk/sharing/credit-city/", {"end": "1", "until": "2026-11-23", "has_deleted": "on"})

        consumer = Consumer.objects.get()
        assert "credit-city." in renewed
        assert (f"{consumer.until}", consumer.has_deleted) == ("2026-11-23", True)

    def test_shows_the_office_who_is_silent_and_lets_it_change_nothing(
        self, record: Matter, client: Client, office: Office, monday: datetime
    ) -> None:
        consumer = make_consumer(pulled_at=monday)
        withdraw(record, office, monday)
        client.force_login(office.officer.user)

        listed = client.get("/desk/sharing/").content.decode()
        shown = client.get(f"/desk/sharing/{consumer.code}/").content.decode()
        stop = stop_under(record)

        assert "未了结 1 项" in listed
        assert stop is not None
        assert f"/desk/matters/{stop.pk}/" in shown
        assert "登记并生成令牌" not in listed
        assert client.post("/desk/sharing/", self.FILLED).status_code == 403
        assert client.post(f"/desk/sharing/{consumer.code}/", {"token": "1"}).status_code == 403
        assert "待回执" in client.get(f"/desk/matters/{stop.pk}/").content.decode()

    def test_an_administrator_sees_keys_and_no_matter(
        self, record: Matter, client: Client, admin_wu: Mandate, office: Office, monday: datetime
    ) -> None:
        consumer = make_consumer(pulled_at=monday)
        withdraw(record, office, monday)
        client.force_login(admin_wu.user)

        page = client.get(f"/desk/sharing/{consumer.code}/").content.decode()

        assert owed_by(consumer).stop.publication.key in page
        assert record.body.name not in page

    def test_keeps_others_out(self, client: Client, liaison_tang: Mandate, reviewer_su: Mandate) -> None:
        for mandate in (liaison_tang, reviewer_su):
            client.force_login(mandate.user)
            assert client.get("/desk/sharing/").status_code == 403


class TestTheCommands:
    def test_register_list_renew_and_end(self, db: None) -> None:
        def run(*words: str) -> str:
            done = CliRunner().invoke(consumers, list(words))
            assert done.exit_code == 0, done.output
            return done.output

        added = run("add", "credit-city", "演示信用网", "--post", "值班岗")
        renewed = run("token", "credit-city")
        ended = run("end", "credit-city", "--until", "2026-12-31", "--has-deleted")

        assert "credit-city." in added
        assert renewed.strip() not in added
        assert "2026-12-31" in ended
        assert "演示信用网（自 2026-11-23，至 2026-12-31）" in run("list")

    @pytest.mark.parametrize(
        "words",
        [
            ("add", "X", "演示", "--post", "岗"),
            ("add", "a-b", "演示", "--post", "岗", "--body", "none"),
            ("token", "none"),
            ("end", "none"),
            ("probe", "none"),
        ],
    )
    def test_say_what_is_wrong(self, db: None, words: tuple[str, ...]) -> None:
        assert CliRunner().invoke(consumers, list(words)).exit_code != 0

    def test_take_signed_answers_that_were_carried_and_no_others(
        self, record: Matter, office: Office, home: Home, tmp_path: Path, monday: datetime
    ) -> None:
        make_consumer(public_key=str(KEY.verifier_key), pulled_at=monday)
        unsigned = make_consumer("unsigned", pulled_at=monday)
        withdraw(record, office, monday)
        run_sequencer(at=monday)
        (tmp_path / "a.note").write_bytes(SharingAnswer("credit-city", ORIGIN, log_size()).signed(KEY))
        (tmp_path / "b.json").write_bytes(said(unsigned))

        done = CliRunner().invoke(consumers, ["receive", f"{tmp_path}/a.note", f"{tmp_path}/b.json"])

        assert done.exit_code == 1
        assert "a.note: 新办结 1 项" in done.output
        assert "没有登记公钥" in done.output
        assert not owed_by(unsigned).is_settled
