"""Every write of returns: fill in, check, sign, hand in, send back, accept, waive; `opening` begins them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove, attach, move
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.signing import require_signed_on_paper
from chengxin.foundation.matters.two_persons import is_same_person, require_another_person
from chengxin.foundation.subjects.grassroots import is_grassroots
from chengxin.ground.attachments import Upload
from chengxin.insight.returns.columns import Template
from chengxin.insight.returns.filling import Stated, cells_to_keep, counted
from chengxin.insight.returns.known import known_before, number_of
from chengxin.insight.returns.models import Return, ReturnCell, ReturnVersion
from chengxin.insight.returns.queries import (
    figures_a_year_before,
    newest_version,
    period_of_return,
    return_of,
    template_of,
)
from chengxin.insight.returns.receipts import digest_of
from chengxin_core.calendar import legal_day

HAND_IN_AGAIN = "returns.hand_in_again"
_FILLS_IN = {"opened": "fill", "returned": "refill", "checking": "revise"}


class NotWhole(UnableToMove):
    """A column that people fill in was left empty; the text names it."""


@transaction.atomic
def fill(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    figures: Mapping[str, Stated],
    note: str = "",
    photos: Sequence[Upload] = (),
    papers: Sequence[Upload] = (),
) -> None:
    """Fill in a return and pass it on to be checked: what is counted stays as it was at this moment.

    A version that was not handed in yet is replaced, and keeps its files; one that was stays, and this is the next. A
    figure that the body reported for the same period before is taken over with its source, unless it is entered anew.
    Raises `NotWhole`.
    """
    of = return_of(matter)
    template = template_of(of)
    figures = _with_what_is_known(of, template, figures)
    _require_whole({each.code: str(each.zh) for each in template.manual}, figures)
    last = newest_version(of)
    _require_answered(template, note, [*photos, *papers], last)
    found = counted(template, matter.body_id, period_of_return(of), by)
    cells = cells_to_keep(template, found, figures, figures_a_year_before(of))
    move(matter=matter, code=_FILLS_IN.get(matter.state, "fill"), by=by, at=at)
    kept = attach(matter=matter, part=Part.PROOF, uploads=[*photos, *papers], by=by, at=at)
    digests = [each.sha256 for each in kept]
    if template.papers and last is not None and not digests:
        digests = list(last.papers)  # sent back for something else: the files stand
    if last is not None and last.submitted_at is None:
        digests = list(dict.fromkeys([*last.papers, *digests]))
        last.cells.all().delete()
        last.delete()
        number = last.number
    else:
        number = last.number + 1 if last else 1
    version = ReturnVersion.objects.create(
        of=of, number=number, note=note, made_by=by, made_at=at, papers=digests
    )
    for cell in cells:
        cell.version = version
    ReturnCell.objects.bulk_create(cells)


def why_not_checked_by(matter: Matter, by: Mandate) -> str:
    """Return why `by` may not check or sign what was filled in: it filled it in; '' where another did."""
    version = newest_version(return_of(matter))
    is_own = version is not None and is_same_person(version.made_by, by)
    return "审核人不能是填报人本人，请由其他人员审核" if is_own else ""


@transaction.atomic
def check(*, matter: Matter, by: Mandate, at: datetime, opinion: str = "") -> None:
    """Find, as another person than who made it, that a version may be handed in. Raises `SamePerson`."""
    version = _version_to_check(matter)
    require_another_person(why_not_checked_by(matter, by))
    move(matter=matter, code="check", by=by, at=at, note=opinion)
    ReturnVersion.objects.filter(pk=version.pk).update(checked_by=by, checked_at=at)


@transaction.atomic
def refuse(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Give a version back to its maker inside the body, with the reason."""
    move(matter=matter, code="refuse", by=by, at=at, note=reason)


@transaction.atomic
def submit(*, matter: Matter, by: Mandate, at: datetime) -> str:
    """Hand the checked version in: from now on it stays as it is. After the due day it is marked late."""
    version = _version_to_check(matter)
    move(matter=matter, code="submit", by=by, at=at)
    return _hand_in(matter, version, by, at)


