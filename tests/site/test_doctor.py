"""The examination names each thing that is broken, and nothing that is not; nothing weak starts."""

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connections
from django_tasks_db.models import DBTaskResult
from tests.cast import make_mandate
from tests.rooms.signins.door import add_app

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.accounts.operations import create_user
from chengxin.foundation.deadlines.models import NightlyRun
from chengxin.foundation.notifications.models import Contact, Dispatch, DispatchState
from chengxin.foundation.signins.models import SECURITY_ROLES
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.ground import ciphers, clock, keys
from chengxin.ground.heartbeats import heartbeat_file
from chengxin.ground.home import Home
from chengxin.site.demo import LOGINS, PASSWORD
from chengxin.site.doctor import examination
from chengxin.site.doctor.commands import doctor
from chengxin.site.doctor.examination import StartRefused, examine, refuse_weak_start
from chengxin.site.doctor.findings import Deployment, Weight
from chengxin_core.lifecycle.table import Actor

pytestmark = pytest.mark.django_db(databases="__all__")
AT = datetime(2026, 10, 12, 2, 0, tzinfo=UTC)
HEALTHY = {
    "SECRET_KEY": "0f1e2d3c4b5a69788796a5b4c3d2e1f0" * 2,
    "DEBUG": False,
    "DEMO": False,
    "ALLOWED_HOSTS": ["credit.example.gov.cn"],
    "BEHIND_TLS": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
    "PUBLIC_ORIGIN": "https://credit.example.gov.cn",
    "SITE_NAME": "演示网站",
    "SITE_CODE": "3700000001",
    "SSO_ISSUER": "",
    "SECOND_FACTOR_ROLES": frozenset({"administrator"}),
    "WITNESSES": "",
    "MAIL": "",
    "MAIL_FROM": "",
    "WORK_CHAT": "",
    "WORK_CHAT_APP": "",
    "SMS": "",
    "WEBHOOK": "",
}


@pytest.fixture
def here(tmp_path: Path, rules: str, credit_office: PublicBody, province: Region) -> Deployment:
    """An installation in which everything is as it should be, but that it has no witness."""
    home = Home(tmp_path / "home")
    home.prepare()
    home.root.chmod(0o700)
    for name in ("django", ciphers.SEALING_KEY):
        keys.make_key(home, name)
    (home.root / "internal.db").write_bytes(b"x")
    for name in ("worker", "clock"):
        _touched(heartbeat_file(home, name), AT - timedelta(seconds=20))
    _touched(home.root / "backups" / "2026-10-11.backup", AT - timedelta(hours=20))
    for number, role in enumerate(_administrations()):
        add_app(make_mandate(f"keeper{number}", role, credit_office, province.path).user)
    return Deployment(home, SimpleNamespace(**HEALTHY, BACKUPS=str(home.root / "backups")), AT)


