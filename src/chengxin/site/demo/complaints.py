"""Complaints of the demo at every stage, sent as through the public door and handled by people. 演示数据。"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.models import Document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.reception.models import Voice
from chengxin.foundation.reception.operations import receive, write_as_officer, write_as_sender
from chengxin.foundation.reception.plugs import Said
from chengxin.foundation.subjects.models import PublicBody
from chengxin.mechanisms.supervision import answering, findings, operations, rechecking
from chengxin.mechanisms.supervision.models import Complaint
from chengxin.mechanisms.supervision.receiving import VOICE
from chengxin.site.demo.cast import Cast
from chengxin.site.demo.steps import Office, issue_and_serve
from chengxin_core.lifecycle.complaints import Satisfaction
from chengxin_core.vocabulary import Area

A_DAY = timedelta(days=1)
CONTACT = "演示企业甲 演示电话"
FOUNDED = "演示数据：经核实，合同约定验收后三十日内付款，工程已于去年六月验收，至今未付。"
ANSWER = (
    "经查，您反映的情况属实：工程已经验收，付款期限已过。我单位已责令该单位在三十日内付清，并将核查结果。"
)
UNFOUNDED = "经查，合同约定的付款条件是竣工结算审核完成，审核尚未完成，付款期限未到，因此反映的违约不属实。"
NOT_TAKEN_IN = "演示数据：您反映的事项已经由人民法院判决，可以向作出判决的法院申请强制执行，并附上判决书。"
SAME_MATTER = "文化活动采购合同约定活动结束后十五日付款，另一家供应商也没有收到。"
CHANGED_BEFORE = "经查，双方在认定以前已经书面变更付款期限，期限尚未届满，原认定的事实不能成立。"
MENDED = "经核查银行凭证，该单位已于昨日付清全部款项和逾期利息，整改到位。"


@dataclass(frozen=True, slots=True)
class Desks:
    """Who takes a complaint in, who verifies it (with the liaison of the body), who reviews."""

    intake: Mandate
    verifier: Office
    review_officer: Mandate
    review_head: Mandate


@dataclass(frozen=True, slots=True)
class Sent:
    """A complaint as it is being handled, and its sender's conversation."""

    matter: Matter
    voice: Voice
    desks: Desks

    def fresh(self) -> Matter:
        """Return the matter as it stands now."""
        return Matter.objects.select_related("body__region", "organ").get(pk=self.matter.pk)

    def paper(self, kind: str) -> Document:
        """Return the newest document of a kind."""
        found = Document.objects.filter(matter__parent=self.matter, kind=kind).select_related("matter")
        return found.order_by("-pk")[0]

    def serve(self, kind: str, at: datetime) -> None:
        """Issue a document and have the body sign for it."""
        issue_and_serve(document=self.paper(kind), office=self.desks.verifier, at=at)


def send(*, body: PublicBody, text: str, desks: Desks, at: datetime, contact: str = CONTACT) -> Sent:
    """Send a complaint as the public door does."""
    said = Said(body=body, named=body.name, area=Area.PROCUREMENT, text=text)
    once = f"{body.pk}{text}{at}"
    voice, _ = receive(kind=VOICE, said=said, contact=contact, uploads=(), once=once, at=at)
    assert voice.matter is not None
    return Sent(voice.matter, voice, desks)


def accept(sent: Sent, at: datetime) -> None:
    operations.accept(matter=sent.fresh(), by=sent.desks.intake, at=at)


def assign(sent: Sent, at: datetime) -> None:
    organ = sent.desks.verifier.officer.body
    operations.assign(matter=sent.fresh(), by=sent.desks.intake, at=at, organ=organ, law="")


def ask(sent: Sent, at: datetime) -> None:
    question = "演示数据：请说明合同约定的付款期限、验收情况和未付款的原因。"
    findings.draft_inquiry(matter=sent.fresh(), by=sent.desks.verifier.officer, at=at, question=question)
    sent.serve(findings.INQUIRY, at)


def explain(sent: Sent, at: datetime) -> None:
    findings.explain(
        matter=sent.fresh(),
        by=sent.desks.verifier.liaison,
        at=at,
        text="演示数据：资金尚未到位，正在申请。",
        attachments=[],
    )


def conclude(sent: Sent, outcome: str, answer: str, at: datetime, *, days: int | None = None) -> None:
    """Propose an outcome with its answer and have the head decide."""
    decide = {"find_true": answering.find_true, "find_unfounded": answering.find_unfounded,
              "confirm": answering.confirm}[outcome]  # fmt: skip
    propose(sent, outcome, answer, at, days=days)
    decide(matter=sent.fresh(), by=sent.desks.verifier.head, at=at)


