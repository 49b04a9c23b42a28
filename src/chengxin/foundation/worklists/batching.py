"""批量办理: one act upon many matters, each looked at by itself before and while it is done.

What harms somebody is never among the acts, nor the issue and the sending of a document whose service does something:
those are decisions about one case.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.plugs import document_kind
from chengxin.foundation.matters.forms import Uploads
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import Button, MatterKind, kind_of
from chengxin.foundation.matters.queries import name_of, visible_matters
from chengxin.foundation.matters.unbiased import require_unbiased
from chengxin.foundation.worklists.models import Batch, BatchItem, Outcome
from chengxin.foundation.worklists.operations import (
    circulate,
    nudge,
    pass_on,
    require_in_hands,
    require_not_nudged,
    require_reader,
    require_taker,
)
from chengxin.foundation.worklists.papers import draft_reminder, require_remindable
from chengxin.ground import trail
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.documents import DOCUMENT
from chengxin_core.lifecycle.table import NoSuchMove

MOST = 200
BUTTON = "button:"
TO_COLLEAGUE = {"assign": pass_on, "circulate": circulate}
IN_WORDS = frozenset({"remind"})  # acts that say something to the body of each matter
ACTS = {"assign": "转办", "circulate": "传阅", "nudge": "催办", "remind": "拟写提醒函"}
_SENT_OUT = frozenset({"issue", "dispatch", "sign", "record_service", "cancel"})


class NotInABatch(UnableToMove):
    """The act is not one that is done to many matters at once."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A matter of a batch before it is done: why not, in words, or nothing."""

    matter: Matter
    reason: str

    @property
    def can(self) -> bool:
        return not self.reason


def is_for_many(kind: MatterKind, button: Button) -> bool:
    """Say whether a button may be pressed in many matters at once: it harms nobody and asks for nothing of its own."""
    try:
        harms = kind.lifecycle.move(button.code).harms
    except NoSuchMove:
        harms = False
    fields = button.form.base_fields.values()
    asks = any(each.required or not isinstance(each, forms.CharField | Uploads) for each in fields)
    return not harms and not button.harms and not asks


def acts_for(matters: Iterable[Matter], by: Mandate) -> dict[str, str]:
    """Return the acts offered for these matters, each with its name: buttons of theirs, and what any matter takes."""
    pressed = {
        f"{BUTTON}{button.code}": button.zh
        for matter in matters
        for button in kind_of(matter.kind).buttons_for(matter, by)
        if is_for_many(kind_of(matter.kind), button)
    }
    return {**pressed, **ACTS}


def name_of_act(act: str, matters: Iterable[Matter]) -> str:
    """Return what an act is called."""
    code = act.removeprefix(BUTTON)
    found = (kind_of(matter.kind).button(code) for matter in matters)
    return ACTS.get(act) or next((button.zh for button in found if button is not None), code)


def chosen(by: Mandate, keys: Sequence[int]) -> list[Matter]:
    """Return those of these matters that the holder may see, without archived ones, in this order; at most `MOST`."""
    found = visible_matters(by).filter(archived_at=None).in_bulk(list(keys)[:MOST])
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def look(
    matters: Sequence[Matter], act: str, *, by: Mandate, to: Mandate | None, at: datetime
) -> list[Looked]:
    """Say of each matter whether the act can be done to it, and else why not."""
    return [Looked(matter, _why_not(matter, act, by, to, at)) for matter in matters]


@transaction.atomic
def begin(
    *, matters: Sequence[Matter], act: str, to: Mandate | None, note: str, by: Mandate, at: datetime
) -> Batch:
    """Keep what shall be done to which matters, as they were seen; `carry_out` does it. Raises `NotInABatch`."""
    if act not in acts_for(matters, by) or not matters:
        raise NotInABatch("没有选中可以批量办理的事项")
    if act in TO_COLLEAGUE and to is None:
        raise NotInABatch("请选择接收的岗位")
    if act in IN_WORDS and not note.strip():
        raise NotInABatch("请填写提醒的内容")
    batch = Batch.objects.create(mandate=by, act=act, to=to, note=note, at=at)
    BatchItem.objects.bulk_create(
        BatchItem(batch=batch, matter=matter, version=matter.version) for matter in matters[:MOST]
    )
    trail.note("worklists.batch_begun", f"batch/{batch.pk}", mandate=by.pk, act=act, matters=len(matters))
    return batch


