"""Officials: sealed where they stand, found whole or not at all, shown masked, posts over time, keys that rotate."""

from contextlib import suppress
from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import make_official

from chengxin.foundation.subjects.identities import (
    Identity,
    IdentityRefused,
    identity_of,
    masked_name_of,
    masked_number_of,
    read_identity,
)
from chengxin.foundation.subjects.models import Official, PublicBody
from chengxin.foundation.subjects.officials import (
    PostRefused,
    enter_official,
    leave_service,
    officials_found_by,
    post_on,
    posts_of,
    take_post,
)
from chengxin.ground import home, keyring, resealing
from chengxin.ground.suites import Suite

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]
NUMBER = "999999180001000010"


@pytest.fixture
def official(housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime) -> Official:
    return make_official(housing_bureau, credit_office, at=monday)


def test_nothing_of_the_identity_stands_in_the_row(official: Official) -> None:
    told = StringIO()
    call_command("dumpdata", "subjects.official", "subjects.officialpost", stdout=told)

    assert "测试" not in told.getvalue()
    assert NUMBER not in told.getvalue()
    assert official.code not in (NUMBER, "测试甲")


def test_is_shown_masked_and_read_whole(official: Official) -> None:
    assert (masked_name_of(official), masked_number_of(official)) == ("测*", "9999************10")
    assert identity_of(official).name == "测试甲"
    assert "测试甲" not in repr(identity_of(official))
    assert NUMBER not in str(identity_of(official))


@pytest.mark.parametrize("words", ["测试甲", " 测 试 甲 ", NUMBER, "９９９９９９180001000010"])
def test_is_found_by_the_whole_name_or_number(official: Official, words: str) -> None:
    assert list(officials_found_by(words)) == [official]


@pytest.mark.parametrize("words", ["", " ", "测试", "测%", "99999918", "%", "*"])
def test_is_not_found_by_a_part(official: Official, words: str) -> None:
    assert not officials_found_by(words).exists()


def test_the_same_person_is_entered_once(
    official: Official, water_bureau: PublicBody, monday: datetime
) -> None:
    again, is_new = enter_official(
        identity=read_identity("测试甲", NUMBER),
        body=water_bureau,
        title="演示科员",
        valid_from=date(2026, 1, 1),
        authority=water_bureau,
        at=monday,
    )

    assert (again, is_new) == (official, False)
    assert len(posts_of(official)) == 1


@pytest.mark.parametrize(
    ("name", "number"), [("测", NUMBER), ("Zhang San", NUMBER), ("测试甲", "1234"), ("测试甲", NUMBER + "1")]
)
def test_an_identity_that_cannot_be_one_is_refused_without_repeating_it(name: str, number: str) -> None:
    with pytest.raises(IdentityRefused) as refusal:
        read_identity(name, number)

    assert number not in str(refusal.value)
    assert name not in str(refusal.value)


@given(st.text(max_size=30), st.text(max_size=30))
def test_reading_an_identity_ends_in_one_or_in_a_refusal(name: str, number: str) -> None:
    with suppress(IdentityRefused):
        assert isinstance(read_identity(name, number), Identity)


def test_posts_follow_each_other(official: Official, water_bureau: PublicBody) -> None:
    take_post(
        official=official,
        body=water_bureau,
        title="演示副科长",
        valid_from=date(2026, 3, 1),
        authority=water_bureau,
    )
    before, after = posts_of(official)

    assert (before.valid_until, after.valid_until) == (date(2026, 2, 28), None)
    assert post_on(official, date(2026, 2, 28)) == before
    assert post_on(official, date(2026, 3, 1)) == after
    with pytest.raises(PostRefused, match="晚于现任职务"):
        take_post(
            official=official,
            body=water_bureau,
            title="演示科长",
            valid_from=date(2026, 3, 1),
            authority=water_bureau,
        )


def test_a_post_holds_no_number(official: Official, water_bureau: PublicBody) -> None:
    with pytest.raises(PostRefused, match="不写姓名、号码"):
        take_post(
            official=official,
            body=water_bureau,
            title="科长13800138000",
            valid_from=date(2026, 3, 1),
            authority=water_bureau,
        )


def test_who_leaves_holds_no_post(official: Official) -> None:
    leave_service(official=official, on=date(2026, 5, 1))

    assert post_on(official, date(2026, 5, 1)) is not None
    assert post_on(official, date(2026, 5, 2)) is None


def test_all_is_sealed_anew_after_a_rotation_and_goes_on_where_it_stopped(
    housing_bureau: PublicBody, monday: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resealing, "BATCH", 2)
    serials = range(1, 8)
    officials = [make_official(housing_bureau, housing_bureau, serial, at=monday) for serial in serials]
    here = home.current()
    keyring.rotate(here, keyring.SEALING, "officials", Suite.AES)
    keyring.rotate(here, keyring.INDEXING, "officials", Suite.AES)
    numbers = [f"999999180001{serial:05d}0" for serial in serials]
    assert [officials_found_by(number).count() for number in numbers] == [1] * 7

    run = resealing.reseal(here)
    while (step := next(run)).zh != "公务员姓名" or step.seen < 4:
        pass
    del run
    assert resealing.under_earlier_keys()["公务员姓名"] == 3

    *_, last = (step for step in resealing.reseal(here) if step.zh == "公务员姓名")
    assert (last.seen, last.whole, last.changed) == (7, 7, 3)
    assert set(resealing.under_earlier_keys().values()) == {0}
    assert [identity_of(Official.objects.get(pk=each.pk)).number for each in officials] == numbers
    assert [officials_found_by(number).count() for number in numbers] == [1] * 7
    assert not (here.root / resealing.PROGRESS).exists()
