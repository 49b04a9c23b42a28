"""Every write about a breach: found, assessed, contained, reported, persons told or not; a named chief decides.

The report and the notice hold what the law asks for (policy T-59): kinds, cause and harm; measures and what a person
can do; how to reach the organ.
"""

from datetime import date, datetime

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.documents.rendering import render_docx, render_pdf
from chengxin.foundation.documents.rendering.document import (
    Block,
    Facts,
    Heading,
    OfficialDocument,
    Paragraph,
)
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import (
    NewMatter,
    NotCompetent,
    UnableToMove,
    attach,
    move,
    open_affair,
)
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.foundation.transparency.personal import NamesAPerson, refuse_personal_information
from chengxin.ground import files, home
from chengxin.ground.attachments import Upload
from chengxin.mechanisms.privacy.models import Breach
from chengxin.mechanisms.privacy.queries import breach_of
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.privacy import BREACH, BreachNature
from chengxin_core.lifecycle.table import Actor

DUTY = "T-59"  # of remedying and telling: a provision of the rulebook
CONTAIN, REPORT, TELL = "breach.contain", "breach.report", "breach.tell"
_PDF = "application/pdf"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class ReportLacking(UnableToMove):
    """The report would lack something that the law asks for; says what."""


@transaction.atomic
def discover(
    *, by: Mandate, chief: Mandate, nature: BreachNature, discovered_on: date, stated: str, at: datetime
) -> Matter:
    """Open a breach: the clocks of the organ run from the day it was found. Raises `NotCompetent`, `UnableToMove`."""
    if by.role != Actor.SECURITY_ADMIN:
        raise NotCompetent("个人信息安全事件由安全管理员登记")
    if chief.role != Actor.BODY_HEAD or chief.body_id != by.body_id or chief.user_id == by.user_id:
        raise NotCompetent("作出决定的应当是本单位的另一位负责人")
    if discovered_on > legal_day(at):
        raise UnableToMove("发现日期不能晚于今天")
    _require_nobody_named(stated)
    new = NewMatter(BREACH, f"{BREACH.zh}（{nature.zh}，{discovered_on}）", by.body, by.body)
    matter = open_affair(new=new, participants={by, chief}, by=by, at=at)
    Breach.objects.create(
        matter=matter, chief=chief, nature=nature, discovered_on=discovered_on, stated=stated
    )
    for clock, title in ((CONTAIN, "采取补救措施"), (REPORT, "报告主管部门")):
        _start(matter, clock, title, discovered_on, "发现个人信息安全事件")
    return matter


@transaction.atomic
def assess(
    *, matter: Matter, by: Mandate, at: datetime, kinds: str, persons: int | None, cause: str, harm: str
) -> None:
    """Write down which kinds of information, of how many persons, from what cause, with what possible harm."""
    _keep(matter, "assess", by, at, kinds=kinds, persons=persons, cause=cause, harm=harm)


@transaction.atomic
def contain(*, matter: Matter, by: Mandate, at: datetime, measures: str, advice: str, contact: str) -> None:
    """Write down what was done, what a person can do against harm, and whom to ask."""
    _keep(matter, "contain", by, at, measures=measures, advice=advice, contact=contact)
    end_deadlines(matter=matter, clocks=(CONTAIN,), on=legal_day(at), ended_by="已采取补救措施")


@transaction.atomic
def report(*, matter: Matter, by: Mandate, at: datetime, reported_to: str) -> str:
    """Decide, as chief, to report to the authority; report and notice are drawn up and attached.

    Raises `ReportLacking` where something that the law asks for was not written down.
    """
    _require_chief(matter, by)
    breach = breach_of(matter)
    lacking = [zh for zh, text in _asked_for(breach) if not text]
    if lacking:
        raise ReportLacking(f"报告还缺：{'、'.join(lacking)}。请先登记补救措施")
    breach = _keep(matter, "report", by, at, reported_to=reported_to)
    _attach(breach, by, at)
    on = legal_day(at)
    end_deadlines(matter=matter, clocks=(CONTAIN, REPORT), on=on, ended_by="已报告主管部门")
    _start(matter, TELL, "通知个人或者决定不通知", on, "报告主管部门")
    return "报告和致个人的通知已生成，见附件"


@transaction.atomic
def tell(*, matter: Matter, by: Mandate, at: datetime, told_how: str) -> None:
    """Write down, as chief, how the persons were told, and how many."""
    _tell(matter, "tell", by, at, told_how)


