"""A township of two people: what is asked of it says why, is signed by its head, and is asked once (policy Q-38)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import make_body, make_mandate, make_region
from tests.papers import paper, picture
from tests.rooms.ledgers.reading import rows_of
from tests.rooms.returns.town import build

from chengxin.doors.desk.queries import waiting
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import start_deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.two_persons import SamePerson
from chengxin.foundation.rules.models import RulebookLoading, RulebookSnapshot
from chengxin.foundation.subjects.grassroots import grassroots, is_grassroots
from chengxin.foundation.subjects.models import BodyKind, Level, PublicBody
from chengxin.insight.returns import operations
from chengxin.insight.returns.asking import NotGrounded
from chengxin.insight.returns.burden_ledgers import REQUEST_ROWS, REQUESTS
from chengxin.insight.returns.columns import period_at, template_named
from chengxin.insight.returns.filling import Stated
from chengxin.insight.returns.known import known_before
from chengxin.insight.returns.models import ReturnVersion
from chengxin.insight.returns.opening import Owed, open_due, open_returns
from chengxin.insight.returns.queries import newest_version, return_of, template_of
from chengxin.insight.returns.receipts import receipt_of
from chengxin_core.lifecycle.table import Actor
from chengxin_core.rulebook import Rulebook
from chengxin_rulebooks import rulebook_sources

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("monday"),
]
FIRST_NIGHT = datetime(2026, 11, 1, 20, tzinfo=UTC)  # the 2nd in Beijing
IN_TIME = datetime(2026, 11, 9, 2, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 20, tzinfo=UTC)
SAID = Stated(3, "演示数据：审批台账")
COLUMNS = ("permits", "permits_in_time", "penalties", "penalties_in_time")
SECOND = """
title = "演示数据：第二张报表"
confidence = "D"
in_force_from = 2018-02-02

[[item]]
list = "statutory_returns"
id = "T-73"
code = "demo_staff"
zh = "演示数据：基层人员年度报表"
why = "演示数据：与培训报表问同一个人数"
owners = ["government"]
receiver = "credit"
every = "year"
due = "returns.training"
within = true

[[item]]
list = "statutory_returns"
id = "T-73"
code = "demo_silent"
zh = "演示数据：没有写明依据的报表"
owners = ["government"]
every = "year"
due = "returns.training"
within = true
"""


@dataclass(frozen=True)
class Office:
    """A township with its two people, and the province's officer who asks and receives."""

    liaison: Mandate
    head: Mandate
    officer: Mandate

    def asked(self, code: str, period: str = "2026-10") -> Matter:
        return Matter.objects.get(
            stated_return__code=code, stated_return__period=period, body=self.liaison.body
        )


@pytest.fixture
def township(rules: str) -> Office:
    town = build(rules)
    office = make_body("lead", "演示省发展和改革委员会", town.regions["p"])
    place = make_region("t", "演示镇", Level.TOWNSHIP, town.regions["x"])
    body = make_body("zhen", "演示甲县演示镇人民政府", place, BodyKind.GOVERNMENT)
    found = Office(
        make_mandate("lian", Actor.LIAISON, body, body.path, reach="body"),
        make_mandate("zhen", Actor.BODY_HEAD, body, body.path, reach="body", post="镇长"),
        make_mandate("shou", Actor.CREDIT_OFFICER, office, town.regions["p"].path),
    )
    open_due(at=FIRST_NIGHT)
    return found


def said_to(client: Client, file: str) -> int:
    answer = client.get(file)
    answer.getvalue()  # read to its end, and so closed
    return answer.status_code


def as_(holder: Mandate) -> Client:
    client = Client()
    client.force_login(holder.user)
    return client


def hand_in(office: Office, matter: Matter, at: datetime, **figures: Stated) -> Matter:
    operations.fill(matter=matter, by=office.liaison, at=at, figures=figures)
    operations.sign(matter=matter, by=office.head, at=at)
    return matter


