"""文书种类: every kind of document says what the law wants said, and refuses to leave its remedies out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chengxin.foundation.documents.rendering import render_docx, render_pdf
from chengxin.foundation.documents.rendering.document import OfficialDocument
from chengxin.foundation.documents.rendering.elements import elements
from chengxin.foundation.documents.rendering.kinds.ends import (
    Correction,
    NotAccepted,
    ObjectionAnswer,
    ObjectionOutcome,
    Rehabilitation,
    RepairAnswer,
    Withdrawal,
    decision_of_withdrawal,
    notice_of_correction,
    notice_of_not_accepting,
    notice_of_rehabilitation,
    objection_decision,
    repair_decision,
)
from chengxin.foundation.documents.rendering.kinds.issue import Issue, Measure, RemediesMissing
from chengxin.foundation.documents.rendering.kinds.records import (
    Finding,
    IntendedRecord,
    PublicNotice,
    decision_of_finding,
    notice_of_intended_record,
    public_notice,
)
from chengxin.foundation.documents.rendering.kinds.rectification import (
    Lifting,
    RectificationOrder,
    Referral,
    notice_of_lifting,
    rectification_order,
    referral_letter,
)
from chengxin.foundation.documents.rendering.kinds.service import ServiceReceipt, service_receipt

BODY = "演示县演示镇人民政府"
DAY = date(2026, 11, 23)
FACTS = (("生效法律文书", "（2025）演0101行初12号行政判决书"), ("未履行金额", "人民币2400000元"))
REMEDIES = ("对本文书有异议的，可以向演示市信用办提出（演示条例第一条）。",)
MEASURES = (Measure(name="警示约谈", basis="演示目录第一项", owner="演示市信用办"),)
ISSUE = Issue(
    organ="演示市信用办",
    number="演信办〔2026〕12号",
    issued_on=DAY,
    copies=("演示县人民政府",),
    contact="信用科",
)
ACCOUNT = "你单位未履行生效判决确定的给付义务。"
BASIS = ("演示条例第二条。",)

INTENDED = IntendedRecord(
    issue=ISSUE,
    body=BODY,
    account=ACCOUNT,
    facts=FACTS,
    basis=BASIS,
    list_item="演示清单第三项",
    severity="一般失信",
    publicity="拟公示期限按演示办法确定。",
    measures=MEASURES,
    defence_working_days=7,
    remedies=REMEDIES,
)
NOTIFYING: list[tuple[Callable[[Any], OfficialDocument], Any]] = [
    (notice_of_intended_record, INTENDED),
    (
        decision_of_finding,
        Finding(
            issue=ISSUE,
            body=BODY,
            account=ACCOUNT,
            facts=FACTS,
            defence="你单位未提出陈述、申辩。",
            reasons=BASIS,
            list_item="演示清单第三项",
            severity="一般失信",
            publicity="公示期限按演示办法确定。",
            repair="履行义务后可以申请信用修复。",
            remedies=REMEDIES,
        ),
    ),
    (
        public_notice,
        PublicNotice(
            issue=ISSUE,
            body=BODY,
            addressees="各县（区）人民政府",
            approval="经演示市人民政府同意",
            account=ACCOUNT,
            basis=BASIS,
            handling=("责令限期整改。",),
            requirements=("各单位应当引以为戒。",),
            remedies=REMEDIES,
        ),
    ),
    (
        rectification_order,
        RectificationOrder(
            issue=ISSUE,
            body=BODY,
            account=ACCOUNT,
            basis=BASIS,
            requirements=("履行给付义务。",),
            explanation_due=date(2026, 12, 7),
            plan_due=date(2026, 12, 14),
            report_due=date(2026, 12, 23),
            consequences="逾期不整改的，依照规定处理。",
            remedies=REMEDIES,
        ),
    ),
    (
        notice_of_lifting,
        Lifting(
            issue=ISSUE,
            body=BODY,
            ground="你单位已完成信用修复",
            lifted_on=DAY,
            measures=MEASURES,
            acknowledge_by=date(2026, 11, 26),
            remedies=REMEDIES,
        ),
    ),
    (
        repair_decision,
        RepairAnswer(issue=ISSUE, body=BODY, applied_on=DAY, granted=True, reasons=BASIS, remedies=REMEDIES),
    ),
    (
        objection_decision,
        ObjectionAnswer(
            issue=ISSUE,
            body=BODY,
            filed_on=DAY,
            objection="金额有误。",
            verified=BASIS,
            outcome=ObjectionOutcome.CORRECTED,
            remedies=REMEDIES,
        ),
    ),
    (
        notice_of_correction,
        Correction(
            issue=ISSUE,
            body=BODY,
            ground="经核查，原记录有误",
            changes=(("未履行金额", "240万元", "24万元"),),
            corrected_on=DAY,
            remedies=REMEDIES,
        ),
    ),
    (
        decision_of_withdrawal,
        Withdrawal(
            issue=ISSUE,
            body=BODY,
            ground=("原判决已被依法撤销。",),
            withdrawn_on=DAY,
            redress="在原公开范围内恢复名誉。",
            remedies=REMEDIES,
        ),
    ),
    (
        notice_of_rehabilitation,
        Rehabilitation(
            issue=ISSUE,
            body=BODY,
            ground="原失信信息已依法撤销",
            original_scope="信用网站政务诚信专栏。",
            manner="在同一专栏发布撤销说明。",
            remedies=REMEDIES,
        ),
    ),
    (
        notice_of_not_accepting,
        NotAccepted(
            issue=ISSUE,
            body=BODY,
            what="信用修复申请",
            filed_on=DAY,
            reasons=("申请所指的记录不是你单位的记录。",),
            remedies=REMEDIES,
        ),
    ),
]
REFERRAL = Referral(
    issue=ISSUE,
    receiver="演示县监察机关",
    body=BODY,
    post="主要负责人",
    account=ACCOUNT,
    basis=BASIS,
    attachments=("责令整改通知书",),
)
RECEIPT = ServiceReceipt(
    organ="演示市信用办",
    issued_on=DAY,
    served_document="拟列入告知书",
    served_number="演信办〔2026〕12号",
    addressee=BODY,
    channel="直接送达",
    place="演示县演示镇",
)
EVERY = [*NOTIFYING, (referral_letter, REFERRAL), (service_receipt, RECEIPT)]
KINDS = [build.__name__ for build, _ in EVERY]


def words(document: OfficialDocument) -> str:
    return "\n".join(element.words for element in elements(document))


@pytest.mark.parametrize(("build", "given"), EVERY, ids=KINDS)
def test_every_kind_can_be_printed_both_ways(build: Callable[[Any], OfficialDocument], given: Any) -> None:
    document = build(given)

    assert render_docx(document).startswith(b"PK")
    assert render_pdf(document).startswith(b"%PDF")


@pytest.mark.parametrize(("build", "given"), NOTIFYING, ids=KINDS[: len(NOTIFYING)])
def test_who_is_notified_is_told_the_remedies(build: Callable[[Any], OfficialDocument], given: Any) -> None:
    assert REMEDIES[0] in words(build(given))

    with pytest.raises(RemediesMissing, match="救济途径"):
        build(replace(given, remedies=()))


@pytest.mark.parametrize(("build", "given"), EVERY, ids=KINDS)
def test_no_part_of_a_document_is_left_empty(build: Callable[[Any], OfficialDocument], given: Any) -> None:
    assert "None" not in words(build(given))
    assert all(element.words.strip() for element in elements(build(given)))


def test_the_days_for_a_defence_are_those_passed_in() -> None:
    text = words(notice_of_intended_record(INTENDED))

    assert "送达之日起7个工作日内" in text
    assert "不因陈述、申辩而加重处理" in text


def test_a_notice_without_measures_says_that_there_are_none() -> None:
    text = words(notice_of_intended_record(replace(INTENDED, measures=())))

    assert "本次不拟采取失信惩戒措施" in text


def test_a_granted_repair_names_its_three_effects() -> None:
    build, given = NOTIFYING[5]

    text = words(build(given))

    assert all(
        effect in text for effect in ("终止公示", "停止共享和使用", "解除依据该失信信息采取的失信惩戒措施")
    )


def test_a_refused_repair_promises_none_of_them() -> None:
    build, given = NOTIFYING[5]

    text = words(build(replace(given, granted=False)))

    assert "不予信用修复" in text
    assert "终止公示" not in text


def test_an_objection_without_ground_leaves_the_record_as_it_was() -> None:
    build, given = NOTIFYING[6]

    text = words(build(replace(given, outcome=ObjectionOutcome.MAINTAINED)))

    assert "异议不成立，维持原记录" in text


def test_a_receipt_of_service_carries_no_number_and_open_fields() -> None:
    document = service_receipt(RECEIPT)

    assert document.number == ""
    assert words(document).count("年　　月　　日") == 4


def test_an_account_of_several_lines_becomes_several_paragraphs() -> None:
    document = notice_of_intended_record(replace(INTENDED, account="第一段。\n\n  第二段。\n"))

    assert {"第一段。", "第二段。"} <= {element.text for element in elements(document)}
