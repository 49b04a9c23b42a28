"""Tables of the law as this installation knew it. What is in them is added to, never changed, never dropped."""

from typing import Any, Never

from django.db import models
from django.db.models import Q

from chengxin_core.calendar import Unit
from chengxin_core.rulebook import Edit


class KeptForEver(Exception):
    """A version of the law would be changed or dropped: whatever began under it still asks it."""


class KeptQuerySet(models.QuerySet[Any]):
    """Rows that stay as they were written."""

    def delete(self) -> Never:
        raise KeptForEver("制度规则的版本和载入记录只增不删")

    def update(self, **changes: Any) -> Never:
        raise KeptForEver("制度规则的版本和载入记录不得修改")


class Kept(models.Model):
    """A row that stays as it was written."""

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise KeptForEver("制度规则的版本和载入记录不得修改")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise KeptForEver("制度规则的版本和载入记录只增不删")


class LoadedNotice(Kept):
    """载入的节假日通知: a file of notices beside the shipped ones, under its hash; never changed, never dropped."""

    digest = models.CharField(primary_key=True, max_length=64)  # SHA-256 of the file
    content = models.BinaryField()
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["loaded_at", "digest"]

    def __str__(self) -> str:
        return self.digest[:12]


class RulebookSnapshot(Kept):
    """规则库快照: all rulebooks in canonical form under their hash; never changed, never dropped."""

    hash = models.CharField(primary_key=True, max_length=64)
    canonical = models.BinaryField()
    loaded_at = models.DateTimeField()  # for the first time

    def __str__(self) -> str:
        return self.hash[:12]


class RulebookLoading(Kept):
    """规则库载入: from this moment on, a version is the one that new matters of a region begin under.

    The database holds on to every snapshot that was ever loaded, and with it to every one that a matter can name.
    """

    snapshot = models.ForeignKey(RulebookSnapshot, on_delete=models.PROTECT, related_name="loadings")
    scope = models.CharField(max_length=80, blank=True)  # path of a city's region; empty: everywhere else
    city = models.CharField(max_length=6, blank=True)  # the city's code
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]  # they are written one after the other, whatever the clocks of two servers say
        constraints = [
            models.CheckConstraint(
                name="rulebook_of_a_city_has_its_region",
                condition=Q(scope="", city="") | ~(Q(scope="") | Q(city="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.snapshot}（{self.city or '全省'}）"


class DefaultEdit(Kept):
    """默认值调整: an approved number of a default, from a day on."""

    key = models.CharField(max_length=60)
    value = models.IntegerField()
    unit = models.CharField(max_length=2, blank=True, choices=[(unit, unit.zh) for unit in Unit])
    in_force_from = models.DateField()
    approved_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="default_not_below_nothing", condition=Q(value__gte=0))]

    def __str__(self) -> str:
        return f"{self.key}: {self.value}（自 {self.in_force_from}）"

    def as_edit(self) -> Edit:
        """Return it as the core reads it."""
        unit = Unit(self.unit) if self.unit else None
        return Edit(self.pk, self.key, self.value, unit, self.in_force_from)
