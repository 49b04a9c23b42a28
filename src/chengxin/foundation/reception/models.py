"""Tables of what the public sends: conversations, their messages and files, and who looked at how to reach a sender."""

import secrets

from django.db import models
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate


class Voice(models.Model):
    """来信: one conversation. Who holds its receipt code is its sender; nothing else is known of them."""

    kind = models.CharField(max_length=20)  # of `plugs.VoiceKind`
    code_index = models.CharField(max_length=80, null=True, unique=True)  # keyed; null: came without a code
    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.PROTECT, null=True, related_name="voice"
    )  # what is handled because of it
    contact = models.BinaryField(null=True)  # sealed: how the sender wants to be reached
    received_at = models.DateTimeField()
    emptied_at = models.DateTimeField(
        null=True
    )  # when all that was sent was destroyed, having been passed on

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="voice_emptied_keeps_no_contact", condition=Q(emptied_at__isnull=True) | Q(contact=None)
            ),
        ]

    def __str__(self) -> str:
        return f"来信 {self.pk}"


class VoiceMessage(models.Model):
    """往来: one message of the sender, or of the officer who answers under a mandate."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="messages")
    sealed = models.BinaryField()
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")  # null: see below
    is_senders = models.BooleanField()  # else an officer's, or the platform's own where `by` is null
    once = models.CharField(max_length=64, null=True, unique=True)  # digest: a form sent twice is one message
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="voice_message_of_sender_bears_no_mandate",
                condition=Q(is_senders=False) | Q(by__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voice}: {self.pk}"


class VoiceFile(models.Model):
    """来信材料: a file of a message under a name that we gave it; what told of its maker was taken out."""

    message = models.ForeignKey(VoiceMessage, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ContactLook(models.Model):
    """联系方式查阅: one look at how a sender may be reached: under which mandate, what for, when (policy Q-10)."""

    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="looks")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(name="contact_look_for_a_purpose", condition=~Q(purpose=""))]

    def __str__(self) -> str:
        return f"{self.voice}: {self.purpose}"


class SlowMinute(models.Model):
    """慢速通道: how often in one minute the slow way was taken, by all visitors together; nobody is told apart."""

    minute = models.DateTimeField()
    way = models.CharField(max_length=12)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minute", "way"], name="slow_minute_once")]

    def __str__(self) -> str:
        return f"{self.minute} {self.way}"


class SpentProof(models.Model):
    """已用的工作量证明: so that one proof opens the fast way once."""

    digest = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:8]


def _by_lot() -> str:
    """Return a key that tells nothing, not even which was first."""
    return secrets.token_hex(16)


class Ballot(models.Model):
    """评议票: one ballot as cast, sealed until the poll is over. Nothing tells whose it is, or at which minute."""

    id = models.CharField(max_length=32, primary_key=True, default=_by_lot)
    box = models.CharField(max_length=40)  # of which poll
    sealed = models.BinaryField()
    on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["box", "id"], name="ballot_by_box")]

    def __str__(self) -> str:
        return f"{self.box}: {self.pk}"


class SpentVote(models.Model):
    """已用的投票资格: a keyed digest of what entitles to one ballot about one body; no ballot is linked to it."""

    digest = models.CharField(max_length=80, primary_key=True)
    box = models.CharField(max_length=40, db_index=True)

    def __str__(self) -> str:
        return f"{self.box}: {self.digest[:8]}"
