"""Tables of leads."""

from django.db import models

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
