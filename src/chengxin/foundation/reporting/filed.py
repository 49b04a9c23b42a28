"""归档要素: what a package tells of a notice of the platform of record, and what is blanked at the end."""

from chengxin.foundation.archives.tables_kept import Kept, contents_in
from chengxin.foundation.reporting.models import PlatformNotice

CONTENTS = (
    contents_in(
        "platform_notice",
        Kept(
            PlatformNotice,
            ("number", "event", "reason", "issued_at", "answer"),
            {"reason": "", "answer": ""},
            of="matter",
        ),
    ),
)
