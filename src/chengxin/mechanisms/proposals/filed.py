"""归档要素: what a package tells of a proposal, whose proposer lies under seal, and what is blanked at the end."""

from chengxin.foundation.archives.tables_kept import GONE, Kept, contents_in
from chengxin.mechanisms.proposals.models import Answer, Feedback, Proposal, Withholding
from chengxin_core.lifecycle.proposals import CO_HANDLING, PROPOSAL

CONTENTS = (
    contents_in(
        PROPOSAL.kind,
        Kept(
            Proposal,
            ("source", "session", "number", "text", "received_on", "assigned_on"),
            {"text": "", "proposer": b""},
        ),
        Kept(
            Answer,
            ("round", "kind", "answer_class", "text", "target", "due_on", "number", "signed_on"),
            {"text": "", "target": GONE, "returned_because": ""},
            of="proposal",
        ),
        Kept(Feedback, ("attitude", "result", "reason", "said_on"), {"reason": ""}, of="answer__proposal"),
        Kept(Withholding, ("ground", "reason"), {"reason": "", "lifted_because": ""}, of="proposal"),
    ),
    contents_in(CO_HANDLING.kind),
)
