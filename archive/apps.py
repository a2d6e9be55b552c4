"""The archive is project and app in one: this is the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    name = "archive"
    label = "archive"
    verbose_name = _("Disarmament Resolutions Archive")
    default_auto_field = "django.db.models.BigAutoField"
