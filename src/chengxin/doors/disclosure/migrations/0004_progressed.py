"""What was worked on to put it right is found without reading every content."""

import json
from typing import Any

from django.db import migrations, models


def read_progress(apps: Any, schema_editor: Any) -> None:
    """Mark the records in force that tell of progress."""
    documents = apps.get_model("disclosure", "Document").objects.using(schema_editor.connection.alias)
    told = [
        key
        for key, content in documents.values_list("key", "content").iterator()
        if json.loads(bytes(content))["progress"]
    ]
    for key in told:
        documents.filter(key=key).update(progressed=True)


class Migration(migrations.Migration):
    """Add the mark."""

    dependencies = [("disclosure", "0003_postings")]

    operations = [
        migrations.AddField("document", "progressed", models.BooleanField(default=False), preserve_default=False),
        migrations.RunPython(read_progress, migrations.RunPython.noop, elidable=True),
    ]
