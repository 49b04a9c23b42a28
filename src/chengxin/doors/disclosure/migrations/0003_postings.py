"""The index as rows of compressed bitmaps, in the place of FTS5 and tsvector; figures as counters.

Written by hand: keep it. SQLite keeps the rows of the index in the order of their key, without a second copy of it;
PostgreSQL compares terms byte by byte and does not try to compress what is compressed. What is in force is put into the index by
`operations.index_what_is_not`, which every upgrade and import calls.
"""

import django.db.models.fields.composite
from django.db import migrations, models
from django.db.models import Count

from chengxin.ground.handmade import MadeByHand


def make_postings(apps, schema_editor):
    schema_editor.execute("DROP TABLE disclosure_search")
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE TABLE disclosure_posting (term text NOT NULL, block integer NOT NULL, documents blob NOT NULL, "
            "PRIMARY KEY (term, block)) WITHOUT ROWID"
        )
    else:
        schema_editor.execute(
            'CREATE TABLE disclosure_posting (term varchar(64) COLLATE "C" NOT NULL, block integer NOT NULL, '
            "documents bytea NOT NULL, PRIMARY KEY (term, block))"
        )
        schema_editor.execute("ALTER TABLE disclosure_posting ALTER documents SET STORAGE EXTERNAL")


def count(apps, schema_editor):
    counted = (
        apps.get_model("disclosure", "Document")
        .objects.using("public")
        .order_by()
        .values_list("region_path", "body_id", "severity")
        .annotate(records=Count("id"))
    )
    tally = apps.get_model("disclosure", "Tally")
    tally.objects.using("public").bulk_create(
        (
            tally(region_path=path, body_id=body, severity=severity, records=records)
            for path, body, severity, records in counted
        ),
        batch_size=200,
    )


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0002_search")]

    operations = [
        migrations.CreateModel(
            name="Searched",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("facets", models.TextField()),
                ("text", models.TextField()),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[MadeByHand(make_postings)],
            state_operations=[
                migrations.CreateModel(
                    name="Posting",
                    fields=[
                        (
                            "pk",
                            django.db.models.fields.composite.CompositePrimaryKey(
                                "term", "block", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("term", models.CharField(max_length=64)),
                        ("block", models.IntegerField()),
                        ("documents", models.BinaryField()),
                    ],
                )
            ],
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("region_path", models.CharField(max_length=80)),
                ("body_id", models.CharField(max_length=24)),
                ("severity", models.CharField(max_length=10)),
                ("records", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region_path", "body_id", "severity"), name="tally_once"
                    )
                ],
            },
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
