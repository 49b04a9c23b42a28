"""What the public sees of a record, and the review without which it sees nothing (policy Q-27)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from chengxin.chain.evidence.queries import private_names_of
from chengxin.chain.records.models import Record
from chengxin.chain.records.operations import PastItsLawfulEnd
from chengxin.chain.records.queries import (
    exposure_zh,
    instruments_of,
    instruments_of_records,
    is_in_force,
    record_of,
    standing_record,
    window_of,
)
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.queries import deadlines_of
from chengxin.foundation.documents.papers import remedies_for
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.foundation.subjects.models import Region
from chengxin.foundation.transparency.models import Publication, ReviewOutcome
from chengxin.foundation.transparency.operations import correct, mark, publish, review_release, withdraw
from chengxin.foundation.transparency.queries import publication_in_force, publications_of
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import DisclosureMode, Ground

KIND = "record"

Contribution = Callable[[Matter], Iterable[Mapping[str, Any]]]
_intended: list[Contribution] = []
_measures: list[Contribution] = []
_progress: list[Contribution] = []
_contests: list[Callable[[Matter], bool]] = []
_doubts: list[Callable[[Matter], str]] = []


class NothingToPublish(UnableToMove):
    """The record was not determined, or has ended."""


class InDoubt(UnableToMove):
    """A doubt was raised that must be settled first."""


class NotForThePublic(UnableToMove):
    """The kind of information is not one that may be published (policy C-07, C-08)."""


def contribute(
    *,
    intended: Contribution | None = None,
    measures: Contribution | None = None,
    progress: Contribution | None = None,
    contested: Callable[[Matter], bool] | None = None,
    doubt: Callable[[Matter], str] | None = None,
) -> None:
    """Let a room above say which measures the notice tells of, and what the public page shows of measures, of what was
    done to put things right, of doubt. A `doubt` in words holds up determination and publication until it is settled.
    """
    if intended is not None:
        _intended.append(intended)
    if measures is not None:
        _measures.append(measures)
    if progress is not None:
        _progress.append(progress)
    if contested is not None:
        _contests.append(contested)
    if doubt is not None:
        _doubts.append(doubt)


def publication_of(matter: Matter) -> Publication | None:
    """Return the newest publication of a record, in force or ended."""
    return next((each for each in publications_of(matter) if each.kind == KIND), None)


@transaction.atomic
def review_and_publish(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    disclosure_passed: bool,
    secrecy_passed: bool,
    personal_passed: bool,
    ground: str,
) -> Publication | None:
    """Keep the release review and, if it passes, publish the record, or its newer version, in the same act."""
    if not is_in_force(standing_record(matter)):
        raise NothingToPublish("该记录尚未认定或者已经终止，不得公示")
    refuse_in_doubt(matter)
    record = record_of(matter)
    _require_publishable(record, legal_day(at))
    review = review_release(
        matter=matter,
        kind=KIND,
        by=by,
        author=author_of(matter),
        disclosure_passed=disclosure_passed,
        secrecy_passed=secrecy_passed,
        personal_passed=personal_passed,
        ground=ground,
        at=at,
    )
    if review.outcome != ReviewOutcome.PASSED:
        return None
    Record.objects.filter(pk=matter.pk).update(is_behind=False)
    shown = publication_in_force(matter, KIND)
    body = content_of(record, on=legal_day(at))
    if shown is not None:
        return correct(publication=shown, body=body, why=ground, review=review, at=at)
    published = publish(kind=KIND, matter=matter, body=body, review=review, at=at)
    return mark(publication=published, at=at) if any(part(matter) for part in _contests) else published


def refuse_in_doubt(matter: Matter) -> None:
    """Raise `InDoubt` while somebody has raised a doubt that must be settled first, such as that of the wrong body."""
    for part in _doubts:
        if told := part(matter):
            raise InDoubt(told)


def note_progress(*, matter: Matter, at: datetime) -> None:
    """Note that what is public lags behind since `at`: a new version waits for its release review."""
    Record.objects.filter(pk=matter.pk).update(is_behind=True)


def release(*, matter: Matter, by: Mandate, at: datetime, **checks: Any) -> str:
    """Review for release and publish; return what came of it, for the reviewer."""
    published = review_and_publish(matter=matter, by=by, at=at, **checks)
    return "审查通过，已经公示" if published else "审查意见已记录：不予公开，没有公示"


def withdraw_what_is_public(
    *, matter: Matter, ground: Ground, clauses: Sequence[str], role: Actor, at: datetime
) -> None:
    """End the publication of a record, if one is in force."""
    shown = publication_in_force(matter, KIND)
    if shown is not None:
        withdraw(publication=shown, ground=ground, clauses=clauses, decided_by_role=role, at=at)


def author_of(matter: Matter) -> Mandate:
    """Return who wrote what is to be published: the person that submitted or corrected the record's facts last."""
    written = (
        matter.moves.filter(code__in=("submit", "correct")).exclude(by=None).order_by("-at", "-pk").first()
    )
    if written is None or written.by is None:
        raise UnableToMove("没有报送人，无法办理公开审查")
    return written.by


