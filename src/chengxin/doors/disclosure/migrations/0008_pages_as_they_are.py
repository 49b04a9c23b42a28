"""Pages lie on a database server as they are answered: packing them cost it as much as storing them."""

from typing import Any

from django.db import migrations

from chengxin.ground.handmade import SetByHand


def leave_unpacked(apps: Any, schema_editor: Any) -> None:
    """Let the server pack no page that it takes in from now on."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE disclosure_page ALTER body SET STORAGE EXTERNAL")


class Migration(migrations.Migration):
    """Let pages be stored and read without being packed."""

    dependencies = [("disclosure", "0007_answered_on")]

    operations = [SetByHand(leave_unpacked, SetByHand.noop)]
