"""对账: counts and keys of both sides, by kind, region and day; what differs is mended or listed, never hidden.

Groups whose count and digest agree are not asked for their keys. What left so recently that the platform may not have
answered is in transit and no difference; what waits here for a person, returned by the platform, is counted apart.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from chengxin.foundation.reporting import connection
from chengxin.foundation.reporting.adapter import (
    Inventory,
    Platform,
    PlatformRefused,
    PlatformSilent,
    digest_of,
)
from chengxin.foundation.reporting.mapping import FieldMap, field_map
from chengxin.foundation.reporting.messages import Held
from chengxin.foundation.reporting.models import (
    Mismatch,
    Mismatched,
    PlatformNotice,
    Reconciliation,
    ReportAction,
    Submission,
    SubmissionState,
)
from chengxin.foundation.reporting.operations import (
    ask_withdrawal_of_unknown,
    queue_entry,
    requeue,
    settle_without_receipt,
)
from chengxin.foundation.reporting.plugs import reported_kinds
from chengxin.foundation.reporting.queries import region_of
from chengxin.foundation.reporting.sending import fetch
from chengxin.foundation.transparency.models import Publication, PublicationState
from chengxin.ground import home
from chengxin_core.calendar import legal_day

Group = tuple[str, str, str]
CHUNK = 500
NOWHERE = "没有"


@dataclass(frozen=True, slots=True)
class Ours:
    """What stands here under one key, and how far the platform is known to have it."""

    held: Held
    publication: Publication
    newest: Submission | None


def reconcile(*, at: datetime) -> Reconciliation:
    """Compare both sides once and keep the result; raise `NotConnected` or `AlreadySending`.

    A platform that does not answer leaves a result too, which says so.
    """
    with connection.alone():
        platform = connection.platform()
        try:
            heard = fetch(platform, at=at)
            if heard.said:
                raise PlatformSilent(heard.said)
            return _compared(platform, at)
        except (OSError, PlatformRefused) as fault:
            return Reconciliation.objects.create(day=legal_day(at), at=at, said=str(fault)[:300])


def _compared(platform: Platform, at: datetime) -> Reconciliation:
    fields = field_map(home.current())
    inventory = platform.inventory()
    ours = _in_force(fields)
    by_group: dict[Group, list[Ours]] = defaultdict(list)
    for each in ours.values():
        by_group[_group(each.held)].append(each)
    differing = sorted(_differing(by_group, inventory))
    theirs = {held.key: held for group in differing for held in _keys_of(inventory, group)}
    young_since = inventory.as_of - timedelta(hours=fields.in_transit_hours)
    among = {each.held.key: each for group in differing for each in by_group.get(group, ())}
    with transaction.atomic():
        result = Reconciliation.objects.create(
            day=legal_day(at),
            at=at,
            ours=len(ours),
            theirs=sum(tally.count for tally in inventory.tallies.values()),
            tallies=_tallies(by_group, inventory),
        )
        judge = _Judge(result, fields, young_since, at)
        for key in sorted({*among, *theirs}):
            judge.key(key, among.get(key), theirs.get(key))
        for each in ours.values():
            if each.held.key not in among:
                judge.agreed(each)
        judge.ask_again()
        judge.keep()
    return result


def _in_force(fields: FieldMap) -> dict[str, Ours]:
    """Return what is in force here of every kind that is reported, by key."""
    kinds = [each.publication for each in reported_kinds() if each.publication in fields.kinds]
    standing = Publication.objects.filter(kind__in=kinds, state=PublicationState.IN_FORCE)
    newest = {
        each.key: each
        for each in Submission.objects.filter(publication__in=standing, action=ReportAction.REPORT)
        .select_related("batch")
        .order_by("pk")
    }
    rows = standing.select_related("matter__body__region").order_by("pk").iterator(chunk_size=CHUNK)
    return {each.key: Ours(_held(each, fields), each, newest.get(each.key)) for each in rows}


def _held(publication: Publication, fields: FieldMap) -> Held:
    return Held(
        kind=fields.kinds[publication.kind].catalogue,
        region=region_of(publication),
        day=legal_day(publication.published_at).isoformat(),
        key=publication.key,
        version=publication.version,
    )


def _differing(ours: dict[Group, list[Ours]], inventory: Inventory) -> Iterator[Group]:
    """Yield the groups in which count or digest differ, or in which something is on its way."""
    for group in {*ours, *inventory.tallies}:
        here, there = ours.get(group, []), inventory.tallies.get(group)
        digest = digest_of([(each.held.key, each.held.version) for each in here])
        if there is None or (there.count, there.digest) != (len(here), digest):
            yield group


def _keys_of(inventory: Inventory, group: Group) -> Iterator[Held]:
    if group in inventory.tallies:
        yield from inventory.keys_of(group)


def _group(held: Held) -> Group:
    return held.kind, held.region, held.day


def _tallies(ours: dict[Group, list[Ours]], inventory: Inventory) -> list[list[str | int]]:
    """Return the counts of both sides: of each kind and region as a whole, and of each day on which they differ."""
    whole: dict[Group, list[int]] = defaultdict(lambda: [0, 0])
    for group in {*ours, *inventory.tallies}:
        there = inventory.tallies.get(group)
        here, held = len(ours.get(group, ())), there.count if there else 0
        kind, region, _day = group
        whole[kind, region, ""][0] += here
        whole[kind, region, ""][1] += held
        if here != held:
            whole[group] = [here, held]
    return [[*group, *counts] for group, counts in sorted(whole.items())]


class _Judge:
    """Judges key by key, mends what may be mended, and keeps the result."""

    def __init__(self, result: Reconciliation, fields: FieldMap, young_since: datetime, at: datetime) -> None:
        self._result, self._fields, self._young_since, self._at = result, fields, young_since, at
        self._found: list[Mismatched] = []
        self._in_transit = self._returned = 0

    def key(self, key: str, ours: Ours | None, theirs: Held | None) -> None:
        """Judge one key."""
        if ours is not None and ours.held == theirs:
            self.agreed(ours)
        elif ours is not None and self._is_on_its_way(ours.newest):
            self._in_transit += 1
        elif ours is not None and ours.newest is not None and ours.newest.state == SubmissionState.RETURNED:
            self._returned += 1
        elif ours is None and theirs is not None:
            self._not_here(key, theirs)
        elif ours is not None and theirs is None:
            self._not_there(ours)
        elif ours is not None and theirs is not None:
            self._other(ours, theirs)

    def agreed(self, ours: Ours) -> None:
        """The platform has it: where its receipt went lost, that is the receipt."""
        newest = ours.newest
        if newest is not None and newest.state == SubmissionState.SENT and not self._is_on_its_way(newest):
            settle_without_receipt(submission=newest, at=self._at)

    def ask_again(self) -> None:
        """Send withdrawals again that were never answered for: an end must be acknowledged, not guessed."""
        unanswered = Submission.objects.filter(
            action=ReportAction.WITHDRAW,
            state=SubmissionState.SENT,
            batch__sent_at__lte=self._young_since,
        )
        for each in unanswered:
            requeue(submission=each, at=self._at)

    def keep(self) -> None:
        """Keep what was found."""
        Mismatched.objects.bulk_create(self._found)
        result = self._result
        result.in_transit, result.returned = self._in_transit, self._returned
        result.differences = len(self._found)
        result.save(update_fields=["in_transit", "returned", "differences"])

    def _is_on_its_way(self, submission: Submission | None) -> bool:
        if submission is None:
            return False
        if submission.state in (SubmissionState.QUEUED, SubmissionState.SENDING):
            return True
        sent_at = submission.batch.sent_at if submission.batch else None
        is_young = sent_at is None or sent_at > self._young_since
        return submission.state == SubmissionState.SENT and is_young

    def _not_there(self, ours: Ours) -> None:
        """Report again what the platform lost, unless it ended it itself: that is a person's to decide."""
        if PlatformNotice.objects.filter(key=ours.held.key).exists():
            self._add(Mismatch.DIFFERS, ours.held, ours.publication, "公示中", "已先行终止", "待办理平台来函")
            return
        self._report_again(ours)
        self._add(
            Mismatch.MISSING, ours.held, ours.publication, f"第 {ours.held.version} 版", NOWHERE, "已重新报送"
        )

    def _not_here(self, key: str, theirs: Held) -> None:
        """Ask the platform to withdraw what ended here, or never was here."""
        publication = Publication.objects.select_related("matter").filter(key=key).first()
        if publication is not None and publication.state == PublicationState.IN_FORCE:
            return  # it stands in a group that agrees on our side: told from there
        ends = Submission.objects.filter(key=key, action=ReportAction.WITHDRAW).select_related("batch")
        end = ends.order_by("-pk").first()
        if self._is_on_its_way(end):
            self._in_transit += 1
            return
        if end is not None and end.state == SubmissionState.RETURNED:
            self._returned += 1
            return
        if end is not None:
            requeue(submission=end, at=self._at)
        elif publication is not None:
            self._queue_newest(publication)
        else:
            ask_withdrawal_of_unknown(key=key, version=theirs.version, at=self._at)
        standing = "已终止公示" if publication is not None else NOWHERE
        self._add(Mismatch.UNKNOWN, theirs, publication, standing, f"第 {theirs.version} 版", "已请平台撤销")

    def _other(self, ours: Ours, theirs: Held) -> None:
        here, there = _told(ours.held, theirs)
        if theirs.version < ours.held.version:
            self._report_again(ours)
            done = "已重新报送"
        else:
            done = "请人工核对"
        self._add(Mismatch.DIFFERS, ours.held, ours.publication, here, there, done)

    def _report_again(self, ours: Ours) -> None:
        if ours.newest is not None and ours.newest.version == ours.held.version:
            requeue(submission=ours.newest, at=self._at)
        else:
            self._queue_newest(ours.publication)

    def _queue_newest(self, publication: Publication) -> None:
        entry = publication.entries.order_by("-pk").first()
        assert entry is not None  # what was published has one
        queue_entry(entry=entry, at=self._at)

    def _add(
        self,
        mismatch: Mismatch,
        held: Held,
        publication: Publication | None,
        ours: str,
        theirs: str,
        done: str,
    ) -> None:
        self._found.append(
            Mismatched(
                reconciliation=self._result,
                publication=publication,
                kind=self._fields.kind_of(held.kind),
                region=held.region,
                day=held.day,
                key=held.key,
                mismatch=mismatch,
                ours=ours,
                theirs=theirs,
                done=done,
            )
        )


def _told(ours: Held, theirs: Held) -> tuple[str, str]:
    """Return in words in what two rows under one key differ."""
    if ours.version != theirs.version:
        return f"第 {ours.version} 版", f"第 {theirs.version} 版"
    words = {"kind": "目录", "region": "区划", "day": "日期"}
    for name, word in words.items():
        here, there = getattr(ours, name), getattr(theirs, name)
        if here != there:
            return f"{word} {here}", f"{word} {there}"
    return "同一版", "同一版（核对字段）"
