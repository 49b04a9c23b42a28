"""付款: the last day for paying a supplier, what was paid, what being late costs, and the yearly list (K1-11…K1-17)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove, add_note
from chengxin.foundation.matters.parts import Part
from chengxin.ground import clock
from chengxin.mechanisms.commitments.models import Commitment, Payable, Payment
from chengxin.mechanisms.commitments.queries import (
    book_of,
    commitment_of,
    standing_version,
    visible_commitments,
)
from chengxin.mechanisms.commitments.watching import watch_one
from chengxin_core.calendar import legal_day
from chengxin_core.commitments import (
    DailyRate,
    Interest,
    Limits,
    NothingStarted,
    Paid,
    PaymentDay,
    Terms,
    TermTooLong,
    interest,
    payment_day,
)
from chengxin_core.lifecycle.table import Actor
from chengxin_core.rulebook import Rulebook

PAYMENT_KINDS = frozenset({"contract", "investment", "settlement", "administrative"})


class PaymentRefused(UnableToMove):
    """Terms or a payment that cannot be as they were given; the text says why."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """A contract whose undisputed part was not paid by its last day: how much was left at the end of the year."""

    payable: Payable
    unpaid: int


@transaction.atomic
def set_terms(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    owed: int,
    disputed: int,
    terms: Terms,
    agreed_rate: int | None,
    rate_floor: int | None,
) -> str:
    """Keep what is owed and what was agreed; it is due on the day that the law counts, or that it names earlier.

    Amounts in fen. The body says it once, before its day has passed; after that the organ that keeps the ledger
    changes it.
    Raises `PaymentRefused` where the term is longer than the law allows, or nothing was delivered yet; `NotCompetent`.
    """
    commitment = commitment_of(matter)
    _require_terms_open(commitment, by, legal_day(at))
    if not 0 <= disputed <= owed or owed == 0:
        raise PaymentRefused("有争议的金额应当在零到应付金额之间，应付金额大于零")
    if agreed_rate is not None and rate_floor is None:
        raise PaymentRefused("约定了逾期利率的，须填写合同订立时1年期贷款市场报价利率")
    counted = _counted(matter, terms, legal_day(at))
    Payable.objects.update_or_create(
        commitment=commitment,
        defaults={
            "owed": owed,
            "disputed": disputed,
            "delivered_on": terms.delivered_on,
            "acceptance_due_on": terms.acceptance_due_on,
            "accepted_on": terms.accepted_on,
            "confirmed_on": terms.confirmed_on,
            "agreed_days": terms.agreed_days,
            "agreed_rate": agreed_rate,
            "rate_floor": rate_floor,
            "pay_by": counted.due_on,
        },
    )
    due_on = min(counted.due_on, standing_version(commitment).due_on)  # no terms put off what was adopted
    Commitment.objects.filter(pk=matter.pk).update(due_on=due_on, is_behind=not commitment.is_secret)
    add_note(matter=matter, part=Part.DEADLINE, text=counted.explain(), by=by, at=at)
    watch_one(commitment_of(matter), at=at)
    return counted.explain()


@transaction.atomic
def pay(*, matter: Matter, by: Mandate, at: datetime, on: date, fen: int, voucher: str) -> str:
    """Keep a payment; the same voucher again changes nothing. Returns what is left, and the interest, in words."""
    payable = Payable.objects.filter(pk=matter.pk).first()
    if payable is None:
        raise PaymentRefused("请先登记应付金额和付款条件")
    if on > legal_day(at):
        raise PaymentRefused(f"付款日期 {on} 晚于今天")
    left = interest_of(payable, on=legal_day(at))
    most = left.unpaid + left.interest + payable.disputed
    if fen > most and not payable.payments.filter(voucher=voucher).exists():
        raise PaymentRefused(
            f"付款 {yuan(fen)} 多于所欠：尚欠 {yuan(most)}（含利息和有争议部分），请核对金额"
        )
    Payment.objects.get_or_create(
        payable=payable, voucher=voucher, defaults={"on": on, "fen": fen, "by": by, "at": at}
    )
    counted = interest_of(payable, on=legal_day(at))
    return f"尚未支付 {yuan(counted.unpaid)}，逾期利息 {yuan(counted.interest)}"


def interest_of(payable: Payable, *, on: date) -> Interest:
    """Return what is unpaid of the undisputed part, and what being late has cost until a day, with its arithmetic."""
    payments = [Paid(each.on, each.fen) for each in payable.payments.all()]
    return interest(
        owed=payable.owed,
        disputed=payable.disputed,
        due_on=payable.pay_by,
        paid=payments,
        rate=_rate(payable, on),
        on=on,
    )


def overdue_at_end_of(year: int, mandate: Mandate) -> Iterator[Overdue]:
    """Give the contracts that `mandate` may see and that were unpaid beyond their day at the end of a year (K1-17)."""
    last = date(year, 12, 31)
    seen = visible_commitments(mandate)
    found: QuerySet[Payable] = Payable.objects.filter(commitment__in=seen.values("pk"), pay_by__lt=last)
    payments = Prefetch("payments", Payment.objects.filter(on__lte=last))
    for payable in found.select_related("commitment__matter__body").prefetch_related(payments).order_by("pk"):
        unpaid = payable.owed - payable.disputed - sum(each.fen for each in payable.payments.all())
        if unpaid > 0:
            yield Overdue(payable, unpaid)


def year_asked(asked: Mapping[str, str], today: date) -> int:
    """Return the year that the query of the list asks for, else the last one."""
    text = asked.get("year", "")
    year = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    return year if 2000 <= year <= 9998 else today.year - 1


def publish_by(year: int, book: Rulebook) -> date:
    """Return by which day what was overdue at the end of a year is to be public (K1-17)."""
    last = date(year, 12, 31)
    month, day = str(book.parameter("sme.publish_overdue").on(last).value).split("-")
    return date(year + 1, int(month), int(day))


def sums(overdue: Iterable[Overdue]) -> dict[str, tuple[int, int]]:
    """Return, by the name of the body, how many contracts and how many fen are overdue: what is published."""
    found: dict[str, tuple[int, int]] = {}
    for each in overdue:
        name = each.payable.commitment.matter.body.name
        count, fen = found.get(name, (0, 0))
        found[name] = (count + 1, fen + each.unpaid)
    return dict(sorted(found.items()))


def yuan(fen: int) -> str:
    """Return an amount in words for people."""
    return f"{fen // 100:,}.{fen % 100:02d} 元"


def may_set_terms(matter: Matter, by: Mandate) -> bool:
    """Whether `by` may say now what is owed: the body once and in time, after that the organ that keeps the ledger."""
    try:
        _require_terms_open(commitment_of(matter), by, clock.today())
    except UnableToMove:
        return False
    return True


def _require_terms_open(commitment: Commitment, by: Mandate, today: date) -> None:
    is_known = hasattr(commitment, "payable")
    if not is_known and commitment.kind not in PAYMENT_KINDS:
        raise PaymentRefused("只有合同、协议类的承诺登记应付款")
    if by.role != Actor.LIAISON:
        if by.body_id != commitment.matter.organ_id:
            raise NotCompetent(f"应付款由{commitment.matter.organ.name}经办人变更")
        return
    if is_known:
        raise NotCompetent(f"应付款已经登记，需要变更的由{commitment.matter.organ.name}经办人办理")
    if commitment.overdue_since is not None or today > commitment.due_on:
        raise NotCompetent(
            f"承诺已于 {commitment.due_on} 到期，应付款由{commitment.matter.organ.name}经办人登记"
        )


def _counted(matter: Matter, terms: Terms, today: date) -> PaymentDay:
    book = book_of(matter)
    try:
        days = book.clock("sme.pay").on(today).budget
        most = book.parameter("sme.pay_max").on(today).number
        return payment_day(terms, Limits(days, most))
    except (TermTooLong, NothingStarted) as refusal:
        law = book.authority_of("K1-11", on=today)
        raise PaymentRefused(f"{refusal}（{law}）") from None


def _rate(payable: Payable, on: date) -> DailyRate:
    if payable.agreed_rate is not None:
        return DailyRate.agreed(payable.agreed_rate, payable.rate_floor or 0)
    book: Rulebook = book_of(payable.commitment.matter)
    return DailyRate.of_permyriad(book.parameter("sme.interest_daily").on(on).number)
