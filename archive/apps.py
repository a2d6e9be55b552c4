"""Configurations of the Django app ``archive`` and of its admin. The project and the app are one package."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    name = "archive"
    label = "archive"
    verbose_name = _("Disarmament Resolutions Archive")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from archive.accounts import events

        events.connect()


class DeskConfig(AdminConfig):
    default_site = "archive.admin_site.DeskSite"
