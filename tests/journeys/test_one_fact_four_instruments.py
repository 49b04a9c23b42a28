"""One fact, four instruments: one case, one window, one count; its receipt says the same byte for byte. 演示数据。"""

import json
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from tests.browser.harness import assert_accessible
from tests.journeys.conftest import Town
from tests.journeys.doors import as_, morning_of, open_matter, press
from tests.make import make_instrument

from chengxin.chain.records.models import Record
from chengxin.chain.records.operations import propose_records
from chengxin.chain.records.queries import record_of, window_of
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.ground import clock
from chengxin_core.determination.proportionality import replay
from chengxin_core.determination.receipts import ReceiptRefused
from chengxin_core.ledger.canonical import canonical_bytes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__")]

DAYS = (date(2026, 9, 7), date(2026, 9, 21), date(2026, 10, 12), date(2026, 10, 26))
REPORTED = {
    "清单条目": "行政诉讼败诉且经有权机关认定失信",
    "领域": "依法行政",
    "失信事实": "演示数据：没有支付工程款，四份文书说的是同一件事。",
}
GRADED = {"造成的损失": "3万元", "社会影响": "在县（市、区）范围内造成不良影响"}


def test_is_one_case_with_one_window_and_one_count(town: Town) -> None:
    with morning_of("2026-11-23"):
        first, *others = four_instruments_of_one_fact(town)
        as_(town.desk, town.officer)
        for other in others:
            they_are_merged_into(town.desk, first, other)
        one_case_rests_on_all_four(town.desk, first)
        it_is_counted_once(town.desk)
        it_is_reported_and_graded(town, first)
        record = record_of(first)
        assert record.instrument_on == min(DAYS)
        assert window_of(record, on=clock.today()).facts.instrument_on == min(DAYS)
        no_input_can_be_left_out_of_its_receipt(record)


def four_instruments_of_one_fact(town: Town) -> list[Matter]:
    """Four papers of one body, as an import leaves them: four proposals, oldest first."""
    now, body = clock.now(), town.liaison.body
    mentions = [make_instrument(body=body, decided_on=day, at=now) for day in DAYS]
    assert propose_records(mentions=mentions, at=now) == len(DAYS)
    return list(Matter.objects.filter(kind="record").order_by("record__instrument_on"))


def they_are_merged_into(page: Page, first: Matter, other: Matter) -> None:
    """The page proposes what may be the same fact, with its reason; a person confirms."""
    open_matter(page, other.title)
    page.locator("ul.actions").get_by_role("link", name="并案", exact=True).click()
    page.get_by_label("并入").select_option(value=str(first.pk))
    assert_accessible(page)
    page.get_by_role("button", name="确认并案").click()
    expect(page.get_by_role("status").first).to_contain_text("已办理：并案")


def one_case_rests_on_all_four(page: Page, first: Matter) -> None:
    (standing,) = Matter.objects.filter(kind="record", is_open=True)
    assert standing.pk == first.pk
    open_matter(page, first.title)
    for link in first.record.instruments.select_related("instrument"):
        expect(page.get_by_role("main")).to_contain_text(link.instrument.number)


def it_is_counted_once(page: Page) -> None:
    """The work list and the month's figure say one, not four."""
    page.goto("/desk/?where=record")
    expect(page.locator("table").first.get_by_role("row")).to_have_count(2)  # its head, and the one case


def it_is_reported_and_graded(town: Town, first: Matter) -> None:
    page = town.desk
    open_matter(page, first.title)
    press(page, "报送", REPORTED)
    as_(page, town.second_officer)
    open_matter(page, first.title)
    press(page, "受理")
    as_(page, town.officer)
    open_matter(page, first.title)
    press(page, "研判失信程度", GRADED)


def no_input_can_be_left_out_of_its_receipt(record: Record) -> None:
    """Computed again the receipt is the same in every byte; with any input taken away it is refused."""
    receipt = record.proportionality["receipt"].encode()
    rulebook = rulebook_of(record.matter.rulebook)
    assert replay(receipt, rulebook).receipt.canonical == receipt

    stored = json.loads(receipt)
    assert len(stored["inputs"]) > 3
    for left_out in stored["inputs"]:
        rest = {name: value for name, value in stored["inputs"].items() if name != left_out}
        with pytest.raises(ReceiptRefused):
            replay(canonical_bytes(stored | {"inputs": rest}), rulebook)
