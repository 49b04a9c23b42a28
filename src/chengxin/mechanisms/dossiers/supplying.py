"""报送: authorised suppliers hand in entries, by a person or a program; each row is kept, known already, or refused."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO, TypeAlias

from django.db import transaction
from django.db.models import Q, QuerySet

from chengxin.foundation.accounts.models import Mandate, Program
from chengxin.foundation.accounts.plugs import Permission
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.rules.queries import rulebook_of, versions
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import trail
from chengxin.ground.put_aside import put_aside, taken_out
from chengxin.ground.sheets import (
    FileRefused,
    Limits,
    Problem,
    RefusedRow,
    RefusedWriter,
    SourceRow,
    open_rows,
)
from chengxin.mechanisms.dossiers.models import (
    Entry,
    NoticeKind,
    RefusedEntry,
    Supply,
    SupplyAuthority,
)
from chengxin.mechanisms.dossiers.sources import entries
from chengxin.mechanisms.dossiers.sources.entries import NUMBER, EntrySaid
from chengxin.mechanisms.dossiers.telling import tell
from chengxin_core.calendar import legal_day
from chengxin_core.determination.dossiers import DossierInput
from chengxin_core.lifecycle.table import PERSONNEL
from chengxin_core.vocabulary import Term

ROW_SEAL = "officials.refused"
LIMITS = Limits(rows=2000, workbook_bytes=5 * 1024 * 1024, line_bytes=64 * 1024)


SUPPLYING = "supply"  # what the permissions of programs begin with
SuppliedBy: TypeAlias = Mandate | Program


class Outcome(Term):
    """报送结果: what became of one row."""

    KEPT = "kept", "已收入"
    KNOWN = "known", "已有，没有改变"
    REFUSED = "refused", "未接受"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one row, and why it was refused if it was."""

    row: SourceRow | RefusedRow
    outcome: Outcome
    problems: tuple[Problem, ...] = ()


class NotAuthorised(NotCompetent):
    """The organ may not supply this."""


@transaction.atomic
def grant_authority(
    *,
    body: PublicBody,
    input: DossierInput,  # noqa: A002 - the word of the table
    document_number: str,
    valid_from: date,
    at: datetime,
    valid_until: date | None = None,
) -> SupplyAuthority:
    """Let an organ supply one input from that day on; the same again is one."""
    if not NUMBER.fullmatch(document_number):
        raise UnableToMove("授权应当写明“演示组〔2026〕1号”这样的文号")
    trail.note("dossiers.supplier_authorised", f"body/{body.pk}", input=str(input))
    granted, _ = SupplyAuthority.objects.get_or_create(
        body=body,
        input=input,
        valid_from=valid_from,
        defaults={"document_number": document_number, "valid_until": valid_until, "granted_at": at},
    )
    return granted


def authorities_of(body: PublicBody, *, on: date) -> QuerySet[SupplyAuthority]:
    """Return what an organ may supply on a day."""
    lasting = Q(valid_until=None) | Q(valid_until__gte=on)
    return SupplyAuthority.objects.filter(lasting, body=body, valid_from__lte=on).order_by("input")


@transaction.atomic
def take_file(*, file: BinaryIO, name: str, by: Mandate, at: datetime) -> Supply:
    """Take a workbook, CSV or JSON Lines; the file is read and not kept. Raises `NotAuthorised` or `FileRefused`."""
    _require_supplier(by, legal_day(at))
    columns = entries.columns(_rulebook(by), legal_day(at))
    with open_rows(file, filename=name, columns=columns, limits=LIMITS) as stream:
        rows = [row for row in stream if isinstance(row, SourceRow | RefusedRow)]
    if not rows:
        raise FileRefused("没有数据行", "请按模板填写后上传", filename=name)
    return hand_in(rows=rows, by=by, at=at)


