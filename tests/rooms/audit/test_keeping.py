"""Every transaction that writes leaves one entry, on behalf of whoever wrote; what was rolled back leaves none."""

import json
import threading
from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from chengxin.foundation.accounts.models import User
from chengxin.foundation.audit.checking import verify
from chengxin.foundation.audit.models import AuditEntry
from chengxin.ground import trail
from chengxin.ground.jobs import Tick, run_tick
from chengxin.ground.trail import Doer, watching
from chengxin.ground.trail.doers import DoerKind

TODAY = date(2026, 11, 23)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.own_sql]


def told_since(number: int) -> list[dict[str, Any]]:
    return [
        json.loads(entry.record) for entry in AuditEntry.objects.filter(number__gt=number).order_by("number")
    ]


@pytest.fixture
def begun() -> int:
    """The number of the last entry before the test did anything."""
    last = AuditEntry.objects.order_by("-number").first()
    return last.number if last else 0


def make_user(username: str) -> User:
    return User.objects.create_user(username, None)


class TestATransaction:
    def test_leaves_one_entry_with_the_tables_it_wrote_and_the_acts_it_named(self, begun: int) -> None:
        with transaction.atomic():
            made = make_user("jia")
            User.objects.filter(pk=made.pk).update(display_name="甲")
            trail.note("accounts.user_created", f"user/{made.pk}", mandate=7, role="liaison")

        (told,) = told_since(begun)
        assert told["writes"] == {"accounts_user": {"inserted": 1, "updated": 1}}
        assert told["acts"] == [
            {
                "code": "accounts.user_created",
                "about": f"user/{made.pk}",
                "mandate": "7",
                "facts": {"role": "liaison"},
            }
        ]

    def test_counts_the_rows_of_many_at_once(self, begun: int) -> None:
        User.objects.bulk_create([User(username=f"user{number}") for number in range(7)])

        assert told_since(begun)[0]["writes"] == {"accounts_user": {"inserted": 7}}

    def test_is_kept_even_where_nobody_opened_one(self, begun: int) -> None:
        make_user("yi")
        User.objects.filter(username="yi").delete()

        assert [told["writes"] for told in told_since(begun)][-1]["accounts_user"] == {"deleted": 1}

    def test_that_was_rolled_back_leaves_nothing(self, begun: int) -> None:
        with pytest.raises(RuntimeError), transaction.atomic():
            make_user("bing")
            raise RuntimeError

        assert told_since(begun) == []

    def test_forgets_what_a_savepoint_took_back(self, begun: int) -> None:
        with transaction.atomic():
            make_user("ding")
            with pytest.raises(IntegrityError), transaction.atomic():
                trail.note("never", "happened")
                make_user("wu")
                make_user("ding")

        (told,) = told_since(begun)
        assert (told["acts"], told["writes"]) == ([], {"accounts_user": {"inserted": 1}})

    def test_is_not_committed_where_its_entry_cannot_be_kept(
        self, begun: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> None:
            raise OSError("演示数据")

        monkeypatch.setitem(watching._keepers, "audit", fail)
        with pytest.raises(OSError, match="演示数据"):
            make_user("ji")

        assert not User.objects.filter(username="ji").exists()
        assert connection.get_autocommit()

    def test_that_only_reads_leaves_nothing(self, begun: int) -> None:
        with transaction.atomic():
            list(User.objects.all())

        assert told_since(begun) == []

    def test_of_thousands_of_acts_names_the_first_and_binds_them_all(self, begun: int) -> None:
        with transaction.atomic():
            for number in range(250):
                trail.note("matters.opened", f"matter/{number}")

        (told,) = told_since(begun)
        assert (len(told["acts"]), told["acts_in_all"]) == (100, 250)
        assert told["acts_digest"] != _of_first_hundred(begun)


def _of_first_hundred(begun: int) -> str:
    with transaction.atomic():
        for number in range(100):
            trail.note("matters.opened", f"matter/{number}")
    digest: str = told_since(begun)[-1]["acts_digest"]
    return digest


class TestTheDoer:
    def test_is_who_the_door_says(self, begun: int) -> None:
        with trail.acting_as(Doer(DoerKind.USER, "12", "POST /desk/", mandate="3")):
            make_user("geng")

        assert told_since(begun)[0]["doer"] == {
            "kind": "user",
            "ref": "12",
            "via": "POST /desk/",
            "mandate": "3",
            "address": "",
        }

    def test_of_a_tick_is_that_tick(self, begun: int, monday: datetime) -> None:
        run_tick(Tick("test.tick", 1.0, lambda at: make_user("xin")), at=monday)

        assert told_since(begun)[0]["doer"] | {"via": ""} == {
            "kind": "clock",
            "ref": "test.tick",
            "via": "",
            "mandate": "",
            "address": "",
        }

    def test_is_never_just_the_system(self, begun: int) -> None:
        make_user("ren")

        doer = told_since(begun)[0]["doer"]
        assert doer["kind"] == "command"
        assert "@" in doer["via"]


def test_many_at_once_make_one_chain_without_a_gap(begun: int) -> None:
    def write(name: str) -> None:
        try:
            for number in range(15):
                make_user(f"{name}{number}")
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=[f"writer{each}-"]) for each in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert len(told_since(begun)) == 90
    assert verify(on=TODAY).holds
