"""Every write of messages: telling people, opening what was told, and the addresses at which they are told too."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from chengxin.foundation.accounts.models import User
from chengxin.foundation.notifications.models import (
    ADDRESS,
    Contact,
    Dispatch,
    DispatchState,
    Message,
    Occasion,
)
from chengxin.foundation.notifications.plugs import AddressRefused, Channel
from chengxin.foundation.notifications.queries import MOST_TRIES, code_of, may_confirm, messages_of
from chengxin.ground import ciphers

MOST_CONTACTS = 5  # addresses of one person
BETWEEN_CODES = timedelta(minutes=1)
KEPT = timedelta(days=180)  # messages and what became of them


class ContactRefused(ValueError):
    """An address that cannot be kept or confirmed; the text says why and what would do."""


@transaction.atomic
def tell(
    *,
    users: Collection[int],
    occasion: Occasion,
    path: str,
    once: str,
    at: datetime,
    counts: int | dict[int, int] = 1,
) -> int:
    """Tell people by their number that something waits at `path` of the desk; return how many were told.

    `once` names what it is about: who was told of it before is told nothing. `counts` is how many things wait, for
    all or for each. Who cannot sign in is told nothing. They are sent on at the confirmed addresses by the worker.
    """
    knowing = set(Message.objects.filter(once=once, user__in=users).values_list("user_id", flat=True))
    active = User.objects.filter(pk__in=set(users) - knowing, is_active=True).values_list("pk", flat=True)
    count_of = counts if isinstance(counts, dict) else dict.fromkeys(active, counts)
    new = Message.objects.bulk_create(
        [
            Message(user_id=user, occasion=occasion, count=count_of[user], path=path, once=once, at=at)
            for user in active
        ]
    )
    by_user = {message.user_id: message for message in new}
    contacts = Contact.objects.filter(user__in=by_user, confirmed_at__isnull=False)
    if occasion == Occasion.DIGEST:
        contacts = contacts.filter(wants_digests=True)
    Dispatch.objects.bulk_create(
        Dispatch(contact=contact, message=by_user[contact.user_id], next_at=at) for contact in contacts
    )
    return len(new)


def open_message(*, user: User, number: int, at: datetime) -> str | None:
    """Open one of one's own messages; return where it leads, None where there is no such message."""
    message = messages_of(user).filter(pk=number).first()
    if message is None:
        return None
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=at)
    return message.path


def open_all(*, user: User, at: datetime) -> int:
    """Take all one's messages for read; return how many were not."""
    return Message.objects.filter(user=user, read_at=None).update(read_at=at)


@transaction.atomic
def give_address(*, user: User, channel: Channel, address: str, at: datetime) -> Contact:
    """Keep an address, sealed, and send a code there; it is used once the code came back.

    An address that is there already and not confirmed gets a new code, at most one a minute. Raises `ContactRefused`.
    """
    try:
        normal = channel.normal(address.strip())
    except AddressRefused as refusal:
        raise ContactRefused(str(refusal)) from None
    index = ciphers.blind_index(f"{channel.code}:{normal}", purpose=ADDRESS)
    held = Contact.objects.select_for_update().filter(user=user)
    contact = held.filter(channel=channel.code, index=index).first()
    if contact is not None and contact.confirmed_at:
        raise ContactRefused("这个地址已经在用")
    if contact is not None and at < contact.asked_at + BETWEEN_CODES:
        raise ContactRefused("确认码刚刚发出，请一分钟以后再要")
    if contact is None and held.count() >= MOST_CONTACTS:
        raise ContactRefused(f"每人至多 {MOST_CONTACTS} 个地址，请先删去不用的")
    if contact is None:
        sealed = ciphers.seal(normal, purpose=ADDRESS)
        contact = Contact(user=user, channel=channel.code, sealed=sealed, index=index)
    contact.asked_at, contact.tries = at, 0
    try:
        with transaction.atomic():
            contact.save()
    except IntegrityError:
        raise ContactRefused("确认码刚刚发出，请一分钟以后再要") from None
    Dispatch.objects.filter(contact=contact, state=DispatchState.WAITING).update(
        state=DispatchState.CANCELLED, ended_at=at
    )
    Dispatch.objects.create(contact=contact, next_at=at)
    return contact


def confirm(*, contact: Contact, code: str, at: datetime) -> None:
    """Confirm an address by the code that came there; wrong codes are counted. Raises `ContactRefused`."""
    if contact.confirmed_at:
        return
    counted = Contact.objects.filter(pk=contact.pk, tries__lt=MOST_TRIES).update(tries=F("tries") + 1)
    if not counted or not may_confirm(contact, at=at):
        raise ContactRefused("确认码已经失效，请重新发送")
    if code.strip() != code_of(contact):
        raise ContactRefused("确认码不对，请核对收到的六位数字")
    Contact.objects.filter(pk=contact.pk, confirmed_at=None).update(confirmed_at=at)


def choose(*, contact: Contact, wants_digests: bool) -> None:
    """Say whether the daily digest goes to this address too."""
    Contact.objects.filter(pk=contact.pk).update(wants_digests=wants_digests)


def remove(*, contact: Contact) -> None:
    """Forget an address, and whatever is on its way there."""
    contact.delete()


def try_again(*, dispatch: Dispatch, at: datetime) -> bool:
    """Put what could not be delivered back on its way; return False where somebody else did."""
    return bool(
        Dispatch.objects.filter(pk=dispatch.pk, state=DispatchState.DEAD).update(
            state=DispatchState.WAITING, tries=0, next_at=at, ended_at=None
        )
    )


def forget_old(*, at: datetime) -> int:
    """Destroy what was told long ago, with what became of it; return how many messages."""
    Dispatch.objects.filter(message=None, ended_at__lt=at - KEPT).delete()
    return Message.objects.filter(at__lt=at - KEPT).delete()[1].get("notifications.Message", 0)
