"""Received opinions: the day is the paper's, the result another organ's, and a lead is the most that comes of one."""

from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import make_body, make_mandate
from tests.papers import paper
from tests.rooms.commitments.conftest import PAPER

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.queries import deadlines_of
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.matters.second_looks import HeldBack
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.foundation.transparency.personal import NamesAPerson
from chengxin.mechanisms.opinions import operations
from chengxin.mechanisms.opinions.operations import Given, NotRegistered
from chengxin.mechanisms.opinions.yearly import DEFINITIONS, count_year
from chengxin_core.lifecycle.table import Actor

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules", "credit_office"),
]
ANSWER_BY = date(2027, 1, 19)


def an_opinion(body: PublicBody, **changes: object) -> Given:
    said = {
        "source": "procuratorial_suggestion",
        "issuer": "演示市人民检察院",
        "number": "演检建〔2026〕3号",
        "title": "关于工程款支付的检察建议",
        "text": "演示数据：建议清理拖欠的工程款。",
        "received_on": date(2026, 11, 20),
        "answer_by": ANSWER_BY,
    }
    return Given(body=body, **(said | changes))  # type: ignore[arg-type]


@pytest.fixture
def clerk_mo(city: Region) -> Mandate:
    """Keeps track of opinions in the city."""
    government = make_body("bzf", "演示市人民政府办公室", city)
    return make_mandate("mo", Actor.INTAKE_OFFICER, government, city.path)


@pytest.fixture
def received(clerk_mo: Mandate, housing_bureau: PublicBody, monday: datetime) -> Matter:
    return operations.register(given=an_opinion(housing_bureau), by=clerk_mo, at=monday)[0].matter


def days(matter: Matter) -> list[date]:
    return [each.due_on for each in deadlines_of(matter) if each.ended_on is None]


def test_the_day_is_the_one_that_the_paper_sets(received: Matter, liaison_tang: Mandate) -> None:
    assert days(received) == [ANSWER_BY]
    assert visible_matters(liaison_tang).filter(pk=received.pk).exists()


def test_the_same_number_is_the_same_opinion(
    received: Matter, clerk_mo: Mandate, housing_bureau: PublicBody, monday: datetime
) -> None:
    again, is_new = operations.register(given=an_opinion(housing_bureau), by=clerk_mo, at=monday)

    assert (again.pk, is_new) == (received.pk, False)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"answer_by": date(2026, 11, 20)}, "应当晚于收到日期"),
        ({"received_on": date(2026, 11, 24)}, "晚于今天"),
        ({"source": "rumour"}, "没有“rumour”这种监督意见"),
    ],
)
def test_what_cannot_be_is_refused(
    changes: dict[str, object], said: str, clerk_mo: Mandate, housing_bureau: PublicBody, monday: datetime
) -> None:
    with pytest.raises(NotRegistered, match=said):
        operations.register(given=an_opinion(housing_bureau, **changes), by=clerk_mo, at=monday)


def test_a_telephone_number_is_refused_without_repeating_it(
    clerk_mo: Mandate, housing_bureau: PublicBody, monday: datetime
) -> None:
    with pytest.raises(NamesAPerson) as refused:
        operations.register(
            given=an_opinion(housing_bureau, text="联系电话 13800000000"), by=clerk_mo, at=monday
        )

    assert "13800000000" not in str(refused.value)


def test_the_body_itself_registers_none(
    liaison_tang: Mandate, housing_bureau: PublicBody, monday: datetime
) -> None:
    with pytest.raises(NotCompetent):
        operations.register(given=an_opinion(housing_bureau), by=liaison_tang, at=monday)


def test_an_answer_that_is_none_is_owed_by_the_same_day(
    received: Matter, clerk_mo: Mandate, liaison_tang: Mandate, monday: datetime
) -> None:
    operations.answer(matter=received, by=liaison_tang, at=monday, text="已全部清理", attachments=[PAPER])
    assert days(received) == []

    operations.send_back(matter=received, by=clerk_mo, at=monday, reason="没有说明怎样清理")

    assert (received.state, days(received)) == ("received", [ANSWER_BY])


def test_an_answer_needs_its_paper(received: Matter, liaison_tang: Mandate, monday: datetime) -> None:
    with pytest.raises(UnableToMove, match="书面答复"):
        operations.answer(matter=received, by=liaison_tang, at=monday, text="已清理", attachments=[])


def test_it_becomes_one_lead_and_no_record(
    received: Matter, clerk_mo: Mandate, liaison_tang: Mandate, credit_office: PublicBody, monday: datetime
) -> None:
    operations.open_lead(matter=received, by=clerk_mo, at=monday, reason="拖欠工程款")
    with pytest.raises(UnableToMove, match="已形成问题线索"):
        operations.open_lead(matter=received, by=clerk_mo, at=monday, reason="拖欠工程款")

    lead = Matter.objects.get(kind="lead")
    assert (lead.organ, lead.body) == (credit_office, received.body)
    assert not visible_matters(liaison_tang).filter(pk=lead.pk).exists()
    assert not Matter.objects.filter(kind="record").exists()


