"""Tables of measures and of putting right."""

from django.db import models
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter


class Measure(models.Model):
    """惩戒措施: one listed measure against one body; its matter is the owner's, its parent the record."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="measure")
    code = models.CharField(max_length=40)  # of the loaded list
    zh = models.CharField(max_length=60)
    source = models.CharField(max_length=200)  # the clause, as the list cites it
    is_recommended = (
        models.BooleanField()
    )  # proportionality recommended it; else `reason` says why it is proposed
    reason = models.TextField(blank=True)
    is_for_lateness = models.BooleanField(default=False)  # proposed by the ladder, whatever the severity
    needs_approval = models.BooleanField()
    approval = models.CharField(max_length=200, blank=True)  # the government's document that approved it
    notice = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=200, blank=True)  # the owner's document
    decided_on = models.DateField(null=True)
    until_on = models.DateField(null=True)  # the last day of a term that the owner set
    decision_served_on = models.DateField(null=True)
    applied_on = models.DateField(null=True)
    called_off_on = models.DateField(null=True)
    lifted_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="measure_decided_after_its_notice",
                condition=Q(decided_on__isnull=True) | (Q(notice__isnull=False) & ~Q(decision="")),
            ),
            models.CheckConstraint(
                name="measure_decided_with_the_approval_it_needs",
                condition=Q(decided_on__isnull=True) | Q(needs_approval=False) | ~Q(approval=""),
            ),
            models.CheckConstraint(
                name="measure_applied_after_its_decision_was_served",
                condition=Q(applied_on__isnull=True)
                | Q(decided_on__isnull=False, decision_served_on__isnull=False),
            ),
            models.CheckConstraint(
                name="measure_lifted_after_it_was_applied",
                condition=Q(lifted_on__isnull=True) | Q(applied_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.matter.title


class Rectification(models.Model):
    """责令整改: what one record's body must explain and put right."""

    matter = models.OneToOneField(
        Matter, on_delete=models.PROTECT, primary_key=True, related_name="rectification"
    )
    requirements = models.TextField()
    days = models.PositiveSmallIntegerField(
        null=True
    )  # the period set; null: to be explained, nothing to mend
    is_tracked = models.BooleanField(default=False)  # the body reports its progress period by period
    ordered_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, related_name="+"
    )  # served
    relief = models.JSONField(default=list)  # codes of the grounds of an exemption

    def __str__(self) -> str:
        return self.matter.title

    @property
    def is_explanation_only(self) -> bool:
        """Whether the list allows no more than a written explanation for this severity."""
        return self.days is None


class Milestone(models.Model):
    """整改阶段目标: what a plan promises by a day."""

    rectification = models.ForeignKey(Rectification, on_delete=models.CASCADE, related_name="milestones")
    due_on = models.DateField()
    what = models.CharField(max_length=200)
    done_on = models.DateField(null=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"{self.due_on} {self.what}"


class RungClimbed(models.Model):
    """逾期升级: one rung of the ladder that lateness reached, inserted with what it brought about and so once."""

    rectification = models.ForeignKey(Rectification, on_delete=models.CASCADE, related_name="rungs")
    code = models.CharField(max_length=20)
    what = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["rectification", "code"], name="rung_climbed_once")]

    def __str__(self) -> str:
        return self.what
