"""岗位交接: the list is whole, the successor accepts, the chief signs, and at that instant everything changes hands."""

import io
import zipfile
from datetime import date, datetime
from threading import Event, Thread

import pytest
from django.db import connection
from django.test import Client
from tests.cast import make_body, make_mandate
from tests.rooms.desk.trial import make_deadline, make_trial, trial
from tests.rooms.signins.door import add_app, sign_in

from chengxin.foundation.accounts.delegating import delegate
from chengxin.foundation.accounts.models import Change, Mandate, MandateChange, Program, Reach, User
from chengxin.foundation.accounts.queries import mandates_of
from chengxin.foundation.handovers.models import Handover
from chengxin.foundation.handovers.operations import HandoverRefused, accept, begin_handover, cancel, sign
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove, move
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.queries import affairs_of, attachments_of, visible_matter, visible_matters
from chengxin.foundation.sharing.models import Consumer
from chengxin.foundation.signins.models import Device, SignInEvent, SignInKind
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin_core.lifecycle.table import Actor

__all__ = ["trial"]

TODAY = date(2026, 11, 23)
pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("trial", "rules"),
]


@pytest.fixture
def chief(credit_office: PublicBody) -> Mandate:
    return make_mandate("ju", Actor.BODY_HEAD, credit_office, credit_office.path, post="主任")


@pytest.fixture
def held(officer_lin: Mandate, housing_bureau: PublicBody, monday: datetime) -> Matter:
    """A matter that Lin has in hands, with a day that runs."""
    matter = make_trial(housing_bureau, officer_lin.body)
    move(matter=matter, code="hear", by=officer_lin, at=monday)
    make_deadline(matter, date(2026, 12, 1))
    return matter


def begin(leaver: Mandate, successor: Mandate, chief: Mandate, at: datetime, **changes: object) -> Handover:
    said = {"posts": [leaver], "successor": successor.user, "chief": chief, "by": leaver} | changes
    return begin_handover(at=at, reason="演示数据：调离", **said)  # type: ignore[arg-type]


def whole(leaver: Mandate, successor: Mandate, chief: Mandate, at: datetime) -> Handover:
    handover = begin(leaver, successor, chief, at)
    accept(matter=handover.matter, by=successor, at=at)
    sign(matter=handover.matter, by=chief, at=at)
    handover.refresh_from_db()
    return handover


class TestTheList:
    def test_names_posts_matters_days_deputies_and_the_login(
        self, held: Matter, officer_lin: Mandate, officer_he: Mandate, chief: Mandate, monday: datetime
    ) -> None:
        delegate(
            mandate=officer_lin, to=officer_he.user, valid_from=TODAY, valid_until=TODAY, by=officer_lin,
            at=monday, reason="演示数据",
        )  # fmt: skip

        listed = begin(officer_lin, officer_he, chief, monday).lines

        assert [line["category"] for line in listed] == ["岗位", "代理", "在办事项", "账号"]
        (matter,) = [line for line in listed if line["category"] == "在办事项"]
        assert (matter["number"], matter["due"]) == (held.number, "2026-12-01")
        assert held.title in matter["what"]

    def test_names_sign_ins_second_factors_and_tokens_that_were_given_out(
        self, officer_lin: Mandate, officer_he: Mandate, chief: Mandate, client: Client, monday: datetime
    ) -> None:
        sign_in(client)
        add_app(officer_lin.user)
        Consumer.objects.create(
            code="yanshi", name="演示数据：某站", post="演示岗", token_hash="0" * 64, since=TODAY,
            registered_by=officer_lin,
        )  # fmt: skip
        Program.objects.create(
            code="yanshi-xt", name="演示数据：某系统", body=officer_lin.body, post="演示岗", token_hash="0" * 64,
            subjects_a_minute=60, since=TODAY, registered_by=officer_lin,
        )  # fmt: skip

        listed = begin(officer_lin, officer_he, chief, monday).lines

        found = {line["category"]: line for line in listed}
        assert "登录" in found["正在登录"]["what"]
        assert found["登录凭证"]["what"] == "第二重验证：动态口令"
        assert found["共享单位接入密钥"]["number"] == "yanshi"
        assert found["接口单位令牌"]["number"] == "yanshi-xt"

    def test_of_a_liaison_holds_what_its_body_answers_for(
        self, housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime
    ) -> None:
        liaison = make_mandate("tang", Actor.LIAISON, housing_bureau, housing_bureau.path, reach=Reach.BODY)
        shown = make_trial(housing_bureau, credit_office)
        hidden = make_trial(housing_bureau, credit_office, shown=False)
        second = make_mandate("er", Actor.MEASURE_OWNER, housing_bureau, housing_bureau.path)
        head = make_mandate("zhang", Actor.BODY_HEAD, housing_bureau, housing_bureau.path)

        numbers = {line["number"] for line in begin(liaison, second, head, monday).lines}

        assert shown.number in numbers
        assert hidden.number not in numbers

    def test_is_seen_by_who_takes_part_and_by_nobody_else(
        self, officer_lin: Mandate, officer_he: Mandate, lawyer_qin: Mandate, chief: Mandate, monday: datetime
    ) -> None:
        matter = begin(officer_lin, officer_he, chief, monday).matter

        for part in (officer_lin, officer_he, chief):
            assert visible_matter(part, matter.pk).exists()
            assert list(affairs_of(part)) == [matter]
        assert not visible_matter(lawyer_qin, matter.pk).exists()
        assert matter not in visible_matters(officer_lin)

    def test_comes_as_a_workbook_in_which_nothing_is_a_formula(
        self, officer_lin: Mandate, officer_he: Mandate, lawyer_qin: Mandate, chief: Mandate, client: Client,
        monday: datetime,
    ) -> None:  # fmt: skip
        Mandate.objects.filter(pk=officer_lin.pk).update(post="=1+1")
        officer_lin.refresh_from_db()
        handover = begin(officer_lin, officer_he, chief, monday)
        address = f"/desk/handovers/{handover.pk}/list.xlsx"

        client.force_login(lawyer_qin.user)
        assert client.get(address).status_code == 404
        client.force_login(officer_he.user)
        with zipfile.ZipFile(io.BytesIO(client.get(address).content)) as book:
            said = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))

        assert "=1+1" in said
        assert "<f>" not in said


