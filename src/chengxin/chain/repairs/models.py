"""Tables of repairs, their effects, the right to them, their revoking, and redress."""

from django.db import models
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.sharing.models import Consumer
from chengxin_core.lifecycle.ends import RepairEffectKind
from chengxin_core.vocabulary import Ground


class Repair(models.Model):
    """信用修复申请: its matter's parent is the record."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="repair")
    applied_on = models.DateField()
    statement = models.TextField()  # what was put right, and how
    wanted = models.TextField(blank=True)  # what the organ asked for, once
    reason = models.TextField(blank=True)  # of the decision
    eligibility = models.JSONField(default=list)  # since when, under which clause, line by line

    def __str__(self) -> str:
        return self.matter.title


class RepairEffect(models.Model):
    """修复效果: one effect, who must answer for it, and when it did (policy C-31)."""

    repair = models.ForeignKey(Repair, on_delete=models.CASCADE, related_name="effects")
    effect = models.CharField(max_length=20, choices=[(kind, kind.zh) for kind in RepairEffectKind])
    answerer = models.CharField(max_length=120)
    measure = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="+")
    consumer = models.ForeignKey(Consumer, on_delete=models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    receipt = models.CharField(max_length=200, blank=True)  # what the answer was

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["repair", "effect"],
                condition=Q(measure=None, consumer=None),
                name="repair_effect_once",
            ),
            models.UniqueConstraint(
                fields=["repair", "measure"], condition=~Q(measure=None), name="repair_effect_once_a_measure"
            ),
            models.UniqueConstraint(
                fields=["repair", "consumer"],
                condition=~Q(consumer=None),
                name="repair_effect_once_a_consumer",
            ),
            models.CheckConstraint(
                name="repair_effect_of_a_measure_is_its_lifting",
                condition=Q(measure=None) | Q(effect=RepairEffectKind.MEASURES_LIFTED),
            ),
            models.CheckConstraint(
                name="repair_effect_of_a_consumer_is_its_stopping",
                condition=Q(consumer=None) | Q(effect=RepairEffectKind.SHARING_STOPPED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_effect_display()}：{self.answerer}"


class RepairRight(models.Model):
    """修复权利提示: since when and on which clause a record may be repaired, and when its body was told: once."""

    record = models.OneToOneField(
        Matter, on_delete=models.PROTECT, primary_key=True, related_name="repair_right"
    )
    since = models.DateField()
    clause = models.CharField(max_length=12)
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.record.title}（{self.since}）"


class Revocation(models.Model):
    """撤销信用修复: a repair that rested on false proof; its case file is its own, for the repair's may be archived."""

    matter = models.OneToOneField(
        Matter, on_delete=models.PROTECT, primary_key=True, related_name="revocation"
    )
    repair = models.ForeignKey(Repair, on_delete=models.PROTECT, related_name="revocations")
    finding = models.TextField()  # what of the proof was false, and how that was found
    found_on = models.DateField()
    instrument = models.CharField(max_length=80, blank=True)  # number of the served decision
    proposed = models.PositiveSmallIntegerField(
        default=0
    )  # records on the false proof, each yet to be determined

    def __str__(self) -> str:
        return self.matter.title


class Redress(models.Model):
    """恢复名誉: owed to a body whose record was wrong; its matter's parent is the record."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="redress")
    ground = models.CharField(max_length=20, choices=[(ground, ground.zh) for ground in Ground])
    reason = models.TextField()
    known_on = models.DateField()  # since when the error is known: three working days are counted from here
    scope = models.JSONField(default=list)  # where the record had been told, line by line
    copies = models.JSONField(default=list)  # the organs that had been told

    def __str__(self) -> str:
        return self.matter.title