def test_a_township_is_one_by_its_place_or_by_its_name(township: Office) -> None:
    county = make_region("y", "演示乙县", Level.COUNTY, township.officer.body.region)
    street = make_body("jie", "演示乙县演示街道办事处", county, BodyKind.BRANCH)
    bureau = make_body("ju", "演示乙县演示镇人民政府办公室", county)

    found = set(PublicBody.objects.filter(grassroots()))

    assert found == {township.liaison.body, street}
    assert [is_grassroots(each) for each in (township.liaison.body, street, bureau)] == [True, True, False]


class TestSigning:
    def test_the_head_signs_and_hands_in_at_once_and_a_receipt_holds_what_was_stated(
        self, township: Office
    ) -> None:
        matter = township.asked("double_publicity")
        operations.fill(matter=matter, by=township.liaison, at=IN_TIME, figures=dict.fromkeys(COLUMNS, SAID))
        assert matter in waiting(township.head)

        told = operations.sign(matter=matter, by=township.head, at=IN_TIME, opinion="演示数据：同意。")

        version = newest_version(return_of(matter))
        assert version is not None
        held = receipt_of(version)
        assert held is not None
        assert (matter.state, version.checked_by) == ("submitted", township.head)
        assert f"回执 {matter.number}-1" in told
        assert (held.number, held.holds, len(held.digest)) == (f"{matter.number}-1", True, 64)
        page = as_(township.liaison).get(f"/desk/returns/receipt/?return={matter.pk}&version=1")
        assert held.digest in page.content.decode()
        form = as_(township.officer).get(f"/desk/matters/{matter.pk}/send_back/").content.decode()
        assert ("理由" in form, "data-draft" in form) == (True, False)  # who handles matters leaves no drafts
        version.cells.filter(code="permits").update(value=4)
        assert not receipt_of(ReturnVersion.objects.get(pk=version.pk)).holds  # type: ignore[union-attr]

    def test_who_made_it_does_not_sign_it_and_elsewhere_nothing_is_signed_so(self, township: Office) -> None:
        matter, body = township.asked("rectification"), township.liaison.body
        operations.fill(matter=matter, by=township.liaison, at=IN_TIME, figures={})
        both = make_mandate("lian", Actor.BODY_HEAD, body, body.path, reach="body")

        with pytest.raises(SamePerson, match="审核人不能是填报人本人"):
            operations.sign(matter=matter, by=both, at=IN_TIME)
        PublicBody.objects.filter(pk=body.pk).update(name="演示甲县演示局", region="x")
        page = as_(township.head).get(f"/desk/matters/{matter.pk}/").content.decode()
        assert ("审核通过" in page, "签字并上报" in page) == (True, False)
        with pytest.raises(UnableToMove, match="其他单位审核以后再上报"):
            operations.sign(matter=township.asked("rectification"), by=township.head, at=IN_TIME)

    def test_the_scan_of_the_signed_sheet_stands_for_the_head_and_names_nobody(
        self, township: Office, monday: datetime
    ) -> None:
        matter = township.asked("rectification")
        operations.fill(matter=matter, by=township.liaison, at=monday, figures={})
        assert matter in waiting(township.liaison)
        client, place = as_(township.liaison), f"/desk/matters/{matter.pk}/sign_on_paper/"
        said = {"version": str(matter.version), "post": "主要负责人", "signed_on": "2026-11-20"}

        early = client.post(place, said | {"scan": SimpleUploadedFile("签字.pdf", paper())})
        assert (
            "签字日期应当在填写之日 2026-11-23 和今天 2026-11-23 之间，现在是 2026-11-20"
            in early.content.decode()
        )
        none = client.post(place, said | {"signed_on": "2026-11-23"}).content.decode()
        assert "请上传文件" in none
        client.post(
            place, said | {"signed_on": "2026-11-23", "scan": SimpleUploadedFile("签字.jpg", picture("JPEG"))}
        )

        version = newest_version(return_of(matter))
        assert version is not None
        assert Matter.objects.get(pk=matter.pk).state == "submitted"
        assert version.checked_by is None
        assert version.signed_scan == matter.attachments.get(part="signed").sha256
        page = client.get(f"/desk/matters/{matter.pk}/").content.decode()
        assert "主要负责人，2026-11-23 在纸上签字，扫描件存档" in page
        with pytest.raises(IntegrityError), transaction.atomic():
            ReturnVersion.objects.filter(pk=version.pk).update(
                signed_scan="", signed_by_post="", signed_on=None
            )

    def test_photos_go_along_and_stay_when_it_is_filled_in_anew(self, township: Office) -> None:
        matter, client = township.asked("rectification"), as_(township.liaison)
        place = f"/desk/matters/{matter.pk}/fill/"
        form = client.get(place).content.decode()
        assert 'capture="environment"' in form
        assert f'data-drafts="desk-{township.liaison.user_id}-{matter.pk}-1-fill"' in form

        photo = SimpleUploadedFile("台账.jpg", picture("JPEG"))
        client.post(place, {"version": "1", "note": "演示数据：第一次", "photos": photo})
        matter.refresh_from_db()
        client.post(
            f"/desk/matters/{matter.pk}/revise/", {"version": str(matter.version), "note": "演示数据：改过"}
        )

        version = newest_version(return_of(matter))
        assert version is not None
        assert (version.number, version.note, len(version.papers)) == (1, "演示数据：改过", 1)
        assert version.papers == [matter.attachments.get(part="proof").sha256]

    def test_a_photo_is_the_townships_own_until_it_is_handed_in(self, township: Office) -> None:
        matter, receiver = township.asked("rectification"), as_(township.officer)
        photo = SimpleUploadedFile("台账.jpg", picture("JPEG"))
        place = f"/desk/matters/{matter.pk}/fill/"
        as_(township.liaison).post(place, {"version": "1", "note": "演示数据", "photos": photo})
        file = f"/desk/files/{matter.pk}/attachments/{matter.attachments.get().pk}/"

        assert said_to(as_(township.head), file) == 200
        assert said_to(receiver, file) == 404
        assert file not in receiver.get(f"/desk/matters/{matter.pk}/").content.decode()

        matter.refresh_from_db()
        operations.sign(matter=matter, by=township.head, at=IN_TIME)
        assert said_to(receiver, file) == 200


