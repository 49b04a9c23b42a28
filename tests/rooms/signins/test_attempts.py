"""Whoever guesses waits longer and longer; whose account it is does not."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connections
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings
from tests.rooms.signins.door import LOGIN, sign_in

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.signins.limits import FIRST_WAIT, LONGEST_WAIT, Limit, limits_of, wait_after
from chengxin.foundation.signins.models import AttemptCount, SignInEvent, SignInKind
from chengxin.foundation.signins.operations import TooManyAttempts, claim_attempt
from chengxin.ground import clock

pytestmark = [pytest.mark.django_db, pytest.mark.own_sql]
STRANGER = {"REMOTE_ADDR": "203.0.113.9"}


def fail(client: Client, times: int, username: str = "lin", **place: str) -> None:
    for _ in range(times):
        sign_in(client, username, "wrong", **place)


def is_told_to_wait(client: Client, minutes: int, **place: str) -> bool:
    return f"请在 {minutes} 分钟后再试" in sign_in(client, **place).content.decode()


class TestWaiting:
    @given(attempts=st.integers(0, 10_000), free=st.integers(1, 100))
    def test_grows_and_never_passes_its_bounds(self, attempts: int, free: int) -> None:
        wait, next_wait = wait_after(attempts, free), wait_after(attempts + 1, free)

        assert wait <= next_wait <= LONGEST_WAIT
        assert (wait == timedelta(0)) is (attempts < free)
        assert wait == timedelta(0) or wait >= FIRST_WAIT

    def test_begins_with_a_minute_after_five_failures(
        self, client: Client, officer_lin: Mandate, monday: datetime
    ) -> None:
        fail(client, 5)

        assert is_told_to_wait(client, 1)

    def test_is_twice_as_long_after_the_next_failure(
        self, client: Client, officer_lin: Mandate, monday: datetime
    ) -> None:
        fail(client, 5)
        with clock.standing_at(monday + timedelta(minutes=1, seconds=1)):
            fail(client, 1)

            assert is_told_to_wait(client, 2)

    def test_is_over_when_it_is_over(self, client: Client, officer_lin: Mandate, monday: datetime) -> None:
        fail(client, 5)
        with clock.standing_at(monday + timedelta(minutes=1, seconds=1)):
            assert sign_in(client).status_code == 302
            client.post("/accounts/logout/")
            fail(client, 4)

            assert sign_in(client).status_code == 302

    def test_forgets_after_a_day(self, client: Client, officer_lin: Mandate, monday: datetime) -> None:
        fail(client, 4)
        with clock.standing_at(monday + timedelta(days=1, minutes=1)):
            fail(client, 4)

            assert sign_in(client).status_code == 302


class TestStrangers:
    def test_do_not_make_the_owner_wait_in_the_own_browser(
        self, client: Client, officer_lin: Mandate, monday: datetime
    ) -> None:
        sign_in(client)
        client.post("/accounts/logout/")
        fail(Client(), 200, **STRANGER)

        assert sign_in(client).status_code == 302

    def test_do_not_make_the_owner_wait_in_a_new_browser_elsewhere(
        self, client: Client, officer_lin: Mandate, monday: datetime
    ) -> None:
        fail(Client(), 40, **STRANGER)

        assert sign_in(client).status_code == 302

    def test_cannot_use_the_mark_of_another_account(
        self, client: Client, officer_lin: Mandate, head_zhou: Mandate, monday: datetime
    ) -> None:
        sign_in(client, "zhou")
        client.post("/accounts/logout/")
        fail(client, 5)

        assert is_told_to_wait(client, 1)

    def test_cannot_make_up_a_mark(self, client: Client, officer_lin: Mandate, monday: datetime) -> None:
        client.cookies["chengxin_known"] = "WyJsaW4iLCJub25jZSJd:1v:forged"
        fail(client, 5)

        assert is_told_to_wait(client, 1)

    def test_that_try_many_accounts_wait_at_their_address(
        self, client: Client, officer_lin: Mandate, head_zhou: Mandate, monday: datetime
    ) -> None:
        for number in range(20):
            fail(client, 1, f"nobody{number}", **STRANGER)

        assert is_told_to_wait(client, 1, **STRANGER)
        assert sign_in(client, "zhou").status_code == 302

    def test_that_come_from_many_addresses_wait_too(
        self, client: Client, officer_lin: Mandate, monday: datetime
    ) -> None:
        for number in range(50):
            fail(Client(), 1, REMOTE_ADDR=f"198.51.100.{number}")

        assert is_told_to_wait(client, 1, REMOTE_ADDR="192.0.2.1")

    def test_are_told_the_same_of_an_account_that_does_not_exist(
        self, client: Client, officer_lin: Mandate, monday: datetime
    ) -> None:
        def answers(name: str) -> list[str]:
            pages = (sign_in(client, name, "wrong").content.decode() for _ in range(7))
            return [page.partition("error-summary")[2].partition("</div>")[0] for page in pages]

        assert answers("lin") == answers("nobody")


class TestWhatIsWrittenDown:
    def test_every_failure_and_the_wait_that_follows(
        self, client: Client, officer_lin: Mandate, monday: datetime
    ) -> None:
        fail(client, 7)

        kinds = list(SignInEvent.objects.order_by("pk").values_list("kind", flat=True))
        assert kinds == [SignInKind.FAILED] * 4 + [SignInKind.LOCKED]

    def test_nothing_of_what_was_typed_where_no_account_answers(
        self, client: Client, officer_lin: Mandate, monday: datetime
    ) -> None:
        typed = "my-real-password-typed-in-the-wrong-field"
        sign_in(client, typed, "x")

        event = SignInEvent.objects.get()
        assert event.user is None
        assert typed not in str(vars(event))
        assert typed not in str(list(AttemptCount.objects.values_list("key", flat=True)))


def test_an_address_that_is_behind_proxies_is_the_one_that_they_saw(
    client: Client, officer_lin: Mandate, monday: datetime, settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client.post(
        LOGIN,
        {"login": "lin", "password": "wrong"},
        headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.5"},
    )

    assert SignInEvent.objects.get().address == "203.0.113.5"


@pytest.mark.django_db(transaction=True)
def test_many_attempts_at_once_are_no_more_than_as_many_one_after_another(monday: datetime) -> None:
    limits = [Limit("k" * 64, 5)]
    let_through: list[bool] = []

    def attempt() -> None:
        try:
            claim_attempt(limits=limits, at=monday)
            let_through.append(True)
        except TooManyAttempts:
            pass
        finally:
            connections.close_all()

    threads = [threading.Thread(target=attempt) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(let_through) == 5


@given(name=st.text(max_size=20), address=st.text(max_size=20), mark=st.text(max_size=20))
def test_a_counter_tells_nobody_what_it_counts(name: str, address: str, mark: str) -> None:
    limits = list(limits_of(username=name, address=address, known_device=mark, secret=b"s"))

    assert all(len(limit.key) == 64 and limit.key.isalnum() for limit in limits)
    assert len(limits) == (1 if mark else 3)
