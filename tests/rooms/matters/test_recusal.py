"""回避: nobody takes a step about their own body, themselves, or where an interest is known (R-59, Q-09)."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from tests.cast import make_mandate
from tests.rooms.desk.trial import make_trial, trial

from chengxin.foundation.accounts.delegating import delegate
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters import plugs
from chengxin.foundation.matters.models import Interest, Matter
from chengxin.foundation.matters.operations import Recused, UnableToMove, move
from chengxin.foundation.matters.plugs import Stake
from chengxin.foundation.matters.recusing import (
    RecusalRefused,
    ask_recusal,
    decide_recusal,
    declare_interest,
    grounds,
    handlers_of,
    lift_interest,
)
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor

__all__ = ["trial"]
pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("trial", "rules"),
]


@pytest.fixture
def matter(housing_bureau: PublicBody, credit_office: PublicBody) -> Matter:
    return make_trial(housing_bureau, credit_office)


@pytest.fixture
def stake() -> Iterator[dict[str, str]]:
    """A room that knows whom the matter concerns."""
    said = {"how": ""}
    plugs._stakes["demo"] = Stake("demo", lambda matter, persons: said["how"])
    yield said
    del plugs._stakes["demo"]


def hear(matter: Matter, by: Mandate, at: datetime) -> None:
    move(matter=matter, code="hear", by=by, at=at)


class TestNobodyHandles:
    def test_what_is_about_a_body_in_which_one_has_a_post(
        self, matter: Matter, officer_lin: Mandate, housing_bureau: PublicBody, monday: datetime
    ) -> None:
        make_mandate("lin", Actor.MEASURE_OWNER, housing_bureau, housing_bureau.path)

        with pytest.raises(Recused, match=r"在当事单位任职.*公务员法.*第七十六条"):
            hear(matter, officer_lin, monday)

        matter.refresh_from_db()
        assert matter.state == "noticed"

    def test_what_one_declared_an_interest_in_and_all_that_belongs_to_it(
        self, matter: Matter, officer_lin: Mandate, officer_he: Mandate, monday: datetime
    ) -> None:
        declare_interest(by=officer_lin, ground="relatives_interest", at=monday, matter=matter)
        under = make_trial(matter.body, matter.organ)
        Matter.objects.filter(pk=under.pk).update(parent=matter)
        under.refresh_from_db()

        for each in (matter, under):
            with pytest.raises(Recused, match="有利害关系"):
                hear(each, officer_lin, monday)
        hear(under, officer_he, monday)

    def test_any_matter_of_a_body_that_one_declared(
        self, matter: Matter, officer_lin: Mandate, housing_bureau: PublicBody, monday: datetime
    ) -> None:
        for _twice in range(2):
            declare_interest(by=officer_lin, ground="own_interest", at=monday, body=housing_bureau)

        with pytest.raises(Recused, match="有利害关系"):
            hear(matter, officer_lin, monday)
        assert Interest.objects.count() == 1

    def test_what_concerns_oneself_as_a_room_knows(
        self, matter: Matter, officer_lin: Mandate, stake: dict[str, str], monday: datetime
    ) -> None:
        stake["how"] = "本事项涉及您本人"

        with pytest.raises(Recused, match="涉及您本人"):
            hear(matter, officer_lin, monday)

    def test_through_a_deputy_who_is_a_stranger(
        self, matter: Matter, officer_lin: Mandate, officer_he: Mandate, monday: datetime
    ) -> None:
        today = legal_day(monday)
        declare_interest(by=officer_lin, ground="own_interest", at=monday, matter=matter)
        acting = delegate(
            mandate=officer_lin, to=officer_he.user, valid_from=today, valid_until=today, by=officer_lin,
            at=monday, reason="演示数据",
        )  # fmt: skip

        with pytest.raises(Recused, match="委托您代理的人"):
            hear(matter, acting, monday)

    def test_as_a_decider_behind_another_who_makes_the_step(
        self, matter: Matter, officer_lin: Mandate, head_zhou: Mandate, monday: datetime
    ) -> None:
        hear(matter, officer_lin, monday)
        declare_interest(by=officer_lin, ground="own_interest", at=monday, matter=matter)

        with pytest.raises(Recused):
            move(matter=matter, code="activate", by=head_zhou, decided_by=officer_lin, at=monday)

    def test_but_the_bodys_own_liaison_speaks_for_it(
        self, matter: Matter, liaison_tang: Mandate, monday: datetime
    ) -> None:
        hear(matter, liaison_tang, monday)

        assert Matter.objects.get(pk=matter.pk).state == "heard"


class TestLifting:
    def test_is_decided_by_the_head_of_the_organ_and_by_nobody_else(
        self, matter: Matter, officer_lin: Mandate, officer_he: Mandate, head_zhou: Mandate, monday: datetime
    ) -> None:
        declared = declare_interest(by=officer_lin, ground="other", at=monday, matter=matter)

        with pytest.raises(RecusalRefused, match="负责人决定"):
            lift_interest(interest=declared, by=officer_he, at=monday, reason="演示数据")
        with pytest.raises(RecusalRefused, match="填写理由"):
            lift_interest(interest=declared, by=head_zhou, at=monday, reason="")
        lift_interest(interest=declared, by=head_zhou, at=monday, reason="演示数据：关系已经消失")

        hear(matter, officer_lin, monday)

    def test_nobody_lifts_ones_own(self, matter: Matter, head_zhou: Mandate, monday: datetime) -> None:
        declared = declare_interest(by=head_zhou, ground="other", at=monday, matter=matter)

        with pytest.raises(RecusalRefused, match="本人的回避"):
            lift_interest(interest=declared, by=head_zhou, at=monday, reason="演示数据")


class TestAskingForIt:
    def test_the_body_asks_the_head_decides_and_the_person_handles_it_no_more(
        self, matter: Matter, liaison_tang: Mandate, officer_lin: Mandate, officer_he: Mandate, head_zhou: Mandate,
        monday: datetime,
    ) -> None:  # fmt: skip
        hear(matter, officer_lin, monday)
        assert handlers_of(matter) == [officer_lin]
        asked = ask_recusal(
            matter=matter,
            person=officer_lin,
            ground="other",
            reason="演示数据：曾公开表态",
            by=liaison_tang,
            at=monday,
        )

        for wrong in (liaison_tang, officer_he):
            with pytest.raises(RecusalRefused, match="负责人决定"):
                decide_recusal(request=asked, granted=True, by=wrong, at=monday, remark="")
        decide_recusal(request=asked, granted=True, by=head_zhou, at=monday, remark="")

        with pytest.raises(Recused, match="已决定由您回避"):
            move(matter=matter, code="activate", by=head_zhou, decided_by=officer_lin, at=monday)
        with pytest.raises(RecusalRefused, match="已由他人决定"):
            decide_recusal(request=asked, granted=True, by=head_zhou, at=monday, remark="")

    def test_a_neighbour_does_not_ask_nor_twice_nor_without_a_reason(
        self,
        matter: Matter,
        neighbour_bai: Mandate,
        liaison_tang: Mandate,
        officer_lin: Mandate,
        monday: datetime,
    ) -> None:
        said = {"matter": matter, "person": officer_lin, "ground": "other", "at": monday}
        with pytest.raises(RecusalRefused, match="当事单位或者办理机关"):
            ask_recusal(by=neighbour_bai, reason="演示数据", **said)  # type: ignore[arg-type]
        with pytest.raises(RecusalRefused, match="事实和理由"):
            ask_recusal(by=liaison_tang, reason=" ", **said)  # type: ignore[arg-type]
        with pytest.raises(RecusalRefused, match="清单中选择"):
            ask_recusal(by=liaison_tang, reason="演示数据", **(said | {"ground": "无"}))  # type: ignore[arg-type]
        ask_recusal(by=liaison_tang, reason="演示数据", **said)  # type: ignore[arg-type]
        with pytest.raises(RecusalRefused, match="正在等待决定"):
            ask_recusal(by=liaison_tang, reason="演示数据", **said)  # type: ignore[arg-type]

    def test_the_head_does_not_decide_about_oneself(
        self, matter: Matter, liaison_tang: Mandate, head_zhou: Mandate, monday: datetime
    ) -> None:
        asked = ask_recusal(
            matter=matter, person=head_zhou, ground="other", reason="演示数据", by=liaison_tang, at=monday
        )
        with pytest.raises(RecusalRefused, match="本人的回避"):
            decide_recusal(request=asked, granted=False, by=head_zhou, at=monday, remark="演示数据")

    def test_the_grounds_are_those_of_the_law(self, monday: datetime) -> None:
        assert [code for code, _ in grounds(on=monday)] == ["own_interest", "relatives_interest", "other"]


def test_a_recusal_is_a_step_that_cannot_be_taken() -> None:
    assert issubclass(Recused, UnableToMove)
