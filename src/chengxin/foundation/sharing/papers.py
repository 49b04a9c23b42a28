"""What the document of this room says: 停止共享催告函."""

from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.papers import issue_of
from chengxin.foundation.documents.rendering.document import OfficialDocument, Paragraph
from chengxin.foundation.documents.rendering.kinds.issue import letter, section
from chengxin.foundation.documents.rendering.numbering import long_date
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.foundation.sharing.models import OwedAnswer
from chengxin.foundation.transparency.models import Publication
from chengxin_core.calendar import legal_day


def urging(document: Document) -> OfficialDocument:
    """Build 停止共享催告函; it names the key and the day, never what was published or of whom."""
    owed = _owed(document)
    publication = owed.stop.publication
    ended = legal_day(publication.ended_at) if publication.ended_at else document.matter.opened_at.date()
    book = rulebook_of(document.matter.rulebook)
    return letter(
        issue_of(document),
        title=f"关于催告{owed.consumer.name}停止共享已终止公示信息的函",
        addressee=document.matter.body.name,
        body=(
            Paragraph(
                f"编号 {publication.key} 的信息已于{long_date(ended)}终止公示。"
                f"依据{book.authority_of('C-31', on=ended)}，应当同时停止共享使用。你单位取用过该信息。"
            ),
            *section("存在的问题", _what_is_wrong(owed)),
            *section(
                "请你单位",
                f"收到本函后立即停止共享、使用并删除编号 {publication.key} 的信息，"
                f"按撤下通知办理第 {_number(publication)} 号条目及此前的全部条目，并提交回执。",
                "没有取用过该信息的，在回执中注明。",
            ),
        ),
    )


def still_wanted(document: Document) -> str:
    """Say why the letter must not go out any more: the consumer has answered since."""
    return "该单位已经停止共享，无需催告" if _owed(document).is_settled else ""


def _what_is_wrong(owed: OwedAnswer) -> str:
    if owed.contradicted_at is None:
        return "期限已经届满，我单位没有收到你单位停止共享的回执。"
    day = long_date(legal_day(owed.contradicted_at))
    return f"你单位回执已停止共享，我单位于{day}核查，你单位登记的网址仍能查到该信息。"


def _number(publication: Publication) -> str:
    newest = publication.entries.order_by("-pk").first()
    return "（待编号）" if newest is None or newest.index is None else str(newest.index)


def _owed(document: Document) -> OwedAnswer:
    found = OwedAnswer.objects.select_related("stop__publication", "consumer")
    return found.get(pk=document.value["owed"])