@pytest.fixture(autouse=True)
def roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every machine of these tests has room on its disk."""
    usage = SimpleNamespace(total=100 * 1024**3, free=50 * 1024**3)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage)


def _administrations() -> list[Actor]:
    roles = ("administrator", *SECURITY_ROLES, "audit_admin" if "audit_admin" in set(Actor) else "auditor")
    return [Actor(role) for role in dict.fromkeys(roles)]


def _touched(place: Path, at: datetime) -> None:
    place.touch()
    os.utime(place, (at.timestamp(), at.timestamp()))


def codes(here: Deployment) -> set[str]:
    return {finding.code for finding in examine(here)} - {"witnesses.none"}


def with_settings(here: Deployment, **changes: Any) -> Deployment:
    return replace(here, settings=SimpleNamespace(**{**vars(here.settings), **changes}))


def test_finds_nothing_where_nothing_is_wrong(here: Deployment) -> None:
    assert codes(here) == set()


class TestSettings:
    @pytest.mark.parametrize(
        ("changes", "named"),
        [
            ({"SECRET_KEY": "short"}, "settings.secret_key"),
            ({"SECRET_KEY": "0" * 64}, "settings.secret_key"),
            ({"SECRET_KEY": "django-insecure-" + HEALTHY["SECRET_KEY"]}, "settings.secret_key"),  # type: ignore[operator]
            ({"DEBUG": True}, "settings.debug"),
            ({"ALLOWED_HOSTS": ["*"]}, "settings.hosts"),
            ({"BEHIND_TLS": False}, "settings.tls"),
            ({"SESSION_COOKIE_SECURE": False}, "settings.cookies"),
            ({"ALLAUTH_TRUSTED_PROXY_COUNT": 0}, "settings.proxies"),
            ({"PUBLIC_ORIGIN": "http://127.0.0.1:8000"}, "settings.origin"),
            ({"PUBLIC_ORIGIN": "http://credit.example.gov.cn"}, "settings.origin"),
            ({"SITE_CODE": ""}, "settings.site"),
            ({"SSO_ISSUER": "http://id.example.gov.cn"}, "settings.sso"),
            ({"SECOND_FACTOR_ROLES": frozenset()}, "accounts.no_second_factor"),
            ({"WITNESSES": "nonsense"}, "witnesses.setting"),
            ({"MAIL": "smtp://mail.example.gov.cn"}, "channels.mail"),
            ({"MAIL": "smtps://a@mail.example.gov.cn", "MAIL_FROM": "a@example.gov.cn"}, "channels.mail"),
            ({"WORK_CHAT": "https://chat.example.gov.cn", "WORK_CHAT_APP": "w:1"}, "channels.work_chat"),
            ({"SMS": "https://sms.example.gov.cn"}, "channels.sms"),
        ],
    )
    def test_one_that_is_wrong_is_named_and_no_other(
        self, here: Deployment, changes: dict[str, Any], named: str
    ) -> None:
        assert codes(with_settings(here, **changes)) == {named}

    def test_a_demo_is_told_to_be_one(self, here: Deployment) -> None:
        assert codes(with_settings(here, DEMO=True)) == {"settings.demo"}


class TestChannels:
    def test_one_that_is_whole_is_not_named(self, here: Deployment) -> None:
        keys.keep_key(here.home, "sms.secret", b"not-a-secret")

        assert codes(with_settings(here, SMS="https://sms.example.gov.cn")) == set()

    def test_messages_that_did_not_arrive_are_named_for_a_week(
        self, here: Deployment, credit_office: PublicBody, province: Region
    ) -> None:
        user = make_mandate("wang", Actor.LIAISON, credit_office, province.path).user
        contact = Contact.objects.create(user=user, channel="mail", sealed=b"", index="1-0", asked_at=AT)
        dead = Dispatch.objects.create(contact=contact, state=DispatchState.DEAD, next_at=AT, ended_at=AT)
        assert codes(here) == {"channels.undelivered"}

        Dispatch.objects.filter(pk=dead.pk).update(ended_at=AT - timedelta(days=8))
        assert codes(here) == set()


class TestTheMachine:
    def broken(self, here: Deployment, breaking: Callable[[Home], object]) -> set[str]:
        breaking(here.home)
        return codes(here)

    @pytest.mark.parametrize(
        ("breaking", "named"),
        [
            (lambda home: (home.keys / ciphers.SEALING_KEY).unlink(), {"keys.missing"}),
            (lambda home: (home.keys / ciphers.SEALING_KEY).write_bytes(b"another" * 5), {"keys.replaced"}),
            (lambda home: (home.keys / "django").unlink(), {"keys.missing", "settings.secret_key_missing"}),
            (lambda home: (home.keys / ciphers.SEALING_KEY).chmod(0o644), {"keys.exposed"}),
            (lambda home: home.keys.chmod(0o755), {"keys.exposed"}),
            (lambda home: home.root.chmod(0o777), {"files.exposed"}),
            (
                lambda home: (home.root.chmod(0o755), (home.root / "internal.db").chmod(0o644)),
                {"files.exposed"},
            ),
            (lambda home: next((home.root / "backups").iterdir()).unlink(), {"backups.age"}),
            (
                lambda home: _touched(next((home.root / "backups").iterdir()), AT - timedelta(days=3)),
                {"backups.age"},
            ),
            (lambda home: heartbeat_file(home, "worker").unlink(), {"worker.dead"}),
            (lambda home: _touched(heartbeat_file(home, "clock"), AT - timedelta(minutes=5)), {"clock.dead"}),
        ],
        ids=[
            "no sealing key", "another sealing key", "no session key",
            "a readable key", "a readable folder of keys", "a home for all",
            "a readable database", "no backup", "an old backup", "no worker", "a clock that stopped",
        ],
    )  # fmt: skip
    def test_what_is_broken_is_named(
        self, here: Deployment, breaking: Callable[[Home], object], named: set[str]
    ) -> None:
        assert self.broken(here, breaking) == named

    def test_a_full_disk_is_named(self, here: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
        usage = SimpleNamespace(total=100 * 1024**3, free=1024**3)
        monkeypatch.setattr(shutil, "disk_usage", lambda place: usage)

        assert codes(here) == {"disk.free"}

    @pytest.mark.parametrize(("apart", "named"), [(0, set()), (59, set()), (3600, {"clock.apart"})])
    def test_a_clock_that_is_wrong_is_named(self, here: Deployment, apart: int, named: set[str]) -> None:
        headers = {"Date": format_datetime(AT + timedelta(seconds=apart), usegmt=True)}
        with answering(headers) as address:
            assert codes(replace(here, time_source=address)) == named

    def test_a_source_of_time_that_is_silent_is_named(self, here: Deployment) -> None:
        assert codes(replace(here, time_source="http://127.0.0.1:9/")) == {"clock.unknown"}

    def test_tasks_that_wait_or_failed_are_named(self, here: Deployment) -> None:
        for number, status in enumerate(("READY", "FAILED")):
            task = DBTaskResult.objects.create(
                status=status, args_kwargs={}, task_path="x", backend_name="default", queue_name=str(number)
            )
            DBTaskResult.objects.filter(pk=task.pk).update(
                enqueued_at=AT - timedelta(hours=1), finished_at=AT - timedelta(hours=1)
            )

        assert codes(here) == {"tasks.waiting", "tasks.failed"}


class TestPeople:
    def test_demo_accounts_outside_a_demo_are_named(self, here: Deployment) -> None:
        create_user(username=LOGINS[0].username, password=PASSWORD, display_name="演示")

        assert codes(here) == {"accounts.demo"}
        assert "accounts.demo" not in codes(with_settings(here, DEMO=True))

    def test_a_demo_account_with_another_password_is_none(self, here: Deployment) -> None:
        create_user(username=LOGINS[0].username, password="Another-1-passw0rd", display_name="演示")

        assert codes(here) == set()

    def test_names_that_everybody_tries_are_named(self, here: Deployment) -> None:
        create_user(username="root", password="Another-1-passw0rd", display_name="x")

        assert codes(here) == {"accounts.default_names"}

    def test_one_person_with_two_administrations_is_named(
        self, here: Deployment, credit_office: PublicBody, province: Region
    ) -> None:
        make_mandate("keeper0", Actor.AUDITOR, credit_office, province.path)

        assert codes(here) == {"accounts.same_administrator"}

    def test_an_administration_without_anybody_is_named(self, here: Deployment) -> None:
        Mandate.objects.filter(role=_administrations()[-1]).delete()

        assert codes(here) == {"accounts.administrator_missing"}

    def test_who_must_have_a_second_factor_and_has_none_is_named(
        self, here: Deployment, credit_office: PublicBody, province: Region
    ) -> None:
        make_mandate("newcomer", Actor.ADMINISTRATOR, credit_office, province.path)

        (finding,) = (each for each in examine(here) if each.code == "accounts.second_factor")
        assert "newcomer" in finding.what

    def test_accounts_that_nobody_uses_are_named(self, here: Deployment) -> None:
        User.objects.filter(username="keeper0").update(last_login=AT - timedelta(days=91))

        assert codes(here) == {"accounts.unused"}


class TestContents:
    def test_a_structure_that_is_behind_is_named(self, here: Deployment) -> None:
        with connections["default"].cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'signins'")

        assert codes(here) == {"database.migrations"}

    @pytest.mark.parametrize(
        ("day", "named"),
        [("2026-11-10", set()), ("2026-11-20", {"calendar.year"}), ("2028-01-05", {"calendar.year"})],
    )
    def test_a_year_whose_holidays_are_not_loaded_is_named(
        self, here: Deployment, day: str, named: set[str]
    ) -> None:
        at = datetime.fromisoformat(f"{day}T02:00:00+00:00")

        assert codes(replace(here, at=at)) & {"calendar.year"} == named

    def test_a_witness_that_never_cosigned_is_named(self, here: Deployment) -> None:
        witness = "witness.example/w1+d29c5ac2+BCPXtT6U62H8hdkUfTJ2tPPmvhr2R5VKh1PxvDWLY7Zi https://w.example"
        found = examine(with_settings(here, WITNESSES=witness))

        assert {each.code for each in found} & {"witnesses.stale", "witnesses.setting"}

    def test_nights_that_were_missed_are_named(self, here: Deployment) -> None:
        NightlyRun.objects.create(
            task="x", day=(AT - timedelta(days=3)).date(), claimed_at=AT, finished_at=AT
        )

        assert codes(here) == {"nightly.late"}

    def test_a_check_that_breaks_is_a_finding_and_the_others_go_on(
        self, here: Deployment, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def torn(_: Deployment) -> Iterator[Any]:
            raise OSError("torn")
            yield

        monkeypatch.setattr(examination, "CHECKS", (torn, *examination.CHECKS))

        found = examine(with_settings(here, DEBUG=True), examination.CHECKS)
        assert {"failed.torn", "settings.debug"} <= {each.code for each in found}


class TestTheSite:
    GOOD = {
        "Content-Security-Policy": "default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
    }

    def test_its_headers_are_looked_at(self, here: Deployment) -> None:
        with answering(self.GOOD) as address:
            assert codes(replace(here, address=address)) == {"site.clear_text"}
        with answering({}) as address:
            assert codes(replace(here, address=address)) == {"site.clear_text", "site.headers"}

    def test_its_silence_is_named(self, here: Deployment) -> None:
        assert codes(replace(here, address="http://127.0.0.1:9")) == {"site.silent"}

    def test_a_wrong_answer_is_named(self, here: Deployment) -> None:
        with answering({}, status=400) as address:
            assert codes(replace(here, address=address)) == {"site.status"}

    def test_cookies_and_hsts_are_looked_at_behind_tls(self) -> None:
        from chengxin.site.doctor.answers import _transport

        cookie = SimpleNamespace(name="csrftoken", secure=False)
        poor: Any = SimpleNamespace(headers={"Strict-Transport-Security": "max-age=60"}, cookies=[cookie])
        good: Any = SimpleNamespace(
            headers={"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}, cookies=[]
        )

        assert [each.code for each in _transport(poor)] == ["site.hsts", "site.cookies"]
        assert list(_transport(good)) == []


class TestTheCommand:
    def run(self, here: Deployment, monkeypatch: pytest.MonkeyPatch, *words: str) -> Any:
        monkeypatch.setenv("CHENGXIN_HOME", str(here.home.root))
        monkeypatch.setattr("chengxin.site.doctor.commands.settings", here.settings)
        with clock.standing_at(AT):
            return CliRunner().invoke(doctor, list(words))

    def test_says_of_each_what_why_and_what_to_do(
        self, here: Deployment, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        done = self.run(with_settings(here, DEBUG=True), monkeypatch)

        assert done.exit_code == 2
        assert "打开了调试模式" in done.output
        assert "原因: " in done.output
        assert "办法: " in done.output

    def test_answers_with_its_code(self, here: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.run(here, monkeypatch).exit_code == 1, "there is no witness"
        monkeypatch.setattr("chengxin.site.doctor.commands.examine", lambda here: [])
        clean = self.run(here, monkeypatch)
        assert (clean.exit_code, clean.output) == (0, "没有发现问题\n")

    def test_prints_json_for_programs(self, here: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
        told = json.loads(self.run(with_settings(here, DEBUG=True), monkeypatch, "--json").output)

        assert told[0]["code"] == "settings.debug"
        assert set(told[0]) == {"code", "weight", "what", "why", "todo"}

    def test_every_finding_says_something_of_everything(self, here: Deployment) -> None:
        worst = with_settings(
            replace(here, time_source="http://127.0.0.1:9/", address="http://127.0.0.1:9"),
            **dict.fromkeys(("SECRET_KEY", "SITE_NAME", "PUBLIC_ORIGIN"), ""),
            BEHIND_TLS=False,
            DEBUG=True,
        )

        for finding in examine(worst):
            assert all((finding.what, finding.why, finding.todo)), finding.code


class TestStarting:
    @pytest.mark.parametrize(
        "changes",
        [
            {"SECRET_KEY": "weak"},
            {"DEBUG": True},
            {"ALLOWED_HOSTS": ["*"]},
            {"SSO_ISSUER": "http://id.example"},
        ],
    )
    def test_is_refused_with_what_is_weak(self, here: Deployment, changes: dict[str, Any]) -> None:
        with pytest.raises(StartRefused, match="不能启动"):
            refuse_weak_start(with_settings(here, **changes))

    def test_is_refused_with_demo_accounts_or_an_open_key(self, here: Deployment) -> None:
        create_user(username="officer", password=PASSWORD, display_name="演示")
        with pytest.raises(StartRefused, match="演示账号"):
            refuse_weak_start(here)
        User.objects.filter(username="officer").update(is_active=False)
        (here.home.keys / "django").chmod(0o640)
        with pytest.raises(StartRefused, match="他人可以读取"):
            refuse_weak_start(here)

    def test_goes_on_where_nothing_is_weak(self, here: Deployment) -> None:
        refuse_weak_start(with_settings(here, BEHIND_TLS=False))

    def test_of_a_demo_goes_on(self, here: Deployment) -> None:
        refuse_weak_start(with_settings(here, DEMO=True, DEBUG=True, ALLOWED_HOSTS=["*"]))


def test_weights_stand_in_their_order() -> None:
    assert list(Weight) == [Weight.FAULT, Weight.WARNING, Weight.NOTE]


@contextmanager
def answering(headers: dict[str, str], status: int = 200) -> Iterator[str]:
    """A web server that answers everything with these headers."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        do_HEAD = do_GET  # noqa: N815 - the library's name

        def log_message(self, *words: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
