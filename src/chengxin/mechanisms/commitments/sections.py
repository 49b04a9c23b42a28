"""What the page of a promise shows: its words and their versions, who answers, reviews, money, what is public."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chengxin.chain.records.queries import records_resting_on
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.handling import handles
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.queries import visible_matter
from chengxin.foundation.transparency.queries import publication_in_force
from chengxin.mechanisms.commitments.models import Beneficiary
from chengxin.mechanisms.commitments.owners import owner_of, said_of
from chengxin.mechanisms.commitments.paying import interest_of, yuan
from chengxin.mechanisms.commitments.queries import (
    CONDITIONS,
    GROUNDS,
    KINDS,
    adopted_versions,
    beneficiary_of,
    commitment_of,
    listed,
    proposed_version,
    standing_version,
    word_of,
)
from chengxin.mechanisms.commitments.reports import findings_of
from chengxin.mechanisms.commitments.showing import KIND
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.commitments import OPEN

VERDICTS = {"met": "达到", "missed": "没有达到", "undisclosed": "没有公布", "conflicting": "前后矛盾"}


def commitment_section(matter: Matter, by: Mandate, *, at: datetime) -> Mapping[str, Any]:
    """Return everything that is known of a promise; to whom it was promised is for the two sides that handle it."""
    commitment, today = commitment_of(matter), legal_day(at)
    payable = getattr(commitment, "payable", None)
    is_side = handles(by, matter) or by.body_id == matter.body_id
    said = {each.condition: each for each in commitment.reviews.all()}
    return {
        "commitment": commitment,
        "version": standing_version(commitment),
        "kind": word_of(matter, KINDS, commitment.kind),
        "beneficiary_kind": Beneficiary(commitment.beneficiary_kind).zh,
        "beneficiary": beneficiary_of(commitment) if is_side else "",
        "owner": said_of(owner_of(commitment, on=today)) if matter.state in OPEN else "",
        "taking": commitment.takings.filter(taken_at=None).first(),
        "versions": [
            (each, word_of(matter, GROUNDS, each.ground) if each.ground else "")
            for each in adopted_versions(commitment)
        ],
        "proposed": proposed_version(commitment),
        "conditions": [(item, said.get(item.code)) for item in listed(matter, CONDITIONS, on=today)],
        "compensations": [(each, yuan(each.fen)) for each in commitment.compensations.all()],
        "words": list(commitment.words.all()),
        "budget": yuan(commitment.budget) if commitment.budget is not None else "",
        "payable": payable,
        "owed": yuan(payable.owed) if payable else "",
        "disputed": yuan(payable.disputed) if payable else "",
        "payments": [(each, yuan(each.fen)) for each in payable.payments.all()] if payable else [],
        "interest": (counted := interest_of(payable, on=today)) if payable else None,
        "unpaid": yuan(counted.unpaid) if payable else "",
        "cost": yuan(counted.interest) if payable else "",
        "lead": visible_matter(by, commitment.lead_id).first() if commitment.lead_id else None,
        "records": records_resting_on(commitment.instrument, by),
        "publication": publication_in_force(matter, KIND),
        "findings": [(each, VERDICTS[each.finding["verdict"]]) for each in findings_of(commitment)],
    }
