import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0003_wordings'),
        ('matters', '0001_initial'),
    ]

    operations = [
        migrations.RenameField('givennumber', 'document', 'matter'),
        migrations.AlterField(  # a document's key is its matter's
            model_name='givennumber',
            name='matter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given_numbers', to='matters.matter'),
        ),
    ]
