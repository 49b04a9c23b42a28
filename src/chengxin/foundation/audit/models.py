"""Tables of the audit: its entries, the index of their acts, and where the kept chain begins."""

from django.db import models

from chengxin.ground.trail.doers import DoerKind


class AuditEntry(models.Model):
    """审计记录: what one transaction did; `record` is the truth, the other columns are there to find it by."""

    number = models.BigIntegerField(primary_key=True)  # 1, 2, 3 … without a gap
    record = models.TextField()  # canonical JSON
    link = models.CharField(max_length=64)  # hex: SHA-256 over the link before and this record
    at = models.DateTimeField(db_index=True)
    doer_kind = models.CharField(max_length=10, choices=[(kind, kind.zh) for kind in DoerKind])
    doer = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["doer_kind", "doer", "number"], name="audit_by_doer")]

    def __str__(self) -> str:
        return f"审计记录 {self.number}"


class AuditAct(models.Model):
    """审计行为: one act of an entry, and what it is about: an index, made again from the records at any time."""

    entry = models.ForeignKey(AuditEntry, on_delete=models.CASCADE, related_name="acts")
    code = models.CharField(max_length=80)
    about = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["about", "entry"], name="audit_by_object"),
            models.Index(fields=["code", "entry"], name="audit_by_act"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.about}"


class AuditBeginning(models.Model):
    """审计起点: after entries were destroyed at the end of their term, the number and link of the last of them."""

    number = models.BigIntegerField()
    link = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"自第 {self.number + 1} 条起"
