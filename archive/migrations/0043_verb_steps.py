"""Adds the scales of strength of opening phrases, and the permissions to see and correct them."""

import django.contrib.postgres.fields
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

SEES = ["view_verbstep"]
WORKS = ["add_verbstep", "change_verbstep"]
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
        ("archive", "0042_dates_given"),
    ]

    operations = [
        migrations.CreateModel(
            name="VerbStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(editable=False, max_length=40, null=True, unique=True)),
                (
                    "scale",
                    models.CharField(
                        choices=[
                            ("reception", "Takes note of something, or welcomes it"),
                            ("request", "Asks somebody to do something"),
                            ("concern", "Expresses concern"),
                            ("disapproval", "Regrets or condemns"),
                            ("praise", "Praises"),
                            ("support", "Supports"),
                            ("recollection", "Recalls"),
                            ("recognition", "Recognizes"),
                        ],
                        max_length=16,
                        verbose_name="scale",
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(help_text="A higher step is stronger.", verbose_name="step")),
                (
                    "zh",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        help_text="With commas between them.",
                        size=None,
                        verbose_name="Chinese phrases",
                    ),
                ),
                (
                    "en",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        help_text="In small letters, with commas between them: urging, urges.",
                        size=None,
                        verbose_name="English phrases",
                    ),
                ),
                (
                    "source",
                    models.TextField(
                        help_text="Where it says so, or that it is the archive's judgement.", verbose_name="source"
                    ),
                ),
                (
                    "corrected",
                    models.BooleanField(default=False, editable=False, verbose_name="corrected by a librarian"),
                ),
            ],
            options={
                "verbose_name": "step of a scale of verbs",
                "verbose_name_plural": "scales of verbs",
                "ordering": ["scale", "step", "pk"],
            },
        ),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
