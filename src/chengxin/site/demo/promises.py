"""Promises of the demo: one at every place of the ledger, and enough with a verdict that a share is told. 演示数据。"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.mechanisms.commitments import changing, findings, operations, paying
from chengxin.mechanisms.commitments.models import Beneficiary, Outcome
from chengxin.mechanisms.commitments.operations import Promise, Reviewed
from chengxin.mechanisms.commitments.queries import CONDITIONS, listed
from chengxin.mechanisms.commitments.showing import review_and_publish
from chengxin.mechanisms.commitments.watching import watch
from chengxin.site.demo.endings import paper
from chengxin.site.demo.steps import A_DAY, PLAINTIFF, Office
from chengxin_core.calendar import legal_day
from chengxin_core.commitments import Terms

Path = Callable[[Matter, Office, datetime], None]


@dataclass(frozen=True, slots=True)
class Told:
    """One promise: of which body, of which kind, its words and target, made and due how many days from now."""

    body: str
    kind: str
    text: str
    target: str
    made: int
    due: int
    then: Path | None = None
    until: str = "entered"


def _report(matter: Matter, office: Office, at: datetime, done: date) -> None:
    operations.report(
        matter=matter,
        by=office.liaison,
        at=at,
        fulfilled_on=done,
        text="演示数据：已经完成。",
        attachments=[paper("完成情况说明")],
    )


def _kept(matter: Matter, office: Office, at: datetime) -> None:
    done = legal_day(at - 12 * A_DAY)
    _report(matter, office, at - 11 * A_DAY, done)
    operations.verify(
        matter=matter, by=office.officer, at=at - 8 * A_DAY, fulfilled_on=done, reason="演示数据：现场核实"
    )


def _late(matter: Matter, office: Office, at: datetime) -> None:
    watch(at=at - 6 * A_DAY)
    matter.refresh_from_db()
    _report(matter, office, at - 5 * A_DAY, legal_day(at - 6 * A_DAY))
    operations.verify(
        matter=matter,
        by=office.officer,
        at=at - 4 * A_DAY,
        fulfilled_on=legal_day(at - 6 * A_DAY),
        reason="演示数据：核对付款凭证",
    )


def _broken(matter: Matter, office: Office, at: datetime) -> None:
    watch(at=at - 20 * A_DAY)
    matter.refresh_from_db()
    operations.explain(
        matter=matter,
        by=office.liaison,
        at=at - 15 * A_DAY,
        excuse="staff_change",
        text="演示数据：经办人员已经调离。",
    )
    operations.find_broken(
        matter=matter, by=office.head, at=at - 3 * A_DAY, reason="演示数据：人员变动不是不履行的理由。"
    )
    findings.draft_finding(matter=matter, by=office.officer, at=at - 2 * A_DAY)


def _reported(matter: Matter, office: Office, at: datetime) -> None:
    _report(matter, office, at - A_DAY, legal_day(at - 2 * A_DAY))


def _asked(matter: Matter, office: Office, at: datetime) -> None:
    changing.propose_change(
        matter=matter,
        by=office.liaison,
        at=at - 12 * A_DAY,
        ground="public_interest",
        reason="演示数据：施工区域发现需要原址保护的遗迹。",
        text="",
        target="",
        due_on=legal_day(at + 300 * A_DAY),
        attachments=[paper("调整决定")],
    )


def _changed(matter: Matter, office: Office, at: datetime) -> None:
    _asked(matter, office, at)
    changing.check_procedure(
        matter=matter,
        by=office.lawyer,
        at=at - 9 * A_DAY,
        decision="演示市人民政府 演政决〔2026〕6号",
        reason="演示数据：权限和程序符合规定",
    )
    changing.fix_compensation(
        matter=matter, by=office.head, at=at - 7 * A_DAY, fen=0, reason="演示数据：没有造成损失"
    )
    changing.decide(matter=matter, by=office.head, at=at - 6 * A_DAY, reason="演示数据：同意")


def _invalid(matter: Matter, office: Office, at: datetime) -> None:
    changing.invalidate(
        matter=matter,
        by=office.head,
        at=at - 5 * A_DAY,
        fen=20_000_00,
        reason="演示数据：超越权限承诺税收返还，对信赖承诺的支出予以补偿。",
    )


def _unpaid(matter: Matter, office: Office, at: datetime) -> None:
    paying.set_terms(
        matter=matter,
        by=office.liaison,
        at=at - 40 * A_DAY,
        owed=860_000_00,
        disputed=60_000_00,
        terms=Terms(delivered_on=legal_day(at - 60 * A_DAY)),
        agreed_rate=None,
        rate_floor=None,
    )
    paying.pay(
        matter=matter,
        by=office.liaison,
        at=at - 10 * A_DAY,
        on=legal_day(at - 10 * A_DAY),
        fen=300_000_00,
        voucher="演付1号",
    )


PROMISES = (
    Told("demo-01", "policy", "完成城北老旧小区改造", "改造小区12个", 200, 200),
    Told("demo-02", "investment", "交付产业园标准厂房", "交付厂房2万平方米", 150, 20),
    Told("demo-03", "service", "开通城乡公交3号线", "每日不少于20班", 160, -5),
    Told("demo-04", "work_plan", "疏浚城区河道", "疏浚河道8公里", 180, -10, _kept),
    Told("demo-05", "service", "新增公办园学位", "新增学位360个", 170, -20, _late),
    Told("demo-06", "policy", "兑现文化企业奖补", "拨付奖补资金", 210, -40, _broken),
    Told("demo-07", "contract", "支付农村道路养护工程款", "支付86万元", 100, 30, _unpaid),
    Told("demo-08", "policy", "建成社区医院", "床位60张", 10, 400, until="proposed"),
    Told("demo-09", "service", "便民服务大厅延时服务", "每周六开放", 12, 300, until="approved"),
    Told("demo-10", "investment", "按纳税额返还奖励", "返还三年", 140, 90, _invalid),
    Told("demo-11", "work_plan", "建成科技馆", "开馆", 190, 60, _changed),
    Told("demo-12", "work_plan", "建成工业互联网平台", "接入企业100家", 120, 120, _asked),
    Told("demo-14", "settlement", "落实应急物资征用补偿协议", "补偿到位", 130, 40, _reported),
    *(
        Told(
            f"demo-{number:02d}",
            "work_plan",
            f"办好民生实事第{number}件",
            f"完成项目{number}个",
            240,
            -9,
            _kept,
        )
        for number in (1, 2, 3, 7, 8, 9, 12, 13, 15, 16)
    ),
)


def tell_promises(*, office_of: Callable[[PublicBody], Office], at: datetime) -> int:
    """Enter the promises, take each some way, publish what is entered; return how many there are."""
    entered = []
    for number, told in enumerate(PROMISES, start=1):
        body = PublicBody.objects.select_related("region").get(pk=told.body)
        office = office_of(body)
        matter = _enter(told, number, body, office, at)
        if told.then is not None:
            told.then(matter, office, at)
        if told.until == "entered":
            entered.append((matter, office))
    watch(at=at)
    for matter, office in entered[:-1]:  # the last waits for its release review
        matter.refresh_from_db()
        review_and_publish(
            matter=matter,
            by=office.release_reviewer,
            at=at,
            disclosure_passed=True,
            secrecy_passed=True,
            personal_passed=True,
            ground="演示数据：同意公开",
        )
    return len(PROMISES)


def _enter(told: Told, number: int, body: PublicBody, office: Office, at: datetime) -> Matter:
    made = at - timedelta(days=told.made)
    is_for_a_firm = told.kind in {"contract", "investment", "settlement"}
    promise = Promise(
        body=body,
        kind=told.kind,
        text=f"演示数据：{told.text}",
        target=told.target,
        due_on=legal_day(at + timedelta(days=told.due)),
        beneficiary_kind=Beneficiary.FIRM if is_for_a_firm else Beneficiary.PUBLIC,
        beneficiary=PLAINTIFF if is_for_a_firm else "",
        document_title="演示承诺文件",
        document_number=f"演政承〔2026〕{number}号",
        made_on=legal_day(made),
    )
    matter = operations.propose(promise=promise, by=office.liaison, at=made)[0].matter
    if told.until == "proposed":
        return matter
    reviews = [
        Reviewed(item.code, Outcome.PASSED, f"演示市司法局等 演审〔2026〕{number}号")
        for item in listed(matter, CONDITIONS, on=legal_day(made))
    ]
    operations.review(matter=matter, by=office.liaison, at=made, reviews=reviews)
    operations.approve(matter=matter, by=office.lawyer, at=made + A_DAY, reason="演示数据：齐全")
    if told.until == "entered":
        operations.enter(matter=matter, by=office.liaison, at=made + 2 * A_DAY, owner=office.liaison)
    return matter
