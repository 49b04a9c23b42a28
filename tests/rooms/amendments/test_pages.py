"""The pages of the amendments through their doors."""

from datetime import datetime

import pytest
from django.test import Client
from tests.core.rulebook.cities import file_of, promise
from tests.make import Office, make_record
from tests.rooms.amendments.cases import CHECK
from tests.rooms.amendments.test_operations import WHY, approve, propose

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.amendments.models import Amendment
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.operations import CityFiles, load_shipped_rules
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.subjects.models import PublicBody

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("rules", "monday")]
PAGE = f"/desk/rules/{CHECK}/"


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def sent(client: Client, address: str, **data: str) -> str:
    return client.post(address, data, follow=True).content.decode()


ASKED = {"value": "2", "in_force_from": "2026-11-23", "reason": WHY}


class TestDefaults:
    def test_lists_what_may_be_changed_and_no_law(self, client: Client, admin_wu: Mandate) -> None:
        client.force_login(admin_wu.user)

        page = shown(client, "/desk/rules/")

        assert "record.check" in page
        assert "系统默认，可调整" in page
        assert "objection.own" not in page
        assert "repair.serious_min_months" not in page

    def test_is_narrowed_by_words(self, client: Client, admin_wu: Mandate) -> None:
        client.force_login(admin_wu.user)

        assert "record.check" not in shown(client, "/desk/rules/?q=整改")
        assert "rectification.verify" in shown(client, "/desk/rules/?q=整改")
        assert "没有符合条件的默认值" in shown(client, "/desk/rules/?q=无此规则")

    def test_says_what_each_layer_and_each_city_set(
        self, client: Client, admin_wu: Mandate, monday: datetime
    ) -> None:
        city = CityFiles("990100", "p/c/", file_of(promise(CHECK, 2)))
        load_shipped_rules(at=monday, demo=True, cities=[city])
        client.force_login(admin_wu.user)

        page = shown(client, PAGE)

        for told in (
            "国家和省级规则、系统默认",
            "市级承诺时限",
            "演示市发展和改革委员会",
            "《演示市政务服务承诺》",
        ):
            assert told in page

    @pytest.mark.parametrize("key", ["objection.own", "repair.serious_min_months", "no.such.rule"])
    def test_there_is_no_page_to_edit_a_law(self, client: Client, admin_wu: Mandate, key: str) -> None:
        client.force_login(admin_wu.user)

        assert client.get(f"/desk/rules/{key}/").status_code == 404
        assert client.post(f"/desk/rules/{key}/", {**ASKED, "ask": "1"}).status_code == 404

    def test_others_are_kept_out(self, client: Client, officer_lin: Mandate, head_zhou: Mandate) -> None:
        client.force_login(officer_lin.user)
        for address in ("/desk/rules/", PAGE, "/desk/rules/moves/"):
            assert client.get(address).status_code == 403

        client.force_login(head_zhou.user)
        assert client.get("/desk/rules/").status_code == 403
        assert client.get("/desk/rules/moves/").status_code == 200


class TestAsking:
    def test_is_previewed_first_with_numbers_and_days_and_nothing_else(
        self, client: Client, admin_wu: Mandate, running: Deadline
    ) -> None:
        client.force_login(admin_wu.user)

        page = sent(client, PAGE, **ASKED, preview="1")

        assert "这 1 件在办事项" in page
        for told in (running.matter.number, "2026-11-26", "2026-11-25", "自 2026-11-23 起"):
            assert told in page
        assert running.matter.body.name not in page
        assert not Amendment.objects.exists()

    def test_is_then_asked_for(self, client: Client, admin_wu: Mandate, running: Deadline) -> None:
        client.force_login(admin_wu.user)

        page = sent(client, PAGE, **ASKED, ask="2@2026-11-23")

        assert Amendment.objects.get().reason == WHY
        assert "另一位系统管理员复核" in page
        assert "批准</button>" not in page

    def test_what_was_changed_after_the_preview_is_previewed_again(
        self, client: Client, admin_wu: Mandate, running: Deadline
    ) -> None:
        client.force_login(admin_wu.user)

        page = sent(client, PAGE, **(ASKED | {"value": "1"}), ask="2@2026-11-23")

        assert "2026-11-24" in page
        assert not Amendment.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"value": "31"}, "应当在 1 至 30 之间"),
            ({"value": "x"}, "请填写整数"),
            ({"reason": ""}, "请写明调整的理由和依据"),
            ({"in_force_from": "明天"}, "2018-02-02 这样的日期"),
            ({"value": "3"}, "本来就是 3"),
        ],
    )
    def test_tells_what_is_wrong(
        self, client: Client, admin_wu: Mandate, changes: dict[str, str], told: str
    ) -> None:
        client.force_login(admin_wu.user)

        assert told in sent(client, PAGE, **(ASKED | changes), ask=f"{(ASKED | changes)['value']}@2026-11-23")
        assert not Amendment.objects.exists()


