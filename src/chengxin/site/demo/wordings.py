"""An organ that words its documents in its own way: one version in use, one that waits for the legal reviewer."""

from datetime import datetime

from chengxin.chain.records.operations import NOTICE
from chengxin.foundation.documents.models import WordingVersion
from chengxin.foundation.documents.plugs import document_kind
from chengxin.foundation.documents.wording.operations import approve, hand_in
from chengxin.foundation.documents.wording.value import PLAIN, Line, Wording, shipped
from chengxin.foundation.documents.wording.word_files import as_docx
from chengxin.foundation.worklists.papers import REMINDER
from chengxin.site.demo.cast import Cast
from chengxin.site.demo.steps import A_DAY
from chengxin_core.calendar import legal_day

CLOSING = Line(PLAIN, "演示数据：办理中有疑问的，请与我单位信用处联系。")


def tell_wordings(cast: Cast, now: datetime) -> int:
    """Let an organ close its reminders with a line of its own, and propose the same for its notices; count them."""
    approve(version=_handed_in(REMINDER, cast, now - 3 * A_DAY), by=cast["lawyer"], at=now - 2 * A_DAY)
    _handed_in(NOTICE, cast, now - A_DAY)
    return 2


def _handed_in(code: str, cast: Cast, at: datetime) -> WordingVersion:
    kind = document_kind(code)
    words = shipped(kind)
    wording = Wording(words.title, (*words.lines, CLOSING))
    content = as_docx(wording, day=legal_day(at))
    return hand_in(kind=kind, content=content, reason="演示数据：写明咨询的处室。", by=cast["officer"], at=at)
