"""Work of the night: ask the registered addresses whether what was answered is true."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q

from chengxin.foundation.sharing.models import Finding, OwedAnswer, Probe
from chengxin.foundation.sharing.owing import note_probe
from chengxin.foundation.sharing.probing import ask

MOST_A_NIGHT = 500
MOST_IN_VAIN = 3  # of a consumer, after which it is left alone until the next time


def probe_answers(*, at: datetime, code: str = "") -> int:
    """Probe what was answered and not yet checked, of one consumer or of all; return how many were asked about."""
    return sum(1 for _ in probed(answers_to_probe(code)[:MOST_A_NIGHT], at=at))


def probed(owed: Iterable[OwedAnswer], *, at: datetime) -> Iterator[Probe]:
    """Ask for each key at its consumer's address and keep what was found."""
    in_vain: dict[int, int] = {}
    for each in owed:
        if in_vain.get(each.consumer_id, 0) >= MOST_IN_VAIN:
            continue
        found = ask(each.consumer.address, each.stop.publication.key)
        in_vain[each.consumer_id] = (
            in_vain.get(each.consumer_id, 0) + 1 if found.finding is Finding.UNCLEAR else 0
        )
        yield note_probe(owed=each, found=found, at=at)


def answers_to_probe(code: str = "") -> list[OwedAnswer]:
    """Return the answers that nobody has checked with a finding since they came, or that were found untrue.

    Once the case file is archived it is no more asked for. The first night comes before that.
    """
    told = Probe.objects.filter(owed=OuterRef("pk"), at__gte=OuterRef("answered_at"))
    unchecked = ~Exists(told.exclude(finding=Finding.UNCLEAR))
    owed = OwedAnswer.objects.filter(
        unchecked | Q(contradicted_at__isnull=False),
        answered_at__isnull=False,
        stop__matter__archived_at=None,
        **({"consumer__code": code} if code else {}),
    ).exclude(consumer__address="")
    rows = owed.select_related("consumer", "stop__publication")
    return list(rows.order_by(F("contradicted_at").asc(nulls_first=True), "pk"))
