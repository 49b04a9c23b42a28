"""What a served notice told is kept with its record; of earlier ones, what the record was graded with then."""

from django.db import migrations, models

BEFORE_SERVICE = ("draft", "submitted", "returned", "accepted", "merged")


def fill(apps, schema_editor):
    for record in apps.get_model("records", "Record").objects.exclude(matter__state__in=BEFORE_SERVICE):
        if record.severity:
            record.notified = {
                "record_type": record.record_type,
                "severity": record.severity,
                "last_day": record.ends_on.isoformat() if record.ends_on else "",
                "measures": {code: code for code in record.proportionality.get("recommended", ())},
            }
            record.save(update_fields=["notified"])


class Migration(migrations.Migration):
    dependencies = [("records", "0002_is_behind")]

    operations = [
        migrations.AddField(model_name="record", name="notified", field=models.JSONField(default=dict)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
