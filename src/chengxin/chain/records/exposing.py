"""典型案例: a record that is public already is shown as a typical case, on a ground that its own facts bear (N-33).

It adds nothing to the time that the law allows: what ends the record ends this with it.
"""

from datetime import datetime

from django.db import transaction

from chengxin.chain.records.models import Record
from chengxin.chain.records.queries import EXPOSURES, record_of, repeats
from chengxin.chain.records.showing import KIND, note_progress
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove, move
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.foundation.transparency.queries import publication_in_force
from chengxin_core.calendar import legal_day
from chengxin_core.vocabulary import Severity

SERIOUS, REPEATED = "serious", "repeated"


class NotExposable(UnableToMove):
    """The record is not public, or the ground is not one that its facts bear."""


@transaction.atomic
def expose(*, matter: Matter, by: Mandate, at: datetime, ground: str, reason: str) -> None:
    """Decide, as the head, that a public record is shown as a typical case; a new version waits for its review.

    “Serious” needs that severity, “repeated” another record in force against the body. Raises `NotExposable`.
    """
    record = record_of(matter)
    items = rulebook_of(matter.rulebook).items(EXPOSURES, on=legal_day(at))
    if ground not in {item.code for item in items}:
        raise NotExposable(f"没有“{ground}”这种情形")
    if publication_in_force(matter, KIND) is None:
        raise NotExposable("只有正在公示的记录才能作为典型案例公布")
    if ground == SERIOUS and record.severity != Severity.SERIOUS:
        raise NotExposable("研判的失信程度不是严重，不能以失信情形严重为由公布")
    if ground == REPEATED and not repeats(record):
        raise NotExposable("该单位没有另一条正在生效的失信记录，不能以多次反复失信为由公布")
    move(matter=matter, code="expose", by=by, at=at, note=reason)
    Record.objects.filter(pk=matter.pk).update(exposure=ground)
    note_progress(matter=matter, at=at)


@transaction.atomic
def end_exposure(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Show a record no more as a typical case; the record itself stays what it is."""
    if not record_of(matter).exposure:
        raise NotExposable("该记录没有作为典型案例公布")
    move(matter=matter, code="end_exposure", by=by, at=at, note=reason)
    Record.objects.filter(pk=matter.pk).update(exposure="")
    note_progress(matter=matter, at=at)
