"""Tables of what is reported, in which package, with which receipt, and how both sides were compared. No content."""

from django.db import models
from django.db.models import F, Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.transparency.models import LogEntry, Publication
from chengxin_core.vocabulary import Term

REPORT_CLOCK = "platform.report"
WITHDRAWAL_CLOCK = "platform.withdraw"


class ReportAction(Term):
    """报送动作: what a row asks of the platform."""

    REPORT = "report", "报送"
    WITHDRAW = "withdraw", "撤销"


class SubmissionState(Term):
    """报送状态: where a row stands between us and the platform."""

    QUEUED = "queued", "待报送"
    SENDING = "sending", "报送中"
    SENT = "sent", "待回执"
    ACCEPTED = "accepted", "已入库"
    RETURNED = "returned", "已退回"
    REPLACED = "replaced", "已被后来的版本取代"
    NEVER_SENT = "never_sent", "未曾报送，无需撤销"

    @property
    def is_open(self) -> bool:
        """Tell whether the platform has not answered for the row yet."""
        return self in OPEN


OPEN = (
    SubmissionState.QUEUED,
    SubmissionState.SENDING,
    SubmissionState.SENT,
    SubmissionState.RETURNED,
)


class Mismatch(Term):
    """对账差异: how the two sides differ about a key."""

    MISSING = "missing", "平台缺失"
    UNKNOWN = "unknown", "本平台没有或者已终止"
    DIFFERS = "differs", "状态或者版本不一致"


class Batch(models.Model):
    """报送平台批次: a package of rows, under a number that the platform knows it by. One action to a package."""

    number = models.CharField(max_length=40, unique=True)
    action = models.CharField(max_length=10, choices=[(each, each.zh) for each in ReportAction])
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)  # counted before each: a process may die in the middle
    next_at = models.DateTimeField()  # not to be tried before
    sent_at = models.DateTimeField(null=True)  # when it is known to have arrived
    said = models.CharField(max_length=300, blank=True)  # the last fault, in words

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number


class Submission(models.Model):
    """报送事项: one version of what is published, or its end, on its way to the platform."""

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, null=True, related_name="submissions"
    )  # null: the platform holds a key that was never ours
    entry = models.OneToOneField(LogEntry, on_delete=models.PROTECT, null=True, related_name="submission")
    key = models.CharField(max_length=32)
    version = models.PositiveIntegerField()  # of the content; an end counts one further
    action = models.CharField(max_length=10, choices=[(each, each.zh) for each in ReportAction])
    state = models.CharField(
        max_length=12, choices=[(each, each.zh) for each in SubmissionState], default=SubmissionState.QUEUED
    )
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="submissions")
    field = models.CharField(max_length=80, blank=True)  # of the newest return: which field,
    reason = models.CharField(max_length=500, blank=True)  # why,
    is_ours = models.BooleanField(default=False)  # and whether it was found here, before anything was sent
    explanation = models.CharField(max_length=500, blank=True)  # what goes along with the row
    explained_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    queued_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)  # when the platform took it
    escalated_at = models.DateTimeField(null=True)  # when its silence about a withdrawal was escalated

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="reported_once", fields=["key", "version", "action"]),
            models.CheckConstraint(
                name="report_taken_at_some_time",
                condition=Q(state=SubmissionState.ACCEPTED, settled_at__isnull=False)
                | ~Q(state=SubmissionState.ACCEPTED) & Q(settled_at=None),
            ),
            models.CheckConstraint(
                name="report_returned_for_a_reason", condition=~Q(state=SubmissionState.RETURNED, reason="")
            ),
            models.CheckConstraint(
                name="report_on_its_way_has_a_package",
                condition=~Q(state__in=[SubmissionState.SENDING, SubmissionState.SENT], batch__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["action", "id"], name="report_queue", condition=Q(state=SubmissionState.QUEUED)
            ),
            models.Index(fields=["state"], name="report_state"),
        ]

    def __str__(self) -> str:
        return f"{self.key} v{self.version} {ReportAction(self.action).zh}"


class PlatformReceipt(models.Model):
    """平台回执: what the platform answered for one row, as it came; the same number twice is one."""

    number = models.CharField(max_length=80, unique=True)
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, related_name="receipts"
    )  # null: for a row that was never reported
    batch = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=32)
    version = models.PositiveIntegerField()
    action = models.CharField(max_length=10, choices=[(each, each.zh) for each in ReportAction])
    is_accepted = models.BooleanField()
    field = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    issued_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number


class PlatformNotice(models.Model):
    """平台来函: the platform ended something itself; the matter in which a person decides whether ours follows."""

    number = models.CharField(max_length=80, unique=True)
    key = models.CharField(max_length=32)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, null=True, related_name="+")
    matter = models.OneToOneField(
        Matter, on_delete=models.PROTECT, null=True, related_name="platform_notice"
    )  # null: about a key that is not in force here, so nothing is to be decided
    event = models.CharField(max_length=10)  # Event.REPAIRED or Event.WITHDRAWN
    reason = models.CharField(max_length=500, blank=True)
    issued_at = models.DateTimeField()
    at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)  # to the platform, where ours does not follow
    answered_at = models.DateTimeField(null=True)  # when the answer reached it

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number


class Channel(models.Model):
    """收件进度: how far receipts and notices were fetched, when that last worked, and the last fault."""

    code = models.CharField(max_length=20, primary_key=True)
    cursor = models.CharField(max_length=200, blank=True)
    heard_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.code


class Reconciliation(models.Model):
    """对账: both sides compared at one moment; `said` is filled where the platform did not answer."""

    day = models.DateField()
    at = models.DateTimeField()
    ours = models.PositiveIntegerField(default=0)  # in force here
    theirs = models.PositiveIntegerField(default=0)  # held there
    in_transit = models.PositiveIntegerField(default=0)  # on its way, too young to be missed
    returned = models.PositiveIntegerField(default=0)  # waits here for a person
    differences = models.PositiveIntegerField(default=0)
    tallies = models.JSONField(default=list)  # [kind, region, day, ours, theirs], where there is anything
    said = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.day} 对账"

    @property
    def is_done(self) -> bool:
        """Whether both sides were compared."""
        return not self.said


class Mismatched(models.Model):
    """对账差异: one key about which the two sides differ, and what was done about it."""

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.CASCADE, related_name="mismatches")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=64)
    region = models.CharField(max_length=12)
    day = models.CharField(max_length=10)
    key = models.CharField(max_length=32)
    mismatch = models.CharField(max_length=10, choices=[(each, each.zh) for each in Mismatch])
    ours = models.CharField(max_length=60)
    theirs = models.CharField(max_length=60)
    done = models.CharField(max_length=60)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="mismatch_is_one", condition=~Q(ours=F("theirs"))),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {Mismatch(self.mismatch).zh}"