def test_through_the_doors(clerk_mo: Mandate, liaison_tang: Mandate, monday: datetime) -> None:
    desk, body = Client(), Client()
    desk.force_login(clerk_mo.user)
    body.force_login(liaison_tang.user)
    said = {
        "body": liaison_tang.body.name,
        "source": "audit_rectification",
        "issuer": "演示市审计局",
        "number": "演审〔2026〕8号",
        "title": "关于工程资金的审计整改意见",
        "text": "演示数据：资金拨付不及时。",
        "received_on": "2026-11-20",
        "answer_by": "2027-01-19",
    }
    desk.post("/desk/opinions/new/", said)
    matter = Matter.objects.get(kind="received_opinion")
    press = f"/desk/matters/{matter.pk}/"

    assert "关于工程资金的审计整改意见" in body.get("/desk/opinions/").content.decode()
    assert body.get("/desk/opinions/new/").status_code == 403
    answered = {
        "version": 1,
        "confirmed": "on",
        "text": "已拨付",
        "attachments": SimpleUploadedFile("答复.pdf", paper()),
    }
    body.post(f"{press}answer/", answered)
    desk.post(f"{press}open_lead/", {"version": 2, "confirmed": "on", "reason": "拖欠工程款"})
    desk.post(f"{press}conclude/", {"version": 2, "confirmed": "on", "result": "已整改"})

    matter.refresh_from_db()
    lead = Matter.objects.get(kind="lead")
    assert matter.state == "concluded"
    assert "审计整改" in body.get(press).content.decode()
    assert lead.number in desk.get(press).content.decode()
    assert lead.number not in body.get(press).content.decode()


class TestTheMedia:
    """What the press publishes and what is asked of a body on the air."""

    @pytest.fixture
    def aired(self, clerk_mo: Mandate, housing_bureau: PublicBody, monday: datetime) -> Matter:
        given = an_opinion(
            housing_bureau,
            source="televised_inquiry",
            issuer="演示电视台《问政》",
            number="2026年第12期",
            title="问政节目反映的工程款拖欠",
            answer_by=None,
            place="https://tv.example/12",
        )
        return operations.register(given=given, by=clerk_mo, at=monday)[0].matter

    def test_sets_no_day_so_ten_working_days_run_from_the_broadcast(self, aired: Matter) -> None:
        assert days(aired) == [date(2026, 12, 4)]

    def test_a_paper_of_an_organ_names_its_day_itself(
        self, clerk_mo: Mandate, housing_bureau: PublicBody, monday: datetime
    ) -> None:
        with pytest.raises(NotRegistered, match="文书写明的答复期限"):
            operations.register(given=an_opinion(housing_bureau, answer_by=None), by=clerk_mo, at=monday)

    def test_a_promise_made_on_the_air_stands_in_the_ledger_with_its_source(
        self, aired: Matter, clerk_mo: Mandate, liaison_tang: Mandate, monday: datetime
    ) -> None:
        said = {"text": "演示数据：三个月内付清工程款", "target": "付清120万元", "due_on": date(2027, 2, 20)}
        for by in (clerk_mo, liaison_tang):  # the second says the same: it is the same promise
            operations.enter_promise(matter=aired, by=by, at=monday, **said)  # type: ignore[arg-type]

        (made,) = aired.received_opinion.promises.all()
        promise = made.commitment
        assert promise.document_title == "演示电视台《问政》：问政节目反映的工程款拖欠"
        assert (promise.document_number, promise.made_on) == ("2026年第12期", date(2026, 11, 20))
        assert (promise.kind, promise.matter.state) == ("said_in_public", "proposed")

    def test_it_is_a_lead_at_most(self, aired: Matter, clerk_mo: Mandate, monday: datetime) -> None:
        operations.open_lead(matter=aired, by=clerk_mo, at=monday, reason="演示数据：拖欠工程款。")

        assert Matter.objects.filter(kind="lead").count() == 1
        assert not Matter.objects.filter(kind="record").exists()


