"""承诺与合同的计算: when a supplier must be paid, what a late payment costs, who answers, and figures that are fair.

Keeps      no state: days, amounts in fen and counts go in, days, amounts and counts come out.
Promises   every day and amount comes with its arithmetic, line by line; numbers of the law are arguments.
Refuses    floating point where money or shares are meant, and a share of too few.
Start at   payments.py, then owners.py and shares.py.
"""

from chengxin_core.commitments.owners import Answerable, Owner, owner_among
from chengxin_core.commitments.payments import (
    DailyRate,
    Interest,
    Limits,
    NothingStarted,
    Paid,
    PaymentDay,
    Start,
    Terms,
    TermTooLong,
    interest,
    payment_day,
)
from chengxin_core.commitments.shares import Share, share_of
from chengxin_core.commitments.standing import JUDGED, Standing, standing_of

__all__ = [
    "JUDGED",
    "Answerable",
    "DailyRate",
    "Interest",
    "Limits",
    "NothingStarted",
    "Owner",
    "Paid",
    "PaymentDay",
    "Share",
    "Standing",
    "Start",
    "TermTooLong",
    "Terms",
    "interest",
    "owner_among",
    "payment_day",
    "share_of",
    "standing_of",
]
