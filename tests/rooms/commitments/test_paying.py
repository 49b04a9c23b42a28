"""Suppliers are paid in time, what is late costs, and the yearly list counts what was left."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.make import Office
from tests.rooms.commitments.conftest import PAPER, Entered

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent
from chengxin.mechanisms.commitments import operations, paying
from chengxin.mechanisms.commitments.models import Beneficiary, Commitment, Payable
from chengxin.mechanisms.commitments.operations import StillOwed
from chengxin.mechanisms.commitments.paying import (
    PaymentRefused,
    interest_of,
    may_set_terms,
    overdue_at_end_of,
    pay,
    sums,
)
from chengxin.mechanisms.commitments.queries import commitment_of
from chengxin.mechanisms.commitments.watching import watch
from chengxin_core.commitments import Terms

pytestmark = [
    pytest.mark.own_sql,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules"),
]
TODAY = date(2026, 11, 23)


@pytest.fixture
def contract(entered: Entered) -> Matter:
    return entered(
        kind="contract",
        text="演示数据：支付城北路绿化工程款",
        target="支付100万元",
        made_on=date(2026, 1, 5),
        beneficiary_kind=Beneficiary.FIRM,
        beneficiary="演示园林有限公司",
    )


def set_terms(matter: Matter, office: Office, at: datetime, terms: Terms, **changes: Any) -> str:
    said: dict[str, Any] = {"by": office.liaison, "owed": 1_000_000_00, "disputed": 0}
    said |= {"agreed_rate": None, "rate_floor": None} | changes
    return paying.set_terms(matter=matter, at=at, terms=terms, **said)


def test_the_law_sets_the_day_and_a_day_that_passed_is_a_lead(
    contract: Matter, office: Office, monday: datetime
) -> None:
    told = set_terms(contract, office, monday, Terms(delivered_on=date(2026, 10, 1)))

    contract.refresh_from_db()
    assert told.endswith("最迟 2026-10-31 付款")
    assert (commitment_of(contract).due_on, contract.state) == (date(2026, 10, 31), "overdue")
    assert Matter.objects.filter(kind="lead").count() == 1


def test_no_terms_put_off_the_day_that_the_promise_itself_names(
    entered: Entered, office: Office, monday: datetime
) -> None:
    matter = entered(kind="contract", due_on=date(2026, 12, 1), text="演示数据：支付工程款")
    told = set_terms(matter, office, monday, Terms(accepted_on=date(2026, 11, 20)))
    assert told.endswith("最迟 2026-12-20 付款")

    watch(at=monday + timedelta(days=9))

    matter.refresh_from_db()
    assert (commitment_of(matter).due_on, matter.state) == (date(2026, 12, 1), "overdue")


def test_a_term_beyond_the_law_is_refused_with_its_clause(
    contract: Matter, office: Office, monday: datetime
) -> None:
    with pytest.raises(PaymentRefused, match=r"61 日超过了 60 日的上限.*保障中小企业款项支付条例"):
        set_terms(contract, office, monday, Terms(delivered_on=TODAY, agreed_days=61))


def test_interest_is_the_laws_where_none_was_agreed_and_never_below_the_floor(
    contract: Matter, office: Office, monday: datetime
) -> None:
    set_terms(contract, office, monday, Terms(delivered_on=date(2026, 10, 1)))
    by_law = interest_of(Payable.objects.get(), on=TODAY)
    again = {"by": office.officer, "agreed_rate": 100, "rate_floor": 365}
    set_terms(contract, office, monday, Terms(delivered_on=date(2026, 10, 1)), **again)
    agreed = interest_of(Payable.objects.get(), on=TODAY)

    assert (by_law.days_late, by_law.interest) == (23, 1_000_000_00 * 5 * 23 // 10_000)
    assert agreed.interest == 1_000_000_00 * 365 * 23 // (10_000 * 365)


def test_the_body_says_once_what_it_owes_and_the_organ_changes_it(
    contract: Matter, office: Office, neighbour_bai: Mandate, monday: datetime
) -> None:
    Commitment.objects.update(is_behind=False)
    set_terms(contract, office, monday, Terms(delivered_on=TODAY))
    assert commitment_of(contract).is_behind

    for other in (office.liaison, neighbour_bai):
        with pytest.raises(NotCompetent):
            set_terms(contract, office, monday, Terms(delivered_on=TODAY, agreed_days=60), by=other)
    assert not may_set_terms(contract, office.liaison)
    assert may_set_terms(contract, office.officer)

    told = set_terms(contract, office, monday, Terms(delivered_on=TODAY, agreed_days=60), by=office.officer)
    assert told.endswith("最迟 2027-01-22 付款")


def test_a_body_that_is_late_says_no_more_what_it_owes(
    contract: Matter, office: Office, monday: datetime
) -> None:
    late = monday + timedelta(days=300)

    with pytest.raises(NotCompetent, match="到期"):
        set_terms(contract, office, late, Terms(delivered_on=TODAY))
    set_terms(contract, office, late, Terms(delivered_on=TODAY), by=office.officer)


def test_only_what_is_paid_for_has_terms(entered: Entered, office: Office, monday: datetime) -> None:
    with pytest.raises(PaymentRefused, match="合同、协议"):
        set_terms(entered(), office, monday, Terms(delivered_on=TODAY))


def test_terms_do_not_put_off_the_day_that_was_adopted(
    entered: Entered, office: Office, monday: datetime
) -> None:
    contract = entered(
        kind="contract", due_on=TODAY, beneficiary_kind=Beneficiary.FIRM, beneficiary="演示园林有限公司"
    )
    set_terms(contract, office, monday, Terms(delivered_on=TODAY, agreed_days=60))
    paid = TODAY + timedelta(days=20)
    later = monday + timedelta(days=20)
    pay(matter=contract, by=office.liaison, at=later, on=paid, fen=1_000_000_00, voucher="演付1号")
    contract.refresh_from_db()
    operations.report(
        matter=contract, by=office.liaison, at=later, fulfilled_on=paid, text="已付款", attachments=[PAPER]
    )

    told = operations.verify(
        matter=contract, by=office.officer, at=later, fulfilled_on=paid, reason="核对凭证"
    )

    assert told == f"核实为迟延履行：{paid} 完成，期限 {TODAY}"


def test_the_same_voucher_counts_once(contract: Matter, office: Office, monday: datetime) -> None:
    set_terms(contract, office, monday, Terms(delivered_on=TODAY))
    for _ in range(2):
        told = pay(matter=contract, by=office.liaison, at=monday, on=TODAY, fen=400_000_00, voucher="演付1号")

    assert told == "尚未支付 600,000.00 元，逾期利息 0.00 元"


def test_what_was_not_paid_is_not_verified_as_kept(
    contract: Matter, office: Office, monday: datetime
) -> None:
    set_terms(contract, office, monday, Terms(delivered_on=TODAY))
    operations.report(
        matter=contract, by=office.liaison, at=monday, fulfilled_on=TODAY, text="已付款", attachments=[PAPER]
    )

    with pytest.raises(StillOwed, match=r"1,000,000\.00 元没有付款记录"):
        operations.verify(matter=contract, by=office.officer, at=monday, fulfilled_on=TODAY, reason="核实")


def test_an_audit_that_is_waited_for_is_no_excuse(contract: Matter, office: Office, monday: datetime) -> None:
    set_terms(contract, office, monday, Terms(delivered_on=date(2026, 10, 1)))
    contract.refresh_from_db()

    told = operations.explain(
        matter=contract, by=office.liaison, at=monday, excuse="acceptance_or_audit", text="等待决算审计"
    )

    assert told.startswith("理由不成立")
    assert "民营经济促进法" in told


def test_the_yearly_list_tells_what_was_left_at_the_end_of_the_year(
    contract: Matter, office: Office, neighbour_bai: Mandate, monday: datetime
) -> None:
    set_terms(contract, office, monday, Terms(delivered_on=date(2026, 10, 1)), disputed=100_000_00)
    pay(matter=contract, by=office.liaison, at=monday, on=TODAY, fen=300_000_00, voucher="演付1号")
    watch(at=monday)

    assert sums(overdue_at_end_of(2026, office.officer)) == {"演示县住房和城乡建设局": (1, 600_000_00)}
    assert sums(overdue_at_end_of(2025, office.officer)) == {}
    assert sums(overdue_at_end_of(2026, neighbour_bai)) == {}


def test_a_contract_with_terms_of_payment_is_a_promise_too(
    contract: Matter, office: Office, monday: datetime
) -> None:
    set_terms(contract, office, monday, Terms(accepted_on=date(2026, 11, 20)))

    said: dict[str, Any] = {"by": office.liaison, "at": monday, "text": "演示数据：换届后不再履行"}
    answer = operations.explain(matter=contract, excuse="government_change", **said)

    assert answer.startswith("理由不成立")
    assert "不得作为不履行承诺或者合同的理由" in answer


def test_no_more_is_paid_than_is_owed(contract: Matter, office: Office, monday: datetime) -> None:
    set_terms(contract, office, monday, Terms(accepted_on=date(2026, 11, 20)))
    paid: dict[str, Any] = {"matter": contract, "by": office.liaison, "at": monday, "on": TODAY}

    with pytest.raises(PaymentRefused, match="多于所欠"):
        pay(fen=5_000_000_00, voucher="演示1", **paid)

    pay(fen=1_000_000_00, voucher="演示2", **paid)
    assert "尚未支付 0.00" in pay(
        fen=1_000_000_00, voucher="演示2", **paid
    )  # the same voucher changes nothing
