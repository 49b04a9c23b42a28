"""What people stated is sealed; what was stated in the clear before is sealed on the way."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from chengxin.ground.ciphers import seal, unseal

OWN_WORDS = "officials.own_words"


def seal_all(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for claim in apps.get_model("dossiers", "Claim").objects.all().iterator():
        claim.sealed_words = seal(claim.stated, purpose=OWN_WORDS)
        claim.save(update_fields=["sealed_words"])


def unseal_all(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for claim in apps.get_model("dossiers", "Claim").objects.all().iterator():
        claim.stated = unseal(bytes(claim.sealed_words), purpose=OWN_WORDS)
        claim.save(update_fields=["stated"])


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_initial")]
    operations = [
        migrations.AddField("claim", "sealed_words", models.BinaryField(default=b""), preserve_default=False),
        migrations.RunPython(seal_all, unseal_all),
        migrations.RemoveField("claim", "stated"),
    ]
