"""Reads of messages: one's own, and for the administrator of the system what could not be delivered."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.notifications.models import ADDRESS, Contact, Dispatch, DispatchState, Message
from chengxin.foundation.notifications.saying import CODE_MINUTES
from chengxin.ground import ciphers
from chengxin_core.lifecycle.table import Actor

MOST_TRIES = 5  # wrong codes, then a new one must be asked for


def messages_of(user: User) -> QuerySet[Message]:
    """Return what a person was told, newest first."""
    return Message.objects.filter(user=user).order_by("-pk")


def unread_of(user: User) -> int:
    """Return how many messages a person has not opened."""
    return Message.objects.filter(user=user, read_at=None).count()


def contacts_of(user: User) -> list[tuple[Contact, str, str]]:
    """Return a person's own addresses, each masked, with why the last dispatch failed if it did."""
    found = []
    for contact in Contact.objects.filter(user=user).order_by("pk"):
        last = contact.dispatches.order_by("-pk").first()
        failed = last.why if last and last.state in {DispatchState.DEAD, DispatchState.WAITING} else ""
        found.append((contact, masked(address_of(contact)), failed))
    return found


def address_of(contact: Contact) -> str:
    """Unseal an address: for the worker that sends there, and its own owner."""
    return ciphers.unseal(bytes(contact.sealed), purpose=ADDRESS)


def masked(address: str) -> str:
    """Return an address of which its owner knows which one it is, and nobody else can write to it."""
    name, at, host = address.partition("@")
    shown = f"{name[:1]}***" if at or len(name) < 8 else f"{name[:3]}****{name[-2:]}"
    return f"{shown}{at}{host}"


def code_of(contact: Contact) -> str:
    """Return the six digits that confirm an address; they stand nowhere and are made anew from the key."""
    asked = f"{contact.pk}:{contact.asked_at.timestamp()}"
    digest = ciphers.blind_index(asked, purpose="contacts.code").rpartition("-")[2]
    return f"{int(digest, 16) % 1_000_000:06d}"


def may_confirm(contact: Contact, *, at: datetime) -> bool:
    """Say whether the code that was sent can still confirm this address."""
    return contact.tries < MOST_TRIES and at <= contact.asked_at + timedelta(minutes=CODE_MINUTES)


def sees_undelivered(mandate: Mandate) -> bool:
    """Say whether a post looks after what could not be delivered."""
    return Actor(mandate.role) is Actor.ADMINISTRATOR


def undelivered() -> QuerySet[Dispatch]:
    """Return what is tried no more, newest first: of whom, by which channel, why; never the address."""
    dead = Dispatch.objects.filter(state=DispatchState.DEAD)
    return dead.select_related("contact__user", "message").order_by("-pk")
