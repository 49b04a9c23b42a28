"""归档要素: what a package tells of a consultation, and what is blanked at the end."""

from chengxin.foundation.archives.tables_kept import Kept, contents_in
from chengxin.foundation.worklists.models import Consultation

CONTENTS = (
    contents_in(
        "consultation",
        Kept(
            Consultation,
            ("purpose", "question", "said", "answer"),
            {"question": "", "said": [], "answer": ""},
        ),
    ),
)
