"""What was published leaves no sample in the statistics of a database server."""

from django.db import migrations

from chengxin.ground.samples import unsampled


class Migration(migrations.Migration):
    """Let what a record says be erasable with its rows."""

    dependencies = [("disclosure", "0004_progressed")]

    operations = [
        unsampled("disclosure_document", "entry", "content", "salt", "title", "body_id", "body_name"),
        unsampled("disclosure_page", "path", "body", "etag"),
        unsampled("disclosure_searched", "facets", "text"),
        unsampled("disclosure_posting", "term", "documents"),
        unsampled("disclosure_tally", "body_id"),
    ]
