"""Tables of deliveries."""

from django.db import models
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin_core.lifecycle.documents import ServiceChannel


class Delivery(models.Model):
    """送达: one document on its way to one addressee, and its arrival with the proof."""

    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="deliveries")
    addressee = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=[(channel, channel.zh) for channel in ServiceChannel])
    sent_at = models.DateTimeField()
    served_on = models.DateField(null=True)
    received_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    receipt = models.CharField(max_length=64, blank=True)  # hash of the scanned proof
    reference = models.CharField(max_length=80, blank=True)  # 邮件号 or number of the document exchange
    circumstances = models.CharField(
        max_length=500, blank=True
    )  # 留置: why, and who attended, by unit and post
    declined_because = models.CharField(
        max_length=500, blank=True
    )  # the addressee wants no electronic service
    recorded_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="delivery_served_with_a_proof",
                condition=Q(served_on__isnull=True) | Q(received_by__isnull=False) | ~Q(receipt=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {ServiceChannel(self.channel).zh}"
