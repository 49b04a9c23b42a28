"""Tables of leads."""

from django.db import models
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import stands_for
from chengxin.foundation.accounts.sight import CREDIT_ROLES, in_reach
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Area


class Lead(models.Model):
    """问题线索."""

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.PROTECT, primary_key=True, related_name="lead"
    )
    area = models.CharField(max_length=16, choices=[(area, area.zh) for area in Area])
    facts = models.TextField()
    source = models.CharField(max_length=300)
    happened_on = models.DateField()  # what the source reports, or when it was reported
    instrument = models.CharField(max_length=200, blank=True)  # as the source names it
    instrument_on = models.DateField(null=True)
    instrument_is_final = models.BooleanField(default=False)
    is_historic = models.BooleanField(default=False)  # 历史补录

    def __str__(self) -> str:
        return self.matter.title


class OutsideLeadQuerySet(models.QuerySet["OutsideLead"]):
    """Reads that chain. A person's read begins with `visible_to`."""

    def visible_to(self, mandate: Mandate) -> "OutsideLeadQuerySet":
        if Actor(mandate.role) not in CREDIT_ROLES:
            return self.none()
        own = Q(registered_by__user=stands_for(mandate))
        return self.filter(in_reach(mandate, path="organ__path", key="organ_id", own=own))


class OutsideLead(models.Model):
    """省外线索: a case of a body of another province, kept to learn from; no organ of ours handles it."""

    body = models.ForeignKey("subjects.OutsideBody", on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")  # keeps it
    title = models.CharField(max_length=200, unique=True)
    area = models.CharField(max_length=16, choices=[(area, area.zh) for area in Area])
    facts = models.TextField()
    source = models.CharField(max_length=300)
    happened = models.CharField(
        max_length=60, blank=True
    )  # in the words of the source; empty: it does not say
    reported_on = models.DateField()
    instrument = models.CharField(
        max_length=200, blank=True
    )  # as the source names it, no later than reported
    is_adverse = models.BooleanField()  # whether the instrument went against the body
    registered_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField()

    objects = OutsideLeadQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_on", "-pk"]

    def __str__(self) -> str:
        return self.title
