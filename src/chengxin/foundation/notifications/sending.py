"""发送: the worker takes what is due, one dispatch at a time, and writes down how it went.

A dispatch is claimed by a conditional update, so two workers never send the same; one whose worker died is given back
after a while, and may then arrive twice.
"""

from datetime import datetime, timedelta

from chengxin.foundation.notifications.models import Dispatch, DispatchState
from chengxin.foundation.notifications.plugs import NotSent, channel_of
from chengxin.foundation.notifications.queries import address_of, code_of, may_confirm
from chengxin.foundation.notifications.saying import code_subject, code_text, subject_of, text_of

AT_ONCE = 100  # dispatches of one run
LEASE = timedelta(minutes=30)  # after which a claim counts as abandoned
# How long after each failure it is tried again; after the last it stays undelivered, for people to see.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)


def send_due(*, at: datetime) -> int:
    """Send what is due by now; return how much arrived."""
    abandoned = Dispatch.objects.filter(state=DispatchState.SENDING, claimed_at__lt=at - LEASE)
    abandoned.update(state=DispatchState.WAITING)
    due = Dispatch.objects.filter(state=DispatchState.WAITING, next_at__lte=at).order_by("next_at", "pk")
    return sum(_send(number, at) for number in list(due.values_list("pk", flat=True)[:AT_ONCE]))


def _send(number: int, at: datetime) -> bool:
    claim = Dispatch.objects.filter(pk=number, state=DispatchState.WAITING)
    if not claim.update(state=DispatchState.SENDING, claimed_at=at):
        return False
    dispatch = Dispatch.objects.select_related("contact__user", "message").get(pk=number)
    if why := _not_wanted(dispatch, at):
        return _end(dispatch, DispatchState.CANCELLED, at, why)
    try:
        _hand_over(dispatch)
    except NotSent as failure:
        return _failed(dispatch, failure, at)
    return _end(dispatch, DispatchState.SENT, at, "")


def _not_wanted(dispatch: Dispatch, at: datetime) -> str:
    """Say why it is sent no more; '' where it is."""
    if not dispatch.contact.user.is_active:
        return "账号已停用"
    if dispatch.message is None:
        return "" if may_confirm(dispatch.contact, at=at) else "确认码已经失效"
    return "已在工作台阅读" if dispatch.message.read_at else ""


def _hand_over(dispatch: Dispatch) -> None:
    contact, message = dispatch.contact, dispatch.message
    channel = channel_of(contact.channel)
    if channel is None or not channel.is_open():
        raise NotSent("这个渠道没有接通")
    if message is None:
        channel.send(address_of(contact), code_subject(), code_text(code_of(contact)))
    else:
        channel.send(address_of(contact), subject_of(message), text_of(message))


def _failed(dispatch: Dispatch, failure: NotSent, at: datetime) -> bool:
    if failure.for_good or dispatch.tries >= len(PAUSES):
        return _end(dispatch, DispatchState.DEAD, at, str(failure))
    Dispatch.objects.filter(pk=dispatch.pk).update(
        state=DispatchState.WAITING,
        tries=dispatch.tries + 1,
        next_at=at + PAUSES[dispatch.tries],
        why=str(failure),
    )
    return False


def _end(dispatch: Dispatch, state: DispatchState, at: datetime, why: str) -> bool:
    Dispatch.objects.filter(pk=dispatch.pk).update(state=state, ended_at=at, why=why)
    return state is DispatchState.SENT
