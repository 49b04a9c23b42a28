"""The pages of the mandates: grants by two persons, who holds what, delegation, and nobody else's business."""

from datetime import date, datetime

import pytest
from django.test import Client
from tests.cast import make_body, make_mandate, make_region

from chengxin.foundation.accounts.models import Mandate, MandateChange, User
from chengxin.foundation.accounts.queries import mandates_of
from chengxin.foundation.subjects.models import Level, PublicBody, Region
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("monday")]
TODAY = date(2026, 11, 23)


@pytest.fixture
def guard_gu(credit_office: PublicBody, city: Region) -> Mandate:
    return make_mandate("gu", Actor.SECURITY_ADMIN, credit_office, city.path)


@pytest.fixture
def guard_fang(credit_office: PublicBody, city: Region) -> Mandate:
    return make_mandate("fang", Actor.SECURITY_ADMIN, credit_office, city.path)


def as_(mandate: Mandate) -> Client:
    client = Client()
    client.force_login(mandate.user)
    return client


def asked(**changes: str) -> dict[str, str]:
    return {
        "username": "meng", "role": "liaison", "reach": "body", "post": "联络员", "valid_from": "2026-11-23",
        "reason": "演示数据：新设岗位",
    } | changes  # fmt: skip


def test_a_grant_goes_through_two_persons_and_stands_in_the_log(
    guard_gu: Mandate, guard_fang: Mandate, housing_bureau: PublicBody
) -> None:
    page = as_(guard_gu).post(f"/desk/posts/people/{housing_bureau.pk}/ask/", asked(), follow=True)
    assert "新用户的口令是" in page.content.decode()
    waiting = MandateChange.objects.get()
    address = f"/desk/posts/changes/{waiting.pk}/"
    own = as_(guard_gu).post(address, {"decision": "confirm"}, follow=True)
    assert "以外的另一人复核" in own.content.decode()
    assert "待复核" in as_(guard_fang).get("/desk/posts/people/").content.decode()

    as_(guard_fang).post(address, {"decision": "confirm"})

    meng = User.objects.get(username="meng")
    assert [each.post for each in mandates_of(meng, on=TODAY)] == ["联络员"]
    assert "联络员" in as_(guard_fang).get(f"/desk/posts/people/{housing_bureau.pk}/").content.decode()
    log = as_(guard_fang).get("/desk/posts/changes/").content.decode()
    assert "gu" in log
    assert "fang" in log


def test_torn_input_is_told_in_words_and_makes_no_account(
    guard_gu: Mandate, housing_bureau: PublicBody
) -> None:
    for wrong, why in (
        ({"reach": "region"}, "不能是区划及以下"),
        ({"valid_until": "2020-01-01"}, "不得早于开始的一天"),
        ({"role": "auditor", "reach": "region", "region": "天涯"}, "没有这个区划"),
        ({"role": "auditor", "reach": "custom", "parts": "p/"}, "之内的区划或者单位"),
        ({"role": "auditor", "reach": "custom", "parts": ""}, "至少一个"),
        ({"username": "不是 名字"}, "用户名"),
        ({"username": "gu"}, "不得为本人授权"),
    ):
        page = as_(guard_gu).post(f"/desk/posts/people/{housing_bureau.pk}/ask/", asked(**wrong))
        assert why in page.content.decode(), wrong

    assert not User.objects.filter(username="meng").exists()
    assert not MandateChange.objects.exists()


def test_a_neighbouring_region_is_not_there(guard_gu: Mandate, province: Region, guard_fang: Mandate) -> None:
    other = make_body("oj", "演乙局", make_region("o", "演乙市", Level.CITY, province))

    for address in (f"/desk/posts/people/{other.pk}/", f"/desk/posts/people/{other.pk}/ask/"):
        assert as_(guard_gu).get(address).status_code == 404


@pytest.mark.parametrize("role", [Actor.CREDIT_OFFICER, Actor.ADMINISTRATOR, Actor.AUDITOR, Actor.LIAISON])
def test_nobody_else_comes_in(role: Actor, housing_bureau: PublicBody) -> None:
    stranger = make_mandate("x", role, housing_bureau, housing_bureau.path)

    for address in (
        "/desk/posts/people/",
        "/desk/posts/changes/",
        f"/desk/posts/people/{housing_bureau.pk}/",
    ):
        assert as_(stranger).get(address).status_code == 403


def test_an_audit_administrator_watches_and_does_not_grant(
    credit_office: PublicBody, city: Region, housing_bureau: PublicBody
) -> None:
    watcher = make_mandate("wan", Actor.AUDIT_ADMIN, credit_office, city.path)
    assert as_(watcher).get("/desk/posts/changes/").status_code == 200

    page = as_(watcher).post(f"/desk/posts/people/{housing_bureau.pk}/ask/", asked())

    assert "授权由安全管理员办理" in page.content.decode()
    assert not User.objects.filter(username="meng").exists()


def test_a_post_is_ended_at_once(
    guard_gu: Mandate, liaison_tang: Mandate, housing_bureau: PublicBody
) -> None:
    address = f"/desk/posts/people/{housing_bureau.pk}/{liaison_tang.pk}/"

    as_(guard_gu).post(address, {"end": "1", "remark": "演示数据：离岗"})

    assert mandates_of(liaison_tang.user, on=TODAY) == []


def test_a_post_is_lent_and_called_back_and_both_see_it(
    head_zhou: Mandate, officer_he: Mandate, officer_lin: Mandate, monday: datetime
) -> None:
    sent = {
        "delegate": "1", "to": officer_he.user_id, "valid_from": "2026-11-23", "valid_until": "2026-11-30",
        "reason": "演示数据：出差",
    }  # fmt: skip
    as_(head_zhou).post("/desk/posts/", sent)
    acting = Mandate.objects.get(principal=head_zhou)

    for who in (head_zhou, officer_he):
        assert f"代{head_zhou.post}" in as_(who).get("/desk/posts/").content.decode()
    assert as_(officer_lin).post(f"/desk/posts/recall/{acting.pk}/").status_code == 404
    as_(officer_he).post(f"/desk/posts/recall/{acting.pk}/")

    assert mandates_of(officer_he.user, on=TODAY) == [officer_he]


def test_a_deputy_is_named_and_called_in_by_the_head(
    head_zhou: Mandate, officer_he: Mandate, credit_office: PublicBody
) -> None:
    chief = make_mandate("ju", Actor.BODY_HEAD, credit_office, credit_office.path)
    as_(head_zhou).post("/desk/posts/", {"name": "1", "deputy": officer_he.user_id})
    sent = {
        "call": "1", "to": officer_he.user_id, "valid_from": "2026-11-23", "valid_until": "2026-11-25",
        "reason": "演示数据：生病",
    }  # fmt: skip

    as_(chief).post(f"/desk/posts/people/{credit_office.pk}/{head_zhou.pk}/", sent)

    assert [each.principal_id for each in mandates_of(officer_he.user, on=TODAY)] == [None, head_zhou.pk]
