"""归档要素: what a package tells of measures and rectification, and what is blanked at the end."""

from chengxin.chain.consequences.models import Measure, Milestone, Rectification, RungClimbed
from chengxin.foundation.archives.tables_kept import GONE, Kept, contents_in

CONTENTS = (
    contents_in(
        "measure",
        Kept(
            Measure,
            (
                "code",
                "zh",
                "source",
                "reason",
                "approval",
                "decision",
                "decided_on",
                "applied_on",
                "lifted_on",
            ),
            {"reason": "", "approval": GONE, "decision": GONE},
        ),
    ),
    contents_in(
        "rectification",
        Kept(Rectification, ("requirements", "days", "relief"), {"requirements": "", "relief": []}),
        Kept(Milestone, ("due_on", "what", "done_on"), {"what": GONE}, of="rectification"),
        Kept(RungClimbed, ("code", "what", "at"), {"what": GONE}, of="rectification"),
    ),
)
