"""Who is signed in where: it ends by itself, by its owner, by the security administrator, with a new password."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests.cast import make_mandate, make_region
from tests.rooms.signins.door import DESK, MINE, PASSWORD, sign_in

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.signins.models import SECURITY_ROLES, Device, PasswordAge, SignInEvent, SignInKind
from chengxin.foundation.subjects.models import Level, PublicBody, Region
from chengxin.ground import clock
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
KEEPER = Actor(min(SECURITY_ROLES))


@pytest.fixture
def keeper_an(credit_office: PublicBody, city: Region) -> Mandate:
    """Keeps the city's sign-ins."""
    return make_mandate("an", KEEPER, credit_office, city.path)


def is_in(client: Client) -> bool:
    return client.get(DESK).status_code == 200


def kinds() -> list[str]:
    return list(SignInEvent.objects.order_by("pk").values_list("kind", flat=True))


class TestByItself:
    def test_a_sign_in_ends_when_nothing_is_done_for_half_an_hour(
        self, client: Client, officer_lin: Mandate, monday: datetime
    ) -> None:
        sign_in(client)
        with clock.standing_at(monday + timedelta(minutes=29)):
            assert is_in(client)
        with clock.standing_at(monday + timedelta(minutes=29 + 31)):
            response = client.get(DESK)

            assert response["Location"] == "/accounts/login/?next=/desk/"
            assert "一段时间没有操作" in client.get(response["Location"]).content.decode()
        assert kinds() == [SignInKind.SIGNED_IN, SignInKind.IDLE]

    def test_a_sign_in_ends_after_eight_hours_however_busy(
        self, client: Client, officer_lin: Mandate, monday: datetime
    ) -> None:
        sign_in(client)
        for minutes in range(0, 8 * 60 + 1, 20):
            with clock.standing_at(monday + timedelta(minutes=minutes)):
                assert is_in(client)
        with clock.standing_at(monday + timedelta(minutes=8 * 60 + 5)):
            assert not is_in(client)
        assert kinds()[-1] == SignInKind.TOO_LONG

    def test_being_seen_is_written_down_once_a_minute(
        self, client: Client, officer_lin: Mandate, monday: datetime
    ) -> None:
        sign_in(client)
        seen = []
        for seconds in (10, 30, 61, 70):
            with clock.standing_at(monday + timedelta(seconds=seconds)):
                client.get(DESK)
                seen.append(Device.objects.get().seen_at - monday)

        assert [each.total_seconds() for each in seen] == [0, 0, 61, 61]

    def test_public_pages_know_no_session(
        self, client: Client, officer_lin: Mandate, monday: datetime
    ) -> None:
        sign_in(client)
        with clock.standing_at(monday + timedelta(minutes=20)):
            client.get("/robots.txt")

        assert Device.objects.get().seen_at == monday


class TestByTheirOwner:
    def test_a_person_sees_the_own_devices_only(
        self, officer_lin: Mandate, head_zhou: Mandate, monday: datetime
    ) -> None:
        here, elsewhere = Client(), Client()
        sign_in(here)
        sign_in(elsewhere, "zhou", REMOTE_ADDR="203.0.113.77")

        assert "203.0.113.77" not in here.get(MINE).content.decode()

    def test_a_device_that_was_ended_is_out_with_its_next_request(
        self, officer_lin: Mandate, monday: datetime
    ) -> None:
        here, lost = Client(), Client()
        sign_in(lost)
        sign_in(here)
        device = Device.objects.order_by("pk").first()
        assert device is not None

        here.post(f"{MINE}devices/{device.pk}/end/")

        assert is_in(here)
        assert not is_in(lost)
        assert SignInKind.ENDED in kinds()

    def test_nobody_ends_the_device_of_another(
        self, keeper_an: Mandate, officer_lin: Mandate, monday: datetime
    ) -> None:
        lin, an = Client(), Client()
        sign_in(lin)
        sign_in(an, "an")
        device = Device.objects.get(user=officer_lin.user)

        assert an.post(f"{MINE}devices/{device.pk}/end/").status_code == 404
        assert is_in(lin)

    def test_signing_out_ends_this_device_only(self, officer_lin: Mandate, monday: datetime) -> None:
        one, other = Client(), Client()
        sign_in(one)
        sign_in(other)

        one.post("/accounts/logout/")

        assert [is_in(one), is_in(other)] == [False, True]
        assert Device.objects.filter(ended_by=SignInKind.SIGNED_OUT).count() == 1