class TestTheInstant:
    def test_posts_and_what_is_in_hands_change_together(
        self, held: Matter, officer_lin: Mandate, officer_he: Mandate, chief: Mandate, monday: datetime
    ) -> None:
        Mandate.objects.filter(pk=officer_lin.pk).update(reach=Reach.OWN, scope=officer_lin.body.path)
        officer_lin.refresh_from_db()

        handover = whole(officer_lin, officer_he, chief, monday)

        assert mandates_of(officer_lin.user, on=TODAY) == []
        assert not User.objects.get(pk=officer_lin.user_id).is_active
        becomes = handover.posts.get().becomes
        assert becomes is not None
        assert becomes in mandates_of(officer_he.user, on=TODAY)
        held.refresh_from_db()
        assert held.holder == becomes
        assert list(visible_matters(becomes)) == [held]
        changed = MandateChange.objects.filter(user__in=(officer_lin.user, officer_he.user))
        assert {each.change for each in changed} == {Change.END, Change.HANDOVER}
        assert [each.name for each in attachments_of(handover.matter)] == [
            "岗位交接书.pdf", "岗位交接书.docx", "交接清单.xlsx",
        ]  # fmt: skip
        assert visible_matter(becomes, handover.pk).exists()

    def test_what_came_in_after_the_acceptance_goes_along_and_is_in_the_list(
        self,
        officer_lin: Mandate,
        officer_he: Mandate,
        chief: Mandate,
        housing_bureau: PublicBody,
        monday: datetime,
    ) -> None:
        handover = begin(officer_lin, officer_he, chief, monday)
        accept(matter=handover.matter, by=officer_he, at=monday)
        late = make_trial(housing_bureau, officer_lin.body)
        move(matter=late, code="hear", by=officer_lin, at=monday)

        sign(matter=handover.matter, by=chief, at=monday)

        handover.refresh_from_db()
        late.refresh_from_db()
        assert late.number in {line["number"] for line in handover.lines}
        assert late.holder is not None
        assert late.holder.user == officer_he.user

    def test_all_or_nothing(
        self,
        held: Matter,
        officer_lin: Mandate,
        credit_office: PublicBody,
        city: Region,
        chief: Mandate,
        monday: datetime,
    ) -> None:
        """The second post may not go to who became another administrator meanwhile: the first does not either."""
        second = make_mandate("lin", Actor.SECURITY_ADMIN, credit_office, city.path)
        auditor = make_mandate("wan", Actor.CREDIT_OFFICER, credit_office, city.path)
        handover = begin(officer_lin, auditor, chief, monday, posts=[officer_lin, second])
        accept(matter=handover.matter, by=auditor, at=monday)
        make_mandate("wan", Actor.AUDIT_ADMIN, credit_office, city.path)

        with pytest.raises(HandoverRefused, match="须由三个人分别担任"):
            sign(matter=handover.matter, by=chief, at=monday)

        handover.matter.refresh_from_db()
        held.refresh_from_db()
        assert handover.matter.state == "accepted"
        assert {each.pk for each in mandates_of(officer_lin.user, on=TODAY)} == {officer_lin.pk, second.pk}
        assert held.holder == officer_lin
        assert Handover.objects.get().signed_at is None

    def test_another_post_elsewhere_keeps_the_login(
        self,
        officer_lin: Mandate,
        officer_he: Mandate,
        finance_bureau: PublicBody,
        chief: Mandate,
        monday: datetime,
    ) -> None:
        other = make_mandate("lin", Actor.MEASURE_OWNER, finance_bureau, finance_bureau.path)

        whole(officer_lin, officer_he, chief, monday)

        assert mandates_of(officer_lin.user, on=TODAY) == [other]
        assert User.objects.get(pk=officer_lin.user_id).is_active

    def test_a_page_that_is_open_ends_with_the_next_request(
        self, officer_lin: Mandate, officer_he: Mandate, chief: Mandate, client: Client, monday: datetime
    ) -> None:
        sign_in(client)
        assert client.get("/desk/").status_code == 200

        whole(officer_lin, officer_he, chief, monday)

        assert client.get("/desk/").status_code in {302, 403}
        ended = Device.objects.get(user=officer_lin.user)
        assert (ended.ended_at, ended.ended_by) == (monday, SignInKind.POSTS_OVER)
        assert SignInEvent.objects.filter(user=officer_lin.user).latest("pk").kind == SignInKind.POSTS_OVER


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_nothing_is_ownerless_for_who_looks_on(
    held: Matter, officer_lin: Mandate, officer_he: Mandate, chief: Mandate, monday: datetime
) -> None:
    handover = begin(officer_lin, officer_he, chief, monday)
    accept(matter=handover.matter, by=officer_he, at=monday)
    done, owners = Event(), set()

    def look_on() -> None:
        try:
            while not done.is_set():
                owned = Matter.objects.filter(pk=held.pk, holder__in=Mandate.objects.in_force_on(TODAY))
                owners.add(owned.values_list("holder__user__username", flat=True).first())
        finally:
            connection.close()

    looking = Thread(target=look_on)
    looking.start()
    sign(matter=handover.matter, by=chief, at=monday)
    done.set()
    looking.join()
    look_on_after = Matter.objects.get(pk=held.pk).holder

    assert owners <= {"lin", "he"}
    assert look_on_after is not None
    assert look_on_after.user == officer_he.user


