"""归档要素: what a package tells of repairs, revocations and redress, and what is blanked at the end."""

from chengxin.chain.repairs.models import Redress, Repair, RepairEffect, Revocation
from chengxin.foundation.archives.tables_kept import Kept, contents_in

CONTENTS = (
    contents_in(
        "repair",
        Kept(
            Repair,
            ("applied_on", "statement", "wanted", "reason", "eligibility"),
            {"statement": "", "wanted": "", "reason": "", "eligibility": []},
        ),
        Kept(
            RepairEffect,
            ("effect", "answerer", "acknowledged_at", "receipt"),
            {"receipt": ""},
            of="repair",
        ),
    ),
    contents_in("revocation", Kept(Revocation, ("finding", "found_on", "instrument"), {"finding": ""})),
    contents_in(
        "redress",
        Kept(
            Redress,
            ("ground", "reason", "known_on", "scope", "copies"),
            {"reason": "", "scope": [], "copies": []},
        ),
    ),
)
