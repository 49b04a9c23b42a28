"""What the document of this room says: 提醒函, a letter that reminds of what is due and decides nothing."""

from datetime import date, datetime

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import draft_document
from chengxin.foundation.documents.papers import issue_of
from chengxin.foundation.documents.rendering.document import OfficialDocument, Paragraph
from chengxin.foundation.documents.rendering.kinds.issue import letter, section
from chengxin.foundation.documents.rendering.numbering import long_date
from chengxin.foundation.matters.handling import handles
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.unbiased import require_unbiased
from chengxin_core.calendar import NEVER, legal_day

REMINDER = "office_reminder"


def draft_reminder(*, matter: Matter, by: Mandate, at: datetime, text: str) -> Document:
    """Draft 提醒函 to the body that a matter is about; it goes the way of every document."""
    require_remindable(matter, by=by, on=legal_day(at))
    return draft_document(
        kind=REMINDER, parent=matter, addressee=matter.body, value={"text": text}, by=by, at=at
    )


def require_remindable(matter: Matter, *, by: Mandate, on: date) -> None:
    """Raise where no letter can be written about a matter: not ours, over, not told, about a person, recused."""
    if not handles(by, matter) or by.body_id != matter.organ_id:
        raise NotCompetent(f"该事项由{matter.organ.name}办理，不由{by.body.name}发提醒函")
    if matter.shown_at is None:
        raise UnableToMove("该事项尚未告知当事单位，不能发提醒函")
    if matter.official_id is not None:
        raise UnableToMove("涉及公务员个人的事项不发提醒函")
    if kind_of(matter.kind).is_over(matter.state):
        raise UnableToMove("所提醒的事项已经办结，无需提醒")
    require_unbiased(by, matter, on=on)


def reminder(document: Document) -> OfficialDocument:
    """Build 提醒函 with the days that run."""
    matter = document.matter.parent
    assert matter is not None
    running = matter.deadlines.filter(ended_on=None, owes="body").exclude(due_on=NEVER)
    due = [f"{each.title}：{long_date(each.due_on)}到期。" for each in running]
    return letter(
        issue_of(document),
        title=f"关于提醒{document.matter.body.name}按期办理有关事项的函",
        addressee=document.matter.body.name,
        body=(
            Paragraph(f"你单位“{matter.title}”（编号{matter.number}）正在办理。现就有关事项提醒如下。"),
            *section("提醒事项", document.text("text"), *due),
            Paragraph("本函只作提醒，不改变期限，不增加你单位的义务。"),
        ),
    )


def still_wanted(document: Document) -> str:
    """Say why the letter must not go out any more: the matter is over."""
    matter = document.matter.parent
    if matter is not None and kind_of(matter.kind).is_over(matter.state):
        return "所提醒的事项已经办结，无需提醒"
    return ""
