"""查询结果书: an answer on paper, signed so that anybody can check that nothing of it was changed."""

from datetime import datetime

from chengxin.foundation.documents.rendering import render_pdf
from chengxin.foundation.documents.rendering.document import Facts, OfficialDocument, Paragraph
from chengxin.insight.inquiries.models import Inquiry
from chengxin.insight.inquiries.queries import in_words, shown
from chengxin.insight.inquiries.signing import sign_pdf

TITLE = "诚信查询结果"


def signed_answer(inquiry: Inquiry, *, at: datetime) -> bytes:
    """Return the answer of a question as a signed PDF."""
    return sign_pdf(render_pdf(paper_of(inquiry)), reason=f"{TITLE} {inquiry.number}", at=at)


def paper_of(inquiry: Inquiry) -> OfficialDocument:
    """Return what the paper says: question, answer, clause and day; an official stands there by the code."""
    (each,) = shown([inquiry])
    told = inquiry.answered
    facts = (
        ("查询编号", inquiry.number),
        ("查询机关", inquiry.organ.name),
        ("查询岗位", each.asker),
        ("查询对象", each.subject),
        ("用途", each.purpose),
        ("用途依据", each.basis),
        ("工作文号", inquiry.document_number),
        ("答复", in_words(each.outcome, told.until, told.clause)),
        ("有效日", f"{told.valid_on}（只说明当日情况）"),
    )
    return OfficialDocument(
        organ=inquiry.organ.name,
        number="",
        title=TITLE,
        is_form=True,
        issued_on=told.valid_on,
        body=(
            Facts(facts),
            Paragraph(
                "本结果只依据与上述用途直接有关的信息，由系统依规则库作出，不是决定；是否采用，由查询机关的有权人员决定并说明理由。"
            ),
            Paragraph(
                "查询对象可以在本人或者本单位的页面看到这次查询；对所依据的信息有异议的，按信息所在的程序提出。"
            ),
            Paragraph(
                "本文件附有电子签名，用一般的 PDF 阅读软件或者 chengxin verify 可以核验；改动一字即不能通过。"
            ),
        ),
    )
