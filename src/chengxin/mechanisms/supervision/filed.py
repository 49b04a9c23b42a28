"""归档要素: what a package tells of a complaint, its sender's words being sealed, and what is blanked at the end."""

from datetime import datetime

from chengxin.foundation.archives.tables_kept import GONE, Kept, contents_in
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.reception.models import Voice
from chengxin.foundation.reception.operations import empty
from chengxin.mechanisms.supervision.models import Complaint, Reply, Urging
from chengxin_core.lifecycle.complaints import COMPLAINT

TOLD = "这件投诉的案卷保管期满，已按鉴定销毁清单销毁。"


def _empty(matter: Matter, at: datetime) -> None:
    """Destroy what its sender and its officers wrote to one another, and their files."""
    for voice in Voice.objects.filter(matter=matter, emptied_at=None):
        empty(voice=voice, told=TOLD, at=at)


CONTENTS = (
    contents_in(
        COMPLAINT.kind,
        Kept(
            Complaint,
            ("channel", "subject", "area", "question", "finding", "refusal", "days", "instrument"),
            {"question": "", "finding": "", "refusal": "", "competent_by": ""},
        ),
        Kept(
            Reply,
            ("outcome", "finding", "days", "sent_at"),
            {
                "finding": "",
                "sealed": b"",
                "held_because": "",
                "looked_because": GONE,
                "dropped_because": GONE,
            },
            of="complaint",
        ),
        Kept(Urging, ("word", "text", "at"), {"text": GONE}, of="complaint"),
        also=_empty,
    ),
)
