"""Adds permissions to the desk's groups.

All of them can see votes, States and series. Librarians can also correct a ballot and decide a link of a series.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

SEES = [
    "view_vote",
    "view_voteproblem",
    "view_votefile",
    "view_ballot",
    "view_memberstate",
    "view_statename",
    "view_stategroup",
    "view_groupmembership",
    "view_serieslink",
]
WORKS = ["change_ballot", "add_serieslink", "change_serieslink"]
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
        ("archive", "0020_citations_of_proofs"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
