"""付款期限和逾期利息: when a supplier must be paid, what each day after it costs (policy K1-11, K1-12, K1-14).

Amounts are whole fen. Days are calendar days: the day on which a period starts is not counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from chengxin_core.vocabulary import Term

_DAYS_OF_A_YEAR = 365
_PERMYRIAD = 10_000


class Start(Term):
    """付款期限的起算."""

    DELIVERY = "delivery", "货物、工程、服务交付之日"
    ACCEPTANCE = "acceptance", "检验或者验收合格之日"
    ACCEPTANCE_DEADLINE = "acceptance_deadline", "约定的检验或者验收期限届满之日"
    CONFIRMATION = "confirmation", "双方确认结算金额之日"


class TermTooLong(ValueError):
    """A term was agreed that is longer than the law allows."""


class NothingStarted(ValueError):
    """Nothing happened yet from which the days could be counted."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed about payment, and what happened.

    `acceptance_due_on` is the agreed last day of acceptance, where payment depends on acceptance; `confirmed_on`
    the day on which both confirmed the amount, where settlement by progress or period was agreed. `agreed_days` is
    the term in calendar days, None where none was agreed.
    """

    delivered_on: date | None = None
    acceptance_due_on: date | None = None
    accepted_on: date | None = None
    confirmed_on: date | None = None
    agreed_days: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What the law says on the day: the term where none was agreed, and the longest that may be, in calendar days."""

    days: int
    most: int


@dataclass(frozen=True, slots=True)
class PaymentDay:
    """The last day on which payment is in time, from which day it was counted, and how many days were given."""

    start: Start
    started_on: date
    days: int
    due_on: date

    def explain(self) -> str:
        """Return the count in Chinese."""
        return f"{self.start.zh} {self.started_on} 起 {self.days} 日，最迟 {self.due_on} 付款"


@dataclass(frozen=True, slots=True)
class DailyRate:
    """A rate of interest a day, exact, and how it came about."""

    rate: Fraction
    zh: str

    @classmethod
    def of_permyriad(cls, permyriad: int) -> "DailyRate":
        """Return the rate of a law that speaks of ten-thousandths a day.

        >>> DailyRate.of_permyriad(5).zh
        '每日万分之五'
        """
        figures = "零一二三四五六七八九十"
        return cls(
            Fraction(permyriad, _PERMYRIAD),
            f"每日万分之{figures[permyriad] if 0 <= permyriad <= 10 else permyriad}",
        )

    @classmethod
    def agreed(cls, yearly_bp: int, floor_bp: int) -> "DailyRate":
        """Return an agreed rate in hundredths of a percent a year; one below the floor counts as the floor (K1-12).

        >>> DailyRate.agreed(400, 345).rate == Fraction(400, 10_000 * 365)
        True
        >>> DailyRate.agreed(300, 345).zh
        '约定年利率 3.00% 低于合同订立时的下限，按 3.45% 计算'
        """
        counted = max(yearly_bp, floor_bp)
        told = f"约定年利率 {yearly_bp // 100}.{yearly_bp % 100:02d}%"
        if counted != yearly_bp:
            told += f" 低于合同订立时的下限，按 {counted // 100}.{counted % 100:02d}% 计算"
        return cls(Fraction(counted, _PERMYRIAD * _DAYS_OF_A_YEAR), told)


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment, in fen, and its day."""

    on: date
    fen: int


@dataclass(frozen=True, slots=True)
class Interest:
    """What is owed still and what being late has cost so far, in fen, with the arithmetic."""

    unpaid: int
    interest: int
    days_late: int
    lines: tuple[str, ...]


def payment_day(terms: Terms, limits: Limits) -> PaymentDay:
    """Return the last day for payment (K1-11).

    Acceptance that was delayed starts the days at the agreed end of acceptance. Raises `TermTooLong` where a term
    beyond the law was agreed, `NothingStarted` where nothing was delivered, accepted or confirmed.

    >>> payment_day(Terms(delivered_on=date(2026, 3, 1)), Limits(30, 60)).due_on
    datetime.date(2026, 3, 31)
    >>> late = Terms(date(2026, 3, 1), date(2026, 3, 20), date(2026, 5, 30), agreed_days=60)
    >>> print(payment_day(late, Limits(30, 60)).explain())
    约定的检验或者验收期限届满之日 2026-03-20 起 60 日，最迟 2026-05-19 付款
    """
    days = limits.days if terms.agreed_days is None else terms.agreed_days
    if days > limits.most:
        raise TermTooLong(f"约定的付款期限 {days} 日超过了 {limits.most} 日的上限")
    start, on = _start(terms)
    return PaymentDay(start, on, days, on + timedelta(days=days))


def interest(
    *, owed: int, disputed: int, due_on: date, paid: Sequence[Paid], rate: DailyRate, on: date
) -> Interest:
    """Return what being late costs until `on`, of the undisputed part (K1-12, K1-14), rounded to the fen once.

    Payments go to the undisputed part first, in the order of their days; one on the due day is in time.

    >>> told = interest(owed=100_000_00, disputed=0, due_on=date(2026, 3, 31), on=date(2026, 4, 30),
    ...                 paid=[Paid(date(2026, 4, 10), 40_000_00)], rate=DailyRate.of_permyriad(5))
    >>> told.unpaid, told.interest, told.days_late
    (6000000, 110000, 30)
    >>> told.lines[0]
    '2026-04-01 至 2026-04-10 共 10 日，未付 100,000.00 元，每日万分之五，计 500.00 元'
    """
    balance, since, exact = owed - disputed, due_on, Fraction(0)
    lines: list[str] = []
    for payment in sorted(_until(paid, on), key=lambda each: each.on):
        exact += _stretch(balance, since, payment.on, rate, lines)
        since = max(since, payment.on)
        balance = max(0, balance - payment.fen)
    exact += _stretch(balance, since, on, rate, lines)
    is_late = on > due_on and bool(lines)
    return Interest(balance, _rounded(exact), (on - due_on).days if is_late else 0, tuple(lines))


def _stretch(balance: int, since: date, until: date, rate: DailyRate, lines: list[str]) -> Fraction:
    days = (until - since).days
    if days <= 0 or balance <= 0:
        return Fraction(0)
    cost = balance * days * rate.rate
    lines.append(
        f"{since + timedelta(days=1)} 至 {until} 共 {days} 日，未付 {_yuan(balance)}，{rate.zh}，"
        f"计 {_yuan(_rounded(cost))}"
    )
    return cost


def _until(paid: Iterable[Paid], on: date) -> Iterable[Paid]:
    return (each for each in paid if each.on <= on)


def _start(terms: Terms) -> tuple[Start, date]:
    if terms.confirmed_on is not None:
        return Start.CONFIRMATION, terms.confirmed_on
    agreed = terms.acceptance_due_on
    if agreed is not None and (terms.accepted_on is None or terms.accepted_on > agreed):
        return Start.ACCEPTANCE_DEADLINE, agreed
    if terms.accepted_on is not None:
        return Start.ACCEPTANCE, terms.accepted_on
    if terms.delivered_on is None:
        raise NothingStarted("没有交付、验收或者确认结算的日期，不能推算付款期限")
    return Start.DELIVERY, terms.delivered_on


def _rounded(exact: Fraction) -> int:
    return int(exact + Fraction(1, 2))


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02d} 元"
