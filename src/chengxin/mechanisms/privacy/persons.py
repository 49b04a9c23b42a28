"""Every write about requests of persons who have no account here: taken at the counter, decided, served, looked at.

An internal affair of the organ: the officer who took it and the head who decides see it, and nobody else.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.documents.operations import give_number
from chengxin.foundation.documents.rendering import render_docx, render_pdf
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
from chengxin.foundation.matters.queries import name_of
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.ground import files, home, trail
from chengxin.ground.attachments import Upload
from chengxin.mechanisms.privacy.models import PersonLook, PersonRequest
from chengxin.mechanisms.privacy.operations import CLOCK, AskedAlready
from chengxin.mechanisms.privacy.papers import answer_to_person
from chengxin.mechanisms.privacy.queries import (
    found_at_counter,
    person_request_of,
    requests_at_counter,
    rights,
)
from chengxin.mechanisms.privacy.sealing import (
    COUNTER,
    DECIDING,
    Whole,
    indexes_of,
    read_papers,
    require_nameless,
    require_nameless_of,
    sealed_columns,
    whole_of,
)
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.privacy import PERSON_REQUEST, PersonPapers, RequestState
from chengxin_core.lifecycle.table import Actor

ANSWERED = frozenset({RequestState.GRANTED.value, RequestState.REFUSED.value})
_PDF = "application/pdf"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class PurposeMissing(UnableToMove):
    """Who asked is shown for a stated purpose only."""


@transaction.atomic
def take(
    *,
    by: Mandate,
    chief: Mandate,
    papers: PersonPapers,
    name: str,
    number: str,
    contact: str,
    right: str,
    stated: str,
    at: datetime,
) -> Matter:
    """Enter a request on paper once the papers were checked; the clock of the organ of `by` runs from today.

    Raises `NotCompetent` for another role or a chief of elsewhere, `PapersRefused` for papers that cannot be, or words
    that name the person, `AskedAlready`, or `UnableToMove` for a right that is not listed.
    """
    if Actor(by.role) not in COUNTER:
        raise NotCompetent("窗口的书面请求由信用主管部门经办人或者受理人员登记")
    if Actor(chief.role) not in DECIDING or chief.body_id != by.body_id or chief.user_id == by.user_id:
        raise NotCompetent("作出决定的应当是本单位的另一位负责人")
    whole = read_papers(papers, name, number, contact)
    require_nameless(stated, whole.name, whole.number)
    same = PersonRequest.objects.filter(
        matter__organ=by.body_id, right=right, number_index__in=indexes_of(whole.number)
    )
    if same.filter(matter__state=RequestState.FILED).exists():
        raise AskedAlready("同样的请求正在办理，请等待答复")
    new = NewMatter(PERSON_REQUEST, PERSON_REQUEST.zh, by.body, by.body)
    matter = open_affair(new=new, participants={by, chief}, by=by, at=at)
    today = legal_day(at)
    if right not in {item.code for item in rights(rulebook_of(matter.rulebook), on=today)}:
        raise UnableToMove("请选择法律列明的一项权利")
    PersonRequest.objects.create(
        matter=matter, right=right, taken_by=by, filed_on=today, **sealed_columns(whole, stated)
    )
    start_deadline(
        matter=matter,
        clock=CLOCK,
        title="答复个人信息请求",
        owes=Owes.ORGAN,
        start=today,
        started_by="收到个人信息请求",
    )
    return matter


@transaction.atomic
def grant(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> str:
    """Answer, as the head who takes part, that what was asked for is done, and how."""
    return _decide(matter, "grant", by, at, reason)


@transaction.atomic
def refuse(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> str:
    """Refuse with reasons, as the head who takes part; the answer names the remedy."""
    return _decide(matter, "refuse", by, at, reason)


@transaction.atomic
def retract(*, matter: Matter, by: Mandate, at: datetime, note: str) -> None:
    """Enter that the person took the request back."""
    request = _of_participant(matter, by)
    require_nameless_of(request, note)
    move(matter=matter, code="retract", by=by, at=at, note=note)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="本人撤回")


@transaction.atomic
def serve(*, matter: Matter, by: Mandate, at: datetime, served_on: date, receipt: Sequence[Upload]) -> str:
    """Enter on which day the answer reached the person, with the scanned proof; once."""
    request = _of_participant(matter, by)
    if Actor(by.role) not in COUNTER or matter.state not in ANSWERED or request.served_on is not None:
        raise UnableToMove("没有等待登记送达的答复")
    if not legal_day(matter.moved_at) <= served_on <= legal_day(at):
        raise UnableToMove("送达日期应当在答复之日以后、今天以前")
    if not receipt:
        raise UnableToMove("登记送达应当附送达回证扫描件")
    attach(matter=matter, part=Part.SERVICE, uploads=receipt, by=by, at=at)
    request.served_on = served_on
    request.save(update_fields=["served_on"])
    return "已登记送达"


@transaction.atomic
def show(*, matter: Matter, by: Mandate, purpose: str, at: datetime) -> Whole:
    """Return who asked and where the answer goes, after the look was written down.

    Raises `NotCompetent` for who takes no part, `PurposeMissing`, or `PapersRefused` for a purpose that names somebody.
    """
    request = _of_participant(matter, by)
    if not purpose.strip():
        raise PurposeMissing("请写明查看身份的目的")
    require_nameless_of(request, purpose)
    PersonLook.objects.create(request=request, mandate=by, purpose=purpose.strip()[:200], at=at)
    trail.note("privacy.person_shown", name_of(matter), mandate=by.pk)
    return whole_of(request)


@transaction.atomic
def find(*, number: str, by: Mandate) -> list[Matter]:
    """Return the requests of who shows papers of this number, among those of `by`; the search is noted without it."""
    trail.note("privacy.person_sought", mandate=by.pk)
    return found_at_counter(by, number)


def is_unserved(matter: Matter) -> bool:
    """Say whether the answer has not reached the person yet."""
    return matter.person_request.served_on is None


def _of_participant(matter: Matter, by: Mandate) -> PersonRequest:
    if not requests_at_counter(by).filter(pk=matter.pk).exists():
        raise NotCompetent("只有登记的经办人和作出决定的负责人办理本件")
    request = person_request_of(matter)
    request.matter = matter
    return request


def _decide(matter: Matter, code: str, by: Mandate, at: datetime, reason: str) -> str:
    request = _of_participant(matter, by)
    require_nameless_of(request, reason)
    move(matter=matter, code=code, by=by, at=at, note=reason)
    request.reason = reason
    request.save(update_fields=["reason"])
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="作出答复")
    today = legal_day(at)
    number = give_number(matter=matter, organ=matter.organ, day=today)
    paper = answer_to_person(request, number=number, on=today)
    kept = [
        Upload(
            f"个人信息请求答复书.{ending}",
            *files.keep(home.current(), [render(paper)], seals=True),
            media_type,
        )
        for ending, render, media_type in (("pdf", render_pdf, _PDF), ("docx", render_docx, _DOCX))
    ]
    attach(matter=matter, part=Part.ANSWER, uploads=kept, by=by, at=at)
    return "答复书已生成，见附件；用印后送达本人并登记"
