"""Writes of the register of consumers: register, end, give a new token; and what consumers do: pull, answer."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import holds_whole_province
from chengxin.foundation.accounts.tokens import make_token
from chengxin.foundation.sharing.feed import log_origin
from chengxin.foundation.sharing.models import AnswerReceived, Consumer, OwedAnswer, Pull
from chengxin.foundation.sharing.owing import settle
from chengxin.foundation.sharing.probing import AddressRefused, require_address
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.personal import NamesAPerson, refuse_personal_information
from chengxin.foundation.transparency.queries import ENDS, log_size
from chengxin_core.ledger.answers import AnswerMalformed, AnswerOutcome, SharingAnswer, open_answer
from chengxin_core.ledger.signatures import KeyMalformed, NoteUnverified, VerifierKey
from chengxin_core.lifecycle.table import Actor

CODE = re.compile(r"[a-z][a-z0-9-]{1,31}")


class ConsumerRefused(Exception):
    """A consumer cannot be registered, changed or ended so; the text says why, for people."""


class AnswerRefused(Exception):
    """What came is no answer of this consumer about this log; the text says why."""


@transaction.atomic
def register_consumer(
    *,
    code: str,
    name: str,
    post: str,
    since: date,
    by: Mandate | None,
    body: PublicBody | None = None,
    public_key: str = "",
    address: str = "",
) -> tuple[Consumer, str]:
    """Register a consumer; return it and its token, which is shown this once and cannot be read again.

    `by` is an administrator of the whole province, or None on the command line. `address` is where its own copy can be
    asked for one key, with `{key}` in it. Raises `ConsumerRefused`.
    """
    _require_administrator(by)
    _require_sense(code, name, post, public_key, address)
    token, token_hash = make_token(code)
    try:
        with transaction.atomic():
            consumer = Consumer.objects.create(
                code=code,
                name=name.strip(),
                body=body,
                post=post.strip(),
                token_hash=token_hash,
                public_key=public_key,
                address=address,
                since=since,
                registered_by=by,
            )
    except IntegrityError:
        raise ConsumerRefused(f"代码“{code}”已经登记给别的共享单位") from None
    return consumer, token


@transaction.atomic
def end_consumer(*, consumer: Consumer, until: date, has_deleted: bool, by: Mandate | None) -> None:
    """End a registration with that day: its token is refused afterwards.

    Unless it said in writing that it deleted everything (`has_deleted`), it goes on owing an answer for whatever it
    had taken. Raises `ConsumerRefused`.
    """
    _require_administrator(by)
    if until < consumer.since:
        raise ConsumerRefused(f"终止日 {until} 早于登记日 {consumer.since}")
    Consumer.objects.filter(pk=consumer.pk).update(until=until, has_deleted=has_deleted)
    consumer.until, consumer.has_deleted = until, has_deleted


@transaction.atomic
def renew_token(*, consumer: Consumer, by: Mandate | None) -> str:
    """Give a consumer another token and return it; the old one is refused from now on."""
    _require_administrator(by)
    token, token_hash = make_token(consumer.code)
    Consumer.objects.filter(pk=consumer.pk).update(token_hash=token_hash)
    return token


@transaction.atomic
def note_pull(*, consumer: Consumer, end: int, at: datetime) -> bool:
    """Note that the consumer was told of every entry before `end`; say whether that was new.

    From then on it counts as having taken whatever was published before that number.
    """
    first = Consumer.objects.select_for_update().get(pk=consumer.pk).pulled
    if end <= first:
        return False
    Consumer.objects.filter(pk=consumer.pk).update(pulled=end, pulled_at=at)
    Pull.objects.create(consumer=consumer, first=first, end=end, at=at)
    return True


@transaction.atomic
def take_answer(*, consumer: Consumer, data: bytes, at: datetime) -> int:
    """Take an answer as the consumer sent it; return for how many ends it was still owed.

    What was answered before stays answered. An answer found untrue is not mended by saying it again: that takes a
    probe that finds nothing. Raises `AnswerRefused`.
    """
    answer = _opened(consumer, data)
    note_pull(consumer=consumer, end=answer.applied, at=at)
    is_new = Consumer.objects.filter(pk=consumer.pk, applied__lt=answer.applied).update(
        applied=answer.applied, applied_at=at
    )
    owed = _owed_by_number(consumer, answer.applied) | _owed_by_key(consumer, dict(answer.keys))
    if not (is_new or owed):
        return 0
    received = AnswerReceived.objects.create(
        consumer=consumer, applied=answer.applied, data=data, is_signed=bool(consumer.public_key), at=at
    )
    stops = set()
    for each in OwedAnswer.objects.filter(pk__in=owed).select_related("stop__matter"):
        each.answer, each.outcome, each.answered_at = received, owed[each.pk], at
        each.save(update_fields=["answer", "outcome", "answered_at"])
        stops.add(each.stop)
    for stop in stops:
        settle(matter=stop.matter, at=at)
    return len(owed)


def _owed_by_number(consumer: Consumer, applied: int) -> dict[int, AnswerOutcome]:
    """Return the open answers about ends that have a number below `applied`."""
    ends = OwedAnswer.objects.filter(
        consumer=consumer,
        answered_at=None,
        stop__publication__entries__event__in=ENDS,
        stop__publication__entries__index__lt=applied,
    )
    return dict.fromkeys(ends.values_list("pk", flat=True), AnswerOutcome.REMOVED)


def _owed_by_key(consumer: Consumer, outcomes: Mapping[str, AnswerOutcome]) -> dict[int, AnswerOutcome]:
    """Return the open answers about the keys that are named, each with what is said of it."""
    named = OwedAnswer.objects.filter(
        consumer=consumer, answered_at=None, stop__publication__key__in=list(outcomes)
    )
    return {pk: outcomes[key] for pk, key in named.values_list("pk", "stop__publication__key")}


def _opened(consumer: Consumer, data: bytes) -> SharingAnswer:
    key = VerifierKey.from_string(consumer.public_key) if consumer.public_key else None
    try:
        answer = open_answer(data, key)
    except (AnswerMalformed, NoteUnverified) as fault:
        raise AnswerRefused(str(fault)) from None
    if answer.consumer != consumer.code:
        raise AnswerRefused(f"回执写的单位是“{answer.consumer}”，令牌或者文件属于“{consumer.code}”")
    if answer.origin != log_origin():
        raise AnswerRefused(f"回执写的日志是“{answer.origin}”，本平台的日志是“{log_origin()}”")
    if answer.applied > log_size():
        raise AnswerRefused(f"回执说已办理 {answer.applied} 条，日志只有 {log_size()} 条")
    return answer


def _require_administrator(by: Mandate | None) -> None:
    if by is not None and (by.role != Actor.ADMINISTRATOR or not holds_whole_province(by)):
        raise ConsumerRefused("共享单位由范围为全省的系统管理员登记")


def _require_sense(code: str, name: str, post: str, public_key: str, address: str) -> None:
    if not CODE.fullmatch(code):
        raise ConsumerRefused(f"代码“{code}”应当由小写字母开头，由 2 至 32 个小写字母、数字和连字符组成")
    if not (name.strip() and post.strip()):
        raise ConsumerRefused("请写明共享单位的名称和联系岗位")
    try:
        refuse_personal_information({"name": name, "post": post}, names=())
    except NamesAPerson:
        raise ConsumerRefused("名称和联系岗位只写单位和岗位，不写证件号码和电话号码") from None
    try:
        if public_key:
            VerifierKey.from_string(public_key)
        if address:
            require_address(address)
    except (KeyMalformed, AddressRefused) as refusal:
        raise ConsumerRefused(str(refusal)) from None
