"""Tables of what was asked to be changed in the rules."""

from django.db import models
from django.db.models import F, Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.rules.models import DefaultEdit
from chengxin_core.calendar import Unit
from chengxin_core.vocabulary import Term


class AmendmentState(Term):
    """Where a change that was asked for stands."""

    PROPOSED = "proposed", "待复核"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"
    WITHDRAWN = "withdrawn", "已撤回"


class Amendment(models.Model):
    """规则调整申请: another number for a default from a day on, asked for by one person and decided by another."""

    key = models.CharField(max_length=60)
    gist = models.CharField(max_length=200)  # what the rule says, as it was then
    old_value = models.IntegerField()
    value = models.IntegerField()
    unit = models.CharField(max_length=2, blank=True, choices=[(unit, unit.zh) for unit in Unit])
    in_force_from = models.DateField()
    reason = models.TextField()
    state = models.CharField(
        max_length=10,
        choices=[(state, state.zh) for state in AmendmentState],
        default=AmendmentState.PROPOSED.value,
    )
    proposed_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)  # of who decided
    edit = models.OneToOneField(DefaultEdit, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="amendment_decided_by_someone_at_some_time",
                condition=Q(state="proposed", decided_by=None, decided_at=None)
                | ~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="amendment_approved_by_another_person",
                condition=~Q(state="approved") | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="amendment_has_its_edit_once_approved",
                condition=Q(state="approved", edit__isnull=False) | ~Q(state="approved") & Q(edit=None),
            ),
            models.CheckConstraint(name="amendment_has_a_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                fields=["key"], condition=Q(state="proposed"), name="amendment_waits_once_a_default"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.old_value} → {self.value}"

    @property
    def unit_zh(self) -> str:
        """The unit in words; empty for a plain number."""
        return Unit(self.unit).zh if self.unit else ""

    @property
    def state_zh(self) -> str:
        """Where it stands, in words."""
        return AmendmentState(self.state).zh
