"""What is open still, and the index of the search as rows of compressed bitmaps. Written by hand: keep it."""

import django.db.models.deletion
import django.db.models.fields.composite
from django.db import migrations, models
from django.db.models import Q

from chengxin.ground.handmade import MadeByHand


def make_terms(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE TABLE matters_matterterm (term text NOT NULL, block integer NOT NULL, documents blob NOT NULL, "
            "PRIMARY KEY (term, block)) WITHOUT ROWID"
        )
    else:
        schema_editor.execute(
            'CREATE TABLE matters_matterterm (term varchar(64) COLLATE "C" NOT NULL, block integer NOT NULL, '
            "documents bytea NOT NULL, PRIMARY KEY (term, block))"
        )
        schema_editor.execute("ALTER TABLE matters_matterterm ALTER documents SET STORAGE EXTERNAL")


class Migration(migrations.Migration):
    dependencies = [("matters", "0004_about_a_person"), ("subjects", "0002_officials")]

    operations = [
        migrations.AddField("matter", "is_open", models.BooleanField(default=True)),
        migrations.AddIndex(
            "matter", models.Index(condition=Q(is_open=True), fields=["organ", "kind"], name="matter_open_at")
        ),
        migrations.AddIndex(
            "matter", models.Index(condition=Q(is_open=True), fields=["body", "kind"], name="matter_open_about")
        ),
        migrations.CreateModel(
            "ToIndex",
            fields=[
                (
                    "matter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="matters.matter",
                    ),
                ),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[MadeByHand(make_terms)],
            state_operations=[
                migrations.CreateModel(
                    "MatterTerm",
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
    ]
