"""Tables of destruction lists and of legal holds."""

from django.db import models
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin_core.vocabulary import Term

EVERY_CLASS = ""


class ListState(Term):
    """销毁清单状态."""

    DRAFTED = "drafted", "待审批"
    APPROVED = "approved", "已批准，待销毁"
    REFUSED = "refused", "不予销毁"
    DESTROYED = "destroyed", "已销毁"


class DestructionList(models.Model):
    """销毁清单: what of a class is past its term, who let it be destroyed, and what was destroyed."""

    record_class = models.CharField(max_length=64)
    year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()  # in the year, without gaps
    before = models.DateField()  # records of the days before it
    count = models.PositiveBigIntegerField()
    first_day = models.DateField(null=True)
    mark = models.CharField(max_length=120)  # by which the last of them is known
    terms = models.JSONField(default=list)  # in words, with their citations, as they bound on that day
    state = models.CharField(
        max_length=10, choices=[(state, state.zh) for state in ListState], default=ListState.DRAFTED.value
    )
    drafted_at = models.DateTimeField()
    decided_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    destroyed_at = models.DateTimeField(null=True)
    destroyed = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(name="destruction_lists_are_numbered", fields=["year", "number"]),
            models.UniqueConstraint(
                name="one_destruction_list_of_a_class_is_open",
                fields=["record_class"],
                condition=Q(state__in=["drafted", "approved"]),
            ),
            models.CheckConstraint(
                name="destruction_is_decided_by_someone_with_a_reason",
                condition=Q(state="drafted", decided_by=None, decided_at=None)
                | ~Q(state="drafted") & Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="destroyed_list_says_how_much_and_when",
                condition=Q(state="destroyed", destroyed__isnull=False, destroyed_at__isnull=False)
                | ~Q(state="destroyed") & Q(destroyed=None, destroyed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"销毁清单〔{self.year}〕{self.number}号"

    @property
    def certificate(self) -> str:
        """The number of the certificate."""
        return f"销毁证明〔{self.year}〕{self.number}号"

    @property
    def state_zh(self) -> str:
        """Where it stands, in words."""
        return ListState(self.state).zh


class LegalHold(models.Model):
    """停止销毁: records of a class, or of every class, are kept beyond their term while it stands."""

    record_class = models.CharField(max_length=64, blank=True)  # empty: every class
    ground = models.TextField()
    set_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lift_ground = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="hold_has_a_ground", condition=~Q(ground="")),
            models.CheckConstraint(
                name="hold_is_lifted_by_someone_on_a_ground",
                condition=Q(lifted_by=None, lifted_at=None, lift_ground="")
                | Q(lifted_by__isnull=False, lifted_at__isnull=False) & ~Q(lift_ground=""),
            ),
        ]

    def __str__(self) -> str:
        return f"停止销毁 {self.pk}"
