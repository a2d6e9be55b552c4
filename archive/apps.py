"""The archive is project and app in one: this is the app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    name = "archive"
    label = "archive"
    verbose_name = _("裁军决议档案")
    default_auto_field = "django.db.models.BigAutoField"
