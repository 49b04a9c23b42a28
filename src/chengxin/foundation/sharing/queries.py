"""Reads of consumers and of what they owe that other rooms may make."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.tokens import is_secret_of, read_header
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.sharing.models import Consumer, OwedAnswer, SharingStop
from chengxin.foundation.transparency.models import Publication, PublicationState
from chengxin.foundation.transparency.queries import number_of_first_entry, publications_of
from chengxin_core.calendar import legal_day
from chengxin_core.ledger.answers import AnswerOutcome
from chengxin_core.lifecycle.sharing import SharingStopState

_OPEN = Q(owed__answered_at=None) | Q(owed__contradicted_at__isnull=False)
_NOT_CONCLUDED = ~Q(owed__stop__matter__state=SharingStopState.CONCLUDED)


@dataclass(frozen=True, slots=True)
class Standing:
    """共享单位现状: a consumer and how many of its answers are open, late or found untrue."""

    consumer: Consumer
    open: int
    late: int
    contradicted: int


def given_out_by(posts: Sequence[Mandate]) -> QuerySet[Consumer]:
    """Return the consumers still registered whose token the holders of these posts gave out."""
    return Consumer.objects.filter(registered_by__in=[post.pk for post in posts], until=None).order_by("code")


def standings() -> list[Standing]:
    """Return every consumer with how it stands, those still registered first."""
    counted = Consumer.objects.select_related("body").annotate(
        open=Count("owed", filter=_OPEN & _NOT_CONCLUDED),
        late=Count(
            "owed",
            filter=Q(owed__answered_at=None, owed__escalated_at__isnull=False) & _NOT_CONCLUDED,
        ),
        contradicted=Count("owed", filter=Q(owed__contradicted_at__isnull=False) & _NOT_CONCLUDED),
    )
    rows = [Standing(each, each.open, each.late, each.contradicted) for each in counted]
    return sorted(rows, key=lambda row: (row.consumer.until is not None, row.consumer.code))


def consumer_named(code: str) -> Consumer | None:
    """Return the consumer with this code."""
    return Consumer.objects.select_related("body").filter(code=code).first()


def consumer_of_header(header: str, *, on: date) -> Consumer | None:
    """Return whose token an Authorization header holds, if it is registered on that day."""
    told = read_header(header)
    if told is None:
        return None
    code, secret = told
    consumer = Consumer.objects.filter(code=code).first()
    if consumer is None or not is_secret_of(consumer.token_hash, secret) or not consumer.is_in_force_on(on):
        return None
    return consumer


def holders_of(publication: Publication, *, on: date) -> list[Consumer]:
    """Return who had taken a publication: every consumer that was told of the log beyond its number.

    Contents are public and nobody writes down who reads them, so whoever follows the log past a number counts as having
    taken what it is about; it may answer that it did not. Who ended and deleted everything is left out.
    """
    number = number_of_first_entry(publication)
    if number is None:
        return []
    gone = Q(until__lt=on, has_deleted=True)
    return list(Consumer.objects.filter(pulled__gt=number).exclude(gone).select_related("body"))


def holders_of_what_is_public(about: Matter, *, on: date) -> list[Consumer]:
    """Return who has taken anything that is published about a matter now."""
    in_force = [each for each in publications_of(about) if each.state == PublicationState.IN_FORCE]
    found = {consumer.pk: consumer for each in in_force for consumer in holders_of(each, on=on)}
    return [found[pk] for pk in sorted(found)]


def stop_of(matter: Matter) -> SharingStop:
    """Return the stopping of sharing that `matter` is."""
    return SharingStop.objects.select_related("publication", "matter").get(pk=matter.pk)


def owed_in(matter: Matter) -> list[OwedAnswer]:
    """Return the answers that are or were owed in a matter of stopped sharing."""
    owed = OwedAnswer.objects.filter(stop_id=matter.pk)
    return list(owed.select_related("consumer__body", "stop").prefetch_related("probes"))


def open_answers_of(consumer: Consumer) -> QuerySet[OwedAnswer]:
    """Return what a consumer owes still, or answered untruly, the oldest first."""
    owed = OwedAnswer.objects.filter(consumer=consumer)
    still = owed.filter(Q(answered_at=None) | Q(contradicted_at__isnull=False))
    open_ = still.exclude(stop__matter__state=SharingStopState.CONCLUDED)
    return open_.select_related("stop__matter", "stop__publication")


def said_about(about: Matter, consumer: Consumer) -> str:
    """Return in words what became of a consumer's duty to stop sharing what was published about a matter.

    Empty while it is waited for. Escalated silence is said as such: it holds up nobody else, and is not forgotten.
    """
    owed = OwedAnswer.objects.filter(consumer=consumer, stop__publication__matter=about)
    said = [_said(each) for each in owed.select_related("stop__matter")]
    return "" if not all(said) else "；".join(dict.fromkeys(said))


def _said(owed: OwedAnswer) -> str:
    if owed.contradicted_at is not None:
        return f"回执与核查不符，{legal_day(owed.contradicted_at)} 起催办"
    if owed.answered_at is not None:
        return f"{legal_day(owed.answered_at)} 回执：{AnswerOutcome(owed.outcome).zh}"
    if owed.escalated_at is not None:
        return f"逾期未回执，{legal_day(owed.escalated_at)} 起催办"
    return "已另行处理" if owed.stop.matter.state == SharingStopState.CONCLUDED else ""
