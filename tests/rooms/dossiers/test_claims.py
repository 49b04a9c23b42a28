"""What a person can do: object, report recovery, ask for review, appeal within the clocks; nothing ever gets worse."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import make_mandate, make_official
from tests.rooms.dossiers.cases import Office, fresh, opinion, sanctioned, served

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import preview
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.subjects.models import Official, PublicBody
from chengxin.ground import files, home
from chengxin.ground.attachments import Upload
from chengxin.mechanisms.dossiers import claims
from chengxin.mechanisms.dossiers.claims import About, NothingToClaim, TooLate
from chengxin.mechanisms.dossiers.models import Claim, Entry, Opinion
from chengxin.mechanisms.dossiers.telling import acknowledge, record_paper
from chengxin.mechanisms.dossiers.words import UnfitWords
from chengxin_core.lifecycle.personnel import (
    DOSSIER_OBJECTION,
    OFFICIAL_REPAIR,
    PERSONNEL_REMEDY,
    RemedyStage,
)
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]


def proof() -> list[Upload]:
    """Return a file that is kept, as a person hands it in."""
    digest, size = files.keep(home.current(), [b"%PDF-1.7"])
    return [Upload("证明.pdf", digest, size, "application/pdf")]


@pytest.fixture
def warning(official: Official, inspector: Mandate, monday: datetime) -> Entry:
    return sanctioned(inspector, monday)


def objection(entry: Entry, by: Mandate, at: datetime) -> Matter:
    return claims.object_to(entry=entry, by=by, at=at, ground="error", stated="演示：有误", attachments=[])


def test_an_objection_that_holds_takes_the_entry_out(
    warning: Entry, office: Office, monday: datetime
) -> None:
    matter = objection(warning, office.oneself, monday)
    assert Deadline.objects.get(matter=matter).due_on == date(2026, 11, 26)

    claims.uphold(matter=matter, by=office.chief, at=monday, reason="经核查确有错误。")

    warning.refresh_from_db()
    assert warning.removed_on == date(2026, 11, 23)
    assert served(matter, claims.DECISION, office, monday).served_on == date(2026, 11, 23)


def test_an_objection_that_does_not_hold_leaves_things_as_they_are(
    warning: Entry, office: Office, monday: datetime
) -> None:
    before = Entry.objects.values().get()
    matter = objection(warning, office.oneself, monday)

    claims.reject(matter=matter, by=office.chief, at=monday, reason="经核查无误。")

    assert Entry.objects.values().get() == before
    assert "不利的变更" in repr(preview(Document.objects.get(matter__parent=matter)))


@pytest.mark.parametrize("reason", ["名下房产较多", "测试甲所述不实", "信用排名靠后"])
def test_the_reasons_of_a_decision_are_read_against_the_same_rules(
    warning: Entry, office: Office, monday: datetime, reason: str
) -> None:
    matter = objection(warning, office.oneself, monday)

    with pytest.raises(UnfitWords):
        claims.reject(matter=matter, by=office.chief, at=monday, reason=reason)
    assert fresh(matter).state == "filed"


def test_only_the_person_claims_and_one_thing_once(warning: Entry, office: Office, monday: datetime) -> None:
    other = make_official(warning.official.employer, warning.official.authority, 2, "测试乙", at=monday)
    somebody = make_mandate("ceshiyi", Actor.OFFICIAL, other.employer, other.employer.path, official=other)

    for wrong in (somebody, office.clerk):
        with pytest.raises(NotCompetent, match="本人"):
            objection(warning, wrong, monday)
    objection(warning, office.oneself, monday)
    with pytest.raises(NothingToClaim, match="正在办理"):
        objection(warning, office.oneself, monday)


def test_a_claim_can_be_taken_back_and_made_again(warning: Entry, office: Office, monday: datetime) -> None:
    claims.retract(matter=objection(warning, office.oneself, monday), by=office.oneself, at=monday)

    assert objection(warning, office.oneself, monday).state == "filed"


@pytest.fixture
def reported(warning: Entry, office: Office, monday: datetime) -> Matter:
    return claims.report_recovery(
        entry=warning,
        by=office.oneself,
        at=monday,
        ground="harm_averted",
        stated="演示：已挽回损失",
        attachments=proof(),
    )


def test_the_organ_that_imposed_it_lifts_the_effect(
    warning: Entry, reported: Matter, office: Office, inspector: Mandate, monday: datetime
) -> None:
    with pytest.raises(UnableToMove):
        claims.grant_leniency(
            matter=reported, by=office.chief, at=monday, outcome="exempted", sanction="", reason="越权"
        )

    claims.grant_leniency(
        matter=reported, by=inspector, at=monday, outcome="exempted", sanction="", reason="已挽回全部损失。"
    )

    warning.refresh_from_db()
    assert warning.lifted_on == date(2026, 11, 23)


def test_a_lighter_sanction_counts_from_the_first_decision(
    official: Official, office: Office, inspector: Mandate, monday: datetime
) -> None:
    entry = sanctioned(inspector, monday, item="记大过")
    matter = claims.report_recovery(
        entry=entry, by=office.oneself, at=monday, ground="gains_returned", stated="演示", attachments=proof()
    )

    for heavier in ("major_demerit", "demotion", "nonsense"):
        with pytest.raises(NothingToClaim, match="轻于记大过"):
            claims.grant_leniency(
                matter=fresh(matter), by=inspector, at=monday, outcome="lighter", sanction=heavier, reason="x"
            )
    claims.grant_leniency(
        matter=fresh(matter),
        by=inspector,
        at=monday,
        outcome="lighter",
        sanction="warning",
        reason="已退赔。",
    )

    entry.refresh_from_db()
    assert (entry.item, entry.until) == ("warning", date(2027, 2, 28))


def test_leniency_asks_for_evidence_and_a_running_effect(
    warning: Entry, office: Office, monday: datetime
) -> None:
    said = {"ground": "harm_averted", "stated": "演示"}
    with pytest.raises(NothingToClaim, match="证明材料"):
        claims.report_recovery(entry=warning, by=office.oneself, at=monday, attachments=[], **said)
    with pytest.raises(NothingToClaim, match="影响期内"):
        claims.report_recovery(
            entry=warning,
            by=office.oneself,
            at=monday + timedelta(days=120),
            attachments=proof(),
            **said,
        )


@pytest.fixture
def said(official: Official, office: Office, warning: Entry, monday: datetime) -> Opinion:
    """An opinion that was served on the 23rd of November."""
    return Opinion.objects.select_related("matter__organ__superior").get(
        pk=opinion(official, office, monday).pk
    )


def seek(said: Opinion, stage: RemedyStage, office: Office, at: datetime) -> Matter:
    found = Opinion.objects.select_related("matter__organ__superior").get(pk=said.pk)
    return claims.seek_remedy(
        about=About(opinion=found), by=office.oneself, at=at, stage=stage, stated="演示", attachments=[]
    )


@pytest.mark.parametrize("stage", list(RemedyStage))
def test_review_and_appeal_are_sought_within_thirty_days(
    said: Opinion, office: Office, monday: datetime, stage: RemedyStage
) -> None:
    with pytest.raises(TooLate, match=r"至 2026-12-23 届满（《中华人民共和国公务员法》第九十五条"):
        seek(said, stage, office, monday + timedelta(days=31))

    matter = seek(said, stage, office, monday + timedelta(days=30))

    days = 30 if stage is RemedyStage.REVIEW else 60
    assert Deadline.objects.get(matter=matter).budget == days


def test_after_a_review_the_appeal_has_fifteen_days_from_its_service(
    said: Opinion, office: Office, upper_bureau: PublicBody, monday: datetime
) -> None:
    review = seek(said, RemedyStage.REVIEW, office, monday)
    answered = monday + timedelta(days=40)
    claims.reject(matter=review, by=office.chief, at=answered, reason="维持。")
    served(review, claims.DECISION, office, answered)

    with pytest.raises(TooLate, match="2027-01-18"):
        seek(said, RemedyStage.APPEAL, office, answered + timedelta(days=20))
    appeal = seek(said, RemedyStage.APPEAL, office, answered + timedelta(days=15))

    assert appeal.organ == upper_bureau


def test_an_appeal_that_holds_withdraws_the_opinion(
    said: Opinion, office: Office, upper_bureau: PublicBody, monday: datetime
) -> None:
    matter = seek(said, RemedyStage.APPEAL, office, monday)
    above = make_mandate("shangji", Actor.PERSONNEL_HEAD, upper_bureau, upper_bureau.path)

    with pytest.raises(NotCompetent):
        claims.uphold(matter=matter, by=office.chief, at=monday, reason="自己撤自己")
    claims.uphold(matter=matter, by=above, at=monday, reason="理由不足。")

    said.matter.refresh_from_db()
    assert said.matter.state == "withdrawn"
    assert Opinion.objects.get(pk=said.pk).ended_on == date(2026, 11, 23)
    with pytest.raises(NothingToClaim):
        seek(said, RemedyStage.REVIEW, office, monday)


def test_the_clock_of_an_entry_starts_when_the_person_knows(
    official: Official, office: Office, discipline_organ: PublicBody, inspector: Mandate, monday: datetime
) -> None:
    from chengxin.mechanisms.dossiers.supplying import grant_authority
    from chengxin_core.determination.dossiers import DossierInput

    grant_authority(
        body=discipline_organ,
        input=DossierInput.ANNUAL_ASSESSMENT,
        document_number="演示组〔2026〕1号",
        valid_from=date(2026, 1, 1),
        at=monday,
    )
    graded = sanctioned(inspector, monday, input="年度考核结果", item="不称职", decided_on="2026-02-01")
    about = About(entry=graded)
    late = monday + timedelta(days=200)
    (notice,) = graded.notices.all()
    with pytest.raises(NotCompetent):
        acknowledge(notice=notice, by=office.clerk, at=monday)
    record_paper(notice=notice, by=office.clerk, at=monday, known_on=date(2026, 11, 23))
    acknowledge(notice=notice, by=office.oneself, at=late)

    assert notice.known_on == date(2026, 11, 23)
    with pytest.raises(TooLate):
        claims.seek_remedy(
            about=about, by=office.oneself, at=late, stage=RemedyStage.REVIEW, stated="演示", attachments=[]
        )


def test_a_sanction_is_not_reviewed_here(warning: Entry, office: Office, monday: datetime) -> None:
    with pytest.raises(NothingToClaim, match="监察机关"):
        claims.seek_remedy(
            about=About(entry=warning),
            by=office.oneself,
            at=monday,
            stage=RemedyStage.REVIEW,
            stated="演示",
            attachments=[],
        )


@given(st.sampled_from([DOSSIER_OBJECTION, OFFICIAL_REPAIR, PERSONNEL_REMEDY]), st.sampled_from(list(Actor)))
def test_no_move_of_a_claim_is_made_by_who_is_not_for_persons(lifecycle: object, actor: Actor) -> None:
    for_persons = {Actor.PERSONNEL_HEAD, Actor.DISCIPLINE_OFFICER, Actor.OFFICIAL}
    for move in lifecycle.moves:  # type: ignore[attr-defined]
        assert actor not in move.actors or actor in for_persons


def test_what_a_person_states_is_sealed_at_rest_and_read_as_written(
    warning: Entry, office: Office, monday: datetime
) -> None:
    matter = objection(warning, office.oneself, monday)

    claim = Claim.objects.get(matter=matter)
    assert "演示：有误".encode() not in bytes(claim.sealed_words)
    assert claim.stated == "演示：有误"
