"""Adds the fetches of documents by their symbols, and the symbols that librarians have written off."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

SEES = ["view_fetch"]
WORKS = ["add_writeoff", "delete_writeoff"]
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
        ("archive", "0045_votes_at_the_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RequestTurn",
            fields=[
                ("server", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("next_at", models.DateTimeField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AlterField(
            model_name="historyentry",
            name="action",
            field=models.CharField(
                choices=[
                    ("received", "Received"),
                    ("read", "Read"),
                    ("refused", "Could not be read"),
                    ("read_again", "Read again"),
                    ("mended", "Mended"),
                    ("corrected", "Corrected in the admin"),
                    ("taken_back", "Mend taken back"),
                    ("ready", "Called ready"),
                    ("sent_back", "Sent back"),
                    ("published", "Published"),
                    ("set_aside", "Set aside"),
                    ("taken_up", "Taken up again"),
                    ("withdrawn", "Withdrawn"),
                    ("restored", "Restored"),
                    ("returned", "Returned to an earlier revision"),
                    ("withheld", "Revision withheld"),
                    ("released", "Revision released"),
                    ("cancelled", "Batch cancelled"),
                    ("dealt_with", "Dealt with"),
                    ("asked", "Asked for by its symbol"),
                    ("not_there", "Not in the UN's document system"),
                    ("written_off", "Written off as not existing"),
                    ("reinstated", "Write-off taken back"),
                    ("signed_in", "Signed in"),
                    ("signed_out", "Signed out"),
                    ("sign_failed", "Failed to sign in"),
                    ("roles", "Roles changed"),
                    ("factor", "Second factor changed"),
                ],
                db_index=True,
                max_length=12,
                verbose_name="what",
            ),
        ),
        migrations.CreateModel(
            name="WriteOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("symbol", models.CharField(max_length=400, unique=True, verbose_name="symbol")),
                ("reason", models.TextField(verbose_name="why")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "symbol written off",
                "verbose_name_plural": "symbols written off",
                "ordering": ["symbol"],
                "default_permissions": ("add", "delete"),
            },
        ),
        migrations.CreateModel(
            name="Fetch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("symbol", models.CharField(max_length=400, verbose_name="symbol")),
                ("language", models.CharField(max_length=2, verbose_name="language")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be fetched"),
                            ("fetching", "Being fetched"),
                            ("arrived", "Fetched"),
                            ("here", "Not fetched; here already"),
                            ("not_there", "Not in the UN's document system"),
                            ("failed", "Could not be fetched"),
                            ("cancelled", "Cancelled"),
                        ],
                        db_index=True,
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("reason_code", models.TextField(blank=True, verbose_name="why not fetched")),
                ("reason_values", models.JSONField(blank=True, default=dict, editable=False)),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="asked")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fetches",
                        to="archive.batch",
                        verbose_name="batch",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="fetches",
                        to="archive.submission",
                        verbose_name="submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "fetch",
                "verbose_name_plural": "fetches",
                "ordering": ["-pk"],
                "default_permissions": ("view",),
                "indexes": [models.Index(fields=["symbol", "language", "-id"], name="fetch_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("waiting", "fetching"))),
                        fields=("symbol", "language"),
                        name="fetched_once",
                    )
                ],
            },
        ),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