def carry_out(*, batch: Batch, now: Callable[[], datetime]) -> int:
    """Do the act to each matter that waits for it, each in a transaction of its own; return how many were done.

    It may be broken off and begun again: what has its result is not done twice.
    """
    waiting = batch.items.filter(outcome=Outcome.WAITING).values_list("pk", flat=True)
    done = sum(_do(batch, pk, now()) for pk in list(waiting))
    Batch.objects.filter(pk=batch.pk, finished_at=None).update(finished_at=now())
    return done


def _do(batch: Batch, pk: int, at: datetime) -> bool:
    try:
        with transaction.atomic():
            item = BatchItem.objects.select_for_update().get(pk=pk)
            if item.outcome != Outcome.WAITING:
                return False
            _act(batch, item, at)
            item.outcome = Outcome.DONE
            item.save(update_fields=["outcome"])
    except UnableToMove as refusal:
        BatchItem.objects.filter(pk=pk).update(outcome=Outcome.REFUSED, reason=str(refusal))
        return False
    return True


def _act(batch: Batch, item: BatchItem, at: datetime) -> None:
    by = batch.mandate
    found = chosen(by, [item.matter_id])
    if not found:
        raise UnableToMove("该事项已经不在您的查看范围之内")
    (matter,) = found
    if matter.version != item.version:
        raise UnableToMove("该事项在预览后已有新的办理，请核对最新情况后再办")
    reason = _why_not(matter, batch.act, by, batch.to, at)
    if reason:
        raise UnableToMove(reason)
    was_harming = matter.harms
    if batch.act.startswith(BUTTON):
        button = _button(matter, batch.act, by)
        assert button is not None
        button.operation(matter=matter, by=by, at=at, **_said(button, matter, by, at))
    elif batch.act == "nudge":
        nudge(matter=matter, by=by, at=at)
    elif batch.act == "remind":
        draft_reminder(matter=matter, by=by, at=at, text=batch.note)
    else:
        assert batch.to is not None
        TO_COLLEAGUE[batch.act](matter=matter, to=batch.to, by=by, at=at, note=batch.note)
    matter.refresh_from_db(fields=["harms"])
    if matter.harms and not was_harming:
        raise UnableToMove("使当事单位承受不利后果的决定须逐件作出")
    trail.note("worklists.batch_item", name_of(matter), mandate=by.pk, act=batch.act)


def _why_not(matter: Matter, act: str, by: Mandate, to: Mandate | None, at: datetime) -> str:
    if not act.startswith(BUTTON):
        return _why_not_together(matter, act, by, to, legal_day(at))
    code = act.removeprefix(BUTTON)
    button = _button(matter, act, by)
    if button is None:
        barred = {each.code: why for each, why in kind_of(matter.kind).barred_for(matter, by)}
        if code in barred:
            return barred[code]
        state = kind_of(matter.kind).state_zh(matter.state)
        return f"处于“{state}”，这一步现在不能办理，或者不属于您的岗位"
    if not is_for_many(kind_of(matter.kind), button):
        return "须逐件填写或者逐件决定，不能批量办理"
    if matter.kind == DOCUMENT.kind and code in _SENT_OUT and _does_something(matter):
        return "送达后产生效力的文书须逐件签发、送达"
    try:
        require_unbiased(by, matter, on=legal_day(at))
    except UnableToMove as refusal:
        return str(refusal)
    return ""


def _why_not_together(matter: Matter, act: str, by: Mandate, to: Mandate | None, on: date) -> str:
    """Ask of an act that any matter takes what its operation will ask."""
    try:
        if act == "nudge":
            require_not_nudged(matter, on=on)
        elif act == "remind":
            require_remindable(matter, by=by, on=on)
        elif act == "circulate" and to is not None:
            require_reader(matter, to=to, by=by)
        elif act == "assign":
            require_in_hands(matter, by=by)
            if to is not None:
                require_taker(matter, to=to, on=on)
    except UnableToMove as refusal:
        return str(refusal)
    return ""


def _does_something(matter: Matter) -> bool:
    return document_kind(matter.document.kind).on_served is not None


def _button(matter: Matter, act: str, by: Mandate) -> Button | None:
    code = act.removeprefix(BUTTON)
    offered = kind_of(matter.kind).buttons_for(matter, by)
    return next((each for each in offered if each.code == code), None)


def _said(button: Button, matter: Matter, by: Mandate, at: datetime) -> dict[str, object]:
    form = button.form({}, matter=matter, by=by, at=at)
    if not form.is_valid():
        raise UnableToMove("；".join(str(each) for errors in form.errors.values() for each in errors))
    return dict(form.cleaned_data)
