"""告知: what a person is told of the own dossier; the day on which the person knows starts the clocks of appeal."""

from datetime import date, datetime

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.subjects.models import Official
from chengxin.mechanisms.dossiers.models import Entry, NoticeKind, Opinion, PersonNotice
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor


def tell(
    *,
    official: Official,
    kind: NoticeKind,
    at: datetime,
    entry: Entry | None = None,
    opinion: Opinion | None = None,
) -> PersonNotice:
    """Put a notice before the person."""
    return PersonNotice.objects.create(official=official, kind=kind, entry=entry, opinion=opinion, at=at)


def acknowledge(*, notice: PersonNotice, by: Mandate, at: datetime) -> None:
    """Note that the person knows; the first day counts."""
    if by.role != Actor.OFFICIAL or by.official_id != notice.official_id:
        raise NotCompetent("告知由本人签收")
    _known(notice, legal_day(at))


def record_paper(*, notice: PersonNotice, by: Mandate, at: datetime, known_on: date) -> None:
    """Enter that the person was told on paper on that day, for who does not sign in."""
    if by.role not in {Actor.PERSONNEL_OFFICER, Actor.PERSONNEL_HEAD} or (
        notice.official.authority_id != by.body_id
    ):
        raise NotCompetent("书面告知由有管理权限的组织人事部门登记")
    if not legal_day(notice.at) <= known_on <= legal_day(at):
        raise UnableToMove(f"告知日期应当在 {legal_day(notice.at)} 至今天之间")
    _known(notice, known_on)


def _known(notice: PersonNotice, day: date) -> None:
    PersonNotice.objects.filter(pk=notice.pk, known_on=None).update(known_on=day)
    notice.refresh_from_db(fields=["known_on"])
