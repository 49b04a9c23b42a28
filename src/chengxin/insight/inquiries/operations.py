"""Asking: the one way in which a question is answered, whoever asks: a person, a list, a program.

The questions are written down first, then what a purpose may look at is read, then the answers are written, all in one
transaction: no answer leaves without its question standing in the log.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate, Program
from chengxin.foundation.matters.operations import NotCompetent, Recused, UnableToMove
from chengxin.foundation.matters.unbiased import clause, partial_to
from chengxin.foundation.rules.queries import rulebook_of, versions
from chengxin.foundation.subjects.models import Official
from chengxin.ground import trail
from chengxin.ground.prepared import insert
from chengxin.insight.inquiries.models import Answered, Inquiry, InquiryList
from chengxin.insight.inquiries.queries import AskedBy, purposes_for
from chengxin.insight.inquiries.standing import standing_of
from chengxin.mechanisms.dossiers.looking import officials_seen_by
from chengxin.mechanisms.dossiers.sources.entries import NUMBER
from chengxin_core.calendar import legal_day
from chengxin_core.determination.inquiries import DEFERRALS, Purpose, SubjectKind, answer
from chengxin_core.rulebook import Rulebook

NUMBER_BYTES = 8
Row = TypeVar("Row", Inquiry, Answered)


class PurposeRefused(UnableToMove):
    """A purpose that the law does not list, that is not this asker's, or that is not about such a subject."""


class DeferralRefused(UnableToMove):
    """The subject would not be told although no law says so, or for longer than may be."""


@dataclass(frozen=True, slots=True)
class Deferral:
    """暂缓告知: on what ground of the law the subject does not see the question, and until which day."""

    ground: str
    until: date


@dataclass(frozen=True, slots=True)
class Asking:
    """查询人: who asks what for, in which work; what may be asked was checked when it was made by `asking`."""

    who: AskedBy
    kind: SubjectKind
    purpose: Purpose
    document_number: str
    rulebook: str
    deferral: Deferral | None = None
    list: InquiryList | None = None

    def question(self, key: str, row: int | None, at: datetime) -> Inquiry:
        """Return the question about one subject, not yet stored."""
        about_a_body = self.kind is SubjectKind.BODY
        return Inquiry(
            number=secrets.token_hex(NUMBER_BYTES),
            purpose=self.purpose.code,
            document_number=self.document_number,
            body_id=key if about_a_body else None,
            official_id=None if about_a_body else key,
            organ_id=self.who.body_id,
            by_id=self.who.pk if isinstance(self.who, Mandate) else None,
            program_id=self.who.pk if isinstance(self.who, Program) else None,
            list=self.list,
            row=row,
            deferral=self.deferral.ground if self.deferral else "",
            deferred_until=self.deferral.until if self.deferral else None,
            rulebook=self.rulebook,
            at=at,
        )


def asking(
    *,
    who: AskedBy,
    kind: SubjectKind,
    purpose: str,
    document_number: str,
    on: date,
    deferral: str = "",
    deferred_until: date | None = None,
    of_list: InquiryList | None = None,
) -> Asking:
    """Return who asks what for, if that is allowed. Raises `PurposeRefused` or `DeferralRefused`."""
    version = versions().of(who.body.path)
    book = rulebook_of(version)
    allowed = purposes_for(who, kind, on=on)
    found = next((each for each in allowed if each.code == purpose), None)
    if found is None:
        may = "、".join(each.zh for each in allowed)
        raise PurposeRefused(f"查询{kind.zh}的用途应当是：{may}" if may else f"您的岗位不得查询{kind.zh}")
    if not NUMBER.fullmatch(document_number):
        raise PurposeRefused("请写明查询所为的工作文号，如“演示组〔2026〕1号”")
    put_off = _deferral(who, kind, deferral, deferred_until, book, on)
    return Asking(who, kind, found, document_number, version, put_off, of_list)


@transaction.atomic
def ask_about_body(*, asked: Asking, body: str, at: datetime) -> Inquiry:
    """Ask about the body of that id and return the question with its answer. Raises `Recused`."""
    refused = why_not_about(asked, [body], on=legal_day(at))
    if refused:
        raise Recused(f"应当回避：{refused[body]}（{clause(legal_day(at))}）")
    return answer_all(asked=asked, subjects=[(None, body)], at=at)[0]