@transaction.atomic
def hand_in(*, rows: Iterable[SourceRow | RefusedRow], by: SuppliedBy, at: datetime) -> Supply:
    """Keep what may be kept of these rows, put the rest aside with its reasons; the same rows again change nothing.

    Raises `NotAuthorised` where the organ may supply nothing at all.
    """
    supply, taken = _taken(rows, by, at)
    RefusedEntry.objects.bulk_create(
        RefusedEntry(
            supply=supply,
            row=each.row.number,
            sealed=put_aside(each.row, each.problems, purpose=ROW_SEAL),
        )
        for each in taken
        if each.outcome is Outcome.REFUSED
    )
    return supply


@transaction.atomic
def hand_in_by_program(
    *, rows: Iterable[SourceRow | RefusedRow], by: Program, at: datetime
) -> tuple[Supply, list[Taken]]:
    """Do the same for a program, and return what became of each row: it has its rows itself, so none is put aside.

    Every row bears the supplier's own number. Raises `NotAuthorised` where the program may supply nothing at all.
    """
    return _taken(rows, by, at)


def refused_of(supply: Supply) -> list[RefusedRow]:
    """Unseal the refused rows for their supplier."""
    return [taken_out(row.row, row.sealed, purpose=ROW_SEAL) for row in supply.rows.all()]


def write_refused(supply: Supply, target: BinaryIO, *, on: date) -> int:
    """Write the refused rows as a workbook to mend and hand in again; return how many."""
    columns = entries.columns(rulebook_of(versions().of(supply.body.path)), on)
    with RefusedWriter(target, columns) as writer:
        for opened in refused_of(supply):
            writer.write(opened)
        return writer.count


@transaction.atomic
def discard_refused(*, supply: Supply, by: Mandate) -> int:
    """Destroy the refused rows once they were mended; return how many there were."""
    if supply.body_id != by.body_id:
        raise NotCompetent("未接受的行由报送单位处理")
    count = supply.rows.count()
    supply.rows.all().delete()
    return count


def permissions_offered(path: str, on: date) -> list[Permission]:
    """Return what programs may be let supply; the authority of their organ is asked each time besides."""
    return [Permission(permission_for(each), each.zh) for each in DossierInput]


def permission_for(input: DossierInput) -> str:  # noqa: A002 - the word of the table
    """Return the code of the permission by which a program supplies an input."""
    return f"{SUPPLYING}.{input}"


def _require_supplier(by: SuppliedBy, on: date) -> dict[DossierInput, SupplyAuthority]:
    """Return what may be supplied; who hands in for the same organ at the same time waits."""
    granted = {
        DossierInput(each.input): each
        for each in authorities_of(by.body, on=on).select_for_update(of=("self",))
    }
    if isinstance(by, Program):
        granted = {kind: each for kind, each in granted.items() if by.may(permission_for(kind))}
    elif by.role not in PERSONNEL:
        granted = {}
    if not granted:
        raise NotAuthorised(f"{by.body.name}没有提供档案信息的授权，档案信息只由有权机关报送")
    return granted


def _rulebook(by: SuppliedBy) -> Any:
    return rulebook_of(versions().of(by.body.path))


def _taken(
    rows: Iterable[SourceRow | RefusedRow], by: SuppliedBy, at: datetime
) -> tuple[Supply, list[Taken]]:
    granted = _require_supplier(by, legal_day(at))
    version = versions().of(by.body.path)
    who = {"program": by} if isinstance(by, Program) else {"by": by}
    supply = Supply.objects.create(body=by.body, at=at, **who)
    taken = [_one(row, by, granted, supply, version, at) for row in rows]
    counted = Counter(each.outcome for each in taken)
    supply.kept, supply.duplicates = counted[Outcome.KEPT], counted[Outcome.KNOWN]
    supply.refused = counted[Outcome.REFUSED]
    supply.save(update_fields=["kept", "duplicates", "refused"])
    mandate = "" if isinstance(by, Program) else by.pk
    trail.note("dossiers.supplied", f"supply/{supply.pk}", mandate=mandate, kept=supply.kept)
    return supply, taken