class TestAskedOnce:
    def test_the_next_return_begins_with_the_source_and_tells_the_last_figure(self, township: Office) -> None:
        first = hand_in(township, township.asked("double_publicity"), IN_TIME, **dict.fromkeys(COLUMNS, SAID))
        open_due(at=DECEMBER)
        matter = township.asked("double_publicity", "2026-11")

        page = as_(township.liaison).get(f"/desk/matters/{matter.pk}/fill/").content.decode()

        assert f"上次报 3 件：{first.title}（回执 {first.number}-1，2026-11-09 上报）" in page
        assert page.count('value="演示数据：审批台账"') == 4
        assert 'value="3"' not in page  # what happened in another month is told, and not put in

    def test_what_was_reported_for_the_period_is_not_asked_again_in_another_return(
        self, township: Office
    ) -> None:
        self._with_two_returns_that_ask_the_same(b"stands = true\n")
        open_due(at=DECEMBER)
        training, staff = township.asked("training", "2026"), township.asked("demo_staff", "2026")
        others = {"trained": Stated(5, "演示数据"), "integrity_courses": Stated(1, "演示数据")}
        hand_in(township, training, DECEMBER, trainees=Stated(12, "演示数据：花名册"), **others)

        client, place = as_(township.liaison), f"/desk/matters/{staff.pk}/fill/"
        form = client.get(place).content.decode()
        assert f"已经报过 12 人：{training.title}（回执 {training.number}-1" in form
        wrong = client.post(place, {"version": "1", "value_trainees": "13"}).content.decode()
        assert "“应当培训的人数”已经报过，改报请写明理由" in wrong
        client.post(place, {"version": "1"})

        version = newest_version(return_of(staff))
        assert version is not None
        (cell,) = version.cells.all()
        assert (cell.value, cell.reason) == (12, "演示数据：花名册")
        assert cell.taken_from.startswith(training.title)
        operations.send_back(matter=training, by=township.officer, at=DECEMBER, reason="演示数据：核对。")
        of = return_of(staff)
        assert known_before(of, template_of(of)).same == {}  # what came back is not reported

    def test_asked_again_it_says_why(self, township: Office) -> None:
        self._with_two_returns_that_ask_the_same('again = "演示数据：口径不同，含借调人员"\n'.encode())
        open_due(at=DECEMBER)
        others = {"trained": Stated(5, "演示数据"), "integrity_courses": Stated(1, "演示数据")}
        training = township.asked("training", "2026")
        hand_in(township, training, DECEMBER, trainees=Stated(12, "演示数据"), **others)
        staff = township.asked("demo_staff", "2026")

        form = as_(township.liaison).get(f"/desk/matters/{staff.pk}/fill/").content.decode()

        assert "再次填报的理由：演示数据：口径不同，含借调人员" in form
        with pytest.raises(operations.NotWhole, match="应当培训的人数"):
            operations.fill(matter=staff, by=township.liaison, at=DECEMBER, figures={})

    def test_what_does_not_say_why_for_whom_and_until_when_is_not_sent(self, township: Office) -> None:
        book = self._with_two_returns_that_ask_the_same(b"stands = true\n")
        item = book.item("statutory_returns", "demo_silent", on=date(2026, 12, 2))
        owed = [Owed(township.liaison.body, township.officer.body, book.hash)]

        assert open_due(at=DECEMBER) == 5  # three of the month, training, and the one that says why

        with pytest.raises(NotGrounded, match=r"没有写明依据.*要求方"):
            open_returns(
                book=book, item=item, period=period_at(item, date(2026, 12, 2)), owed=owed, at=DECEMBER
            )
        page = as_(township.liaison).get("/desk/returns/").content.decode()
        assert "没有写明依据、要求方" in page
        assert "诚信教育培训年度报表" in page
        assert "本地区汇总" not in page  # a region's sum does not fall to a township

    def test_every_return_shipped_says_why(self, rules: str) -> None:
        book = Rulebook.from_snapshot(bytes(RulebookSnapshot.objects.get(hash=rules).canonical))

        lacking = [
            each.code
            for each in book.items("statutory_returns", on=date(2026, 11, 1))
            if not each.text("why")
        ]

        assert lacking == []
        assert template_named(book, "training", on=date(2026, 11, 1)).manual[0].stands

    @staticmethod
    def _with_two_returns_that_ask_the_same(attribute: bytes) -> Rulebook:
        """Load a rulebook in which a second return asks for the number of trainees too."""
        sources = dict(rulebook_sources())
        was = 'of = ["training"]\nunit = "人"\nstands = true\n'.encode()
        now = 'of = ["training", "demo_staff"]\nunit = "人"\n'.encode() + attribute
        assert was in sources["office.toml"]
        sources["office.toml"] = sources["office.toml"].replace(was, now)
        book = Rulebook.load({**sources, "demo_returns.toml": SECOND.encode()}, demo=True)
        RulebookSnapshot.objects.create(hash=book.hash, canonical=book.snapshot, loaded_at=FIRST_NIGHT)
        RulebookLoading.objects.create(snapshot_id=book.hash, scope="", city="", at=FIRST_NIGHT)
        return book


