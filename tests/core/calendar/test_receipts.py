"""政府信息公开条例第三十一条: four ways in which an application comes, four days on which it was received."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin_core.calendar import NotReceivedYet, Receipt, WayOfReceipt

FRIDAY, SATURDAY, MONDAY = date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 9)


@pytest.mark.parametrize(
    ("receipt", "day"),
    [
        (Receipt(WayOfReceipt.IN_PERSON, submitted_on=FRIDAY), FRIDAY),
        (Receipt(WayOfReceipt.SIGNED_POST, submitted_on=FRIDAY, signed_on=MONDAY), MONDAY),
        (Receipt(WayOfReceipt.ORDINARY_POST, submitted_on=FRIDAY, confirmed_on=SATURDAY), SATURDAY),
        (Receipt(WayOfReceipt.ONLINE_OR_FAX, submitted_on=FRIDAY, confirmed_on=MONDAY), MONDAY),
    ],
    ids=str,
)
def test_each_way_has_its_day(receipt: Receipt, day: date) -> None:
    assert receipt.received_on == day


@pytest.mark.parametrize(
    ("way", "told"),
    [
        (WayOfReceipt.IN_PERSON, "提交之日"),
        (WayOfReceipt.SIGNED_POST, "签收之日"),
        (WayOfReceipt.ORDINARY_POST, "与申请人确认之日"),
        (WayOfReceipt.ONLINE_OR_FAX, "双方确认之日"),
    ],
)
def test_without_the_fact_that_counts_there_is_no_day(way: WayOfReceipt, told: str) -> None:
    facts = {"submitted_on", "signed_on", "confirmed_on"} - {_FACT[way]}
    receipt = Receipt(way, **dict.fromkeys(facts, FRIDAY))

    with pytest.raises(NotReceivedYet, match=told):
        _ = receipt.received_on


@given(st.sampled_from(WayOfReceipt), st.dates(), st.dates(), st.dates())
def test_no_application_is_received_before_it_was_submitted(
    way: WayOfReceipt, submitted: date, signed: date, confirmed: date
) -> None:
    receipt = Receipt(way, submitted_on=submitted, signed_on=signed, confirmed_on=confirmed)

    try:
        assert receipt.received_on >= submitted
    except NotReceivedYet:
        assert {"signed_on": signed, "confirmed_on": confirmed}[_FACT[way]] < submitted


_FACT = {
    WayOfReceipt.IN_PERSON: "submitted_on",
    WayOfReceipt.SIGNED_POST: "signed_on",
    WayOfReceipt.ORDINARY_POST: "confirmed_on",
    WayOfReceipt.ONLINE_OR_FAX: "confirmed_on",
}
