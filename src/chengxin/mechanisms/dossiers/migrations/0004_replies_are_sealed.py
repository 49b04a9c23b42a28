"""What officials answered to opinions is sealed; what was kept in the clear before is sealed on the way."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from chengxin.ground.ciphers import seal, unseal

OWN_WORDS = "officials.own_words"
NOTED = "答复原文密封保存"


def seal_all(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    notes = apps.get_model("matters", "Note").objects
    for opinion in apps.get_model("dossiers", "Opinion").objects.exclude(reply="").iterator():
        notes.filter(matter=opinion.matter_id, part="defence", text=opinion.reply).update(text=NOTED)
        opinion.sealed_reply = seal(opinion.reply, purpose=OWN_WORDS)
        opinion.save(update_fields=["sealed_reply"])


def unseal_all(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for opinion in apps.get_model("dossiers", "Opinion").objects.exclude(sealed_reply=b"").iterator():
        opinion.reply = unseal(bytes(opinion.sealed_reply), purpose=OWN_WORDS)
        opinion.save(update_fields=["reply"])


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0003_suppliers_programs"), ("matters", "0004_about_a_person")]
    operations = [
        migrations.AddField("opinion", "sealed_reply", models.BinaryField(default=b"")),
        migrations.RunPython(seal_all, unseal_all),
        migrations.RemoveField("opinion", "reply"),
    ]
