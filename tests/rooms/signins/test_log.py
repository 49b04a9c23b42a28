"""The log of sign-ins: seen by whom it is about and by who watches the scope, kept as long as the law says."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.test import Client
from pytest_django.fixtures import Settings
from tests.cast import make_mandate, make_region
from tests.rooms.signins.door import DESK, MINE, add_app, sign_in

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.signins.commands import signins
from chengxin.foundation.signins.models import SignInEvent, SignInKind
from chengxin.foundation.signins.operations import TooYoung, destroy_events_before, note_event
from chengxin.foundation.signins.queries import kept_from, visible_events
from chengxin.foundation.subjects.models import Level, PublicBody, Region
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def note(user: User | None, at: datetime, kind: SignInKind = SignInKind.SIGNED_IN) -> SignInEvent:
    return note_event(user=user, kind=kind, at=at)


class TestWhoSeesWhat:
    """Every role, in the city, in a neighbour city and in the province, against what the charter says."""

    @pytest.mark.parametrize(
        "role", [actor for actor in Actor if actor not in {Actor.OFFICIAL, Actor.SYSTEM}]
    )
    @pytest.mark.parametrize("where", ["p/", "p/c/", "p/n/"])
    def test_is_what_the_charter_says(
        self,
        officer_lin: Mandate,
        liaison_tang: Mandate,
        credit_office: PublicBody,
        province: Region,
        monday: datetime,
        role: Actor,
        where: str,
    ) -> None:
        neighbour = make_region("n", "演示邻市", Level.CITY, province)
        far = make_mandate("yuan", Actor.CREDIT_OFFICER, credit_office, neighbour.path)
        reader = make_mandate("dong", role, credit_office, where)
        scopes = {mandate.user_id: mandate.scope for mandate in (officer_lin, liaison_tang, far, reader)}
        events = [note(mandate.user, monday) for mandate in (officer_lin, liaison_tang, far, reader)]
        events.append(note(None, monday, SignInKind.FAILED))

        seen = set(visible_events(reader))

        keeper = "security_admin" if "security_admin" in set(Actor) else "administrator"
        watches = role in {keeper, "audit_admin", "auditor"}
        expected = {
            event
            for event in events
            if event.user_id == reader.user_id
            or (watches and where == "p/")
            or (watches and scopes.get(event.user_id or 0, "-").startswith(where))
        }
        assert seen == expected
        assert visible_events(reader).count() == len(expected)

    def test_the_page_shows_no_more_than_that_whatever_is_asked(
        self,
        officer_lin: Mandate,
        credit_office: PublicBody,
        city: Region,
        province: Region,
        monday: datetime,
    ) -> None:
        neighbour = make_region("n", "演示邻市", Level.CITY, province)
        far = make_mandate("yuanfang", Actor.CREDIT_OFFICER, credit_office, neighbour.path)
        make_mandate("shen", Actor.AUDITOR, credit_office, city.path)
        for mandate in (officer_lin, far):
            note(mandate.user, monday)
        client = Client()
        sign_in(client, "shen")

        for asked in ("", "?words=yuan", "?kind=signed_in", "?since=2020-01-01", "?after=99999", "?after=x'"):
            assert "yuanfang" not in client.get(f"{MINE}log/{asked}").content.decode().replace(
                'value="yuan"', ""
            )

    def test_it_is_read_page_by_page_without_a_gap(
        self, officer_lin: Mandate, credit_office: PublicBody, city: Region, monday: datetime
    ) -> None:
        make_mandate("shen", Actor.AUDITOR, credit_office, city.path)
        for number in range(120):
            note(officer_lin.user, monday - timedelta(minutes=number))
        client, address, rows = Client(), f"{MINE}log/", 0
        sign_in(client, "shen")
        while address:
            page = client.get(address).content.decode()
            rows += page.count('data-label="事件"')
            following = re.search(r'href="([^"]+)" rel="next"', page)
            address = f"{MINE}log/{following[1]}" if following else ""

        assert rows == 121


class TestHowLong:
    def test_six_months_and_no_less_as_the_law_says(
        self, rules: str, officer_lin: Mandate, settings: Settings
    ) -> None:
        at = datetime(2026, 11, 23, tzinfo=UTC)
        for days in (1, 183, 187, 400):
            note(officer_lin.user, at - timedelta(days=days))
        settings.SIGN_IN_LOG_MONTHS = 1

        assert destroyed(kept_from(at), officer_lin, at) == 2
        assert destroyed(kept_from(at), officer_lin, at) == 0
        with pytest.raises(TooYoung, match="尚未满保存期限"):
            destroyed(kept_from(at) + timedelta(days=1), officer_lin, at)

    def test_longer_where_the_installation_says_so(
        self, rules: str, officer_lin: Mandate, settings: Settings
    ) -> None:
        at = datetime(2026, 11, 23, tzinfo=UTC)
        note(officer_lin.user, at - timedelta(days=400))
        settings.SIGN_IN_LOG_MONTHS = 24

        assert destroyed(kept_from(at), officer_lin, at) == 0


def destroyed(day: date, by: Mandate, at: datetime) -> int:
    return destroy_events_before(day=day, by=by, why="演示数据", at=at)


class TestFromTheCommandLine:
    def test_a_lost_factor_is_reset_for_a_reason_and_signs_out(
        self, client: Client, officer_lin: Mandate, monday: datetime
    ) -> None:
        sign_in(client)
        add_app(officer_lin.user)
        done = CliRunner().invoke(signins, ["reset-factors", "lin", "--reason", "手机遗失"])

        assert "删除 1 项" in done.output
        assert client.get(DESK).status_code == 302
        assert SignInEvent.objects.get(kind=SignInKind.FACTORS_RESET).reason == "手机遗失"

    def test_somebody_is_out_at_once(self, client: Client, officer_lin: Mandate, monday: datetime) -> None:
        sign_in(client)
        CliRunner().invoke(signins, ["end", "lin", "--reason", "设备遗失"])

        assert client.get(DESK).status_code == 302

    def test_an_unknown_name_is_told(self) -> None:
        assert "没有用户 nobody" in CliRunner().invoke(signins, ["end", "nobody", "--reason", "x"]).output
