"""Anybody asks on paper at the counter; who it was stands sealed, and is shown only after the look is written down."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from tests.cast import make_mandate

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.matters.models import Attachment, Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove, hand_over
from chengxin.foundation.matters.queries import visible_matter, visible_matters
from chengxin.foundation.retention import operations as retention
from chengxin.foundation.retention.models import DestructionList
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import files, home
from chengxin.ground.attachments import Upload
from chengxin.mechanisms.privacy import persons, queries
from chengxin.mechanisms.privacy.models import PersonLook, PersonRequest
from chengxin.mechanisms.privacy.operations import AskedAlready
from chengxin.mechanisms.privacy.sealing import PapersRefused
from chengxin_core.lifecycle.privacy import PersonPapers
from chengxin_core.lifecycle.table import Actor

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules", "papers_are_not_printed"),
]
NAME, NUMBER, CONTACT = "测试戊", "999999180001000999", "演示路一号"
REASON = "经核对，所留联系信息已经更正。"


@pytest.fixture(autouse=True)
def plain_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a paper says stands in its bytes."""
    for name in ("render_pdf", "render_docx"):
        monkeypatch.setattr(persons, name, lambda paper: repr(paper).encode())


@pytest.fixture
def asked(officer_lin: Mandate, head_zhou: Mandate, monday: datetime) -> Matter:
    return taken(officer_lin, head_zhou, monday)


def taken(by: Mandate, chief: Mandate, at: datetime, **said: str) -> Matter:
    told = {
        "papers": PersonPapers.ID_CARD, "name": NAME, "number": NUMBER, "contact": CONTACT, "right": "correct",
        "stated": "演示数据：请更正本人投诉所留的地址。",
    }  # fmt: skip
    return persons.take(by=by, chief=chief, at=at, **{**told, **said})  # type: ignore[arg-type]


def receipt() -> list[Upload]:
    return [Upload("回证.pdf", *files.keep(home.current(), [b"%PDF-1.4 receipt"]), "application/pdf")]


def answer_of(matter: Matter) -> str:
    paper = Attachment.objects.filter(matter=matter, part="answer").latest("pk")
    return files.read(home.current(), paper.sha256).decode()


class TestTakingARequest:
    def test_starts_the_clock_of_the_officers_organ(self, asked: Matter, credit_office: PublicBody) -> None:
        assert asked.organ == credit_office
        assert asked.official is None
        assert Deadline.objects.get(matter=asked).due_on == date(2026, 12, 14)

    def test_is_seen_by_the_officer_and_the_head_and_by_nobody_else(
        self,
        asked: Matter,
        officer_lin: Mandate,
        head_zhou: Mandate,
        officer_he: Mandate,
        lawyer_qin: Mandate,
    ) -> None:
        assert all(visible_matter(each, asked.pk).exists() for each in (officer_lin, head_zhou))
        assert not any(visible_matter(each, asked.pk).exists() for each in (officer_he, lawyer_qin))
        assert not visible_matters(officer_lin).filter(pk=asked.pk).exists()

    def test_stores_nothing_of_the_person_in_the_clear(self, asked: Matter) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM privacy_personrequest")
            stored = b"|".join(
                bytes(each) if isinstance(each, bytes | memoryview) else str(each).encode()
                for each in cursor.fetchone()
            )
        for secret in (NAME, NUMBER, CONTACT, "请更正"):
            assert secret.encode() not in stored
            assert secret not in asked.title

    def test_twice_for_the_same_waits_for_the_first_answer(
        self, asked: Matter, officer_he: Mandate, head_zhou: Mandate, monday: datetime
    ) -> None:
        with pytest.raises(AskedAlready):
            taken(officer_he, head_zhou, monday, number=f" {NUMBER} ")

    def test_refuses_words_that_name_the_person_and_repeats_nothing(
        self, officer_lin: Mandate, head_zhou: Mandate, monday: datetime
    ) -> None:
        with pytest.raises(PapersRefused) as refused:
            taken(officer_lin, head_zhou, monday, stated=f"{NAME}要求更正")

        assert NAME not in str(refused.value)
        assert not PersonRequest.objects.exists()

    @pytest.mark.parametrize("said", [{"number": "12"}, {"name": "x"}], ids=["号码", "姓名"])
    def test_refuses_papers_that_cannot_be(
        self, officer_lin: Mandate, head_zhou: Mandate, monday: datetime, said: dict[str, str]
    ) -> None:
        with pytest.raises(PapersRefused, match="应当是"):
            taken(officer_lin, head_zhou, monday, **said)

    def test_takes_a_passport(self, officer_lin: Mandate, head_zhou: Mandate, monday: datetime) -> None:
        matter = taken(
            officer_lin, head_zhou, monday, papers=PersonPapers.PASSPORT, name="Test  Person", number="ye1234567"
        )  # fmt: skip

        assert queries.found_at_counter(officer_lin, "YE1234567") == [matter]

    def test_names_a_right_of_the_law(
        self, officer_lin: Mandate, head_zhou: Mandate, monday: datetime
    ) -> None:
        with pytest.raises(UnableToMove, match="法律列明"):
            taken(officer_lin, head_zhou, monday, right="score")

    def test_is_for_the_counter_and_a_head_of_the_same_organ(
        self,
        officer_lin: Mandate,
        officer_he: Mandate,
        head_zhou: Mandate,
        liaison_tang: Mandate,
        housing_bureau: PublicBody,
        monday: datetime,
    ) -> None:
        elsewhere = make_mandate("bie", Actor.BODY_HEAD, housing_bureau, housing_bureau.path)
        pairs = (liaison_tang, head_zhou), (officer_lin, elsewhere), (officer_lin, officer_he)
        for by, chief in pairs:
            with pytest.raises(NotCompetent):
                taken(by, chief, monday)


