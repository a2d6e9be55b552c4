from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0031_series_titles")]

    operations = [
        migrations.AddField(
            model_name="citation",
            name="title_certain",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="citation",
            name="title_given",
            field=models.TextField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="citation",
            index=models.Index(
                condition=models.Q(("title_given__gt", "")), fields=["key"], name="citation_giving_title"
            ),
        ),
    ]
