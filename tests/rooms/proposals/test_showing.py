"""A suggestion is public once it is assigned, with its answers and what was said of them, and without who proposed."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.cast import make_mandate
from tests.rooms.proposals.conftest import DEFERRED, PLAN, Answered, Registered

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import Recused
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.foundation.transparency.models import LogEntry, Publication, PublicationVersion
from chengxin.foundation.transparency.personal import NamesAPerson
from chengxin.foundation.transparency.queries import publication_in_force
from chengxin.mechanisms.proposals import answering, operations, showing
from chengxin.mechanisms.proposals.models import Proposal
from chengxin.mechanisms.proposals.showing import KIND, NotToBeShown
from chengxin_core.ledger.canonical import parse_canonical
from chengxin_core.lifecycle.table import Actor

pytestmark = [
    pytest.mark.own_sql,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules"),
]
A_DAY = timedelta(days=1)


@pytest.fixture
def reviewer_an(congress_office: PublicBody, city: Region) -> Mandate:
    """Reviews for the organ that assigns what is to be public."""
    return make_mandate("an", Actor.RELEASE_REVIEWER, congress_office, city.path)


def let_out(matter: Matter, by: Mandate, at: datetime) -> str:
    matter.refresh_from_db()
    passed = dict.fromkeys(("disclosure_passed", "secrecy_passed", "personal_passed"), True)
    return showing.release(matter=matter, by=by, at=at, ground="演示数据：同意公开", **passed)


def content_of(publication: Publication) -> dict[str, Any]:
    newest = PublicationVersion.objects.filter(publication=publication).order_by("-version")[0]
    content = parse_canonical(bytes(newest.content or b""))
    assert isinstance(content, dict)
    return content


def test_nothing_is_public_before_it_is_assigned(
    registered: Registered, reviewer_an: Mandate, monday: datetime
) -> None:
    with pytest.raises(NotToBeShown, match="没有交办"):
        let_out(registered(), reviewer_an, monday)


def test_each_step_that_the_public_is_told_of_is_reviewed_anew(
    taken: Matter,
    liaison_tang: Mandate,
    head_ning: Mandate,
    clerk_mo: Mandate,
    reviewer_an: Mandate,
    monday: datetime,
) -> None:
    let_out(taken, reviewer_an, monday)
    shown = publication_in_force(taken, KIND)
    assert shown is not None
    assert content_of(shown)["standing"] == "handling"
    assert not Proposal.objects.get(pk=taken.pk).is_behind

    answering.draft(matter=taken, by=liaison_tang, at=monday, said=DEFERRED)
    answering.sign(matter=taken, by=head_ning, at=monday)
    answering.hear(
        matter=taken, by=clerk_mo, at=monday, attitude="satisfied", result="satisfied",
        said_on=date(2026, 11, 23), reason="演示数据：态度认真。",
    )  # fmt: skip
    assert Proposal.objects.get(pk=taken.pk).is_behind

    let_out(taken, reviewer_an, monday + A_DAY)
    content = content_of(shown)
    (answer,) = content["answers"]
    assert content["standing"] == "closed"
    assert answer["feedback"]["result"] == "满意"
    assert "暂时无法建设" in answer["text"]
    for entry in PublicationVersion.objects.all():
        for name in ("测试甲", "测试乙"):
            assert name not in bytes(entry.content or b"").decode()


def test_a_planned_answer_leads_to_its_promise(
    answered: Answered, reviewer_an: Mandate, monday: datetime
) -> None:
    matter = answered(PLAN)

    let_out(matter, reviewer_an, monday)

    shown = publication_in_force(matter, KIND)
    assert shown is not None
    (answer,) = content_of(shown)["answers"]
    assert answer["target"] == "人行桥1座"
    assert answer["promise"] == ""  # which is not public yet


def test_who_proposed_cannot_be_published_by_mistake(
    taken: Matter, reviewer_an: Mandate, monday: datetime
) -> None:
    Proposal.objects.filter(pk=taken.pk).update(text="演示数据：测试甲建议建桥。")

    with pytest.raises(NamesAPerson):
        let_out(taken, reviewer_an, monday)

    assert not LogEntry.objects.exists()


class TestLawfullyNot:
    def test_one_that_is_to_be_kept_confidential_is_refused_and_decided_on_by_name(
        self, registered: Registered, clerk_mo: Mandate, reviewer_an: Mandate, monday: datetime
    ) -> None:
        matter = registered(is_confidential=True)
        operations.assign(matter=matter, by=clerk_mo, at=monday)
        with pytest.raises(NotToBeShown, match="要求保密"):
            let_out(matter, reviewer_an, monday)

        showing.withhold(
            matter=matter, by=reviewer_an, at=monday, ground="confidential", reason="演示数据：要求保密"
        )

        decided = matter.proposal.withholdings.get()
        assert decided.by == reviewer_an
        assert not Proposal.objects.get(pk=matter.pk).is_behind
        with pytest.raises(NotToBeShown, match="已决定不予公开"):
            let_out(matter, reviewer_an, monday)

    def test_a_ground_that_the_law_does_not_name_is_none(
        self, taken: Matter, reviewer_an: Mandate, monday: datetime
    ) -> None:
        with pytest.raises(NotToBeShown, match="没有“embarrassing”"):
            showing.withhold(matter=taken, by=reviewer_an, at=monday, ground="embarrassing", reason="-")

    def test_what_was_public_ends_and_may_be_public_again(
        self, taken: Matter, reviewer_an: Mandate, monday: datetime
    ) -> None:
        let_out(taken, reviewer_an, monday)
        showing.withhold(
            matter=taken, by=reviewer_an, at=monday, ground="business_secret", reason="演示数据：报价"
        )
        assert publication_in_force(taken, KIND) is None
        assert not PublicationVersion.objects.exclude(content=None).exists()

        showing.lift(matter=taken, by=reviewer_an, at=monday + A_DAY, reason="演示数据：已经公开招标")
        let_out(taken, reviewer_an, monday + A_DAY)
        assert publication_in_force(taken, KIND) is not None

    def test_nobody_of_the_body_decides(
        self, taken: Matter, reviewer_an: Mandate, housing_bureau: PublicBody, monday: datetime
    ) -> None:
        make_mandate(reviewer_an.user.username, Actor.BODY_HEAD, housing_bureau, housing_bureau.path)

        with pytest.raises(Recused):
            showing.withhold(matter=taken, by=reviewer_an, at=monday, ground="privacy", reason="-")