def propose(sent: Sent, outcome: str, answer: str, at: datetime, *, days: int | None = None) -> None:
    """Propose an outcome with its answer."""
    answering.propose_reply(
        matter=sent.fresh(),
        by=sent.desks.verifier.officer,
        at=at,
        outcome=outcome,
        finding=FOUNDED,
        answer=answer,
        days=days,
    )


def order(sent: Sent, at: datetime) -> None:
    conclude(sent, "find_true", ANSWER, at, days=30)
    sent.serve(answering.ORDER, at)


def refuse(sent: Sent, at: datetime) -> None:
    findings.report(
        matter=sent.fresh(),
        by=sent.desks.verifier.liaison,
        at=at,
        text="演示数据：因机构调整，不再付款。",
        attachments=[],
    )
    refusal = "演示数据：以机构调整为由拒绝付款，不是不履行的理由。"
    findings.draft_notice(matter=sent.fresh(), by=sent.desks.verifier.officer, at=at, refusal=refusal)
    sent.serve(findings.NOTICE, at)


def hear(sent: Sent, at: datetime) -> None:
    findings.defend(
        matter=sent.fresh(),
        by=sent.desks.verifier.liaison,
        at=at,
        text="演示数据：无新的意见。",
        attachments=[],
    )
    findings.hear(
        matter=sent.fresh(), by=sent.desks.verifier.officer, at=at, opinion="演示数据：不影响认定。"
    )


def determine(sent: Sent, at: datetime) -> None:
    findings.draft_finding(matter=sent.fresh(), by=sent.desks.verifier.officer, at=at)
    sent.serve(findings.FINDING, at)


def unfounded(sent: Sent, at: datetime) -> None:
    conclude(sent, "find_unfounded", UNFOUNDED, at)


def mended(sent: Sent, at: datetime) -> None:
    conclude(sent, "confirm", MENDED, at)


def decline(sent: Sent, at: datetime) -> None:
    ground = operations.grounds_to_decline(sent.fresh(), at)[0].code
    operations.decline(
        matter=sent.fresh(), by=sent.desks.intake, at=at, ground=ground, explanation=NOT_TAKEN_IN
    )


def pass_on(sent: Sent, at: datetime) -> None:
    operations.pass_on(matter=sent.fresh(), by=sent.desks.intake, at=at, recipient="演示纪检监察机关")


def merge(sent: Sent, at: datetime) -> None:
    """Handle it under one that another sender sent of the same body, and that was taken in."""
    body = sent.fresh().body
    text = f"演示数据：{SAME_MATTER}（与 {sent.matter.number} 所反映的相同）"
    other = send(body=body, text=text, desks=sent.desks, at=at)
    accept(other, at)
    operations.merge(
        matter=sent.fresh(), by=sent.desks.intake, at=at, into=Complaint.objects.get(pk=other.matter.pk)
    )


def close(sent: Sent, at: datetime) -> None:
    sent.voice.refresh_from_db()
    answering.rate(voice=sent.voice, choice=Satisfaction.SATISFIED, text="", at=at)


def rechecked(sent: Sent, at: datetime) -> None:
    rechecking.seek_recheck(
        matter=sent.fresh(),
        by=sent.desks.verifier.liaison,
        at=at,
        text="演示数据：付款期限已经书面变更，附有补充协议。",
        attachments=[],
    )


def quash(sent: Sent, at: datetime) -> None:
    answering.propose_reply(
        matter=sent.fresh(),
        by=sent.desks.review_officer,
        at=at,
        outcome="quash_finding",
        finding=CHANGED_BEFORE,
        answer=CHANGED_BEFORE,
        days=None,
    )
    rechecking.quash_finding(matter=sent.fresh(), by=sent.desks.review_head, at=at)


def reviewed(sent: Sent, at: datetime) -> None:
    sent.voice.refresh_from_db()
    answering.rate(voice=sent.voice, choice=Satisfaction.UNSATISFIED, text="", at=at)
    answering.seek_review(voice=sent.voice, choice="", text="演示数据：结算审核早已完成，附有报告。", at=at)


