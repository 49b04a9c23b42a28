"""Tables of the law as this installation knew it."""

from django.db import models


class LoadedNotice(models.Model):
    """载入的节假日通知: a file of notices beside the shipped ones, under its hash; never changed, never dropped."""

    digest = models.CharField(primary_key=True, max_length=64)  # SHA-256 of the file
    content = models.BinaryField()
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["loaded_at", "digest"]

    def __str__(self) -> str:
        return self.digest[:12]


class RulebookSnapshot(models.Model):
    """规则库快照: all rulebooks in canonical form under their hash; never changed, never dropped once used."""

    hash = models.CharField(primary_key=True, max_length=64)
    canonical = models.BinaryField()
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.hash[:12]
