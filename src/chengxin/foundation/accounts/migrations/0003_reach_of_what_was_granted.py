"""What was granted before: a scope that is the body is said to be so; who administers belongs to that administration."""

from django.db import migrations
from django.db.models import F

ADMINISTRATIONS = ("administrator", "security_admin", "audit_admin")


def say_what_was_granted(apps, schema_editor):
    mandates = apps.get_model("accounts", "Mandate").objects
    users = apps.get_model("accounts", "User").objects
    at_body = mandates.filter(scope=F("body__path")).values_list("pk", flat=True)
    mandates.filter(pk__in=list(at_body)).update(reach="body")
    for role in ADMINISTRATIONS:
        holders = mandates.filter(role=role).values("user")
        users.filter(pk__in=holders, administers="").update(administers=role)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0002_mandates_with_reach"),
        ("subjects", "0001_initial"),
    ]

    operations = [migrations.RunPython(say_what_was_granted, migrations.RunPython.noop)]