def _one(
    row: SourceRow | RefusedRow,
    by: SuppliedBy,
    granted: dict[DossierInput, SupplyAuthority],
    supply: Supply,
    version: str,
    at: datetime,
) -> Taken:
    said = _said(row, by, granted, version, at)
    if not isinstance(said, EntrySaid):
        return Taken(row, Outcome.REFUSED, said)
    is_new = _keep(said, granted[said.input], supply, version, at)
    return Taken(row, Outcome.KEPT if is_new else Outcome.KNOWN)


def _said(
    row: SourceRow | RefusedRow,
    by: SuppliedBy,
    granted: dict[DossierInput, SupplyAuthority],
    version: str,
    at: datetime,
) -> EntrySaid | tuple[Problem, ...]:
    if isinstance(row, RefusedRow):
        return row.problems
    said = entries.read(
        row.number, row.cells, organ=by.body.name, rulebook=rulebook_of(version), on=legal_day(at)
    )
    if not isinstance(said, EntrySaid):
        return said
    problem = _unnumbered(row, said, by) or _misplaced(row.number, said, by, granted)
    return (problem,) if problem else said


def _misplaced(
    row: int, said: EntrySaid, by: SuppliedBy, granted: dict[DossierInput, SupplyAuthority]
) -> Problem | None:
    """Return why this organ, or this person, may not say it."""
    if said.input not in granted:
        allowed = "、".join(each.zh for each in granted)
        return Problem(row, "信息类别", said.input.zh, f"本单位有权提供的类别：{allowed}")
    if isinstance(by, Mandate) and said.official.mandates.filter(user=by.user_id).exists():
        return Problem(row, "公民身份号码", "", "他人的号码：报送人本人的信息由他人报送")
    if _is_punished_twice(said, by.body):
        return Problem(
            row,
            "内容",
            "",
            "没有处分过的行为：同一日期已有另一机关报送的处分，同一行为不得重复处分（R-28），请核对",
        )
    return None


def _unnumbered(row: SourceRow, said: EntrySaid, by: SuppliedBy) -> Problem | None:
    """Return what is wrong with the supplier's own number: a program's rows bear one, and one means one thing."""
    if not said.reference:
        expected = "本单位系统中的编号：再次报送时凭它识别"
        return Problem(row.number, "报送单位编号", "", expected) if isinstance(by, Program) else None
    known = Entry.objects.filter(supplier=by.body, reference=said.reference).first()
    if known is None or _content(known) == _content(said):
        return None
    expected = "没有用过的编号：这一编号报送过不同的内容；内容有误的，依程序更正，不以再次报送代替"
    return Problem(row.number, "报送单位编号", said.reference, expected)


def _content(said: EntrySaid | Entry) -> tuple[object, ...]:
    return (said.official, said.input, said.item, said.document_number, said.decided_on)


def _is_punished_twice(said: EntrySaid, supplier: PublicBody) -> bool:
    same = Entry.objects.filter(
        official=said.official,
        input=DossierInput.VIOLATIONS,
        decided_on=said.decided_on,
        removed_on=None,
    )
    return said.input is DossierInput.VIOLATIONS and same.exclude(supplier=supplier).exists()


def _keep(said: EntrySaid, authority: SupplyAuthority, supply: Supply, version: str, at: datetime) -> bool:
    entry, is_new = Entry.objects.get_or_create(
        official=said.official,
        input=said.input,
        item=said.item,
        document_number=said.document_number,
        decided_on=said.decided_on,
        defaults={
            "supplier": supply.body,
            "authority": authority,
            "supply": supply,
            "months": said.months,
            "until": said.until,
            "rulebook": version,
            "entered_at": at,
            "reference": said.reference,
        },
    )
    if is_new:
        tell(official=said.official, kind=NoticeKind.ENTRY, at=at, entry=entry)
    return is_new
