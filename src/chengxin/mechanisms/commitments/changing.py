"""变更、终止、无效: a promise is changed only with ground, power, procedure and compensation (K5-06, A-43, K8-03).

While a change is asked for, the promise as it stands runs on and lapses on its day.
"""

from datetime import date, datetime

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove, attach, move
from chengxin.foundation.matters.parts import Part
from chengxin.ground.attachments import Upload
from chengxin.mechanisms.commitments.excuses import judged
from chengxin.mechanisms.commitments.models import Commitment, CommitmentVersion, Compensation, Loss
from chengxin.mechanisms.commitments.queries import (
    GROUNDS,
    commitment_of,
    listed,
    proposed_version,
    standing_version,
)
from chengxin.mechanisms.commitments.watching import watch_one
from chengxin_core.calendar import legal_day

CLOCK = "commitment.change"


class GroundRefused(UnableToMove):
    """The reason for a change is one that the law does not accept; the text gives its clauses."""


class NothingProposed(UnableToMove):
    """No change is being decided on."""


@transaction.atomic
def propose_change(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    ground: str,
    reason: str,
    text: str,
    target: str,
    due_on: date | None,
    attachments: list[Upload],
) -> None:
    """Ask, as the body, for another wording, target or day, or with none of them for the end of the promise.

    `ground` is a code of `promise_change_grounds`. An excuse that the law names is refused with every clause.
    """
    today = legal_day(at)
    commitment = commitment_of(matter)
    if ground not in {item.code for item in listed(matter, GROUNDS, on=today)}:
        is_refused, told = judged(ground, matter, on=today)
        raise GroundRefused(f"不得据此改变承诺：{told if is_refused else '没有法定事由'}")
    now = standing_version(commitment)
    if due_on is not None and due_on < today:
        raise UnableToMove(f"变更后的期限 {due_on} 早于今天")
    ends = not (text or target or due_on)
    if not ends and (text or now.text, target or now.target, due_on or now.due_on) == (
        now.text,
        now.target,
        now.due_on,
    ):
        raise UnableToMove("变更后的内容、目标和期限与现在相同，没有变更")
    move(matter=matter, code="propose_change", by=by, at=at, note=reason)
    CommitmentVersion.objects.create(
        commitment=commitment,
        number=commitment.versions.count() + 1,
        text=text or now.text,
        target="" if ends else target or now.target,
        due_on=due_on or now.due_on,
        ground=ground,
    )
    attach(matter=matter, part=Part.EVIDENCE, uploads=attachments, by=by, at=at)
    start_deadline(
        matter=matter,
        clock=CLOCK,
        title="审查承诺变更",
        owes=Owes.ORGAN,
        start=today,
        started_by="提出变更或者终止",
    )


@transaction.atomic
def check_procedure(*, matter: Matter, by: Mandate, at: datetime, decision: str, reason: str) -> None:
    """Find, as the reviewer in law, that who decided by `decision` had the power and kept to the procedure."""
    version = _proposed(matter)
    version.decision = decision
    version.save(update_fields=["decision"])
    move(matter=matter, code="check_procedure", by=by, at=at, note=reason)


@transaction.atomic
def fix_compensation(*, matter: Matter, by: Mandate, at: datetime, fen: int, reason: str) -> None:
    """Fix what is paid for the loss, in fen; where there is no loss nothing, with the reason."""
    move(matter=matter, code="fix_compensation", by=by, at=at, note=reason)
    Compensation.objects.create(
        commitment=commitment_of(matter), loss=Loss.CHANGE, fen=fen, reason=reason, by=by, at=at
    )


@transaction.atomic
def decide(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> str:
    """Let the change take effect: another version stands, or the promise ends; the earlier versions are kept."""
    commitment, version = commitment_of(matter), _proposed(matter)
    ends = not version.target
    move(matter=matter, code="end" if ends else "adopt_change", by=by, at=at, note=reason)
    CommitmentVersion.objects.filter(pk=version.pk).update(stood_from=at)
    Commitment.objects.filter(pk=matter.pk).update(is_behind=not commitment.is_secret)
    end_deadlines(matter=matter, clocks=None if ends else (CLOCK,), on=legal_day(at), ended_by="变更已经决定")
    if ends:
        return "承诺依法终止"
    Commitment.objects.filter(pk=matter.pk).update(due_on=version.due_on, overdue_since=None)
    watch_one(commitment_of(matter), at=at)
    return f"第 {version.number} 版生效，期限 {version.due_on}"


@transaction.atomic
def refuse_change(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Refuse a change: the promise stands as it stood, and is overdue at once if its day has passed."""
    version = _proposed(matter)
    CommitmentVersion.objects.filter(pk=version.pk).update(is_refused=True)
    move(matter=matter, code="refuse_change", by=by, at=at, note=reason)
    end_deadlines(matter=matter, clocks=(CLOCK,), on=legal_day(at), ended_by="不同意变更")
    watch_one(commitment_of(matter), at=at)


@transaction.atomic
def invalidate(*, matter: Matter, by: Mandate, at: datetime, fen: int, reason: str) -> None:
    """Find that a promise was unlawful: it is owed no more, is never broken, and what was lost is paid (K8-03)."""
    move(matter=matter, code="invalidate", by=by, at=at, note=reason)
    commitment = commitment_of(matter)
    Compensation.objects.create(
        commitment=commitment, loss=Loss.UNLAWFUL, fen=fen, reason=reason, by=by, at=at
    )
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="认定违法无效")
    Commitment.objects.filter(pk=matter.pk).update(is_behind=not commitment.is_secret)


@transaction.atomic
def note_compensation(*, matter: Matter, by: Mandate, at: datetime, paid_on: date) -> None:
    """Keep on which day what was fixed as compensation was paid."""
    if paid_on > legal_day(at):
        raise UnableToMove(f"支付日期 {paid_on} 晚于今天")
    if not commitment_of(matter).compensations.filter(paid_on=None, fen__gt=0).update(paid_on=paid_on):
        raise UnableToMove("没有尚未支付的补偿")


def _proposed(matter: Matter) -> CommitmentVersion:
    version = proposed_version(commitment_of(matter))
    if version is None:
        raise NothingProposed("没有正在办理的变更")
    return version
