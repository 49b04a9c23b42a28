"""停止共享的跟踪: who must answer for an end, what silence brings about, and what an untrue answer does."""

from datetime import datetime

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.documents.operations import cancel_unsent, draft_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NewMatter, NotCompetent, add_note, move, open_matter
from chengxin.foundation.matters.plugs import is_for
from chengxin.foundation.sharing.models import Finding, OwedAnswer, Probe, SharingStop
from chengxin.foundation.sharing.probing import Found
from chengxin.foundation.sharing.queries import holders_of, owed_in
from chengxin.foundation.transparency.models import Publication
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.sharing import SHARING_STOP, SharingStopState
from chengxin_core.lifecycle.table import Actor

CLOCK = "sharing.answer"
URGING = "sharing_urging"
PROBED = "probed"  # parts of a matter's notes that are this room's own
URGED = "urged"


def owe_answers(*, publication: Publication, at: datetime) -> Matter | None:
    """Open a matter for the end of a publication in which everybody who had taken it must answer, and start the clock.

    None where nobody had taken it: who took nothing owes nothing; and where its matter is not known here.
    """
    day, about = legal_day(at), publication.matter
    consumers = holders_of(publication, on=day)
    if not consumers or about is None:
        return None
    new = NewMatter(SHARING_STOP, f"停止共享：{about.title}", about.body, about.organ, parent=about)
    names = "、".join(each.name for each in consumers)
    matter = open_matter(new=new, by=None, at=at, note=f"取用过该信息的共享单位：{names}")
    stop = SharingStop.objects.create(matter=matter, publication=publication)
    OwedAnswer.objects.bulk_create(OwedAnswer(stop=stop, consumer=each) for each in consumers)
    start_deadline(
        matter=matter,
        clock=CLOCK,
        title="共享单位回执停止共享",
        owes=Owes.ORGAN,
        start=day,
        started_by="终止公示",
    )
    return matter


@transaction.atomic
def settle(*, matter: Matter, at: datetime) -> bool:
    """Say that sharing has stopped once every answer is there and none is contradicted; return whether it is so."""
    held = Matter.objects.select_for_update().get(pk=matter.pk)  # two consumers may answer at once
    open_ = (SharingStopState.WAITING, SharingStopState.ESCALATED)
    if held.state not in open_ or not all(each.is_settled for each in owed_in(held)):
        return False
    move(matter=held, code="settle", by=None, at=at)
    _close(held, "各共享单位均已停止共享", at)
    return True


@transaction.atomic
def escalate(*, matter: Matter, at: datetime) -> None:
    """The day has passed: a letter is drafted to whom is silent, and the matter waits for the credit office.

    Again, it changes nothing for whoever was escalated before.
    """
    silent = [each for each in owed_in(matter) if each.answered_at is None and each.escalated_at is None]
    for each in silent:
        each.escalated_at = at
        each.save(update_fields=["escalated_at"])
        _urge(matter, each, at)
    names = "、".join(each.consumer.name for each in silent)
    if silent and matter.state == SharingStopState.WAITING:
        move(matter=matter, code="escalate", by=None, at=at, note=f"逾期未回执：{names}")
    elif silent:
        add_note(matter=matter, part=URGED, text=f"逾期未回执：{names}", by=None, at=at)


@transaction.atomic
def note_probe(*, owed: OwedAnswer, found: Found, at: datetime) -> Probe:
    """Keep what a consumer's address answered. What is still served contradicts its answer and is escalated.

    What is gone again mends a contradicted answer; of what could not be found out nothing follows.
    """
    matter = Matter.objects.select_for_update().get(pk=owed.stop_id)
    owed.refresh_from_db()
    probe = Probe.objects.create(
        owed=owed, finding=found.finding, said=found.said[:200], size=found.size, sha256=found.sha256, at=at
    )
    if found.finding is Finding.STILL_SERVED and owed.is_settled:
        _contradict(matter, owed, found, at)
    elif found.finding is Finding.GONE and owed.contradicted_at is not None:
        owed.contradicted_at = None
        owed.save(update_fields=["contradicted_at"])
        add_note(matter=matter, part=PROBED, text=f"{owed.consumer.name}：复查已查不到", by=None, at=at)
        settle(matter=matter, at=at)
    return probe


@transaction.atomic
def note_urging(*, matter: Matter, by: Mandate, at: datetime, what: str) -> None:
    """Keep how a consumer was urged, and what it said."""
    if by.role != Actor.CREDIT_OFFICER or not is_for(by, matter):
        raise NotCompetent("催办情况由办理机关的经办人登记")
    add_note(matter=matter, part=URGED, text=what, by=by, at=at)


@transaction.atomic
def conclude(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """End the matter in another way, with its reason: nobody can be made to answer by a computer for ever."""
    move(matter=matter, code="conclude", by=by, at=at, note=reason)
    _close(matter, "另行处理完毕", at)


def _contradict(matter: Matter, owed: OwedAnswer, found: Found, at: datetime) -> None:
    owed.contradicted_at = at
    owed.save(update_fields=["contradicted_at"])
    evidence = (
        f"{owed.consumer.name}回执已停止共享，{legal_day(at)} 核查其登记网址仍能查到：{found.said}，"
        f"{found.size} 字节，SHA-256 {found.sha256}"
    )
    add_note(matter=matter, part=PROBED, text=evidence, by=None, at=at)
    if matter.state in (SharingStopState.WAITING, SharingStopState.STOPPED):
        move(matter=matter, code="contradict", by=None, at=at, note=f"回执与核查不符：{owed.consumer.name}")
        _urge(matter, owed, at)


def _urge(matter: Matter, owed: OwedAnswer, at: datetime) -> None:
    """Draft a letter to a consumer that is a public body; whoever is none is urged in another way."""
    body = owed.consumer.body
    if body is not None and body.pk != matter.organ_id:
        draft_document(kind=URGING, parent=matter, addressee=body, value={"owed": owed.pk}, by=None, at=at)


def _close(matter: Matter, why: str, at: datetime) -> None:
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by=why)
    cancel_unsent(parent=matter, why=why, at=at)
