"""The search index: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL. Written by hand: keep it."""

from django.db import migrations

from chengxin.ground.handmade import MadeByHand


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("CREATE VIRTUAL TABLE disclosure_search USING fts5(pairs, tokenize='unicode61')")
    else:
        schema_editor.execute("CREATE TABLE disclosure_search (id bigint PRIMARY KEY, pairs tsvector NOT NULL)")
        schema_editor.execute("CREATE INDEX disclosure_search_pairs ON disclosure_search USING gin (pairs)")


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE disclosure_search")


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_initial")]

    operations = [MadeByHand(make, drop)]
