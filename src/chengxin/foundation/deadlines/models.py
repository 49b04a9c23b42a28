"""Tables of deadlines."""

from datetime import date

from django.db import models
from django.db.models import Q

from chengxin_core.calendar import Unit
from chengxin_core.vocabulary import Term


class Owes(Term):
    """谁应当办理: whose side the deadline binds."""

    ORGAN = "organ", "办理机关"
    BODY = "body", "当事单位"


class Rung(Term):
    """提醒级别: the steps of a deadline's warning (policy 13)."""

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
    due_on = models.DateField()
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
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.due_on}）"

    def rung_on(self, day: date) -> Rung | None:
        """Return how pressing the deadline is on `day`."""
        if self.ended_on is not None or day < self.amber_on:
            return None
        return Rung.RED if day > self.due_on else Rung.AMBER

    @property
    def was_kept(self) -> bool | None:
        """Whether it ended in time; None while it runs."""
        return None if self.ended_on is None else self.ended_on <= self.due_on


class RungFired(models.Model):
    """已触发的提醒: one rung of one deadline, inserted with its effect and therefore once."""

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="rungs")
    rung = models.CharField(max_length=6, choices=[(rung, rung.zh) for rung in Rung])
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deadline", "rung"], name="rung_fires_once")]

    def __str__(self) -> str:
        return f"{self.deadline}: {self.rung}"


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
