"""保存期限: how long questions are kept, and how those past it are destroyed once a person has approved the list.

A question is a record of information that was provided (T-48), and a log (T-46): the longer term binds. What is still
needed stays: a quarter without figures, and what an open review of unusual use looks at.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.retention.plugs import Extent
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground import trail
from chengxin.insight.inquiries.figures import quarters_without
from chengxin.insight.inquiries.models import Answered, Inquiry, InquiryList, UnusualUse
from chengxin.insight.inquiries.watching import NEIGHBOUR_DAYS
from chengxin_core.calendar import beginning_of, legal_day, nominal_end
from chengxin_core.lifecycle.inquiries import UNUSUAL_USE
from chengxin_core.lifecycle.table import Actor

TERMS = ("provision_record.keep", "log.network")
DECIDERS = frozenset({Actor.AUDIT_ADMIN, Actor.AUDITOR})


class TooYoung(UnableToMove):
    """Questions would be destroyed before the end of their term, or while they are needed still."""


def kept_from(at: datetime) -> date:
    """Return the first day whose questions are still kept."""
    today, rulebook = legal_day(at), current_rulebook()
    terms = (rulebook.parameter(key).on(today).period for key in TERMS)
    days = [nominal_end(today, -length, unit) for length, unit in terms]
    days += [first for first, _ in quarters_without(at)]
    under_review = UnusualUse.objects.filter(Q(matter=None) | ~Q(matter__state__in=UNUSUAL_USE.ends))
    days += [day - timedelta(days=NEIGHBOUR_DAYS) for day in under_review.values_list("day", flat=True)]
    return min(days)


def extent_before(day: date) -> Extent:
    """Return how many questions lie before a day, the day of the first and the number of the last."""
    ended = Inquiry.objects.filter(at__lt=beginning_of(day)).order_by("at", "pk")
    first, last = ended.first(), ended.last()
    if first is None or last is None:
        return Extent(0)
    return Extent(ended.count(), legal_day(first.at), f"查询 {last.number}")


@transaction.atomic
def destroy_before(*, day: date, by: Mandate, why: str, at: datetime) -> int:
    """Destroy questions and answers of the days before `day`, and lists none is left of; return how many questions.

    Raises `NotCompetent`, and `TooYoung` where one of them is kept still.
    """
    if Actor(by.role) not in DECIDERS:
        raise NotCompetent("查询记录只由审计人员按期销毁")
    if day > kept_from(at):
        raise TooYoung(f"{day} 以前的查询记录尚未满保存期限，只能销毁 {kept_from(at)} 以前的")
    before = beginning_of(day)
    Answered.objects.filter(inquiry__at__lt=before).delete()
    destroyed, _each = Inquiry.objects.filter(at__lt=before).delete()
    InquiryList.objects.filter(at__lt=before, finished_at__lt=before, inquiries=None).delete()
    trail.note(
        "inquiries.destroyed",
        "inquiries",
        mandate=by.pk,
        before=day.isoformat(),
        questions=destroyed,
        why=why,
    )
    return int(destroyed)
