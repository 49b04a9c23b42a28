"""收到之日: on which day an application was received, by the way it came; never the day it was saved.

政府信息公开条例第三十一条 (the list `receipt_rules` of the rulebooks) knows four ways. Each
names the one fact that counts; without that fact there is no day.
"""

from dataclasses import dataclass
from datetime import date

from chengxin_core.vocabulary import Term


class WayOfReceipt(Term):
    """收到方式: how an application reached the office."""

    IN_PERSON = "in_person", "当面提交"
    SIGNED_POST = "signed_post", "邮寄并由机关签收"
    ORDINARY_POST = "ordinary_post", "平常信函等无需签收的邮寄"
    ONLINE_OR_FAX = "online_or_fax", "互联网渠道或者传真"


class NotReceivedYet(ValueError):
    """The fact from which the day of receipt is taken has not happened, or was not noted down."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """收到: the way an application came, and the days of what happened to it; what did not happen is None."""

    way: WayOfReceipt
    submitted_on: date | None = None
    signed_on: date | None = None
    confirmed_on: date | None = None

    @property
    def event(self) -> str:
        """The event that counts, in words."""
        return _EVENTS[self.way][1]

    @property
    def received_on(self) -> date:
        """The day of receipt: when handed in, signed for, or confirmed with the applicant (第三十一条).

        >>> faxed = Receipt(WayOfReceipt.ONLINE_OR_FAX, confirmed_on=date(2026, 3, 9))
        >>> faxed.received_on
        datetime.date(2026, 3, 9)

        Raises `NotReceivedYet` where that did not happen, and where it lies before the submission.
        """
        fact, event = _EVENTS[self.way]
        day: date | None = getattr(self, fact)
        if day is None:
            raise NotReceivedYet(f"{self.way.zh}的, 以{event}为收到申请之日, 尚无该日期")
        if self.submitted_on is not None and day < self.submitted_on:
            raise NotReceivedYet(f"{event} {day} 早于提交之日 {self.submitted_on}, 应不早于提交之日")
        return day


_EVENTS = {
    WayOfReceipt.IN_PERSON: ("submitted_on", "提交之日"),
    WayOfReceipt.SIGNED_POST: ("signed_on", "行政机关签收之日"),
    WayOfReceipt.ORDINARY_POST: ("confirmed_on", "与申请人确认之日"),
    WayOfReceipt.ONLINE_OR_FAX: ("confirmed_on", "双方确认之日"),
}
