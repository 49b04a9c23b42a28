"""What was handled before this version is closed and found too."""

from django.db import migrations


def fill(apps, schema_editor):
    """Close what nobody has anything left to do in, and let the index take up every matter."""
    from chengxin.foundation.matters.plugs import kinds

    matters = apps.get_model("matters", "Matter").objects
    for kind in kinds():
        closed = [str(state) for state in kind.lifecycle.states if not kind.is_open(str(state))]
        matters.filter(kind=kind.code, state__in=closed).update(is_open=False)
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("INSERT INTO matters_toindex (matter_id) SELECT id FROM matters_matter")


class Migration(migrations.Migration):
    dependencies = [("matters", "0005_open_and_found")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
