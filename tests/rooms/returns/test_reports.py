"""A report by region and period: what is counted, where it stands, what a cell opens, and what is due when."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.ledgers.reading import rows_of, texts_of_table
from tests.rooms.returns.town import Town, build

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import kinds
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.insight.returns.counting import behind, places_of, table
from chengxin.insight.returns.due import returns_due
from chengxin.insight.returns.periods import last_quarter, period_of, read_period
from chengxin.insight.returns.reports import REPORTS

pytestmark = [
    pytest.mark.own_sql,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("monday"),
]
RECORDS = REPORTS["records"]
THIRD = period_of(date(2026, 7, 1), 3)


@pytest.fixture
def town(rules: str) -> Town:
    return build(rules)


def as_(holder: Mandate) -> Client:
    client = Client()
    client.force_login(holder.user)
    return client


def counted(town: Town, by: Mandate, region: str = "p") -> dict[str, tuple[int, int, int]]:
    """Return, by place, what was opened, determined, and opened a year before."""
    lines = table(RECORDS, by, town.regions[region], THIRD)
    return {line.place.code: (line.counts[0], line.counts[2], line.before[0]) for line in lines}


def test_each_city_has_what_happened_in_it_within_the_days_of_the_quarter(town: Town) -> None:
    assert counted(town, town.officer) == {
        "c1": (3, 1, 0),  # the county's among them; not what came in the first second of October
        "c2": (1, 1, 1),  # the first second of July in Beijing
        "own": (1, 0, 0),
        "all": (5, 2, 1),
    }


def test_a_city_opens_into_its_counties(town: Town) -> None:
    assert counted(town, town.officer, "c1") == {"x": (1, 0, 0), "own": (2, 1, 0), "all": (3, 1, 0)}


def test_who_sees_less_counts_less(town: Town) -> None:
    Matter.objects.filter(pk=town.matters[0].pk).update(shown_at=town.matters[0].opened_at)

    assert counted(town, town.of_city)["all"] == (1, 1, 0)


def test_a_matter_that_came_twice_to_a_state_counts_once(town: Town) -> None:
    move = town.matters[0].moves.get(code="activate")
    move.pk = None
    move.save()

    assert counted(town, town.officer)["c1"] == (3, 1, 0)


@pytest.mark.parametrize("code", sorted(REPORTS))
def test_every_figure_names_states_that_its_kind_has(code: str) -> None:
    states = {kind.code: {str(state) for state in kind.lifecycle.states} for kind in kinds()}

    for figure in REPORTS[code].figures:
        assert set(figure.states) <= states[figure.kind], figure


def test_the_places_add_up_and_each_cell_is_as_long_as_its_rows(town: Town) -> None:
    for report in REPORTS.values():
        lines = table(report, town.officer, town.regions["p"], THIRD)
        *parts, whole = [line.counts for line in lines]
        assert whole == tuple(map(sum, zip(*parts, strict=True)))
        for line in lines:
            for figure, count in zip(report.figures, line.counts, strict=True):
                assert behind(figure, town.officer, line.place, THIRD).count() == count


def test_the_number_of_queries_does_not_grow_with_matters_or_places(town: Town) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        table(RECORDS, town.officer, town.regions["c2"], THIRD)
    with CaptureQueriesContext(connection) as many:
        table(RECORDS, town.officer, town.regions["p"], THIRD)

    assert len(many) == len(few) == 2 * len(RECORDS.figures) + 1


class TestPages:
    def test_the_page_its_cells_its_print_and_its_workbook_say_the_same(self, town: Town) -> None:
        client, query = as_(town.officer), "?period=2026Q3"
        page = texts_of_table(client.get(f"/desk/returns/records/{query}").content)
        book = rows_of(client.get(f"/desk/ledgers/report-records/workbook.xlsx{query}").content)
        printed = texts_of_table(client.get(f"/desk/ledgers/report-records/print/{query}").content)

        assert [[text for text in row if text != "上年同期"] for row in page] == book == printed
        assert [row[:3] for row in book] == [
            ["演示甲市", "3", "0"],
            ["演示乙市", "1", "1"],
            ["演示省本级", "1", "0"],
            ["合计", "5", "1"],
        ]

    def test_a_cell_opens_its_rows_and_they_leave_as_they_are_seen(self, town: Town) -> None:
        client = as_(town.officer)
        query = "?report=records&region=p&place=c1&figure=opened&period=2026Q3"

        page = client.get(f"/desk/returns/rows/{query}").content
        book = rows_of(client.get(f"/desk/ledgers/report-rows/workbook.xlsx{query}").content)

        titles = ["演示数据：第1件", "演示数据：第2件", "演示数据：第3件"]
        assert [row[0] for row in texts_of_table(page)] == [row[0] for row in book] == titles
        assert "共 3 件" in page.decode()

    def test_an_archived_matter_is_counted_and_tells_its_number_only(self, town: Town) -> None:
        Matter.objects.filter(pk=town.matters[0].pk).update(archived_at=town.matters[0].opened_at)
        seen = {
            each.pk
            for each in behind(RECORDS.figures[0], town.officer, places_of(town.regions["p"])[-1], THIRD)
        }
        query = "?report=records&region=p&place=all&figure=opened&period=2026Q3"

        page = as_(town.officer).get(f"/desk/returns/rows/{query}").content.decode()

        assert "演示数据：第1件" not in page
        assert (town.matters[0].pk in seen) == (town.matters[0].number in page)

    def test_what_is_no_cell_is_not_there(self, town: Town) -> None:
        client = as_(town.officer)

        for query in (
            "",
            "?report=records",
            "?report=records&figure=opened&place=nowhere",
            "?report=x&figure=opened",
        ):
            assert client.get(f"/desk/returns/rows/{query}").status_code == 404
        assert client.get("/desk/returns/nothing/").status_code == 404
        assert client.get("/desk/returns/records/?period=2026Q9&region=nowhere").status_code == 200

    def test_the_overview_says_what_is_due_when_and_what_cannot_be_filled(self, town: Town) -> None:
        page = as_(town.officer).get("/desk/returns/").content.decode()

        assert "双公示月报" in page
        assert "由填报人按手工栏目填写" in page
        assert "/desk/returns/rectification/?period=2026-11" in page


def test_what_is_due_next_is_counted_from_the_rulebook(rules: str) -> None:
    due = {each.item.code: each for each in returns_due(current_rulebook(), on=date(2026, 11, 23))}

    told = {code: (each.period.code, each.due_on) for code, each in due.items()}
    assert told == {
        "double_publicity": ("2026-11", date(2026, 12, 10)),
        **dict.fromkeys(
            ("double_publicity_region", "rectification_region", "governance_region"),
            ("2026-11", date(2026, 12, 21)),  # the 20th is a Sunday
        ),
        "training_region": ("2026", date(2027, 1, 11)),
        "sme_arrears_region": ("2026", date(2027, 4, 12)),
        "rectification": ("2026-11", date(2026, 12, 10)),
        "governance": ("2026-11", date(2026, 12, 10)),
        "training": ("2026", date(2026, 12, 31)),
        "disclosure_department": ("2026", date(2027, 2, 1)),  # the last of January is a Sunday
        "suggestions": ("2026", date(2027, 2, 1)),
        "disclosure_government": ("2026", date(2027, 3, 31)),
        "sme_arrears": ("2026", date(2027, 3, 31)),
    }
    assert {code for code, each in due.items() if not each.is_filled} == {
        "double_publicity",
        "training",
        "disclosure_department",
        "disclosure_government",
    }


def test_on_the_day_itself_a_return_is_still_due(rules: str) -> None:
    due = {each.item.code: each for each in returns_due(current_rulebook(), on=date(2026, 12, 10))}

    assert due["rectification"].due_on == date(2026, 12, 10)


class TestPeriods:
    @given(st.dates(date(2003, 1, 1), date(2999, 12, 31)), st.sampled_from((1, 3, 12)))
    def test_every_day_lies_in_the_period_of_its_name(self, day: date, months: int) -> None:
        period = period_of(day, months)

        assert period.first <= day <= period.last
        assert read_period(period.code) == period
        assert period.next().before() == period
        assert (period.a_year_before().first.month, period.a_year_before().last.year) == (
            period.first.month,
            period.last.year - 1,
        )

    @pytest.mark.parametrize("text", ["", "2026Q5", "2026-00", "1999", "２０２６", "2026Q1 ", "abcd"])
    def test_what_names_none_is_none(self, text: str) -> None:
        assert read_period(text) is None

    def test_the_last_quarter_has_ended(self) -> None:
        assert last_quarter(date(2026, 11, 23)).code == "2026Q3"
        assert last_quarter(date(2026, 1, 1)).code == "2025Q4"
