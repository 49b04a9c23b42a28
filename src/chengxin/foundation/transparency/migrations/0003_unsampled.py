"""What was published leaves no sample in the statistics of a database server."""

from django.db import migrations

from chengxin.ground.samples import unsampled


class Migration(migrations.Migration):
    """Let content and salt be erasable with their rows."""

    dependencies = [("transparency", "0002_matter_may_be_unknown")]

    operations = [unsampled("transparency_publicationversion", "content", "salt")]
