"""Tables of objections."""

from django.db import models

from chengxin.foundation.matters.models import Matter
from chengxin_core.lifecycle.ends import ObjectionGround


class Objection(models.Model):
    """异议申请: its matter's parent is the record that it is about."""

    matter = models.OneToOneField(
        Matter, on_delete=models.PROTECT, primary_key=True, related_name="objection"
    )
    ground = models.CharField(max_length=20, choices=[(ground, ground.zh) for ground in ObjectionGround])
    claim = models.TextField()
    filed_on = models.DateField()  # its three or seven working days are counted from here
    supplier = models.CharField(max_length=120, blank=True)  # who was asked
    answer = models.TextField(blank=True)  # what the supplier said
    answered_on = models.DateField(null=True)
    reason = models.TextField(blank=True)  # of the decision
    changes = models.JSONField(default=list)  # [[item, as it was, as it is]]
    right_body = models.ForeignKey(
        "subjects.PublicBody", on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_anew = models.PositiveSmallIntegerField(default=0)  # records against the right body

    def __str__(self) -> str:
        return self.matter.title
