"""The yearly opinion: of a closed list, borne by the dossier, told and answered before it is decided."""

from datetime import date, datetime, timedelta

import pytest
from tests.cast import make_official
from tests.rooms.dossiers.cases import NAME, Office, fresh, opinion, sanctioned, served

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import preview, review
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, Recused, UnableToMove
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.matters.two_persons import SamePerson
from chengxin.foundation.subjects.models import Official
from chengxin.mechanisms.dossiers import operations
from chengxin.mechanisms.dossiers.models import Opinion, PersonNotice
from chengxin.mechanisms.dossiers.operations import OpinionRefused
from chengxin.mechanisms.dossiers.words import UnfitWords
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]


def test_an_adverse_opinion_is_told_answered_decided_and_served(
    official: Official, office: Office, inspector: Mandate, monday: datetime
) -> None:
    sanctioned(inspector, monday)

    matter = opinion(official, office, monday)

    said = Opinion.objects.get(pk=matter.pk)
    assert (matter.state, said.code, said.until) == ("served", "in_effect", date(2027, 2, 28))
    assert "政务处分法" in said.clause
    assert (matter.harms, matter.decided_by) == (True, office.chief)
    assert PersonNotice.objects.filter(kind="opinion", known_on=date(2026, 11, 23)).exists()


def test_no_record_is_decided_at_once_and_harms_nobody(
    official: Official, office: Office, monday: datetime
) -> None:
    matter = opinion(official, office, monday, code="none", reasons="四类信息中没有不良记录。")

    assert (matter.state, matter.harms) == ("served", False)


@pytest.mark.parametrize("code", ["none", "ended", "B级", "95"])
def test_an_opinion_that_the_dossier_does_not_bear_is_refused(
    official: Official, office: Office, inspector: Mandate, monday: datetime, code: str
) -> None:
    sanctioned(inspector, monday)

    with pytest.raises(OpinionRefused, match="档案不支持"):
        opinion(official, office, monday, code=code, until="proposed")


@pytest.mark.parametrize(
    ("reasons", "why"),
    [
        ("信用得分 60 分", "不得用分数"),
        ("名下房产较多", "C-21"),
        ("多次信访", "C-57"),
        (f"{NAME}表现不好", "不写姓名"),
        ("号码 999999180001000010", "不得写入"),
    ],
)
def test_words_that_may_not_be_written_of_a_person_are_refused(
    official: Official, office: Office, inspector: Mandate, monday: datetime, reasons: str, why: str
) -> None:
    sanctioned(inspector, monday)

    with pytest.raises(UnfitWords, match=why) as refusal:
        opinion(official, office, monday, until="proposed", reasons=reasons)
    assert NAME not in str(refusal.value)


def test_nothing_adverse_is_decided_before_the_days_to_reply_have_passed(
    official: Official, office: Office, inspector: Mandate, monday: datetime
) -> None:
    sanctioned(inspector, monday)
    matter = opinion(official, office, monday, until="told")

    with pytest.raises(OpinionRefused, match="答复期限至 2026-11-30"):
        operations.decide(matter=matter, by=office.chief, at=monday)
    operations.decide(matter=fresh(matter), by=office.chief, at=monday + timedelta(days=8))
    assert fresh(matter).state == "decided"


def test_the_same_hands_do_not_review_what_they_drafted(
    official: Official, office: Office, inspector: Mandate, monday: datetime
) -> None:
    sanctioned(inspector, monday)
    matter = opinion(official, office, monday, until="proposed")
    document = Document.objects.get(matter__parent=matter)

    with pytest.raises(SamePerson):
        review(matter=document.matter, by=office.clerk, at=monday)


def test_one_opinion_a_year(official: Official, office: Office, monday: datetime) -> None:
    opinion(official, office, monday, until="drafted")

    with pytest.raises(OpinionRefused, match="已经立项"):
        opinion(official, office, monday, until="drafted")


def test_everybody_without_one_is_begun_at_once_and_again_nobody(
    official: Official, office: Office, monday: datetime
) -> None:
    make_official(official.employer, official.authority, 2, "测试乙", at=monday)

    assert operations.open_opinions(year=2026, by=office.clerk, at=monday) == 2
    assert operations.open_opinions(year=2026, by=office.clerk, at=monday) == 0


def test_only_the_organ_with_authority_begins_one_and_nobody_about_oneself(
    official: Official, office: Office, stranger: Mandate, monday: datetime
) -> None:
    with pytest.raises(NotCompetent):
        operations.open_opinion(official=official, year=2026, by=stranger, at=monday)
    matter = opinion(official, office, monday, until="drafted")
    Mandate.objects.filter(pk=office.oneself.pk).update(user=office.clerk.user)
    with pytest.raises(Recused):
        operations.propose(matter=matter, by=office.clerk, at=monday, code="none", reasons="没有不良记录。")


def test_a_use_is_logged_and_told_and_not_after_the_end(
    official: Official, office: Office, inspector: Mandate, monday: datetime
) -> None:
    sanctioned(inspector, monday)
    matter = opinion(official, office, monday)

    said = {"use": "awards", "document_number": "演示组〔2026〕8号"}
    first = operations.log_use(matter=matter, by=office.clerk, at=monday, **said)
    assert operations.log_use(matter=matter, by=office.clerk, at=monday, **said) == first
    assert PersonNotice.objects.filter(kind="used").count() == 1
    with pytest.raises(OpinionRefused, match="意见只用于"):
        operations.log_use(
            matter=matter, by=office.clerk, at=monday, use="salary", document_number="演示组〔2026〕8号"
        )

    Opinion.objects.update(ended_on=date(2026, 11, 23))
    with pytest.raises(OpinionRefused, match="不得使用"):
        operations.log_use(
            matter=matter, by=office.clerk, at=monday, use="awards", document_number="演示组〔2026〕9号"
        )


def test_the_person_sees_it_from_the_day_of_the_notice_and_nobody_else_ever(
    official: Official,
    office: Office,
    inspector: Mandate,
    officer_lin: Mandate,
    liaison_tang: Mandate,
    monday: datetime,
) -> None:
    sanctioned(inspector, monday)
    matter = opinion(official, office, monday, until="proposed")
    assert not visible_matters(office.oneself).exists()

    served(matter, operations.NOTICE, office, monday)

    assert matter in visible_matters(office.oneself)
    for other in (officer_lin, liaison_tang, inspector):
        assert not visible_matters(other).exists()
    assert Matter.objects.exclude(official=None).count() == 2


def test_the_papers_name_nobody(
    official: Official, office: Office, inspector: Mandate, monday: datetime
) -> None:
    sanctioned(inspector, monday)
    opinion(official, office, monday)

    for document in Document.objects.select_related("matter__parent", "matter__organ"):
        told = repr(preview(document)) + repr(document.said) + document.matter.title
        assert NAME not in told
        assert "测*" in told
        assert official.code in told


def test_only_the_person_replies(
    official: Official, office: Office, inspector: Mandate, monday: datetime
) -> None:
    sanctioned(inspector, monday)
    matter = opinion(official, office, monday, until="told")

    with pytest.raises(UnableToMove):
        operations.reply(matter=matter, by=office.clerk, at=monday, text="代答", attachments=[])
    assert Actor(office.oneself.role) is Actor.OFFICIAL
