"""借口: what a body says against a promise, judged for every duty that it bears (N-27, K5-05)."""

from datetime import date

from chengxin.foundation.matters.models import Matter
from chengxin.mechanisms.commitments.queries import book_of, commitment_of
from chengxin_core.determination.excuses import Duty, judge_excuse


def judged(excuse: str, matter: Matter, *, on: date) -> tuple[bool, str]:
    """Return whether a text in force refuses an excuse, and the answer in words with every clause that does.

    A contract with terms of payment is a promise too: what may not excuse either is refused.
    """
    is_payable = hasattr(commitment_of(matter), "payable")
    duties = (Duty.PAYMENT, Duty.PROMISE) if is_payable else (Duty.PROMISE,)
    answers = [judge_excuse(excuse, duty, book_of(matter), on=on) for duty in duties]
    refused = [answer for answer in answers if answer.is_refused]
    return bool(refused), "；".join(line for answer in refused or answers[:1] for line in answer.explain())
