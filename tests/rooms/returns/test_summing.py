"""A credit office's return for its region: the sum of what bodies handed in, down to them; who has not, by name."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from tests.cast import make_body, make_mandate
from tests.rooms.ledgers.reading import rows_of
from tests.rooms.returns.town import build

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.insight.returns import operations
from chengxin.insight.returns.filling import Stated
from chengxin.insight.returns.models import Return
from chengxin.insight.returns.opening import open_due
from chengxin.insight.returns.queries import newest_version, return_of
from chengxin.insight.returns.summary_ledgers import BODIES
from chengxin_core.lifecycle.table import Actor

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("monday"),
]
FIRST_NIGHT = datetime(2026, 11, 1, 20, tzinfo=UTC)
IN_TIME, LATER = datetime(2026, 11, 9, 2, tzinfo=UTC), datetime(2026, 11, 12, 2, tzinfo=UTC)
COLUMNS = ("permits", "permits_in_time", "penalties", "penalties_in_time")
CODE = "double_publicity"


@dataclass(frozen=True)
class City:
    """Three bureaus of a county, the city's credit office to which they report, the province's above it."""

    bureaus: list[PublicBody]
    liaison: Mandate
    head: Mandate
    officer: Mandate
    above: Mandate

    def asked(self, body: PublicBody, code: str = CODE) -> Matter:
        return Matter.objects.get(stated_return__code=code, body=body)

    def hand_in(self, number: int, permits: int, at: datetime = IN_TIME) -> Matter:
        body = self.bureaus[number]
        matter = self.asked(body)
        liaison, head = (
            Mandate.objects.get(body=body, role=role) for role in (Actor.LIAISON, Actor.BODY_HEAD)
        )
        figures = {code: Stated(permits, "演示数据：审批台账") for code in COLUMNS}
        operations.fill(matter=matter, by=liaison, at=at, figures=figures)
        operations.check(matter=matter, by=head, at=at)
        operations.submit(matter=matter, by=liaison, at=at)
        return matter

    def add_up(self, at: datetime) -> Matter:
        matter = self.asked(self.liaison.body, f"{CODE}_region")
        operations.fill(matter=matter, by=self.liaison, at=at, figures={})
        operations.check(matter=matter, by=self.head, at=at)
        operations.submit(matter=matter, by=self.liaison, at=at)
        return matter


@pytest.fixture
def city(rules: str) -> City:
    town = build(rules)
    above = make_body("above", "演示省发展和改革委员会", town.regions["p"])
    office = make_body("lead", "演示甲市发展和改革委员会", town.regions["c1"])
    bureaus = [make_body(f"b{n}", f"演示甲县演示{n}局", town.regions["x"]) for n in (1, 2, 3)]
    for body in bureaus:
        make_mandate(f"lian{body.pk}", Actor.LIAISON, body, body.path, reach="body")
        make_mandate(f"tou{body.pk}", Actor.BODY_HEAD, body, body.path, reach="body")
    found = City(
        bureaus,
        make_mandate("lian", Actor.LIAISON, office, office.path, reach="body"),
        make_mandate("tou", Actor.BODY_HEAD, office, office.path, reach="body"),
        make_mandate("shou", Actor.CREDIT_OFFICER, office, town.regions["c1"].path),
        make_mandate("shangji", Actor.CREDIT_OFFICER, above, town.regions["p"].path),
    )
    open_due(at=FIRST_NIGHT)
    return found


def page_of(holder: Mandate, address: str) -> str:
    client = Client()
    client.force_login(holder.user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_office_is_asked_for_its_region_some_days_after_its_bodies(city: City) -> None:
    of_region = Return.objects.filter(code__endswith="_region")

    assert {each.code for each in of_region} == {
        f"{code}_region" for code in (CODE, "rectification", "governance")
    }
    assert {(each.owner_id, each.due_on, each.matter.organ_id) for each in of_region} == {
        ("lead", date(2026, 11, 16), "above")  # the 15th is a Sunday
    }
    assert open_due(at=FIRST_NIGHT) == 0


def test_the_sum_names_who_is_missing_drills_to_the_bodies_and_stays_as_it_was(city: City) -> None:
    city.hand_in(0, 4)
    city.hand_in(1, 7)
    matter = city.add_up(LATER)
    city.hand_in(2, 100, LATER)  # after it was added up

    version = newest_version(return_of(matter))
    assert version is not None
    assert {cell.code: cell.value for cell in version.cells.all()} == dict.fromkeys(COLUMNS, 11)
    assert not any(cell.is_manual for cell in version.cells.all())
    page = page_of(city.above, f"/desk/matters/{matter.pk}/")
    assert "没有报来、没有汇总在内的单位：演示甲县演示3局" in page
    address = f"?return={matter.pk}&version=1&figure=permits"
    for reader in (city.above, city.liaison):
        bodies = page_of(reader, f"/desk/returns/bodies/{address}")
        for name in ("演示甲县演示1局", "演示甲县演示2局", "演示甲县演示3局"):
            assert name in bodies
        client = Client()
        client.force_login(reader.user)
        told = rows_of(client.get(f"/desk/ledgers/{BODIES}/workbook.xlsx{address}").content)
        assert [str(row[1]) for row in told] == ["4", "7", "—"]
    mine = city.asked(city.bureaus[0])
    assert f"/desk/matters/{mine.pk}/" in page_of(city.above, f"/desk/returns/bodies/{address}")
    assert f"/desk/matters/{mine.pk}/" not in page_of(city.liaison, f"/desk/returns/bodies/{address}")


def test_what_was_sent_back_is_not_added_up_until_it_is_there_again(city: City) -> None:
    operations.send_back(matter=city.hand_in(0, 4), by=city.officer, at=LATER, reason="演示数据：请核对")
    city.hand_in(1, 7)
    version = newest_version(return_of(city.add_up(LATER)))

    assert version is not None
    assert [cell.value for cell in version.cells.all()] == [7, 7, 7, 7]


def test_the_officer_sees_every_body_with_its_figures_the_sum_and_who_is_missing(city: City) -> None:
    city.hand_in(0, 4)
    city.hand_in(1, 7)
    page = page_of(city.officer, f"/desk/returns/summary/?code={CODE}&period=2026-10")

    assert "1 个单位没有报来：演示甲县演示3局" in page
    assert "11" in page[page.index("合计") :]
    assert "没有单位向本机关报送" in page_of(
        city.officer, f"/desk/returns/summary/?code={CODE}&period=2020-10"
    )
    city.add_up(LATER)
    above = page_of(city.above, f"/desk/returns/summary/?code={CODE}&period=2026-10")
    assert "演示甲市发展和改革委员会" in above
    assert "/desk/returns/bodies/?return=" in above
