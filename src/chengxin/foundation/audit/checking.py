"""核验审计: follow the chain from its beginning to its end and name the first place at which it does not hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from chengxin.foundation.audit.guarding import guard_stands
from chengxin.foundation.audit.keeping import FORMATS
from chengxin.foundation.audit.models import AuditAct, AuditEntry
from chengxin.foundation.audit.plugs import Head, HeadsUnreadable, heads
from chengxin.foundation.audit.queries import Place, beginning, earliest_to_keep
from chengxin_core.calendar import legal_day
from chengxin_core.ledger.canonical import NotCanonical, parse_canonical
from chengxin_core.ledger.chain import Break, Linked, LinkHash, first_break
from chengxin_core.ledger.entry import parse_moment

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Verdict:
    """核验结果: how many entries hold, up to which link, and the first break if there is one.

    `anchors` counts the heads that others keep and the chain agrees with, `lost_anchors` those whose entry a restored
    backup did not have; `is_guarded` says whether the database refuses changes.
    """

    entries: int
    last: int
    head: str
    anchors: int
    lost_anchors: int
    is_guarded: bool
    fault: Break | None

    @property
    def holds(self) -> bool:
        """Say whether everything holds."""
        return self.fault is None


def verify(*, on: date) -> Verdict:
    """Verify every kept entry: order, gaps, links, the columns it is found by, its acts, and the heads others keep.

    Heads of entries that were destroyed at the end of their term can be compared with nothing; but on the day `on` the
    law must have let them go.
    """
    begun = beginning()
    kept, unreadable = _kept_elsewhere()
    anchored: dict[int, list[str]] = {}
    for each in kept:
        if each.number is not None:
            anchored.setdefault(each.number, []).append(each.link)
    seen = _Seen({begun.number: begun.link}, 0, begun.number, begun.link, None)
    end = first_break(_followed(seen, anchored), after=begun.number, previous=bytes.fromhex(begun.link))
    fault = _earlier(seen.fault, end if isinstance(end, Break) else None)
    fault = _before(kept, begun, on) or fault or _beyond(anchored, seen.last) or unreadable
    agreed = sum(seen.links.get(each.number) == each.link for each in kept if each.number is not None)
    lost = sum(each.number is None for each in kept)
    return Verdict(seen.entries, seen.last, seen.head, agreed, lost, guard_stands(), fault)


def _kept_elsewhere() -> tuple[list[Head], Break | None]:
    """Return the heads that others keep, as far as they can be read, and what is wrong with the rest."""
    found: list[Head] = []
    try:
        for each in heads():
            found.append(each)  # noqa: PERF402 - what came before the fault counts
    except HeadsUnreadable as fault:
        return found, Break(beginning().number + 1, f"留存的链头无法核对: {fault}")
    return found, None


def _before(kept: list[Head], begun: Place, on: date) -> Break | None:
    """Return the break that heads show before the chain begins: an entry that the law still keeps, or another one."""
    if not begun.number:
        return None
    for each in kept:
        if each.number == begun.number and each.link != begun.link:
            return Break(begun.number, f"第 {begun.number} 条（已销毁）的链值与公示日志中留存的不符")
        if each.number is None or each.number >= begun.number or each.at is None:
            continue
        if legal_day(each.at) >= earliest_to_keep(on=on):
            return Break(
                each.number, f"第 {each.number} 条尚未满保存期限（{legal_day(each.at)} 存证），却已不在"
            )
    return None


@dataclass(slots=True)
class _Seen:
    links: dict[int, str]  # of the entries whose heads are kept elsewhere
    entries: int
    last: int
    head: str
    fault: Break | None


def _followed(seen: _Seen, anchored: dict[int, list[str]]) -> Iterator[Linked]:
    """Yield the entries in the order of their numbers, looking at each beyond its link."""
    after = 0
    while True:
        rows = list(AuditEntry.objects.filter(number__gt=after).order_by("number")[:CHUNK])
        acts = _acts_of(rows)
        for row in rows:
            if seen.fault is None:
                seen.fault = _looked_at(row, acts.get(row.number, []), anchored)
            if row.number in anchored:
                seen.links[row.number] = row.link
            seen.entries, seen.last, seen.head = seen.entries + 1, row.number, row.link
            yield Linked(row.number, row.record.encode(), bytes.fromhex(row.link), _linked_by(row.record))
        if len(rows) < CHUNK:
            return
        after = rows[-1].number


def _linked_by(record: str) -> LinkHash:
    """Return the hash that the record's own format names; what is no record is found out elsewhere."""
    if FORMATS[LinkHash.SM3] not in record:
        return LinkHash.SHA256
    try:
        value = parse_canonical(record.encode())
    except NotCanonical:
        return LinkHash.SHA256
    is_sm3 = isinstance(value, dict) and value.get("format") == FORMATS[LinkHash.SM3]
    return LinkHash.SM3 if is_sm3 else LinkHash.SHA256


def _acts_of(rows: list[AuditEntry]) -> dict[int, list[tuple[str, str]]]:
    acts: dict[int, list[tuple[str, str]]] = {}
    found = AuditAct.objects.filter(entry_id__in=[row.number for row in rows]).order_by("pk")
    for number, code, about in found.values_list("entry_id", "code", "about"):
        acts.setdefault(number, []).append((code, about))
    return acts


def _looked_at(row: AuditEntry, acts: list[tuple[str, str]], anchored: dict[int, list[str]]) -> Break | None:
    told = _told(row.record)
    if told is None:
        return Break(row.number, f"第 {row.number} 条不是规范写法的记录")
    number, at, kind, doer, told_acts = told
    found = (row.number, row.at.replace(microsecond=0), row.doer_kind, row.doer)
    if found != (number, at, kind, doer[:80]):
        return Break(row.number, f"第 {row.number} 条的检索栏目与记录不符")
    if acts != told_acts:
        return Break(row.number, f"第 {row.number} 条的行为索引与记录不符")
    if any(link != row.link for link in anchored.get(row.number, ())):
        return Break(row.number, f"第 {row.number} 条的链值与公示日志中留存的不符")
    return None


def _told(record: str) -> tuple[int, datetime, str, str, list[tuple[str, str]]] | None:
    try:
        value = parse_canonical(record.encode())
        assert isinstance(value, dict)
        doer, acts = value["doer"], value["acts"]
        return (
            value["number"],
            parse_moment(value["at"]),
            doer["kind"],
            doer["ref"],
            [(act["code"], act["about"]) for act in acts],
        )
    except (NotCanonical, AssertionError, KeyError, TypeError, ValueError):
        return None


def _earlier(one: Break | None, other: Break | None) -> Break | None:
    found = [each for each in (one, other) if each is not None]
    return min(found, key=lambda each: each.number) if found else None


def _beyond(anchored: dict[int, list[str]], last: int) -> Break | None:
    """Return the break that a head kept elsewhere shows, of an entry that is not here any more."""
    missing = [number for number in anchored if number > last]
    if not missing:
        return None
    return Break(last + 1, f"公示日志中留存有第 {max(missing)} 条，这里到第 {last} 条为止")
