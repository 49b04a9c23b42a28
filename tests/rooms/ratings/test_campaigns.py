"""A public review: set up, approved, voted in at the public door without script, counted, published, taken down."""

import re
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from tests.cast import make_body, make_mandate

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.audit.models import AuditEntry
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.reception.models import Ballot, SpentVote
from chengxin.foundation.reception.operations import receive
from chengxin.foundation.reception.plugs import Said
from chengxin.foundation.reception.polls import Cast, MayNotVote, cast, open_polls
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground import signer
from chengxin.ground.home import Home
from chengxin.mechanisms.ratings import campaigns, showing
from chengxin.mechanisms.ratings.models import Campaign
from chengxin.mechanisms.ratings.queries import campaign_of
from chengxin.site.demo.complaints import A_DAY
from chengxin_core.lifecycle.ratings import Electorate
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.own_sql]

QUESTIONS = ["keeps_promises", "answers"]
GOOD = {"keeps_promises": "satisfied", "answers": "very_satisfied"}
BAD = {"keeps_promises": "unsatisfied", "answers": "fair"}


@pytest.fixture
def lead(rules: str, home: Home, credit_office: PublicBody, city: Region) -> dict[str, Mandate]:
    """The people of the organ that organises, in a home with a log."""
    signer.make_log_key(home, origin="chengxin.example/log")
    return {
        "officer": make_mandate("qin", Actor.CREDIT_OFFICER, credit_office, city.path),
        "head": make_mandate("qi", Actor.CREDIT_HEAD, credit_office, city.path),
        "release": make_mandate("han", Actor.RELEASE_REVIEWER, credit_office, city.path),
    }


@pytest.fixture
def water(county: Region) -> PublicBody:
    return make_body("sl", "演示县水利局", county)


def plan(lead: dict[str, Mandate], bodies: list[PublicBody], at: datetime, **changes: Any) -> Matter:
    given: dict[str, Any] = {
        "title": "演示数据：守信践诺评议",
        "bodies": bodies,
        "questions": QUESTIONS,
        "opens_on": date(2026, 11, 23),
        "closes_on": date(2026, 11, 30),
        "minimum": 30,
        "electorate": Electorate.ANYBODY,
    }
    return campaigns.set_up(**{**given, **changes}, by=lead["officer"], at=at)


def fresh(matter: Matter) -> Matter:
    return Matter.objects.select_related("body", "organ").get(pk=matter.pk)


def approved(lead: dict[str, Mandate], bodies: list[PublicBody], at: datetime, **changes: Any) -> Matter:
    matter = plan(lead, bodies, at, **changes)
    campaigns.approve(matter=fresh(matter), by=lead["head"], at=at)
    return fresh(matter)


def vote(
    matter: Matter, body: PublicBody, answers: dict[str, str], once: str, at: datetime, code: str = ""
) -> bool:
    (poll,) = [each for each in open_polls(date(2026, 11, 23)) if each.number == matter.pk]
    return cast(poll=poll, said=Cast(body.pk, answers), code=code, once=once, at=at)


