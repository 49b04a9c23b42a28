"""Tables of messages: what a person was told, where else to tell it, and how each dispatch went."""

from django.db import models
from django.db.models import Q

from chengxin.foundation.accounts.models import User
from chengxin_core.vocabulary import Term

ADDRESS = "contacts.address"


class Occasion(Term):
    """消息事由: what there is to look at. A message says no more than this, and how many."""

    DIGEST = "digest", "到期和逾期事项"
    SERVED = "served", "待签收文书"
    HANDOVER = "handover", "待办理的岗位交接"
    URGED = "urged", "被催办的事项"
    PASSED_ON = "passed_on", "转办给您的事项"
    CIRCULATED = "circulated", "传阅给您的事项"


class DispatchState(Term):
    """发送状态."""

    WAITING = "waiting", "待发送"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送"
    CANCELLED = "cancelled", "不再发送"
    DEAD = "dead", "未能送达"


def occasions() -> list[tuple[str, str]]:
    """Return what people are told of; a function, so that another occasion is no change of a table."""
    return [(each.value, each.zh) for each in Occasion]


def dispatch_states() -> list[tuple[str, str]]:
    """Return how a dispatch stands."""
    return [(each.value, each.zh) for each in DispatchState]


class Message(models.Model):
    """消息: one person was told of one occasion. It holds nothing of the matter: a count, and where to look."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="messages")
    occasion = models.CharField(max_length=20, choices=occasions)
    count = models.PositiveIntegerField()
    path = models.CharField(max_length=200)
    once = models.CharField(max_length=80)  # what it was about, so that nobody is told twice
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "once"], name="message_told_once"),
            models.CheckConstraint(name="message_of_something", condition=Q(count__gt=0)),
            models.CheckConstraint(name="message_leads_to_the_desk", condition=Q(path__startswith="/desk/")),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.once}"


class Contact(models.Model):
    """接收地址: where a person wants to be told, sealed; in use once a code sent there came back."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="contacts")
    channel = models.CharField(max_length=20)  # of `plugs.Channel`
    sealed = models.BinaryField()
    index = models.CharField(max_length=80)  # keyed
    wants_digests = models.BooleanField(default=True)
    asked_at = models.DateTimeField()  # when the code was made
    tries = models.PositiveSmallIntegerField(default=0)  # wrong codes
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "channel", "index"], name="contact_given_once"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"


class Dispatch(models.Model):
    """发送: one message on its way to one address; without a message it carries the code that confirms the address."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="dispatches")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, related_name="dispatches")
    state = models.CharField(max_length=20, choices=dispatch_states, default=DispatchState.WAITING.value)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)  # why it did not go the last time; never the address

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="dispatch_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["contact", "message"], name="dispatch_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contact}: {self.state}"