class TestWhatIsRefused:
    def test_acceptance_by_another_and_signing_by_another(
        self, officer_lin: Mandate, officer_he: Mandate, lawyer_qin: Mandate, head_zhou: Mandate, chief: Mandate,
        monday: datetime,
    ) -> None:  # fmt: skip
        matter = begin(officer_lin, officer_he, chief, monday).matter

        with pytest.raises(HandoverRefused, match="由接任人接收"):
            accept(matter=matter, by=lawyer_qin, at=monday)
        with pytest.raises(UnableToMove, match="不能办理"):
            sign(matter=matter, by=chief, at=monday)
        accept(matter=matter, by=officer_he, at=monday)
        with pytest.raises(HandoverRefused, match="监交负责人签字"):
            sign(matter=matter, by=head_zhou, at=monday)

    def test_a_successor_or_a_chief_who_does_not_fit(
        self, officer_lin: Mandate, officer_he: Mandate, liaison_tang: Mandate, head_zhou: Mandate, chief: Mandate,
        monday: datetime,
    ) -> None:  # fmt: skip
        with pytest.raises(HandoverRefused, match="已在本单位任岗"):
            begin(officer_lin, liaison_tang, chief, monday)
        with pytest.raises(HandoverRefused, match="监交人应当是"):
            begin(officer_lin, officer_he, officer_he, monday)
        with pytest.raises(HandoverRefused, match="监交人应当是"):
            begin(head_zhou, officer_he, head_zhou, monday)
        with pytest.raises(HandoverRefused, match="离岗人或者监交负责人"):
            begin(officer_lin, officer_he, chief, monday, by=officer_he)

    def test_a_successor_who_could_not_be_given_a_post_is_refused_when_chosen(
        self, officer_lin: Mandate, credit_office: PublicBody, city: Region, chief: Mandate, monday: datetime
    ) -> None:
        second = make_mandate("lin", Actor.SECURITY_ADMIN, credit_office, city.path)
        auditor = make_mandate("wan", Actor.AUDIT_ADMIN, credit_office, city.path)

        with pytest.raises(HandoverRefused, match=r"不能接任.*须由三个人分别担任"):
            begin(officer_lin, auditor, chief, monday, posts=[officer_lin, second])

        assert not Handover.objects.exists()

    def test_who_acts_for_an_administrator_gets_no_post_that_handles_matters(
        self, officer_lin: Mandate, credit_office: PublicBody, city: Region, chief: Mandate, monday: datetime
    ) -> None:
        """Refused when chosen and, where the acting began meanwhile, at the signature (T-42)."""
        security = make_mandate("an", Actor.SECURITY_ADMIN, credit_office, city.path)
        heir = make_mandate("wan", Actor.SECURITY_ADMIN, credit_office, city.path)

        def act() -> Mandate:
            return delegate(
                mandate=security, to=heir.user, valid_from=TODAY, valid_until=TODAY, by=security, at=monday,
                reason="演示数据",
            )  # fmt: skip

        handover = begin(officer_lin, heir, chief, monday)
        accept(matter=handover.matter, by=heir, at=monday)
        act()

        with pytest.raises(HandoverRefused, match="请先终止代理"):
            sign(matter=handover.matter, by=chief, at=monday)

        assert officer_lin in mandates_of(officer_lin.user, on=TODAY)
        handover.matter.refresh_from_db()
        cancel(matter=handover.matter, by=officer_lin, at=monday, reason="演示数据：代理未终止")
        with pytest.raises(HandoverRefused, match="请先终止代理"):
            begin(officer_lin, heir, chief, monday)

    def test_of_personnel_is_watched_by_the_head_of_personnel(self, city: Region, monday: datetime) -> None:
        personnel = make_body("bzz", "演示市委组织部", city)
        leaver, heir = (
            make_mandate(name, Actor.PERSONNEL_OFFICER, personnel, personnel.path, reach=Reach.BODY)
            for name in ("xu", "yu")
        )
        head = make_mandate("tao", Actor.PERSONNEL_HEAD, personnel, city.path)

        whole(leaver, heir, head, monday)

        assert {each.role for each in mandates_of(heir.user, on=TODAY)} == {Actor.PERSONNEL_OFFICER}

    def test_the_same_post_twice_until_the_first_is_given_up(
        self, officer_lin: Mandate, officer_he: Mandate, chief: Mandate, monday: datetime
    ) -> None:
        first = begin(officer_lin, officer_he, chief, monday)
        with pytest.raises(HandoverRefused, match="正在交接"):
            begin(officer_lin, officer_he, chief, monday)

        cancel(matter=first.matter, by=officer_lin, at=monday, reason="演示数据：不调了")

        begin(officer_lin, officer_he, chief, monday)

    def test_each_is_offered_the_own_button_alone(
        self, officer_lin: Mandate, officer_he: Mandate, chief: Mandate, monday: datetime
    ) -> None:
        matter, kind = begin(officer_lin, officer_he, chief, monday).matter, kind_of("handover")

        offered = {
            who: [each.code for each in kind.buttons_for(matter, who)]
            for who in (officer_lin, officer_he, chief)
        }

        assert [codes[0] for codes in offered.values()] == ["cancel", "accept", "cancel"]


def test_the_page_begins_one_and_shows_it(
    client: Client, held: Matter, officer_lin: Mandate, officer_he: Mandate, chief: Mandate
) -> None:
    client.force_login(officer_lin.user)
    sent = {
        "posts": [officer_lin.pk],
        "successor": officer_he.user_id,
        "chief": chief.pk,
        "reason": "演示数据：调离",
    }

    page = client.post("/desk/handovers/", sent, follow=True).content.decode()

    assert "交接清单" in page
    assert held.number in page
    wrong = client.post("/desk/handovers/", sent).content.decode()
    assert "正在交接" in wrong
