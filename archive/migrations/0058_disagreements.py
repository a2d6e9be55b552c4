"""Adds the disagreements of the Chinese and the English texts, and lets the desk's groups see and settle them."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

SEES = ["view_disagreement"]
WORKS = ["change_disagreement"]
GROUPS = {"reader of the desk": SEES, "librarian": SEES + WORKS, "chief librarian": SEES + WORKS}


def give_permissions(apps, schema_editor):
    """Add the permissions to each group.

    They are created here first: in a new database, Django creates permissions only after all migrations.
    """
    config = apps.get_app_config("archive")
    config.models_module = True
    create_permissions(config, apps=apps, using=schema_editor.connection.alias, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="archive")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.add(*permissions.filter(codename__in=GROUPS[group.name]))


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0057_machine_data"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LanguagePair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=32)),
                (
                    "chinese",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="archive.revision"
                    ),
                ),
                (
                    "english",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="archive.revision"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Disagreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("path", models.CharField(verbose_name="path")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("day", "day"),
                            ("symbol", "number of a resolution or document"),
                            ("number", "number"),
                            ("mark", "footnote marks"),
                            ("clause", "clause in one language only"),
                        ],
                        max_length=8,
                        verbose_name="what",
                    ),
                ),
                ("chinese", models.JSONField(default=list, verbose_name="only in Chinese")),
                ("english", models.JSONField(default=list, verbose_name="only in English")),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="disagreements",
                        to="archive.languagepair",
                    ),
                ),
            ],
            options={
                "verbose_name": "disagreement of two languages",
                "verbose_name_plural": "disagreements of two languages",
                "ordering": ["pair_id", "position", "pk"],
                "default_permissions": ("view", "change"),
            },
        ),
        migrations.CreateModel(
            name="SettledDisagreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(db_index=True)),
                ("path", models.CharField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("day", "day"),
                            ("symbol", "number of a resolution or document"),
                            ("number", "number"),
                            ("mark", "footnote marks"),
                            ("clause", "clause in one language only"),
                        ],
                        max_length=8,
                    ),
                ),
                ("chinese", models.JSONField(default=list)),
                ("english", models.JSONField(default=list)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