Step = Callable[[Sent, datetime], object]
_VERIFIED = (accept, assign, ask, explain)
_FOUND = (accept, assign, ask, order, refuse, hear, determine)
WAYS: dict[str, tuple[Step, ...]] = {
    "received": (),
    "declined": (decline,),
    "passed_on": (pass_on,),
    "merged": (accept, merge),
    "accepted": (accept,),
    "assigned": (accept, assign),
    "verifying": _VERIFIED,
    "unfounded": (*_VERIFIED, unfounded),
    "substantiated": (*_VERIFIED, order),
    "rectified": (*_VERIFIED, order, mended),
    "noticed": (accept, assign, ask, order, refuse),
    "heard": (accept, assign, ask, order, refuse, hear),
    "determined": _FOUND,
    "reviewing": (*_VERIFIED, unfounded, reviewed),
    "rechecking": (*_FOUND, rechecked),
    "quashed": (*_FOUND, rechecked, quash),
    "closed": (*_VERIFIED, unfounded, close),
}
"""The steps by which a complaint reaches each state of its table."""


def take(sent: Sent, until: str, at: datetime) -> None:
    """Take a complaint as far as a state, a day for each step."""
    for days, step in enumerate(WAYS[until], start=1):
        step(sent, at + days * A_DAY)


CHAPTERS = (
    (
        "demo-01",
        1,
        "received",
        "区住建局与我公司签订维修合同，工程去年验收合格，合同款四十万元逾期一年没有支付。",
    ),
    (
        "demo-01",
        1,
        "received",
        "维修合同的工程去年已经验收合格，合同款四十万元逾期一年还没有支付，请核实区住建局。",
    ),
    ("demo-03", 3, "accepted", "道路养护项目竣工决算后，尾款二十六万元没有按合同约定支付。"),
    ("demo-06", 5, "assigned", "文化活动采购合同约定活动结束后十五日付款，已经过去半年。"),
    ("demo-08", 14, "verifying", "医疗设备采购合同到货验收八个月，货款一直没有支付。"),
    ("demo-10", 16, "unfounded", "农田水利工程款没有按期支付，多次催要没有答复。"),
    ("demo-11", 17, "substantiated", "科技项目配套资金承诺到账，至今两年没有兑现。"),
    ("demo-12", 19, "rectified", "招标保证金在中标公示后没有退还，超过约定期限。"),
    ("demo-13", 21, "noticed", "养老服务购买合同费用逾期一年没有支付。"),
    ("demo-14", 23, "heard", "应急物资采购合同款逾期没有支付，说是机构改革。"),
    ("demo-15", 26, "determined", "土地整理项目合同款逾期两年没有支付，说是换了负责人。"),
    ("demo-16", 18, "reviewing", "市容整治服务合同费用没有支付，结算审核早已完成。"),
    ("demo-02", 12, "declined", "与该局的货款纠纷法院已经判决，至今没有执行。"),
    ("demo-04", 9, "passed_on", "反映该局工作人员办理验收时收受礼品。"),
    ("demo-06", 4, "merged", "文化活动采购合同约定活动结束后十五日付款，我公司至今没有收到。"),
    ("demo-07", 27, "rechecking", "乡村道路养护合同款逾期没有支付，说是镇里换了班子。"),
    ("demo-09", 29, "quashed", "便民服务设施维护合同款逾期没有支付。"),
    ("demo-05", 24, "closed", "校园维修合同款没有按期支付，多次催要没有答复。"),
)


def tell_complaints(*, cast: Cast, at: datetime) -> int:
    """Tell the complaints of the demo; return how many."""
    told = list(_told(cast, at))
    held_back = next(each for each in told if each.fresh().state == "verifying")
    propose(held_back, "find_unfounded", "您好，您反映的问题已收悉，我们将认真研究。", at)
    held_back.voice.refresh_from_db()
    write_as_officer(
        voice=held_back.voice, text="演示数据：请补充验收单。", by=held_back.desks.verifier.officer, at=at
    )
    write_as_sender(voice=held_back.voice, text="演示数据：验收单稍后上传。", uploads=(), once="", at=at)
    return Complaint.objects.count()


def _told(cast: Cast, at: datetime) -> Iterator[Sent]:
    for body_id, days_ago, until, text in CHAPTERS:
        body = PublicBody.objects.select_related("region").get(pk=body_id)
        begun = at - days_ago * A_DAY
        sent = send(body=body, text=f"演示数据：{text}", desks=desks_of(cast, body), at=begun)
        take(sent, until, begun)
        yield sent


def desks_of(cast: Cast, body: PublicBody) -> Desks:
    """Return who handles the complaints about a body."""
    verifier = Office(
        cast["housing"],
        cast["housing2"],
        cast["housinglaw"],
        cast["housinghead"],
        cast["release"],
        cast.liaison_of(body),
    )
    return Desks(cast["officer"], verifier, cast["review"], cast["reviewhead"])