def content_of(record: Record, *, on: date) -> dict[str, Any]:
    """Return the public content of a record, as `transparency/record_content.py` describes it.

    Posts stand for persons; the number of the instrument leads to a case, not to a person.
    """
    matter = record.matter
    first = min(instruments_of(record), key=lambda each: each.decided_on or record.instrument_on)
    book = rulebook_of(matter.rulebook)
    return {
        "body": {"id": matter.body_id, "name": matter.body.name, "region": _regions(matter.body.region)},
        "title": f"{matter.body.name}{type_zh(record)}",
        "facts": record.facts,
        "severity": record.severity,
        "reasons": [
            {
                "question": "认定依据是否生效",
                "answer": f"{first.issuer}{first.number}已经生效",
                "citation": book.authority_of("C-52", on=on),
            },
            {
                "question": "是否属于清单所列信息",
                "answer": f"属于“{type_zh(record)}”（{record.list_version}）",
                "citation": book.authority_of("C-02", on=on),
            },
            {
                "question": "失信程度",
                "answer": "；".join(record.proportionality["grading"]),
                "citation": book.authority_of("C-53", on=on),
            },
            {
                "question": "公示到哪一天",
                "answer": "；".join(record.window),
                "citation": book.authority_of("Q-02", on=on),
            },
        ],
        "basis": {
            "kind": first.kind,
            "number": first.number,
            "organ": first.issuer,
            "date": record.instrument_on,
        },
        "organ": matter.organ.name,
        "measures": [_public_measure(each) for each in listed_measures(matter)],
        "progress": [*_kept_deadlines(matter), *(dict(each) for part in _progress for each in part(matter))],
        "remedies": list(remedies_for("record", matter.rulebook, on)),
        "published_on": on,
        "ends_on_latest": record.ends_on,
        "exposure": exposure_zh(record),
        "is_demo": matter.is_demo,
    }


def intended_measures(matter: Matter) -> list[Mapping[str, Any]]:
    """Return the measures that the record's notice tells of: each as `listed_measures` has them."""
    return [each for part in _intended for each in part(matter)]


def listed_measures(matter: Matter) -> list[Mapping[str, Any]]:
    """Return a record's measures in force: each with code, name, organ, state (in words) and basis."""
    return [each for part in _measures for each in part(matter)]


def type_zh(record: Record) -> str:
    """Return the official wording of the item of the list that the record falls under."""
    items = rulebook_of(record.matter.rulebook).items("record_types", on=legal_day(record.matter.moved_at))
    return next((item.zh for item in items if item.code == record.record_type), "政务失信记录")


def names_not_to_show(matters: Sequence[Matter]) -> Mapping[int, Iterable[str]]:
    """Return, by matter, the names of parties that are no public bodies in the instruments of its record."""
    roots = {matter.pk: root for matter in matters if (root := _record_behind(matter)) is not None}
    instruments = instruments_of_records(roots.values())
    return {matter: private_names_of(instruments[root]) for matter, root in roots.items()}


def _record_behind(matter: Matter) -> int | None:
    root = matter if matter.kind == "record" else matter.parent
    return root.pk if root is not None and root.kind == "record" else None


def _require_publishable(record: Record, day: date) -> None:
    if record.disclosure_mode != DisclosureMode.PUBLIC:
        raise NotForThePublic(
            f"该类信息的披露方式是“{DisclosureMode(record.disclosure_mode).zh}”，不得公开公示（C-07）"
        )
    permission = window_of(record, on=day).permission
    if not permission.allowed:
        raise PastItsLawfulEnd(f"{permission.reason}。{'；'.join(permission.arithmetic)}")


def _regions(region: Region) -> list[dict[str, str]]:
    above: list[Region] = []
    here: Region | None = region
    while here is not None:
        above.append(here)
        here = here.parent
    return [{"id": each.pk, "name": each.name} for each in reversed(above)]


def _public_measure(measure: Mapping[str, Any]) -> dict[str, Any]:
    return {name: measure[name] for name in ("code", "name", "organ", "state")}


def _kept_deadlines(matter: Matter) -> Iterable[dict[str, Any]]:
    for deadline in deadlines_of(matter):
        if deadline.owes == Owes.BODY and deadline.was_kept:
            yield {"on": deadline.ended_on, "what": f"在期限内{deadline.title}（{deadline.due_on} 到期）"}