class TestTheList:
    def test_each_request_says_what_why_who_and_until_when(self, township: Office) -> None:
        matter = township.asked("double_publicity")

        page = as_(township.liaison).get("/desk/").content.decode()

        assert "要求清单" in page
        assert "许可、处罚公示得全不全、及时不及时" in page
        assert "演示省发展和改革委员会" in page
        assert f"/desk/matters/{matter.pk}/" in page
        assert "2026-11-10" in page
        assert "<table" not in page
        table = as_(township.liaison).get("/desk/?table=1").content.decode()
        assert "<table" in table
        assert "要求清单" not in as_(township.officer).get("/desk/").content.decode()

    def test_a_longer_list_costs_the_same(self, township: Office) -> None:
        def filled_in(period: str) -> None:
            for code in ("rectification", "governance"):
                matter = township.asked(code, period)
                operations.fill(matter=matter, by=township.liaison, at=DECEMBER, figures={})

        client = as_(township.liaison)
        filled_in("2026-10")
        client.get("/desk/")
        with CaptureQueriesContext(connection) as few:
            assert "上传签字扫描件并上报" in client.get("/desk/").content.decode()
        open_due(at=DECEMBER)
        filled_in("2026-11")
        with CaptureQueriesContext(connection) as many:
            assert client.get("/desk/").content.decode().count('class="card"') >= 7

        assert len(many) == len(few)


