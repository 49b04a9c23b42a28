"""Questions as people and programs ask them. 演示数据。"""

from datetime import datetime
from typing import Any

from chengxin.foundation.accounts.models import Mandate, Program
from chengxin.foundation.accounts.programs import register_program
from chengxin.foundation.subjects.models import Official, PublicBody
from chengxin.insight.inquiries.models import Inquiry
from chengxin.insight.inquiries.operations import ask_about_body, ask_about_official, asking
from chengxin_core.calendar import legal_day
from chengxin_core.determination.inquiries import Answer, Outcome, SubjectKind

WORK = "演示财〔2026〕7号"


def about_body(body: PublicBody, by: Mandate, at: datetime, purpose: str = "funds") -> Inquiry:
    """Ask about one body."""
    asked = asking(who=by, kind=SubjectKind.BODY, purpose=purpose, document_number=WORK, on=legal_day(at))
    return ask_about_body(asked=asked, body=body.pk, at=at)


def about_official(
    official: Official, by: Mandate, at: datetime, purpose: str = "promotion", **more: Any
) -> Inquiry:
    """Ask about one official."""
    asked = asking(
        who=by,
        kind=SubjectKind.OFFICIAL,
        purpose=purpose,
        document_number=WORK,
        on=legal_day(at),
        **more,
    )
    return ask_about_official(asked=asked, official=official, at=at)


def said(inquiry: Inquiry) -> Answer:
    """The answer of a question."""
    told = Inquiry.objects.get(pk=inquiry.pk).answered
    return Answer(Outcome(told.outcome), told.until, told.clause)


def make_program(body: PublicBody, at: datetime, **more: Any) -> tuple[Program, str]:
    """A registered program of a body, for funds."""
    plain = {
        "code": "funds-system",
        "name": "演示资金系统",
        "post": "值班岗",
        "permissions": ["screen.funds"],
    }
    return register_program(**plain | {"body": body, "since": legal_day(at), "by": None} | more)