def page(client: Client, address: str) -> str:
    return client.get(address).getvalue().decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"minimum": 5}, "不得少于 30"),
        ({"closes_on": date(2027, 3, 1)}, "最长 60 天"),
        ({"opens_on": date(2026, 11, 1)}, "不得早于今天"),
        ({"questions": ["how_do_you_like_us"]}, "从清单中选择"),
        ({"bodies": []}, "1 至 60"),
    ],
)
def test_what_the_rules_do_not_allow_is_not_set_up(
    lead: dict[str, Mandate], water: PublicBody, monday: datetime, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(campaigns.CannotBeHeld, match=said):
        plan(lead, changes.pop("bodies", [water]), monday, **changes)
    assert not Campaign.objects.exists()


def test_nobody_reviews_its_own_organ_or_one_of_elsewhere(
    lead: dict[str, Mandate], credit_office: PublicBody, monday: datetime
) -> None:
    with pytest.raises(campaigns.CannotBeHeld, match="本单位"):
        plan(lead, [credit_office], monday)


class TestTheDoor:
    def test_takes_a_ballot_without_script_cookie_or_name(
        self, lead: dict[str, Mandate], water: PublicBody, client: Client, monday: datetime
    ) -> None:
        matter = approved(lead, [water], monday)
        address = f"/appraise/{matter.pk}/"
        shown = page(client, address)
        assert matter.title in page(client, "/appraise/")
        assert "说到做到" in shown
        once = re.search(r'name="once" value="(\w+)"', shown)
        assert once
        ballot = {"once": once[1], "body": water.pk, **{f"q-{code}": grade for code, grade in GOOD.items()}}

        telling = {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "telling/1.0"}
        answer = client.post(address, ballot, **telling)  # type: ignore[arg-type]
        again = client.post(address, ballot, **telling)  # type: ignore[arg-type]

        assert "已收到您的评议" in answer.getvalue().decode()
        assert "没有重复计入" in again.getvalue().decode()
        assert not answer.cookies
        assert answer.headers["Cache-Control"] == "no-store"
        assert Ballot.objects.count() == 1
        kept = "".join(AuditEntry.objects.values_list("record", flat=True))
        kept += "".join(f"{each.__dict__}" for each in (*Ballot.objects.all(), *SpentVote.objects.all()))
        assert not [word for word in ("203.0.113.77", "telling", "very_satisfied", once[1]) if word in kept]

    def test_says_what_is_missing_and_is_closed_where_no_review_is_open(
        self, lead: dict[str, Mandate], water: PublicBody, client: Client, monday: datetime
    ) -> None:
        matter = approved(lead, [water], monday)
        answer = client.post(f"/appraise/{matter.pk}/", {"body": water.pk})

        assert "请选择一级评价" in answer.getvalue().decode()
        assert client.get(f"/appraise/{matter.pk + 1}/").status_code == 404
        assert not Ballot.objects.exists()

    def test_holds_a_flood_back(
        self, lead: dict[str, Mandate], water: PublicBody, client: Client, monday: datetime, settings: Any
    ) -> None:
        settings.SLOW_PER_MINUTE = 2
        matter = approved(lead, [water], monday)
        filled = {"body": water.pk, **{f"q-{code}": grade for code, grade in GOOD.items()}}

        codes = [
            client.post(f"/appraise/{matter.pk}/", {**filled, "once": f"{number}"}).status_code
            for number in range(3)
        ]

        assert codes == [200, 200, 429]
        assert Ballot.objects.count() == 2


class TestOneVote:
    def test_an_invitation_is_good_once_for_each_body_however_it_is_typed(
        self, lead: dict[str, Mandate], water: PublicBody, housing_bureau: PublicBody, monday: datetime
    ) -> None:
        matter = approved(lead, [water, housing_bureau], monday, electorate=Electorate.INVITED)
        code, other = campaigns.invite(matter=matter, by=lead["officer"], number=2, at=monday)

        assert vote(matter, water, GOOD, "a", monday, code)
        assert vote(matter, housing_bureau, BAD, "b", monday, code.lower())
        with pytest.raises(MayNotVote, match="已经用来"):
            vote(matter, water, GOOD, "c", monday, f" {code.replace('-', ' ').lower()} ")
        with pytest.raises(MayNotVote, match="请核对"):
            vote(matter, water, GOOD, "d", monday, "ABCD-EFGH-2345")
        assert vote(matter, water, GOOD, "e", monday, other)
        assert Ballot.objects.count() == 3
        assert code not in "".join(f"{each.__dict__}" for each in campaign_of(matter).invitations.all())

    def test_a_receipt_code_is_good_for_whom_it_is_about_and_who_handles_it(
        self, lead: dict[str, Mandate], water: PublicBody, housing_bureau: PublicBody, monday: datetime
    ) -> None:
        matter = approved(lead, [water, housing_bureau], monday, electorate=Electorate.SERVED)
        code = _code_of(housing_bureau, monday)

        assert vote(matter, housing_bureau, BAD, "a", monday, code)
        with pytest.raises(MayNotVote):
            vote(matter, water, BAD, "b", monday, code)
        with pytest.raises(MayNotVote):
            vote(matter, housing_bureau, BAD, "c", monday, code)


class TestCounting:
    def fill(self, matter: Matter, body: PublicBody, good: int, bad: int, at: datetime) -> None:
        for number in range(good + bad):
            answers = GOOD if number < good else BAD
            vote(matter, body, answers, f"{body.pk}{number}", at)

    def test_waits_for_the_last_day_hides_the_few_and_tells_the_interval(
        self, lead: dict[str, Mandate], water: PublicBody, housing_bureau: PublicBody, monday: datetime
    ) -> None:
        matter = approved(lead, [water, housing_bureau], monday)
        self.fill(matter, water, 27, 9, monday)
        self.fill(matter, housing_bureau, 20, 9, monday)

        with pytest.raises(campaigns.NotOverYet):
            campaigns.count(matter=fresh(matter), by=lead["officer"], at=monday + 7 * A_DAY)
        told = campaigns.count(matter=fresh(matter), by=lead["officer"], at=monday + 8 * A_DAY)

        result = {each["body"]: each for each in campaign_of(matter).result or ()}
        assert result[housing_bureau.pk] == {"body": housing_bureau.pk, "ballots": None, "answers": []}
        kept, answered = result[water.pk]["answers"]
        assert (kept["content"], kept["of"], kept["point"]) == (27, 36, 750_000)
        assert kept["low"] < 750_000 < kept["high"]
        assert answered["content"] == 36
        assert "相同" in told  # 27 and 20 came alike on one day
        assert campaign_of(matter).alike == 47
        assert not SpentVote.objects.exists()

    def test_the_result_is_public_after_a_review_and_gone_when_it_is_taken_down(
        self, lead: dict[str, Mandate], water: PublicBody, client: Client, monday: datetime
    ) -> None:
        matter = approved(lead, [water], monday)
        self.fill(matter, water, 27, 9, monday)
        campaigns.count(matter=fresh(matter), by=lead["officer"], at=monday + 8 * A_DAY)
        checks = {"disclosure_passed": True, "secrecy_passed": True, "personal_passed": True}
        showing.show(matter=fresh(matter), by=lead["release"], at=monday + 9 * A_DAY, ground="同意", **checks)
        run_sequencer(at=monday + 9 * A_DAY)
        (publication,) = Publication.objects.all()

        shown = page(client, f"/reviews/{publication.key}/")
        assert "75.0% (58.9%–86.2%)" in shown
        assert matter.title in page(client, "/reviews/")
        assert matter.title in page(client, "/reviews/feed.atom")
        assert "Satisfied share" in page(client, f"/en/reviews/{publication.key}/")

        showing.take_down(matter=fresh(matter), by=lead["head"], at=monday + 10 * A_DAY, reason="演示数据")
        run_sequencer(at=monday + 10 * A_DAY)

        assert client.get(f"/reviews/{publication.key}/").status_code == 410
        assert matter.title not in page(client, "/reviews/")

    def test_a_result_that_the_review_refuses_stays_inside(
        self, lead: dict[str, Mandate], water: PublicBody, monday: datetime
    ) -> None:
        matter = approved(lead, [water], monday)
        campaigns.count(matter=fresh(matter), by=lead["officer"], at=monday + 8 * A_DAY)
        checks = {"disclosure_passed": True, "secrecy_passed": False, "personal_passed": True}
        showing.show(matter=fresh(matter), by=lead["release"], at=monday + 9 * A_DAY, ground="不", **checks)

        assert fresh(matter).state == "withheld"
        assert not Publication.objects.exists()


def _code_of(body: PublicBody, at: datetime) -> str:
    """Send a complaint about a body, and return its receipt code."""
    said = Said(body=body, named=body.name, area="procurement", text="演示数据：合同款没有支付。")
    _, code = receive(kind="complaint", said=said, contact="", uploads=(), once="receipt", at=at)
    return code
