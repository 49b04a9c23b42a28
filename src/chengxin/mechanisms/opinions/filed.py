"""归档要素: what a package tells of a received opinion, and what is blanked at the end."""

from chengxin.foundation.archives.tables_kept import Kept, contents_in
from chengxin.mechanisms.opinions.models import ReceivedOpinion
from chengxin_core.lifecycle.opinions import RECEIVED_OPINION

CONTENTS = (
    contents_in(
        RECEIVED_OPINION.kind,
        Kept(
            ReceivedOpinion,
            ("source", "issuer", "number", "place", "text", "received_on", "answer_by", "answer", "result"),
            {"place": "", "text": "", "answer": "", "result": ""},
        ),
    ),
)
