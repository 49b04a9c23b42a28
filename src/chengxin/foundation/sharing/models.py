"""Tables of consumers, what they pulled and answered, what they owe, and what was found at their addresses."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import Publication
from chengxin_core.ledger.answers import AnswerOutcome
from chengxin_core.vocabulary import Term


class Finding(Term):
    """核查结果: what a consumer's own address answered about a key that ended."""

    GONE = "gone", "已查不到"
    STILL_SERVED = "still_served", "仍能查到"
    UNCLEAR = "unclear", "未能查明"


class Consumer(models.Model):
    """共享单位: another site or system that takes over what is published."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    body = models.ForeignKey(PublicBody, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=120)  # whom to speak to: a post, never a person
    token_hash = models.CharField(max_length=64)  # SHA-256 of the secret half; the token itself is not kept
    public_key = models.CharField(max_length=200, blank=True)  # of its answers, if it signs them
    address = models.CharField(max_length=300, blank=True)  # where `{key}` stands is asked for one key
    since = models.DateField()
    until = models.DateField(null=True)  # the last day
    has_deleted = models.BooleanField(default=False)  # said in writing, when it ended, that it keeps nothing
    pulled = models.BigIntegerField(default=0)  # entries of the log, from the first on, that it was told of
    pulled_at = models.DateTimeField(null=True)
    applied = models.BigIntegerField(default=0)  # entries that it said to have carried out
    applied_at = models.DateTimeField(null=True)
    registered_by = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, related_name="+"
    )  # null: on the command line

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="consumer_ends_after_it_began", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="consumer_applied_what_it_pulled", condition=Q(pulled__gte=F("applied"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_in_force_on(self, day: date) -> bool:
        """Whether it may pull and answer on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


class Pull(models.Model):
    """取用记录: that a consumer was told for the first time of the log's entries from `first` to `end` (exclusive)."""

    consumer = models.ForeignKey(Consumer, on_delete=models.PROTECT, related_name="pulls")
    first = models.BigIntegerField()
    end = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="pull_goes_forward", condition=Q(end__gt=F("first")))]

    def __str__(self) -> str:
        return f"{self.consumer}: {self.first}–{self.end}"


class AnswerReceived(models.Model):
    """共享单位回执: what a consumer said, byte by byte, so that it can be held against it."""

    consumer = models.ForeignKey(Consumer, on_delete=models.PROTECT, related_name="answers")
    applied = models.BigIntegerField()
    data = models.BinaryField()
    is_signed = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.consumer}: {self.applied}"


class SharingStop(models.Model):
    """停止共享: an end of a publication that somebody had taken; its matter's parent is what was published."""

    matter = models.OneToOneField(
        Matter, on_delete=models.PROTECT, primary_key=True, related_name="sharing_stop"
    )
    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.matter.title


class OwedAnswer(models.Model):
    """应答事项: that one consumer must say to have stopped sharing what ended, and whether it did."""

    stop = models.ForeignKey(SharingStop, on_delete=models.CASCADE, related_name="owed")
    consumer = models.ForeignKey(Consumer, on_delete=models.PROTECT, related_name="owed")
    answer = models.ForeignKey(AnswerReceived, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(
        max_length=10, blank=True, choices=[(outcome, outcome.zh) for outcome in AnswerOutcome]
    )
    answered_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)  # when its silence was escalated
    contradicted_at = models.DateTimeField(
        null=True
    )  # when its answer was found untrue; null: it is not, or no more

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["stop", "consumer"], name="answer_owed_once"),
            models.CheckConstraint(
                name="answer_given_has_an_outcome",
                condition=Q(answered_at=None, outcome="", answer=None)
                | Q(answered_at__isnull=False, answer__isnull=False) & ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="only_an_answer_is_contradicted",
                condition=Q(contradicted_at=None) | Q(answered_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["consumer"], name="answer_still_owed", condition=Q(answered_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.consumer}: {self.stop}"

    @property
    def is_settled(self) -> bool:
        """Whether it was answered, and nothing found against the answer."""
        return self.answered_at is not None and self.contradicted_at is None


class Probe(models.Model):
    """核查: what the consumer's address answered for the key; size and hash of the answer, never its words."""

    owed = models.ForeignKey(OwedAnswer, on_delete=models.CASCADE, related_name="probes")
    finding = models.CharField(max_length=12, choices=[(finding, finding.zh) for finding in Finding])
    said = models.CharField(max_length=200)  # status or fault, in words
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.owed}: {Finding(self.finding).zh}"