@transaction.atomic
def ask_about_official(*, asked: Asking, official: Official, at: datetime) -> Inquiry:
    """Ask about one official and return the question with its answer. Raises `NotCompetent`."""
    if why_not_about(asked, [official.pk], on=legal_day(at)):
        raise NotCompetent("该公务员不在您的管理权限内，或者就是您本人")
    return answer_all(asked=asked, subjects=[(None, official.pk)], at=at)[0]


def why_not_about(asked: Asking, keys: Sequence[str], *, on: date) -> Mapping[str, str]:
    """Return, by the key of each subject that may not be asked about here, why; a fixed number of queries."""
    who = asked.who
    if asked.kind is SubjectKind.OFFICIAL:
        assert isinstance(who, Mandate)  # no program asks about a person
        seen = set(officials_seen_by(who).filter(pk__in=keys).values_list("pk", flat=True))
        return {key: "该公务员不在您的管理权限内，或者就是您本人" for key in keys if key not in seen}
    own = {who.body_id: "不得查询本单位"} if who.body_id in keys else {}
    return (partial_to(who, keys, on=on) if isinstance(who, Mandate) else {}) | own


@transaction.atomic
def answer_all(*, asked: Asking, subjects: Sequence[tuple[int | None, str]], at: datetime) -> list[Inquiry]:
    """Log a question about each subject (its row in a list, and its key), then answer all; return them in order.

    Whether they may be asked about, the caller has asked `why_not_about`.
    """
    questions = _stored([asked.question(key, row, at) for row, key in subjects])
    _note(asked, questions)
    today = legal_day(at)
    standing = standing_of(asked.kind, {key for _, key in subjects}, asked.purpose, on=today)
    answers = []
    for question, (_, key) in zip(questions, subjects, strict=True):
        told = answer(asked.purpose, standing.get(key, ()), on=today)
        answers.append(
            Answered(
                inquiry=question,
                outcome=told.outcome,
                until=told.until,
                clause=told.clause,
                valid_on=today,
                at=at,
            )
        )
    _stored(answers)
    return questions


def _stored(rows: list[Row]) -> list[Row]:
    """Insert rows of one table: a single one, as programs ask, by a statement that was made before."""
    if len(rows) == 1:
        insert(rows[0])
        return rows
    return type(rows[0])._default_manager.bulk_create(rows)


def _note(asked: Asking, questions: Sequence[Inquiry]) -> None:
    """Say in the audit who asked what for; of one question its number, of many how many."""
    mandate = asked.who.pk if isinstance(asked.who, Mandate) else ""
    about = f"inquiry/{questions[0].number}" if len(questions) == 1 else f"inquiries/{len(questions)}"
    by_program = {"program": asked.who.code} if isinstance(asked.who, Program) else {}
    trail.note(
        "inquiries.asked",
        about,
        mandate=mandate,
        purpose=asked.purpose.code,
        count=len(questions),
        **by_program,
    )


def _deferral(
    who: AskedBy, kind: SubjectKind, ground: str, until: date | None, book: Rulebook, on: date
) -> Deferral | None:
    if not ground and until is None:
        return None
    if kind is not SubjectKind.OFFICIAL or not isinstance(who, Mandate):
        raise DeferralRefused("查询公共机构的，一律当即告知")
    if who.role not in {item.code for item in book.items("inquiry_deferral_roles", on=on)}:
        raise DeferralRefused("暂缓告知由组织人事负责人提出")
    listed = book.items(DEFERRALS, on=on)
    if ground not in {item.code for item in listed}:
        raise DeferralRefused("暂缓告知的情形应当是：" + "、".join(item.zh for item in listed))
    longest = book.parameter("inquiries.longest_deferral_days").on(on).number
    if until is None or not on < until <= on + timedelta(days=longest):
        raise DeferralRefused(f"请写明暂缓告知至哪一天，在 {on} 以后、{on + timedelta(days=longest)} 以前")
    return Deferral(ground, until)