class TestDeciding:
    def test_a_second_administrator_sees_what_it_would_do_and_approves(
        self, client: Client, admin_wu: Mandate, admin_xu: Mandate, running: Deadline, monday: datetime
    ) -> None:
        asked = propose(admin_wu, monday)
        client.force_login(admin_xu.user)

        before = shown(client, f"/desk/rules/requests/{asked.pk}/")
        after = sent(client, f"/desk/rules/requests/{asked.pk}/", decision="approve")

        assert "2026-11-25" in before
        assert "已批准" in after
        assert "已调整" in shown(client, "/desk/rules/")
        assert "管理员调整的默认值" in shown(client, PAGE)

    def test_who_asked_cannot_approve_even_by_hand(
        self, client: Client, admin_wu: Mandate, monday: datetime
    ) -> None:
        asked = propose(admin_wu, monday)
        client.force_login(admin_wu.user)

        page = sent(client, f"/desk/rules/requests/{asked.pk}/", decision="approve")

        assert "不能复核自己的调整" in page
        assert current_rulebook().edits == ()

    def test_who_asked_takes_it_back(self, client: Client, admin_wu: Mandate, monday: datetime) -> None:
        asked = propose(admin_wu, monday)
        client.force_login(admin_wu.user)

        assert "已撤回" in sent(client, f"/desk/rules/requests/{asked.pk}/", decision="withdraw")

    def test_a_refusal_wants_its_reason(
        self, client: Client, admin_wu: Mandate, admin_xu: Mandate, monday: datetime
    ) -> None:
        asked = propose(admin_wu, monday)
        client.force_login(admin_xu.user)
        address = f"/desk/rules/requests/{asked.pk}/"

        assert "请写明不予批准的理由" in sent(client, address, decision="refuse")
        assert "未批准" in sent(client, address, decision="refuse", remark="演示数据：依据不足")


class TestMoves:
    @pytest.fixture(autouse=True)
    def approved(
        self, running: Deadline, admin_wu: Mandate, admin_xu: Mandate, monday: datetime
    ) -> Amendment:
        return approve(admin_wu, admin_xu, monday)

    def test_a_head_moves_what_it_chose(self, client: Client, head_zhou: Mandate, running: Deadline) -> None:
        client.force_login(head_zhou.user)
        listed = shown(client, "/desk/rules/moves/")

        told = sent(client, "/desk/rules/moves/", matters=str(running.matter_id), reason=WHY)

        assert running.matter.number in listed
        assert "已改依新版本 1 件" in told
        assert "没有会变化的在办事项" in told
        assert Matter.objects.get().rulebook == current_rulebook().hash

    def test_wants_a_choice_and_a_reason_and_keeps_the_choice(
        self, client: Client, head_zhou: Mandate, running: Deadline
    ) -> None:
        client.force_login(head_zhou.user)

        told = sent(client, "/desk/rules/moves/", matters=str(running.matter_id))

        assert "请写明改依新版本的理由" in told
        assert f'value="{running.matter_id}" checked' in told
        assert "请至少选择一件事项" in sent(client, "/desk/rules/moves/", reason=WHY)

    def test_what_is_another_organs_cannot_be_chosen(
        self, client: Client, admin_of_city: Mandate, running: Deadline
    ) -> None:
        client.force_login(admin_of_city.user)

        assert running.matter.number in shown(client, "/desk/rules/moves/")
        told = sent(client, "/desk/rules/moves/", matters="999999", reason=WHY)

        assert "选择一个有效的选项" in told or "999999" in told
        assert Matter.objects.get().rulebook != current_rulebook().hash


def test_the_timeline_of_a_moved_record_tells_it_to_whoever_opens_it(
    client: Client,
    office: Office,
    housing_bureau: PublicBody,
    admin_wu: Mandate,
    admin_xu: Mandate,
    monday: datetime,
) -> None:
    record = make_record(body=housing_bureau, office=office, at=monday, state="submitted")
    approve(admin_wu, admin_xu, monday)
    client.force_login(office.head.user)
    sent(client, "/desk/rules/moves/", matters=str(record.pk), reason=WHY)

    page = shown(client, f"/desk/matters/{record.pk}/")

    assert "改依制度规则库的另一版本" in page
    assert WHY in page
    assert "2026-11-26 → 2026-11-25" in page
