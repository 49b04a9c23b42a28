"""Tables of the law as this installation knew it."""

from django.db import models


class RulebookSnapshot(models.Model):
    """规则库快照: all rulebooks in canonical form under their hash; never changed, never dropped once used."""

    hash = models.CharField(primary_key=True, max_length=64)
    canonical = models.BinaryField()
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.hash[:12]
