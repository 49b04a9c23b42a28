"""Registered programs move to the room of accounts, with their keys: a purpose becomes the permission to ask for it."""

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SAME = ("id", "code", "name", "body_id", "post", "token_hash", "subjects_a_minute", "since", "until")


def move(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    old, new = apps.get_model("inquiries", "Program"), apps.get_model("accounts", "Program")
    pace = apps.get_model("accounts", "Pace")
    for each in old.objects.order_by("pk"):
        kept = {name: getattr(each, name) for name in (*SAME, "registered_by_id")}
        moved = new.objects.create(**kept, permissions=sorted(f"screen.{code}" for code in each.purposes))
        pace.objects.create(program=moved)
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [new]):
            cursor.execute(statement)


def back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    old, new = apps.get_model("inquiries", "Program"), apps.get_model("accounts", "Program")
    for each in new.objects.order_by("pk"):
        kept = {name: getattr(each, name) for name in (*SAME, "registered_by_id")}
        asks = [code.removeprefix("screen.") for code in each.permissions if code.startswith("screen.")]
        old.objects.create(**kept, purposes=asks)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_programs"), ("inquiries", "0001_initial")]
    operations = [migrations.RunPython(move, back)]
