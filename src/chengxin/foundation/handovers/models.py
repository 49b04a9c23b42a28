"""Tables of handovers."""

from django.db import models
from django.db.models import F, Q

from chengxin.foundation.accounts.models import Mandate, User


class Handover(models.Model):
    """岗位交接: who leaves which posts to whom, watched by whom, and what there was to take over."""

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.PROTECT, primary_key=True, related_name="handover"
    )
    leaver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    chief = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    lines = models.JSONField(default=list)  # the list as accepted: category, number, what, due
    listed_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="handover_to_another_person", condition=~Q(leaver=F("successor"))),
        ]

    def __str__(self) -> str:
        return self.matter.title


class HandoverPost(models.Model):
    """交接的岗位: one mandate that ends, and the one that begins at the same instant."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="posts")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    becomes = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "mandate"], name="handover_post_once"),
        ]

    def __str__(self) -> str:
        return self.mandate.post