class TestByTheSecurityAdministrator:
    def force(self, client: Client, device: Device, reason: str = "设备遗失") -> int:
        return client.post(f"{MINE}signed-in/{device.pk}/end/", {"reason": reason}).status_code

    def test_every_sign_in_of_a_person_ends_for_a_reason(
        self, keeper_an: Mandate, officer_lin: Mandate, monday: datetime
    ) -> None:
        one, other, an = Client(), Client(), Client()
        sign_in(one)
        sign_in(other)
        sign_in(an, "an")

        assert self.force(an, Device.objects.filter(user=officer_lin.user)[0]) == 302

        assert [is_in(one), is_in(other), is_in(an)] == [False, False, True]
        event = SignInEvent.objects.get(kind=SignInKind.FORCED_OUT)
        assert (event.user, event.by, event.reason) == (officer_lin.user, keeper_an, "设备遗失")

    def test_not_without_a_reason(self, keeper_an: Mandate, officer_lin: Mandate, monday: datetime) -> None:
        lin, an = Client(), Client()
        sign_in(lin)
        sign_in(an, "an")

        assert self.force(an, Device.objects.get(user=officer_lin.user), "") == 200
        assert is_in(lin)

    def test_not_beyond_the_own_scope(
        self, keeper_an: Mandate, credit_office: PublicBody, province: Region, monday: datetime
    ) -> None:
        far = make_region("n", "演示邻市", Level.CITY, province)
        stranger = make_mandate("yuan", Actor.CREDIT_OFFICER, credit_office, far.path)
        away, an = Client(), Client()
        sign_in(away, "yuan")
        sign_in(an, "an")
        device = Device.objects.get(user=stranger.user)

        assert self.force(an, device) == 404
        assert "yuan" not in an.get(f"{MINE}signed-in/").content.decode()
        assert is_in(away)

    @pytest.mark.parametrize("place", ["signed-in/", "log/"])
    def test_is_nothing_for_other_roles(
        self, client: Client, officer_lin: Mandate, monday: datetime, place: str
    ) -> None:
        sign_in(client)

        assert client.get(MINE + place).status_code == 403


class TestPasswords:
    NEW = "New-Passw0rd-2026"

    def change(self, client: Client, new: str, old: str = PASSWORD) -> str:
        sent = {"oldpassword": old, "password1": new, "password2": new}
        return client.post("/accounts/password/change/", sent, follow=True).content.decode()

    def test_a_new_one_ends_every_other_sign_in(self, officer_lin: Mandate, monday: datetime) -> None:
        here, elsewhere = Client(), Client()
        sign_in(elsewhere)
        sign_in(here)

        said = self.change(here, self.NEW)

        assert "密码已更换" in said
        assert [is_in(here), is_in(elsewhere)] == [True, False]
        assert sign_in(Client(), password=self.NEW).status_code == 302
        assert SignInKind.PASSWORD_CHANGED in kinds()

    @pytest.mark.parametrize(
        ("new", "told"),
        [
            ("short-1A", "不少于 10 个字符"),
            ("onlysmallletters", ""),
            ("alllowercase", "至少三种"),
            ("12345678901234567", "数字"),
        ],
    )
    def test_a_weak_one_is_refused(
        self, client: Client, officer_lin: Mandate, monday: datetime, new: str, told: str
    ) -> None:
        sign_in(client)
        refused = "error-summary" in (said := self.change(client, new))

        assert refused is (told != "")
        assert told in said

    def test_the_old_one_must_be_known(self, client: Client, officer_lin: Mandate, monday: datetime) -> None:
        sign_in(client)

        assert "当前密码不对" in self.change(client, self.NEW, old="wrong")

    def test_one_past_its_days_must_be_changed_before_anything_else(
        self, client: Client, officer_lin: Mandate, monday: datetime, settings: Settings
    ) -> None:
        settings.PASSWORD_DAYS = 90
        PasswordAge.objects.create(user=officer_lin.user, changed_at=monday - timedelta(days=90))
        sign_in(client)

        assert client.get(DESK)["Location"] == "/accounts/password/change/"
        self.change(client, self.NEW)
        assert is_in(client)

    def test_one_whose_age_is_not_known_is_counted_from_the_first_sign_in(
        self, client: Client, officer_lin: Mandate, monday: datetime, settings: Settings
    ) -> None:
        settings.PASSWORD_DAYS = 90
        sign_in(client)

        assert is_in(client)
        assert "2027-02-21" in client.get(MINE).content.decode()