@transaction.atomic
def sign(*, matter: Matter, by: Mandate, at: datetime, opinion: str = "") -> str:
    """Sign, as the head of a body at the grass roots, and hand in: the check of another person, in one step (Q-38).

    Raises `SamePerson`.
    """
    if not is_grassroots(matter.body):
        raise UnableToMove("只有乡镇、街道签字就是上报，其他单位审核以后再上报")
    version = _version_to_check(matter)
    require_another_person(why_not_checked_by(matter, by))
    move(matter=matter, code="sign", by=by, at=at, note=opinion)
    ReturnVersion.objects.filter(pk=version.pk).update(checked_by=by, checked_at=at)
    return _hand_in(matter, version, by, at)


@transaction.atomic
def sign_on_paper(
    *, matter: Matter, by: Mandate, at: datetime, scan: Sequence[Upload], post: str, signed_on: date
) -> str:
    """Hand in with the scan of the sheet that the head signed by hand; the scan stays with the matter (Q-38).

    Raises `UnableToMove` for a signature of a day before it was filled in, or still to come.
    """
    version = _version_to_check(matter)
    require_signed_on_paper(
        matter, scan, filled_in=legal_day(version.made_at), signed_on=signed_on, today=legal_day(at)
    )
    move(matter=matter, code="sign_on_paper", by=by, at=at, note=f"{post}，{signed_on} 签字")
    (kept, *_rest) = attach(matter=matter, part=Part.SIGNED, uploads=scan, by=by, at=at)
    ReturnVersion.objects.filter(pk=version.pk).update(
        signed_scan=kept.sha256, signed_by_post=post, signed_on=signed_on
    )
    return _hand_in(matter, version, by, at)


@transaction.atomic
def send_back(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Return what came in, with the reason; the body states it again within the period of the rulebook."""
    move(matter=matter, code="send_back", by=by, at=at, note=reason)
    start_deadline(
        matter=matter,
        clock=HAND_IN_AGAIN,
        title="补报报表",
        owes=Owes.BODY,
        start=legal_day(at),
        started_by="退回补报",
    )


@transaction.atomic
def accept(*, matter: Matter, by: Mandate, at: datetime) -> None:
    """Take a return in as it is."""
    move(matter=matter, code="accept", by=by, at=at)


@transaction.atomic
def waive(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Ask for a return no more, with the reason: nothing was to be reported, or the body reports elsewhere."""
    move(matter=matter, code="waive", by=by, at=at, note=reason)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="免报")


def _hand_in(matter: Matter, version: ReturnVersion, by: Mandate, at: datetime) -> str:
    """Keep that a version was handed in, end what ran, and return what its receipt says."""
    is_late = legal_day(at) > return_of(matter).due_on
    ReturnVersion.objects.filter(pk=version.pk).update(submitted_by=by, submitted_at=at, is_late=is_late)
    version.refresh_from_db()
    version.digest = digest_of(version)
    version.save(update_fields=["digest"])
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="已上报")
    when = "晚于报送日，已标记逾期" if is_late else "在报送日以前"
    return f"{when}。回执 {number_of(matter.number, version.number)}"


def _with_what_is_known(of: Return, template: Template, figures: Mapping[str, Stated]) -> dict[str, Stated]:
    known = known_before(of, template).same
    taken = {code: Stated(each.value, each.reason, each.source) for code, each in known.items()}
    return taken | dict(figures)


def _version_to_check(matter: Matter) -> ReturnVersion:
    version = newest_version(return_of(matter))
    if version is None or version.submitted_at is not None:
        raise UnableToMove("没有可以审核、上报的填报内容")
    return version


def _require_answered(
    template: Template, note: str, uploads: Sequence[Upload], last: ReturnVersion | None
) -> None:
    if template.question and not note.strip():
        raise NotWhole(f"请答复：{template.question}")
    if template.papers and not uploads and not (last is not None and last.papers):
        raise NotWhole(f"请上传：{template.papers}")


def _require_whole(manual: Mapping[str, str], figures: Mapping[str, Stated]) -> None:
    for code, zh in manual.items():
        said = figures.get(code)
        if said is None or said.value < 0 or not said.reason.strip():
            raise NotWhole(f"“{zh}”须填写不小于零的整数和数据来源")
    if set(figures) - set(manual):
        raise NotWhole("由系统统计的栏目不能填写：请核对表样后重新填报")