class TestTheAnswer:
    def test_is_given_by_the_head_under_the_organs_number_and_names_nobody(
        self, asked: Matter, head_zhou: Mandate, monday: datetime
    ) -> None:
        persons.grant(matter=asked, by=head_zhou, at=monday, reason=REASON)

        said = answer_of(asked)
        assert REASON in said
        assert "〔2026〕1号" in said
        assert [each.serial for each in asked.given_numbers.all()] == [1]
        assert not any(secret in said for secret in (NAME, NUMBER, CONTACT))
        assert Deadline.objects.get(matter=asked).ended_on == date(2026, 11, 23)

    def test_that_refuses_names_the_remedy_and_who_decided(
        self, asked: Matter, head_zhou: Mandate, monday: datetime
    ) -> None:
        persons.refuse(matter=asked, by=head_zhou, at=monday, reason="依法应当保存。")

        asked.refresh_from_db()
        assert asked.decided_by == head_zhou
        assert "人民法院" in answer_of(asked)
        assert "第五十条第二款" in answer_of(asked)

    def test_does_not_name_the_person(self, asked: Matter, head_zhou: Mandate, monday: datetime) -> None:
        with pytest.raises(PapersRefused):
            persons.refuse(matter=asked, by=head_zhou, at=monday, reason=f"{NAME}所述不实")

    def test_is_neither_the_officers_nor_another_heads_to_give(
        self, asked: Matter, officer_lin: Mandate, credit_office: PublicBody, monday: datetime
    ) -> None:
        another = make_mandate("ling", Actor.BODY_HEAD, credit_office, credit_office.path)
        for by in (officer_lin, another):
            with pytest.raises(UnableToMove):
                persons.grant(matter=asked, by=by, at=monday, reason=REASON)

    def test_is_served_once_with_proof_on_a_day_that_can_be(
        self, asked: Matter, officer_lin: Mandate, head_zhou: Mandate, monday: datetime
    ) -> None:
        persons.grant(matter=asked, by=head_zhou, at=monday, reason=REASON)
        today = date(2026, 11, 23)
        for day, proof in ((today + timedelta(days=1), receipt()), (today, [])):
            with pytest.raises(UnableToMove):
                persons.serve(matter=asked, by=officer_lin, at=monday, served_on=day, receipt=proof)

        persons.serve(matter=asked, by=officer_lin, at=monday, served_on=today, receipt=receipt())

        assert PersonRequest.objects.get(matter=asked).served_on == today
        with pytest.raises(UnableToMove, match="没有等待"):
            persons.serve(matter=asked, by=officer_lin, at=monday, served_on=today, receipt=receipt())

    def test_is_not_needed_once_the_person_takes_it_back(
        self, asked: Matter, officer_lin: Mandate, monday: datetime
    ) -> None:
        persons.retract(matter=asked, by=officer_lin, at=monday, note="本人到窗口书面撤回")

        assert Deadline.objects.get(matter=asked).ended_on == date(2026, 11, 23)

    def test_is_the_successors_to_give_after_a_handover(
        self, asked: Matter, head_zhou: Mandate, credit_office: PublicBody, monday: datetime
    ) -> None:
        follows = make_mandate("xin", Actor.CREDIT_HEAD, credit_office, credit_office.path)
        hand_over(was=head_zhou, now=follows)

        persons.grant(matter=asked, by=follows, at=monday, reason=REASON)

        assert asked.state == "granted"


