from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0056_database_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="machine",
            name="data",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
    ]
