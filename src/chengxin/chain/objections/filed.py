"""归档要素: what a package tells of an objection, and what is blanked at the end."""

from chengxin.chain.objections.models import Objection
from chengxin.foundation.archives.tables_kept import Kept, contents_in

CONTENTS = (
    contents_in(
        "objection",
        Kept(
            Objection,
            ("ground", "claim", "filed_on", "supplier", "answer", "answered_on", "reason", "changes"),
            {"claim": "", "supplier": "", "answer": "", "reason": "", "changes": []},
        ),
    ),
)
