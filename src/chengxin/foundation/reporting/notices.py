"""平台来函: the platform repaired or withdrew something first; an officer verifies, the head confirms, ours follows."""

from datetime import datetime

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NewMatter, UnableToMove, move, open_matter
from chengxin.foundation.reporting.messages import Notice
from chengxin.foundation.reporting.models import WITHDRAWAL_CLOCK, PlatformNotice
from chengxin.foundation.reporting.plugs import reported_kind
from chengxin.foundation.transparency.models import Publication, PublicationState
from chengxin_core.calendar import legal_day
from chengxin_core.ledger.entry import Event
from chengxin_core.lifecycle.platform import PLATFORM_NOTICE, PlatformNoticeState

OPEN = (PlatformNoticeState.RECEIVED, PlatformNoticeState.PROPOSED)
NOT_OURS = "本平台没有正在公示的这一编号"


class NothingToFollow(UnableToMove):
    """What the platform ended is not in force here any more."""


@transaction.atomic
def take_notice(*, notice: Notice, at: datetime) -> bool:
    """Keep a notice and open the matter in which it is decided; say whether it was new.

    A notice about a key that is not in force here is kept and answered so; nothing is to be decided.
    """
    publication = Publication.objects.select_related("matter__body", "matter__organ").filter(key=notice.key)
    about = publication.first()
    kept, is_new = PlatformNotice.objects.get_or_create(
        number=notice.number,
        defaults={
            "key": notice.key,
            "publication": about,
            "event": notice.event,
            "reason": notice.reason,
            "issued_at": notice.issued_at,
            "at": at,
        },
    )
    if not is_new:
        return False
    if about is None or about.state != PublicationState.IN_FORCE or reported_kind(about.kind) is None:
        kept.answer = NOT_OURS
        kept.save(update_fields=["answer"])
        return True
    if about.matter is not None:  # else an officer decides it as `chengxin ledger unknown` says
        kept.matter = _open(about.matter, notice, at)
        kept.save(update_fields=["matter"])
    return True


@transaction.atomic
def propose(*, matter: Matter, by: Mandate, at: datetime, finding: str) -> None:
    """Propose to the head that ours follows, with what was verified."""
    move(matter=matter, code="propose", by=by, at=at, note=finding)


@transaction.atomic
def send_back(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Send the proposal back to be verified again."""
    move(matter=matter, code="send_back", by=by, at=at, note=reason)


@transaction.atomic
def confirm(*, matter: Matter, by: Mandate, at: datetime) -> None:
    """End ours as the platform ended its own, in the name of the head who confirms. Raises `NothingToFollow`."""
    notice = PlatformNotice.objects.select_related("publication__matter").get(matter=matter)
    publication = notice.publication
    assert publication is not None
    assert publication.matter is not None  # else no matter was opened
    reported = reported_kind(publication.kind)
    if reported is None or publication.state != PublicationState.IN_FORCE:
        raise NothingToFollow("该信息已经终止公示，无需同步")
    proposed = matter.moves.filter(code="propose").order_by("-pk").first()
    move(matter=matter, code="confirm", by=by, at=at, note=notice.reason)
    _close(matter, "已同步终止", at)
    reason = f"公共信用信息平台来函 {notice.number}，{proposed.note if proposed else ''}"
    reported.follow(matter=publication.matter, event=Event(notice.event), by=by, at=at, reason=reason[:1000])


@transaction.atomic
def decline(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Keep ours in force, and tell the platform why; the next package of receipts takes the answer along."""
    move(matter=matter, code="decline", by=by, at=at, note=reason)
    PlatformNotice.objects.filter(matter=matter).update(answer=reason[:500])
    _close(matter, "不予同步并答复平台", at)


def lapse_of_publication(*, publication: Publication, at: datetime) -> None:
    """What the platform ended has ended here in another way: its notice needs no decision any more."""
    for notice in PlatformNotice.objects.filter(publication=publication, matter__state__in=OPEN):
        matter = notice.matter
        assert matter is not None  # it has a state
        move(matter=matter, code="lapse", by=None, at=at)
        _close(matter, "记录已经终止", at)


def _open(about: Matter, notice: Notice, at: datetime) -> Matter:
    word = "先行修复" if notice.event is Event.REPAIRED else "先行撤销"
    new = NewMatter(
        PLATFORM_NOTICE, f"平台{word}：{about.title}", about.body, about.organ, about.rulebook, parent=about
    )
    matter = open_matter(new=new, by=None, at=at, note=f"来函 {notice.number}：{notice.reason or word}")
    start_deadline(
        matter=matter,
        clock=WITHDRAWAL_CLOCK,
        title="核实平台来函并同步或者答复",
        owes=Owes.ORGAN,
        start=legal_day(at),
        started_by="收到平台来函",
    )
    return matter


def _close(matter: Matter, why: str, at: datetime) -> None:
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by=why)
