"""Tables of deadlines."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from chengxin.foundation.accounts.models import Mandate, User
from chengxin_core.calendar import NEVER, Unit
from chengxin_core.vocabulary import Term


class Owes(Term):
    """谁应当办理: whose side the deadline binds."""

    ORGAN = "organ", "办理机关"
    BODY = "body", "当事单位"


class Rung(Term):
    """提醒级别: the warnings that every deadline gives; a rulebook may add further ones."""

    AMBER = "amber", "临期"
    RED = "red", "逾期"


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    """Reads that chain."""

    def running(self) -> "DeadlineQuerySet":
        return self.filter(ended_on__isnull=True)

    def overdue_on(self, day: date) -> "DeadlineQuerySet":
        return self.running().filter(due_on__lt=day)

    def due_soon_on(self, day: date) -> "DeadlineQuerySet":
        return self.running().filter(amber_on__lte=day, due_on__gte=day)


class Deadline(models.Model):
    """期限: what must be done in a matter by when; the days are a projection of the columns above them."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="deadlines")
    clock = models.CharField(max_length=60)  # the key in the rulebook
    rule_id = models.CharField(max_length=12)
    title = models.CharField(max_length=80)
    owes = models.CharField(max_length=6, choices=[(side, side.zh) for side in Owes])
    started_on = models.DateField()
    started_by = models.CharField(max_length=120)  # the event in words: which delivery, which step
    budget = models.PositiveIntegerField()
    unit = models.CharField(max_length=2, choices=[(unit, unit.zh) for unit in Unit])
    extended = models.PositiveIntegerField(default=0)  # what its extensions add together, in its unit
    due_on = models.DateField()  # NEVER while it is suspended and not resumed
    amber_on = models.DateField()
    provisional = models.BooleanField()
    calendar_version = models.CharField(max_length=64)
    ended_on = models.DateField(null=True)
    ended_by = models.CharField(max_length=120, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "clock"], condition=Q(ended_on__isnull=True), name="deadline_runs_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(ended_on__isnull=True), name="deadline_running_by_due_day"
            ),
            # Lists ask each of their matters for its nearest day, and read nothing else of a deadline.
            models.Index(
                fields=["matter", "due_on", "amber_on"],
                condition=Q(ended_on__isnull=True),
                name="deadline_running_in_matter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.due_on}）"

    def rung_on(self, day: date) -> Rung | None:
        """Return how pressing the deadline is on `day`."""
        if self.ended_on is not None or day < self.amber_on:
            return None
        return Rung.RED if day > self.due_on else Rung.AMBER

    @property
    def is_suspended(self) -> bool:
        """Whether it is suspended and nobody knows until when."""
        return self.ended_on is None and self.due_on == NEVER

    @property
    def was_kept(self) -> bool | None:
        """Whether it ended in time; None while it runs."""
        return None if self.ended_on is None else self.ended_on <= self.due_on


class RungFired(models.Model):
    """已触发的提醒: one rung of one deadline, inserted with its effect and therefore once."""

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="rungs")
    rung = models.CharField(max_length=40)  # a `Rung`, one of the rulebook's, or `silence`
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deadline", "rung"], name="rung_fires_once")]

    def __str__(self) -> str:
        return f"{self.deadline}: {self.rung}"


class DeadlineSuspension(models.Model):
    """中止: time that a deadline does not count, on a ground of its clock, told to the party in writing (G-10)."""

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="suspensions")
    ground = models.CharField(max_length=120)  # as the rulebook words it
    from_on = models.DateField()  # the first day that does not count
    until_on = models.DateField(null=True)  # the first day that counts again; null: not resumed yet
    notice = models.CharField(max_length=120)  # number of the document by which the party was told
    notice_on = models.DateField()
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    resumed_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    resumed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline"],
                condition=Q(until_on__isnull=True),
                name="deadline_suspended_once_at_a_time",
            ),
            models.CheckConstraint(
                name="suspension_ends_after_it_begins",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
            models.CheckConstraint(name="suspension_was_told", condition=~Q(notice="")),
        ]

    def __str__(self) -> str:
        return f"{self.deadline}: {self.ground}"


class DeadlineExtension(models.Model):
    """延长: units added to a deadline before it expired, by an approver, for a reason, told to the party (G-11)."""

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="extensions")
    added = models.PositiveIntegerField()  # in the unit of the deadline
    reason = models.TextField()
    approver = models.CharField(max_length=120)  # who must approve, as the rulebook words it
    approved_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    notice = models.CharField(max_length=120)  # number of the document by which the party was told
    notice_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="extension_has_length_reason_and_notice",
                condition=Q(added__gt=0) & ~Q(reason="") & ~Q(notice="") & ~Q(approver=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deadline}: +{self.added}"


class Digest(models.Model):
    """期限提要: what is due and late for one person on one working day; written once, shown on the desk."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="digests")
    day = models.DateField()
    due = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"


class NightlyRun(models.Model):
    """夜间任务记录: one task of one night; who inserts the row runs it."""

    task = models.CharField(max_length=60)
    day = models.DateField()
    claimed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "day"], name="nightly_task_once_a_day")]

    def __str__(self) -> str:
        return f"{self.task} {self.day}"
