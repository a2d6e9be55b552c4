"""Adds what the desk needs for votes: previews of files, what each file changed, records by hand, settled problems.

Gives the groups of the desk the permissions to use them, and to correct States, groups of States and their names.
"""

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

SEES = ["view_voteproposal"]
WORKS = [
    "accept_votes",
    "add_vote",
    "change_vote",
    "change_voteproblem",
    "change_memberstate",
    "add_statename",
    "change_statename",
    "delete_statename",
    "add_stategroup",
    "change_stategroup",
    "add_groupmembership",
    "change_groupmembership",
    "delete_groupmembership",
]
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
        ("archive", "0044_new_clauses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="vote",
            name="corrected_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="corrects",
                to="archive.vote",
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="reason",
            field=models.TextField(blank=True, verbose_name="why, by hand"),
        ),
        migrations.AddField(
            model_name="votefile",
            name="documents",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AlterField(
            model_name="vote",
            name="origin",
            field=models.CharField(
                choices=[
                    ("librarian", "A librarian of this archive, by hand"),
                    ("resolution", "The resolution as the United Nations publishes it"),
                    ("extract", "The United Nations' extract of its resolutions"),
                    ("library", "UN Digital Library, General Assembly Voting Data"),
                    ("words", "The roll call in the resolution's words"),
                    ("table", "A table made by a librarian"),
                    ("archive", "This archive's own table"),
                    ("voeten", "Voeten, United Nations General Assembly Voting Data"),
                ],
                max_length=12,
                verbose_name="source",
            ),
        ),
        migrations.CreateModel(
            name="SettledProblem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(db_index=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("unknown_name", "A name that no State has"),
                            ("not_a_member", "No member on that day"),
                            ("twice", "A State twice in one vote"),
                            ("totals", "Totals and roll call disagree"),
                            ("sources", "Two sources disagree"),
                            ("date", "Clauses print another date"),
                        ],
                        max_length=16,
                    ),
                ),
                ("messages", models.JSONField(default=list)),
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
        migrations.CreateModel(
            name="VoteProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("format", models.CharField(max_length=24, verbose_name="format")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To be looked at"), ("accepted", "Accepted"), ("aside", "Put aside")],
                        db_index=True,
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("rows", models.JSONField(default=list, editable=False)),
                ("counts", models.JSONField(default=dict, editable=False)),
                ("refused", models.JSONField(default=list, editable=False)),
                ("previewed_at", models.DateTimeField(verbose_name="previewed")),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="archive.votefile",
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="archive.submission",
                        verbose_name="submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of votes on the desk",
                "verbose_name_plural": "files of votes on the desk",
                "ordering": ["-pk"],
                "permissions": [("accept_votes", "Can accept files of votes and take them back")],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="VoteChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(db_index=True)),
                ("before", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="archive.votefile"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("file", "key"), name="changed_once_by_a_file")],
            },
        ),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
