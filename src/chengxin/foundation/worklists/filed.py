"""归档要素: what of a consultation is told and blanked; what was said in passing any matter on is blanked alone."""

from chengxin.foundation.archives.tables_kept import Kept, contents_in
from chengxin.foundation.matters.plugs import EVERY_KIND
from chengxin.foundation.worklists.models import BatchItem, Circulation, Consultation, Handing

CONTENTS = (
    contents_in(
        "consultation",
        Kept(
            Consultation,
            ("purpose", "question", "said", "answer"),
            {"question": "", "said": [], "answer": ""},
        ),
    ),
    contents_in(
        EVERY_KIND,
        Kept(Circulation, (), {"note": ""}, of="matter"),
        Kept(Handing, (), {"note": ""}, of="matter"),
        Kept(BatchItem, (), {"reason": ""}, of="matter"),
    ),
)
