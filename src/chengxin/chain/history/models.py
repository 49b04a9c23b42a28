"""Tables of historic entry."""

from django.db import models
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate


class HistoricBatch(models.Model):
    """补录批次: what became of one file of old records; the file itself is not kept."""

    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)  # of the file and of the scans that came with it
    whole = models.PositiveIntegerField(default=0)  # rows of the file
    scans = models.JSONField(default=list)  # name, digest, size and type of each file that came with it
    kept = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    past = models.PositiveIntegerField(default=0)  # of those kept, past their lawful end when entered
    left_over = models.PositiveIntegerField(default=0)  # scans that no row names
    withdrawn_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="historic_file_once_unless_withdrawn",
                fields=["organ", "digest"],
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="historic_batch_withdrawn_by_someone_with_a_reason",
                condition=Q(withdrawn_by=None, withdrawn_at=None, withdrawn_because="")
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.at:%Y-%m-%d}"

    @property
    def done(self) -> int:
        """How many rows have become something."""
        return self.kept + self.duplicates + self.refused

    @property
    def is_under_way(self) -> bool:
        """Whether rows wait still."""
        return self.done < self.whole

    @property
    def share(self) -> int:
        """How much of the file is done, in per cent."""
        return self.done * 100 // self.whole if self.whole else 0


class HistoricEntry(models.Model):
    """补录的记录: the record that a row of a batch became."""

    batch = models.ForeignKey(HistoricBatch, on_delete=models.PROTECT, related_name="entries")
    row = models.PositiveIntegerField()
    matter = models.OneToOneField("matters.Matter", on_delete=models.PROTECT, related_name="historic_entry")

    class Meta:
        ordering = ["row", "pk"]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.row}"


class OldRow(models.Model):
    """等待或者未接受的行: sealed, as it came: it waits to be entered, or for its sender to mend it."""

    batch = models.ForeignKey(HistoricBatch, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    sealed = models.BinaryField()
    is_waiting = models.BooleanField(default=True)

    class Meta:
        ordering = ["row", "pk"]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.row}"
