import django.db.models.deletion
from django.db import migrations, models

# The tables of which the version of the archive takes note (0055). Each statement that changes them adds a note.
_WATCHED = ("archive_term", "archive_termplace")
TRIGGERS = "".join(
    f"CREATE TRIGGER archive_version_note AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION archive_version_note();\n"
    for table in _WATCHED
)
NO_TRIGGERS = "".join(f"DROP TRIGGER archive_version_note ON {table};\n" for table in _WATCHED)


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0058_disagreements"),
    ]

    operations = [
        migrations.CreateModel(
            name="TermsMaking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen", models.CharField(max_length=80)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("pairs", models.PositiveIntegerField(default=0)),
                ("wordings", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField(null=True)),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opening", "Opening phrases"),
                            ("treaty", "Treaties and instruments"),
                            ("body", "Bodies"),
                            ("phrase", "Phrases"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.CharField()),
                ("position", models.PositiveIntegerField()),
                ("others", models.TextField(blank=True)),
                ("english", models.TextField()),
                ("wordings", models.PositiveIntegerField()),
                ("renderings", models.JSONField()),
            ],
            options={
                "ordering": ["position"],
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("kind", "words"), name="term_once_a_kind")],
            },
        ),
        migrations.CreateModel(
            name="TermPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rendering", models.PositiveSmallIntegerField(null=True)),
                (
                    "en",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="archive.clause"
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="places", to="archive.term"
                    ),
                ),
                (
                    "zh",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="archive.clause"
                    ),
                ),
            ],
            options={
                "ordering": ["term_id", "zh_id"],
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
    ]
