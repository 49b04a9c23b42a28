"""What the law does not let through: too old, not heard, quashed. Everybody clicks what is theirs. 演示数据。"""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.harness import assert_accessible
from tests.cast import make_mandate
from tests.journeys.conftest import Town
from tests.journeys.doors import as_, buttons, morning_of, offer, open_matter, papers, the_log_follows
from tests.journeys.handling import do_as, the_paper_is_served
from tests.make import Office, make_draft, make_record
from tests.rooms.objections.cases import make_public_record

from chengxin.chain.records import operations as records
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.archives.queries import HELD_CLASS
from chengxin.foundation.deadlines.nightly import run_nightly
from chengxin.foundation.documents.operations import review, review_in_law
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import Publication
from chengxin.ground import clock
from chengxin.site.sinks import carry_reference
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__")]

REPORTED = {
    "清单条目": "行政诉讼败诉且经有权机关认定失信",
    "领域": "依法行政",
    "失信事实": "演示数据：没有按照生效判决履行。",
}
DETERMINING = {"拟写认定书", "公开审查并公示"}


def office_of(town: Town) -> Office:
    return Office(
        town.officer, town.second_officer, town.lawyer, town.head, town.release_reviewer, town.liaison
    )


def test_a_judgment_of_2016_is_refused_with_clause_and_arithmetic(town: Town) -> None:
    with morning_of("2026-11-23"):
        old = make_draft(body=town.liaison.body, at=clock.now(), decided_on=date(2016, 5, 3))
        as_(town.desk, town.officer)
        open_matter(town.desk, old.title)
        offer(town.desk, "报送", REPORTED)
        as_(town.desk, town.second_officer)
        open_matter(town.desk, old.title)
        offer(town.desk, "受理")
        refused = town.desk.get_by_role("alert")
        for words in (
            "已过公示期限",
            "C-16",
            "《山东省社会信用条例》第三十八条",
            "自 2016-05-03 起",
            "至 2021-05-03 止",
        ):
            expect(refused).to_contain_text(words)


def test_nobody_determines_what_was_not_served_and_heard(town: Town) -> None:
    everybody = (
        town.officer, town.second_officer, town.lawyer, town.head,
        town.release_reviewer, town.liaison, town.neighbour, town.owner, town.archivist,
    )  # fmt: skip
    with morning_of("2026-11-23"):
        for state in ("accepted", "noticed"):
            record = make_record(body=town.liaison.body, office=office_of(town), at=clock.now(), state=state)
            for person in everybody:
                as_(town.desk, person)
                answer = town.desk.goto(f"/desk/matters/{record.pk}/")
                assert answer is not None
                assert not DETERMINING & set(buttons(town.desk)), (state, person.role)
            assert record.state == state


def test_nobody_moves_what_has_no_competent_superior(town: Town) -> None:
    """The body became one of the city itself: its record is before a peer, and stays where it was."""
    body, office = town.liaison.body, office_of(town)
    with morning_of("2026-11-23"):
        submitted, heard = (
            make_record(body=body, office=office, at=clock.now(), state=state)
            for state in ("submitted", "heard")
        )
        draft = records.draft_decision(matter=heard, by=town.officer, at=clock.now()).matter
        review(matter=draft, by=town.second_officer, at=clock.now())
        review_in_law(matter=draft, by=town.lawyer, at=clock.now())
        PublicBody.objects.filter(pk=body.pk).update(region=town.head.body.region)
        for who, matter, button in ((town.second_officer, submitted, "受理"), (town.head, draft, "签发")):
            as_(town.desk, who)
            town.desk.goto(f"/desk/matters/{matter.pk}/")
            offer(town.desk, button)
            expect(town.desk.get_by_role("alert")).to_contain_text("应当移送")
        cases = [Matter.objects.get(pk=each.pk) for each in (submitted, heard, draft)]
        assert [each.state for each in cases] == ["submitted", "heard", "legal_reviewed"]
        offered = {
            (person.role, button.zh)
            for person in Mandate.objects.all()
            for each in cases
            for button in kind_of(each.kind).buttons_for(each, person)
        }
        onwards = {(role, button) for role, button in offered if button in {"受理", "签发", *DETERMINING}}
        assert onwards == {("credit_officer", "受理"), ("credit_head", "签发")}


@pytest.fixture
def keeper(town: Town) -> Mandate:
    """Says what must not be destroyed."""
    return make_mandate("gu", Actor.SECURITY_ADMIN, town.officer.body, town.officer.scope)


def test_a_quashed_instrument_is_withdrawn_made_good_and_kept(
    town: Town, keeper: Mandate, tmp_path: Path
) -> None:
    carry_reference()
    with morning_of("2026-11-23"):
        record = make_public_record(body=town.liaison.body, office=office_of(town), at=clock.now())
        the_log_follows()
        address = f"/records/{Publication.objects.get(matter=record).key}/"
        assert town.visitor.request.get(address).ok
        quashed: dict[str, str | bool | Path] = {
            "撤销或者变更情况": "演示数据：再审撤销了原判决。",
            "撤销或者变更认定依据的文书": papers(tmp_path, "再审判决.pdf"),
        }
        do_as(town.desk, town.head, record.title, "登记认定依据被撤销", quashed)
        the_log_follows()
        assert town.visitor.request.get(address).status == 410
    redress = Matter.objects.get(kind="redress")
    with morning_of("2026-11-24"):
        as_(town.desk, town.officer)
        open_matter(town.desk, redress.title)
        expect(town.desk.get_by_role("main")).to_contain_text("2026-11-26")  # three working days
        assert_accessible(town.desk)
        four = (town.officer, town.second_officer, town.lawyer, town.head)
        for paper in ("撤销公示决定书", "恢复名誉告知书"):
            the_paper_is_served(town.desk, four, paper, town.liaison)
        everybody_who_was_told_is_told_again(town, redress)
        run_nightly(at=clock.now())
        the_case_file_is_in_the_archive_under_hold(town, keeper, record)


def everybody_who_was_told_is_told_again(town: Town, redress: Matter) -> None:
    """What was public of it, where and how long, stands beside how the good name was given back."""
    as_(town.desk, town.officer)
    open_matter(town.desk, redress.title)
    for words in ("原公开范围", "公示网站", "已恢复名誉"):
        expect(town.desk.get_by_role("main")).to_contain_text(words)


def the_case_file_is_in_the_archive_under_hold(town: Town, keeper: Mandate, record: Matter) -> None:
    page = town.desk
    as_(page, keeper)
    page.goto("/desk/retention/")
    page.get_by_label("停止销毁的范围").select_option(value=HELD_CLASS)
    page.get_by_label("事由和依据").fill("演示数据：当事单位申请国家赔偿，演赔〔2026〕1号。")
    page.get_by_role("button", name="停止销毁").click()
    expect(page.get_by_role("status")).to_contain_text("解除以前不会销毁")
    as_(page, town.archivist)
    page.goto(f"/desk/matters/{record.pk}/")
    page.get_by_label("查阅目的").fill("演示数据：核对国家赔偿案卷")
    page.get_by_role("button", name="查阅").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(record.title)
    assert buttons(page) == []
