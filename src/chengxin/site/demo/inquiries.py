"""Inquiries of the demo: about invented bodies and officials, a list, a program, unusual use, figures. 演示数据。"""

import io
from datetime import datetime, timedelta

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.programs import register_program
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import Official, PublicBody
from chengxin.insight.inquiries import figures, watching
from chengxin.insight.inquiries.listing import answer_list, take_list
from chengxin.insight.inquiries.models import InquiryList
from chengxin.insight.inquiries.operations import Asking, ask_about_body, ask_about_official, asking
from chengxin.site.demo.cast import Cast
from chengxin_core.calendar import beginning_of, legal_day
from chengxin_core.determination.inquiries import SubjectKind
from chengxin_core.lifecycle.inquiries import FIGURES, UNUSUAL_USE

WORK = "演示评〔2026〕3号"
ASKED_ABOUT = ("demo-08", "demo-10", "demo-11", "demo-13")
LISTED = ("demo-07", "demo-08", "demo-10", "demo-16")
LONG_AGO = timedelta(days=200)
OFTEN = 14  # so that one count of a quarter is large enough to be shown
AT_NIGHT = 6


def tell_inquiries(*, cast: Cast, at: datetime) -> int:
    """Ask as offices do, oldest first; return how many matters came of it."""
    _a_quarter_long_ago(cast, at - LONG_AGO)
    _at_night(cast["government"], at - timedelta(days=3))
    _at_night(cast["interviews"], at - timedelta(days=2))
    explained = Matter.objects.filter(kind=UNUSUAL_USE.kind).earliest("pk")
    watching.find_usual(
        matter=explained, by=cast["auditing"], at=at, reason="演示数据：集中办理年度评选，与所写文号相符。"
    )
    for body in ASKED_ABOUT:
        ask_about_body(asked=_asking(cast["awards"], "award", at), body=body, at=at - timedelta(hours=5))
    for official in Official.objects.filter(is_demo=True).order_by("entered_at", "pk")[:3]:
        asked = _asking(cast["personnel"], "promotion", at, SubjectKind.OFFICIAL)
        ask_about_official(asked=asked, official=official, at=at - timedelta(hours=4))
    _a_list(cast["finance"], at - timedelta(hours=3))
    register_program(
        code="demo-funds",
        name="演示资金管理系统",
        body=cast["finance"].body,
        post="信息中心值班岗",
        permissions=["screen.funds"],
        since=legal_day(at),
        by=None,
    )
    figures.draw_up(at=at)
    oldest = Matter.objects.filter(kind=FIGURES.kind).earliest("pk")
    figures.release(
        matter=oldest,
        by=cast["release"],
        at=at,
        disclosure_passed=True,
        secrecy_passed=True,
        personal_passed=True,
        ground="演示数据：同意公开",
    )
    return Matter.objects.filter(kind__in=(FIGURES.kind, UNUSUAL_USE.kind)).count()


def _asking(who: Mandate, purpose: str, at: datetime, kind: SubjectKind = SubjectKind.BODY) -> Asking:
    return asking(who=who, kind=kind, purpose=purpose, document_number=WORK, on=legal_day(at))


def _a_quarter_long_ago(cast: Cast, at: datetime) -> None:
    for number in range(OFTEN):
        body = f"demo-{number % 16 + 1:02d}"
        ask_about_body(asked=_asking(cast["awards"], "award", at), body=body, at=at)
    ask_about_body(asked=_asking(cast["finance"], "funds", at), body="demo-02", at=at)


def _at_night(who: Mandate, day: datetime) -> None:
    """Somebody asks six times at eleven at night; the next minute it is noticed."""
    at = beginning_of(legal_day(day)) + timedelta(hours=23)
    for number in range(AT_NIGHT):
        ask_about_body(asked=_asking(who, "pilot", at), body=f"demo-{number + 1:02d}", at=at)
    watching.watch(at=at)


def _a_list(who: Mandate, at: datetime) -> InquiryList:
    """A list of four bodies and a name that nobody bears."""
    target = io.BytesIO()
    names = PublicBody.objects.filter(pk__in=LISTED).order_by("pk").values_list("name", flat=True)
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for row, text in enumerate(("单位全称", *names, "演示不存在的单位")):
            sheet.write_row(row, 0, (text, "统一社会信用代码" if row == 0 else ""))
    taken = take_list(
        uploaded=SimpleUploadedFile("演示名单.xlsx", target.getvalue()),
        asked=_asking(who, "funds", at),
        at=at,
    )
    answer_list(taken=taken, at=at)
    return taken