class TestAnAnswerThatSaysNothing:
    @pytest.fixture
    def held(self, received: Matter, liaison_tang: Mandate, monday: datetime) -> Matter:
        empty = "贵院检察建议已收悉，我局高度重视，将认真研究落实。"
        told = operations.answer(matter=received, by=liaison_tang, at=monday, text=empty, attachments=[PAPER])
        assert "提请复核：只说会考虑" in told
        return received

    def test_is_none_yet_and_the_days_run_on(self, held: Matter, clerk_mo: Mandate) -> None:
        counted = count_year(2026, clerk_mo, on=ANSWER_BY + timedelta(days=1)).whole.counts

        assert (held.state, days(held)) == ("held", [ANSWER_BY])
        assert dict(zip(DEFINITIONS, counted, strict=True))["逾期未答复"] == 1
        client = Client()
        client.force_login(clerk_mo.user)
        page = client.get(f"/desk/matters/{held.pk}/").content.decode()
        assert "只说会考虑" in page
        assert "复核认可答复" in page

    def test_passes_with_a_reason_from_the_day_on_which_it_came(
        self, held: Matter, clerk_mo: Mandate, monday: datetime
    ) -> None:
        late = monday + timedelta(days=90)
        with pytest.raises(HeldBack):
            operations.let_pass(matter=held, by=clerk_mo, at=late, second_reason=" ")
        operations.let_pass(matter=held, by=clerk_mo, at=late, second_reason="书面答复附有整改清单")

        assert held.state == "answered"
        assert [each.was_kept for each in deadlines_of(held)] == [True]

    def test_is_answered_anew_or_sent_back_and_owed_all_the_while(
        self, held: Matter, clerk_mo: Mandate, liaison_tang: Mandate, monday: datetime
    ) -> None:
        operations.send_back(matter=held, by=clerk_mo, at=monday, reason="没有写明整改情况")
        assert (held.state, days(held)) == ("received", [ANSWER_BY])

        said = {"text": "演示数据：已付清120万元。", "attachments": [PAPER]}
        operations.answer(matter=held, by=liaison_tang, at=monday, **said)  # type: ignore[arg-type]
        assert (held.state, days(held)) == ("answered", [])


class TestTheYearlyReport:
    def test_counts_by_source_what_came_of_what_was_received(
        self, received: Matter, clerk_mo: Mandate, liaison_tang: Mandate, housing_bureau: PublicBody,
        monday: datetime,
    ) -> None:  # fmt: skip
        press = an_opinion(
            housing_bureau, source="press", number="2026-11-19 第3版", answer_by=date(2026, 11, 21)
        )
        operations.register(given=press, by=clerk_mo, at=monday)
        operations.register(
            given=an_opinion(housing_bureau, number="上年", received_on=date(2025, 12, 31)),
            by=clerk_mo,
            at=monday,
        )
        operations.answer(
            matter=received, by=liaison_tang, at=monday, text="演示数据：已付清。", attachments=[PAPER]
        )
        operations.conclude(matter=received, by=clerk_mo, at=monday, result="演示数据：已采纳。")
        operations.open_lead(matter=received, by=clerk_mo, at=monday, reason="演示数据：拖欠。")

        counted = count_year(2026, clerk_mo, on=date(2026, 11, 23))

        assert {line.name: line.counts for line in counted.sources} == {
            "检察建议": (1, 1, 0, 0, 1, 1, 0),
            "报刊、广播电视和网络新闻报道": (1, 0, 0, 1, 0, 0, 0),
        }
        assert counted.whole.counts == (2, 1, 0, 1, 1, 1, 0)
        assert [line.name for line in counted.bodies] == [housing_bureau.name]

    def test_counts_an_answer_that_came_late_until_it_is_sent_back(
        self, received: Matter, clerk_mo: Mandate, liaison_tang: Mandate, monday: datetime
    ) -> None:
        def late(on: date) -> dict[str, int]:
            counted = count_year(2026, clerk_mo, on=on).whole.counts
            return {name: count for name, count in zip(DEFINITIONS, counted, strict=True) if "逾期" in name}

        after = monday + timedelta(days=60)
        said = {"text": "演示数据：已付清。", "attachments": [PAPER]}
        operations.answer(matter=received, by=liaison_tang, at=after, **said)  # type: ignore[arg-type]
        assert late(after.date()) == {"答复逾期": 1, "逾期未答复": 0}
        operations.send_back(matter=received, by=clerk_mo, at=after, reason="没有写明付款凭证")
        assert late(after.date()) == {"答复逾期": 0, "逾期未答复": 1}

    def test_comes_as_page_docx_and_pdf_for_who_registers(
        self, received: Matter, clerk_mo: Mandate, liaison_tang: Mandate
    ) -> None:
        client = Client()
        client.force_login(clerk_mo.user)
        assert "检察建议" in client.get("/desk/opinions/yearly/?year=2026").content.decode()
        for ending, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
            assert client.get(f"/desk/opinions/yearly/2026.{ending}").content.startswith(begins)
        assert client.get("/desk/opinions/yearly/2026.txt").status_code == 404
        client.force_login(liaison_tang.user)
        assert client.get("/desk/opinions/yearly/").status_code == 403
