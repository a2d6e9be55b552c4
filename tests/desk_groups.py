"""The groups of the desk, for tests that empty the database: they delete the groups of the migrations too."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission

from archive.desk.roles import PERMISSIONS


def make_groups() -> None:
    for name, (of_archive, of_auth) in PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=name)
        for app, codenames in (("archive", of_archive), ("auth", of_auth)):
            group.permissions.add(*Permission.objects.filter(content_type__app_label=app, codename__in=codenames))
