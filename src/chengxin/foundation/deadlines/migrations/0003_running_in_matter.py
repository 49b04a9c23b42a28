"""The nearest day that runs in a matter is read from an index alone."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0002_suspensions_extensions_digests")]

    operations = [
        migrations.AddIndex(
            "deadline",
            models.Index(
                condition=Q(ended_on__isnull=True),
                fields=["matter", "due_on", "amber_on"],
                name="deadline_running_in_matter",
            ),
        ),
    ]
