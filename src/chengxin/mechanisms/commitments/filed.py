"""归档要素: what a package tells of a promise, whose beneficiary lies under seal, and what is blanked at the end."""

from chengxin.foundation.archives.tables_kept import GONE, Kept, contents_in
from chengxin.mechanisms.commitments.models import (
    BeneficiaryWord,
    Commitment,
    CommitmentReview,
    CommitmentVersion,
    Compensation,
    Payable,
    Payment,
)
from chengxin_core.lifecycle.commitments import COMMITMENT

CONTENTS = (
    contents_in(
        COMMITMENT.kind,
        Kept(
            Commitment,
            ("kind", "area", "document_title", "document_number", "made_on", "due_on", "fulfilled_on"),
            {"document_title": GONE, "beneficiary": b"", "budget_source": ""},
        ),
        Kept(
            CommitmentVersion,
            ("number", "text", "target", "due_on", "ground", "decision"),
            {"text": "", "target": "", "decision": ""},
            of="commitment",
        ),
        Kept(CommitmentReview, ("condition", "outcome", "basis"), {"basis": GONE}, of="commitment"),
        Kept(Compensation, ("loss", "fen", "reason", "paid_on"), {"reason": ""}, of="commitment"),
        Kept(BeneficiaryWord, ("word", "said_on", "basis"), {"basis": GONE}, of="commitment"),
        Kept(Payable, ("owed", "disputed", "pay_by"), of="pk"),
        Kept(Payment, ("on", "fen", "voucher"), of="payable"),
    ),
)
