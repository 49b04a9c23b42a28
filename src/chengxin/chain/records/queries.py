"""Reads of records that other rooms may make."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chengxin.chain.evidence.models import Instrument
from chengxin.chain.records.models import Record, RecordInstrument
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.queries import notes_of, visible_matters
from chengxin.foundation.rules.queries import current_rulebook, rulebook_of
from chengxin.ground.prepared import Prepared
from chengxin_core.calendar import legal_day
from chengxin_core.determination.notified import Burden
from chengxin_core.determination.receipts import Receipt
from chengxin_core.determination.windows import RecordFacts, Window, publication_window
from chengxin_core.lifecycle.records import RecordState
from chengxin_core.rulebook.entries import Item
from chengxin_core.vocabulary import InstrumentKind, Severity

IN_FORCE = RecordState.ACTIVE
EXPOSURES = "exposure_grounds"


def record_of(matter: Matter) -> Record:
    """Return the record that `matter` is."""
    return Record.objects.select_related("matter__body__region", "matter__organ").get(pk=matter.pk)


def graded_with(matter: Matter) -> Mapping[str, Any]:
    """Return what proportionality said of the record that `matter` is when it was graded; empty before that."""
    kept = Record.objects.filter(pk=matter.pk).exclude(severity="").values_list("proportionality", flat=True)
    found: Mapping[str, Any] | None = kept.first()
    return found or {}


def numbers_of_instruments(matter: Matter) -> list[str]:
    """Return the numbers of the instruments that the record rests on, where nothing else of them is asked."""
    links = RecordInstrument.objects.filter(record=matter.pk).order_by("added_at", "pk")
    return list(links.values_list("instrument__number", flat=True))


def instruments_of(record: Record) -> list[Instrument]:
    """Return the instruments that a record rests on, the one it was opened for first."""
    links = record.instruments.select_related("instrument").order_by("added_at", "pk")
    return [link.instrument for link in links]


def instruments_of_records(numbers: Iterable[int]) -> Mapping[int, list[Instrument]]:
    """Return the instruments of many records by the number of their matter; raise where one is no record."""
    wanted = set(numbers)
    known = set(Record.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if missing := wanted - known:
        raise Record.DoesNotExist(f"{min(missing)}")
    found: dict[int, list[Instrument]] = {number: [] for number in wanted}
    links = RecordInstrument.objects.filter(record__in=wanted).select_related("instrument")
    for link in links.order_by("added_at", "pk"):
        found[link.record_id].append(link.instrument)
    return found


def records_resting_on(number: str, by: Mandate) -> list[Matter]:
    """Return the matters of the records that rest on the instrument with this number and that `by` may see."""
    if not number:
        return []
    links = RecordInstrument.objects.filter(instrument__number=number)
    return list(visible_matters(by).filter(pk__in=links.values("record")).order_by("pk"))


@dataclass(frozen=True, slots=True)
class InForce:
    """生效的记录: one that is in force against a body, as far as somebody who asks for a purpose needs to know it."""

    body: str
    record: int
    severity: str
    area: str
    since: date
    until: date | None


def in_force_against(bodies: Collection[str], severities: Collection[str]) -> list[InForce]:
    """Return the records of these severities that are in force against these bodies."""
    return [
        InForce(body, record, severity, area, legal_day(decided), ends)
        for body, record, severity, area, decided, ends in _determined(bodies, sorted(severities))
    ]


_determined = Prepared(
    lambda bodies, severities: Record.objects.filter(
        severity__in=severities,
        matter__state=IN_FORCE,
        matter__body__in=bodies,
        matter__decided_at__isnull=False,
    ).values_list("matter__body", "pk", "severity", "area", "matter__decided_at", "ends_on")
)


def standing_record(matter: Matter) -> Matter:
    """Return a record's matter as it stands now and hold it until the transaction ends: it cannot end meanwhile.

    Who acts on a record and on a matter under it holds the record first: so two who meet never wait for each other.
    """
    held = Matter.objects.select_for_update(of=("self",))
    return held.select_related("body__region", "organ__region").get(pk=matter.pk)


def is_in_force(matter: Matter) -> bool:
    """Say whether the record harms its body today: it was determined and has not ended."""
    return matter.state == IN_FORCE


def window_of(record: Record, *, on: date) -> Window:
    """Return the window of publication as the law of `on` sees it; a severity not found nor stated is general.

    The law of today limits what may still be shown, whatever rulebook the record began under.
    """
    facts = RecordFacts(
        severity=presumed_severity(record),
        instrument_on=record.instrument_on,
        conduct_ended_on=record.conduct_ended_on,
        fulfilment_confirmed_on=record.fulfilment_confirmed_on,
    )
    return publication_window(facts, current_rulebook(), on=on)


def presumed_severity(record: Record) -> Severity:
    """Return the severity that was found, else the one that an old instrument states, else general."""
    return Severity(record.severity or record.stated_severity or Severity.GENERAL)


def notified_of(matter: Matter) -> Burden:
    """Return what the body was told by the served notice of its record; nothing before that."""
    told = record_of(matter).notified
    if not told:
        return Burden()
    last_day = date.fromisoformat(told["last_day"]) if told["last_day"] else None
    return Burden(told["record_type"], Severity(told["severity"]), last_day, told["measures"])


def may_be_heard(matter: Matter, clock: str, *, on: date) -> bool:
    """Say whether a body answered what it was told of in `matter`, or its days to answer have run out."""
    waiting = matter.deadlines.running().filter(clock=clock, due_on__gte=on).exists()
    return bool(notes_of(matter, Part.DEFENCE)) or not waiting


def milder_measures(*, on: date) -> Mapping[str, frozenset[str]]:
    """Return, by the code of each listed measure, the codes of its milder forms."""
    return {
        item.code: frozenset(item.texts("replaces")) for item in current_rulebook().items("measures", on=on)
    }


def aggravation_of(record: Record) -> list[str]:
    """Return the codes of the aggravating grounds that the record was graded with, as its receipt has them."""
    receipt = record.proportionality.get("receipt")
    found = Receipt.read(receipt.encode()).inputs["aggravation"] if receipt else []
    return [str(code) for code in found] if isinstance(found, list) else []


def record_types(
    *, on: date, instrument_kind: str | None = None, rulebook: str | None = None
) -> Sequence[Item]:
    """Return the items of the loaded information list, for one kind of instrument if it is named."""
    book = rulebook_of(rulebook) if rulebook else current_rulebook()
    items = book.items("record_types", on=on)
    return [item for item in items if instrument_kind is None or item.text("instrument") == instrument_kind]


@dataclass(frozen=True, slots=True)
class SameFact:
    """同一事实的可能: another record of the same body that may rest on the same fact (policy Q-25)."""

    matter: Matter
    why: str


def perhaps_the_same_fact(record: Record) -> list[SameFact]:
    """Return other open records about the same body whose instruments name the same kind of case close in time.

    It proposes; a person confirms the merging.
    """
    others = (
        Record.objects.filter(matter__body_id=record.matter.body_id)
        .exclude(pk=record.pk)
        .exclude(
            matter__state__in=(
                "dismissed",
                "merged",
                "retracted",
                "archived",
                "withdrawn",
                "repaired",
                "expired",
            )
        )
        .select_related("matter")
    )
    close = [other for other in others if abs((other.instrument_on - record.instrument_on).days) <= 366]
    return [
        SameFact(
            other.matter,
            f"同一单位，认定文书日期相隔 {abs((other.instrument_on - record.instrument_on).days)} 日",
        )
        for other in close
    ]


def kinds_of_instruments(record: Record) -> list[InstrumentKind]:
    """Return the kinds of the instruments of a record."""
    kinds = RecordInstrument.objects.filter(record=record).values_list("instrument__kind", flat=True)
    return [InstrumentKind(kind) for kind in kinds]


def repeats(record: Record) -> list[Matter]:
    """Return the other records in force against the same body, the newest first: what ended counts no more."""
    others = Record.objects.filter(
        matter__body=record.matter.body_id, matter__state=IN_FORCE, ended_on=None
    ).exclude(pk=record.pk)
    return [each.matter for each in others.select_related("matter").order_by("-pk")]


def exposure_zh(record: Record) -> str:
    """Return the wording of the ground on which a record is a typical case; '' where it is none."""
    items = rulebook_of(record.matter.rulebook).items(EXPOSURES, on=legal_day(record.matter.moved_at))
    return next((item.zh for item in items if item.code == record.exposure), record.exposure)
