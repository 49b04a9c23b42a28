"""A mandate fits its body, and is granted once."""

from datetime import date, datetime

import pytest
from click.testing import CliRunner
from tests.cast import SINCE, make_mandate, make_official

from chengxin.foundation.accounts.commands import user as command
from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.accounts.operations import MandateRefused, create_user, end_mandate, grant_mandate
from chengxin.foundation.accounts.queries import BODY_ROLES, mandates_of
from chengxin.foundation.subjects import queries
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin_core.lifecycle.table import Actor

pytestmark = pytest.mark.django_db(databases="__all__")
REGION_ROLES = tuple(actor for actor in Actor if actor not in BODY_ROLES | {Actor.SYSTEM, Actor.OFFICIAL})


@pytest.fixture
def person(db: None) -> User:
    return create_user(username="meng", password="not-a-secret-1", display_name="演示岗位")


def grant(person: User, role: Actor, body: PublicBody, scope: str, **changes: object) -> Mandate:
    said = {"post": "演示岗位", "valid_from": SINCE} | changes
    return grant_mandate(user=person, role=role, body_id=body.pk, scope=scope, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", sorted(BODY_ROLES - {Actor.OFFICIAL}))
def test_who_speaks_or_decides_for_a_body_acts_over_their_own_body_alone(
    role: Actor, person: User, housing_bureau: PublicBody, water_bureau: PublicBody, county: Region
) -> None:
    assert grant(person, role, housing_bureau, housing_bureau.path).scope == housing_bureau.path

    for wider in (water_bureau.path, county.path, ""):
        with pytest.raises(MandateRefused, match="本单位"):
            grant(person, role, housing_bureau, wider)


@pytest.mark.parametrize("role", REGION_ROLES)
def test_every_other_role_acts_over_the_bodys_region_or_one_within(
    role: Actor, person: User, credit_office: PublicBody, city: Region, county: Region, province: Region
) -> None:
    for scope in (city.path, county.path):
        assert grant(person, role, credit_office, scope).scope == scope

    for beyond in (province.path, "q/", "", city.path[:-1], f"{city.path}nowhere/"):
        with pytest.raises(MandateRefused, match="其下的区划"):
            grant(person, role, credit_office, beyond)


def test_the_own_dossier_is_for_a_named_official_and_nothing_else_is(
    person: User, housing_bureau: PublicBody, monday: datetime
) -> None:
    official = make_official(housing_bureau, housing_bureau, at=monday)

    with pytest.raises(MandateRefused, match="指明是哪一位公务员"):
        grant(person, Actor.OFFICIAL, housing_bureau, housing_bureau.path)
    with pytest.raises(MandateRefused, match="指明是哪一位公务员"):
        grant(person, Actor.LIAISON, housing_bureau, housing_bureau.path, official=official)

    held = grant(person, Actor.OFFICIAL, housing_bureau, housing_bureau.path, official=official)
    assert held.official == official


def test_the_same_grant_twice_is_one(person: User, credit_office: PublicBody, city: Region) -> None:
    first = grant(person, Actor.CREDIT_OFFICER, credit_office, city.path)

    assert grant(person, Actor.CREDIT_OFFICER, credit_office, city.path) == first
    with pytest.raises(MandateRefused, match="已有同一授权"):
        grant(person, Actor.CREDIT_OFFICER, credit_office, city.path, valid_until=date(2027, 1, 1))


def test_the_same_role_for_another_body_is_another_grant(
    person: User, credit_office: PublicBody, finance_bureau: PublicBody, city: Region
) -> None:
    first = grant(person, Actor.AUDITOR, credit_office, city.path)
    second = grant(person, Actor.AUDITOR, finance_bureau, city.path)

    assert (first.body, second.body) == (credit_office, finance_bureau)


def test_a_mandate_holds_through_its_last_day(credit_office: PublicBody, city: Region) -> None:
    mandate = make_mandate("meng", Actor.AUDITOR, credit_office, city.path)

    end_mandate(mandate=mandate, on=date(2026, 11, 23))

    assert mandates_of(mandate.user, on=date(2026, 11, 23)) == [mandate]
    assert mandates_of(mandate.user, on=date(2026, 11, 24)) == []


class TestTheCommand:
    """chengxin user."""

    @pytest.fixture(autouse=True)
    def register(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Forget the names of other tests' bodies."""
        monkeypatch.setattr(queries, "_read", queries._Read())

    def say(self, *words: str, **more: str) -> tuple[int, str]:
        done = CliRunner().invoke(command, words, **more)  # type: ignore[arg-type]
        return done.exit_code, done.output

    def add(self, name: str, *more: str) -> tuple[int, str]:
        return self.say("add", name, "--post", "信用科经办", "--role", "credit_officer", *more)

    def test_adds_a_login_that_works_and_shows_its_password_once(
        self, credit_office: PublicBody, city: Region
    ) -> None:
        code, said = self.add("meng", "--body", credit_office.name)

        assert code == 0
        password = said.split("口令: ")[1].split("（")[0]
        assert User.objects.get(username="meng").check_password(password)
        assert Mandate.objects.get(user__username="meng").scope == city.path
        assert self.say("list") == (
            0,
            f"meng\t信用科经办（信用主管部门经办人）\t{credit_office.name}\t{city.path}\n",
        )

    def test_takes_a_password_typed_twice(self, credit_office: PublicBody) -> None:
        code, said = self.say(
            *("add", "meng", "--post", "联络员", "--role", "liaison", "--body", credit_office.pk),
            "--ask-password",
            input="not-a-secret-1\nnot-a-secret-1\n",
        )

        assert code == 0
        assert "not-a-secret-1" not in said
        assert User.objects.get(username="meng").check_password("not-a-secret-1")
        assert Mandate.objects.get().scope == credit_office.path

    def test_gives_a_person_who_is_there_another_post(
        self, credit_office: PublicBody, city: Region, county: Region
    ) -> None:
        self.add("meng", "--body", credit_office.pk)

        code, said = self.add("meng", "--body", credit_office.pk, "--scope", county.path)

        assert (code, "口令" in said) == (0, False)
        assert Mandate.objects.count() == 2

    def test_refuses_in_words_and_leaves_nothing_behind(
        self, credit_office: PublicBody, province: Region
    ) -> None:
        beyond = self.add("meng", "--body", credit_office.pk, "--scope", province.path)
        nobody = self.add("meng", "--body", "没有这个局")

        assert (beyond[0], nobody[0]) == (1, 2)
        assert "其下的区划" in beyond[1]
        assert "没有这个局" in nobody[1]
        assert not User.objects.exists()

    def test_ends_every_post_of_a_person(self, credit_office: PublicBody) -> None:
        self.add("meng", "--body", credit_office.pk)

        assert self.say("end", "meng") == (0, "meng: 停止 1 个岗位，今天是最后一天\n")
