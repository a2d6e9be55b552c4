import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Entries of series get a key of their own: a resolution can be in a series before it is a document here. What the
    table holds is made anew from the links."""

    dependencies = [("archive", "0005_desk_known_sources")]

    operations = [
        migrations.DeleteModel(name="SeriesEntry"),
        migrations.CreateModel(
            name="SeriesEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("session_order", models.IntegerField(default=-1)),
                ("title", models.TextField(blank=True, verbose_name="title")),
                (
                    "document",
                    models.OneToOneField(
                        db_column="symbol",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="series_entry",
                        to="archive.document",
                        to_field="key",
                        verbose_name="resolution",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="archive.series",
                        verbose_name="series",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of a series",
                "verbose_name_plural": "entries of series",
                "ordering": ["series", "session_order"],
            },
        ),
    ]
