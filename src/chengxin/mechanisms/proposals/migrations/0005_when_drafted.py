from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0004_returned_because'),
    ]

    operations = [
        migrations.AddField(
            model_name='answer',
            name='drafted_at',
            field=models.DateTimeField(null=True),
        ),
    ]