class TestTheYearlyCount:
    def test_it_counts_by_owner_and_shows_a_rise(self, township: Office) -> None:
        open_due(at=DECEMBER)
        officer = as_(township.officer)

        page = officer.get("/desk/returns/requests/?year=2026").content.decode()
        rows = rows_of(officer.get(f"/desk/ledgers/{REQUESTS}/workbook.xlsx?year=2026").content)
        one = officer.get("/desk/returns/requests/?year=2026&township=zhen").content.decode()

        assert rows == [["演示甲县演示镇人民政府", "演示省发展和改革委员会", "7", "0", "0", "7", "0", "7"]]
        assert "上升" in page
        assert one.count("2026-11 双公示月报") == 1
        assert "/desk/matters/" in one
        assert officer.get("/desk/returns/requests/?township=%00").status_code == 200
        put_away = township.asked("double_publicity")
        Matter.objects.filter(pk=put_away.pk).update(archived_at=DECEMBER)
        again = rows_of(officer.get(f"/desk/ledgers/{REQUESTS}/workbook.xlsx?year=2026").content)
        left = officer.get("/desk/returns/requests/?year=2026&township=zhen").content.decode()
        behind = rows_of(officer.get(f"/desk/ledgers/{REQUEST_ROWS}/workbook.xlsx?year=2026").content)
        assert len(behind) == 6
        assert again == rows  # what was asked does not become less when its file is put away
        assert "另有 1 次要求，所属事项已经归档" in left
        assert "另有" not in one
        assert f"/desk/matters/{put_away.pk}/" in one
        assert f"/desk/matters/{put_away.pk}/" not in left
        outside = as_(make_mandate("wai", Actor.CREDIT_OFFICER, *self._elsewhere()))
        assert "演示镇" not in outside.get("/desk/returns/requests/?year=2026").content.decode()

    def test_a_return_sent_back_is_asked_again_and_next_year_tells_of_this_one(
        self, township: Office
    ) -> None:
        matter = hand_in(township, township.asked("rectification"), IN_TIME)
        operations.send_back(matter=matter, by=township.officer, at=IN_TIME, reason="演示数据：核对。")
        start_deadline(
            matter=matter,
            clock="record.defence",
            title="陈述申辩",
            owes=Owes.BODY,
            start=IN_TIME.date(),
            started_by="演示数据",
        )
        officer = as_(township.officer)

        rows = rows_of(officer.get(f"/desk/ledgers/{REQUESTS}/workbook.xlsx?year=2026").content)

        assert rows[0][5:] == ["4", "0", "4"]  # time to be heard is no request

    @staticmethod
    def _elsewhere() -> tuple[PublicBody, str]:
        city = PublicBody.objects.get(pk="bc2").region
        return make_body("c2fgw", "演示乙市信用主管部门", city), city.path


def test_a_step_that_is_not_there_is_refused_in_words(township: Office) -> None:
    matter = township.asked("rectification")

    with pytest.raises(UnableToMove, match="没有可以审核、上报的填报内容"):
        operations.sign(matter=matter, by=township.head, at=IN_TIME)