class TestLookingWhoAsked:
    def test_is_written_down_first(self, asked: Matter, head_zhou: Mandate, monday: datetime) -> None:
        told = persons.show(matter=asked, by=head_zhou, purpose="核对所涉的投诉", at=monday)

        assert (told.name, told.number, told.contact) == (NAME, NUMBER, CONTACT)
        assert NAME not in repr(told)
        assert PersonLook.objects.get().purpose == "核对所涉的投诉"

    @pytest.mark.parametrize("purpose", [" ", f"核对{NAME}"], ids=["空白", "写了姓名"])
    def test_needs_a_purpose_that_names_nobody(
        self, asked: Matter, head_zhou: Mandate, monday: datetime, purpose: str
    ) -> None:
        with pytest.raises(UnableToMove):
            persons.show(matter=asked, by=head_zhou, purpose=purpose, at=monday)

        assert not PersonLook.objects.exists()

    def test_is_closed_to_who_takes_no_part(
        self, asked: Matter, officer_he: Mandate, monday: datetime
    ) -> None:
        with pytest.raises(NotCompetent):
            persons.show(matter=asked, by=officer_he, purpose="核对", at=monday)

    def test_is_found_by_the_papers_by_who_takes_part_alone(
        self, asked: Matter, officer_lin: Mandate, officer_he: Mandate
    ) -> None:
        assert queries.found_at_counter(officer_lin, NUMBER) == [asked]
        assert queries.found_at_counter(officer_lin, "999999180001000998") == []
        assert queries.found_at_counter(officer_he, NUMBER) == []


