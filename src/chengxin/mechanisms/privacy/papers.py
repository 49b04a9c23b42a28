"""What the answer to a request says. The person is addressed by mask and code, so that no file holds a name."""

from datetime import date

from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.papers import issue_of, remedies_for
from chengxin.foundation.documents.rendering.document import OfficialDocument, Paragraph, Table
from chengxin.foundation.documents.rendering.kinds.issue import Issue, letter, notifying_letter, section
from chengxin.foundation.documents.rendering.numbering import long_date
from chengxin.foundation.subjects.identities import masked_name_of
from chengxin.foundation.subjects.models import Official
from chengxin.mechanisms.dossiers.queries import entries_of, looks_at
from chengxin.mechanisms.privacy.models import DataRequest, PersonRequest
from chengxin.mechanisms.privacy.queries import ACCESS, request_of, right_of
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.privacy import RequestState


def answer(document: Document) -> OfficialDocument:
    """Build 个人信息请求答复书: what was asked, what was decided and why; of access, what is kept and who looked."""
    assert document.matter.parent is not None  # drafted in a matter of this room
    request = request_of(document.matter.parent)
    matter, official = request.matter, request.matter.official
    assert official is not None  # a request is a person's
    right, granted = right_of(request), matter.state == RequestState.GRANTED
    title, addressee = "关于个人信息请求的答复书", f"{masked_name_of(official)}（{official.code}）"
    asked = f"你于{long_date(request.filed_on)}提出的请求（{right.zh}，{right.shown}）收悉。现答复如下。"
    if granted:
        kept = _kept(request, official) if request.right == ACCESS else ()
        done = section("办理情况", request.reason)
        body = (Paragraph(asked), *section("答复", "同意办理。"), *done, *kept)
        return letter(issue_of(document), title=title, addressee=addressee, body=body)
    return notifying_letter(
        issue_of(document),
        title=title,
        addressee=addressee,
        body=(Paragraph(asked), *section("答复", "不予办理。"), *section("理由", request.reason)),
        remedies=remedies_for(
            "data_request", matter.rulebook, legal_day(matter.moved_at), addressee="official"
        ),
    )


def answer_to_person(request: PersonRequest, *, number: str, on: date) -> OfficialDocument:
    """Build the answer to who asked at the counter: the matter's number stands for the person, whom no file names."""
    matter, right = request.matter, right_of(request)
    title, addressee = "关于个人信息请求的答复书", f"请求人（事项编号 {matter.number}）"
    asked = f"你于{long_date(request.filed_on)}提出的请求（{right.zh}，{right.shown}）收悉。现答复如下。"
    issue = Issue(
        organ=matter.organ.name, number=number, issued_on=on, printed_by=matter.organ.name, printed_on=on
    )
    if matter.state == RequestState.GRANTED:
        body = (Paragraph(asked), *section("答复", "同意办理。"), *section("办理情况", request.reason))
        return letter(issue, title=title, addressee=addressee, body=body)
    return notifying_letter(
        issue,
        title=title,
        addressee=addressee,
        body=(Paragraph(asked), *section("答复", "不予办理。"), *section("理由", request.reason)),
        remedies=remedies_for("data_request", matter.rulebook, on, addressee="citizen"),
    )


def _kept(request: DataRequest, official: Official) -> tuple[Paragraph | Table, ...]:
    entries = entries_of(official, on=legal_day(request.matter.moved_at), with_removed=True)
    rows = tuple(
        (each.input, each.item, each.entry.document_number, each.entry.supplier.name, each.standing)
        for each in entries
    )
    looks = looks_at(official)
    told = Paragraph(
        f"本平台保存你的信用档案信息 {len(rows)} 条；至今有 {len(looks)} 次查阅，"
        "每次的机关和目的可在“我的信用档案”中查看。"
    )
    return (told, Table(("类别", "内容", "文号", "提供机关", "现状"), rows)) if rows else (told,)