@transaction.atomic
def tell_not(*, matter: Matter, by: Mandate, at: datetime, told_how: str) -> None:
    """Decide, as chief, that the measures keep harm away so that nobody need be told, and say why."""
    _tell(matter, "tell_not", by, at, told_how)


@transaction.atomic
def dismiss(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Find, as chief, that nothing was leaked, changed or lost."""
    _require_chief(matter, by)
    move(matter=matter, code="dismiss", by=by, at=at, note=reason)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="核实没有发生")


def _tell(matter: Matter, code: str, by: Mandate, at: datetime, told_how: str) -> None:
    _require_chief(matter, by)
    _keep(matter, code, by, at, told_how=told_how)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by=BREACH.move(code).zh)


def _keep(matter: Matter, code: str, by: Mandate, at: datetime, **said: str | int | None) -> Breach:
    for name, text in said.items():
        if isinstance(text, str) and name != "contact":
            _require_nobody_named(text)
    move(matter=matter, code=code, by=by, at=at)
    Breach.objects.filter(matter=matter.pk).update(**said)
    return breach_of(matter)


def _start(matter: Matter, clock: str, title: str, start: date, started_by: str) -> None:
    start_deadline(
        matter=matter, clock=clock, title=title, owes=Owes.ORGAN, start=start, started_by=started_by
    )


def _require_chief(matter: Matter, by: Mandate) -> None:
    if by.pk != breach_of(matter).chief_id:
        raise NotCompetent("由登记时写明的单位负责人决定")


def _require_nobody_named(text: str) -> None:
    """Refuse numbers of persons: what is written here goes to others."""
    try:
        refuse_personal_information(text, names=())
    except NamesAPerson:
        raise UnableToMove("文字里有身份证件号码或者电话号码，请隐去；联系方式写在单独一栏") from None


def _asked_for(breach: Breach) -> tuple[tuple[str, str], ...]:
    return (
        ("信息种类", breach.kinds),
        ("原因", breach.cause),
        ("可能造成的危害", breach.harm),
        ("补救措施", breach.measures),
        ("个人可以采取的措施", breach.advice),
        ("联系方式", breach.contact),
    )


def _attach(breach: Breach, by: Mandate, at: datetime) -> None:
    """Keep the report to the authority and the notice to persons, as PDF and DOCX, to be sealed and sent."""
    papers = (
        ("个人信息安全事件报告", report_of(breach, at)),
        ("个人信息安全事件通知", notice_of(breach, at)),
    )
    kept = [
        Upload(f"{name}.{ending}", *files.keep(home.current(), [render(paper)]), media_type)
        for name, paper in papers
        for ending, render, media_type in (("pdf", render_pdf, _PDF), ("docx", render_docx, _DOCX))
    ]
    attach(matter=breach.matter, part=Part.PROOF, uploads=kept, by=by, at=at)


def report_of(breach: Breach, at: datetime) -> OfficialDocument:
    """Return the report to the authority that protects personal information."""
    persons = "尚未查明" if breach.persons is None else f"{breach.persons} 人"
    nature = BreachNature(breach.nature).zh
    facts = Facts((("发现日期", f"{breach.discovered_on}"), ("性质", nature), ("涉及", persons)))
    return _paper(breach, at, breach.reported_to, "关于个人信息安全事件的报告", (facts, *_said(breach)))


def notice_of(breach: Breach, at: datetime) -> OfficialDocument:
    """Return the notice to the persons concerned; the same three things, and no name."""
    return _paper(breach, at, "有关个人", "关于个人信息安全事件的通知", _said(breach))


def _said(breach: Breach) -> tuple[Block, ...]:
    return tuple(part for zh, text in _asked_for(breach) for part in (Heading(1, zh), Paragraph(text)))


def _paper(
    breach: Breach, at: datetime, addressee: str, title: str, body: tuple[Block, ...]
) -> OfficialDocument:
    organ = breach.matter.organ.name
    opening = Paragraph(f"依据{_clause(breach)}，现将有关情况告知如下。")
    return OfficialDocument(
        organ=organ,
        number="",
        title=f"{organ}\n{title}",
        addressee=addressee,
        is_form=True,
        issued_on=legal_day(at),
        body=(opening, *body),
    )


def _clause(breach: Breach) -> str:
    """Return the citation of the duty to tell, as the matter's rulebook words it."""
    listed = rulebook_of(breach.matter.rulebook).entries
    duty = next(each for each in listed if each.key == DUTY and each.is_in_force(breach.discovered_on))
    return duty.shown