class TestThePages:
    def test_take_find_and_show_and_name_nobody_but_in_the_look(
        self, officer_lin: Mandate, head_zhou: Mandate, monday: datetime, client: Client
    ) -> None:
        client.force_login(officer_lin.user)
        assert client.get("/desk/privacy/counter/")["Location"] == "/desk/privacy/persons/"

        sent = client.post(
            "/desk/privacy/persons/",
            {
                "papers": "id_card", "name": NAME, "number": NUMBER, "contact": CONTACT, "right": "access",
                "stated": "演示数据：请提供。", "chief": head_zhou.pk,
            },
        )  # fmt: skip

        matter = Matter.objects.get(kind="person_request")
        found = client.post("/desk/privacy/persons/", {"sought": NUMBER})
        pages = [client.get(sent["Location"]), client.get("/desk/privacy/persons/"), found]
        identity = f"/desk/privacy/persons/{matter.pk}/identity/"
        pages.append(client.get(identity))
        for page in pages:
            assert page.status_code == 200
            assert not any(secret in page.content.decode() for secret in (NAME, NUMBER, CONTACT))
        assert matter.number in found.content.decode()

        shown = client.post(identity, {"purpose": "核对所涉的投诉"})

        assert NAME in shown.content.decode()
        assert "no-store" in shown["Cache-Control"]
        assert NAME not in client.get(identity).content.decode()

    def test_keep_a_refused_entry_on_the_page_with_the_reason(
        self, officer_lin: Mandate, head_zhou: Mandate, monday: datetime, client: Client
    ) -> None:
        client.force_login(officer_lin.user)

        page = client.post(
            "/desk/privacy/persons/",
            {
                "papers": "id_card", "name": NAME, "number": "12", "contact": CONTACT, "right": "access",
                "stated": "演示数据", "chief": head_zhou.pk,
            },
        )  # fmt: skip

        assert "公民身份号码应当是" in page.content.decode()

    def test_are_closed_to_others(
        self, asked: Matter, officer_he: Mandate, liaison_tang: Mandate, client: Client
    ) -> None:
        client.force_login(liaison_tang.user)
        assert client.get("/desk/privacy/persons/").status_code == 403
        client.force_login(officer_he.user)
        assert client.get(f"/desk/privacy/persons/{asked.pk}/identity/").status_code == 404
        assert asked.number not in client.get("/desk/privacy/persons/").content.decode()

    def test_list_a_page_at_a_time_in_a_constant_number_of_queries(
        self, asked: Matter, officer_lin: Mandate, head_zhou: Mandate, monday: datetime
    ) -> None:
        taken(officer_lin, head_zhou, monday, right="access")

        first = queries.page_at_counter(officer_lin, size=1)
        second = queries.page_at_counter(officer_lin, after=first.next_key, size=1)

        assert [each.pk for each in second.matters] == [asked.pk]
        assert not second.next_key


def test_who_asked_is_destroyed_at_the_end_of_its_term_from_an_approved_list(
    asked: Matter, officer_lin: Mandate, head_zhou: Mandate, monday: datetime
) -> None:
    open_one = taken(officer_lin, head_zhou, monday, number="99999918000100001X")
    persons.grant(matter=asked, by=head_zhou, at=monday, reason=REASON)
    persons.show(matter=asked, by=officer_lin, purpose="演示：送达答复", at=monday)
    auditor = make_mandate("shenji", Actor.AUDIT_ADMIN, officer_lin.body, officer_lin.scope)
    guard = make_mandate("gu", Actor.SECURITY_ADMIN, officer_lin.body, officer_lin.scope)
    persons.serve(matter=asked, by=officer_lin, at=monday, served_on=date(2026, 11, 23), receipt=receipt())
    later = monday + timedelta(days=365 * 3 + 40)
    retention.draft_due(at=monday + timedelta(days=30))
    assert not DestructionList.objects.filter(record_class__startswith="privacy").exists()

    retention.draft_due(at=later)
    lists = DestructionList.objects.filter(record_class__startswith="privacy").order_by("record_class")
    assert [(each.record_class, each.count) for each in lists] == [
        ("privacy.looks", 1),
        ("privacy.persons", 1),
    ]
    assert all("第五十六条第二款" in " ".join(each.terms) for each in lists)
    for each in lists:
        retention.approve(listed=each, by=auditor, reason="演示数据：保存期满", at=later)
    held = retention.hold(code="privacy.persons", ground="演示数据：调查", by=guard, at=later)
    assert retention.carry_out(at=later) == 1  # the looks alone
    retention.lift(held=held, ground="演示数据：调查终结", by=auditor, at=later)
    assert retention.carry_out(at=later) == 1

    gone = PersonRequest.objects.get(pk=asked.pk)
    assert {bytes(gone.name_sealed), bytes(gone.number_sealed), bytes(gone.words_sealed)} == {b""}
    assert gone.reason == REASON
    assert {each.part for each in Attachment.objects.filter(matter=asked)} == {"answer"}  # it names nobody
    assert lists[1].certificate.startswith("销毁证明")
    with pytest.raises(PapersRefused, match="已按清单销毁"):
        persons.show(matter=asked, by=officer_lin, purpose="演示：查看", at=later)
    client = Client()
    client.force_login(officer_lin.user)
    assert "保存期满，内容已按清单销毁" in client.get(f"/desk/matters/{asked.pk}/").content.decode()
    assert persons.show(matter=open_one, by=officer_lin, purpose="演示：办理", at=later).name == NAME
