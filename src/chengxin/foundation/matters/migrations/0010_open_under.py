"""What is open in a region, and what a post took a step in, is found without reading all that was ever handled."""

from django.db import migrations, models
from django.db.models import Q

from chengxin.ground.samples import sampled_finely


class Migration(migrations.Migration):
    dependencies = [("matters", "0009_filed")]

    operations = [
        migrations.RemoveIndex("matter", "matter_open_at"),
        migrations.AddIndex(
            "matter",
            models.Index(
                condition=Q(is_open=True), fields=["organ", "subject_path"], name="matter_open_at"
            ),
        ),
        migrations.AddIndex(
            "matter", models.Index(condition=Q(is_open=True), fields=["subject_path"], name="matter_open_under")
        ),
        migrations.AddIndex(
            "mattermove", models.Index(fields=["by", "code", "matter"], name="move_by_whom")
        ),
        sampled_finely("matters_matter", "subject_path", "organ_path"),
    ]
