"""The admin of the history."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from archive.admin.desk import desk_labels
from archive.admin.desk.desk_admin import DeskAdmin
from archive.models import HistoryEntry


@admin.register(HistoryEntry)
class HistoryAdmin(DeskAdmin):
    """Admin of the history: who did what, when and why. Nobody can edit the history."""

    list_display = ("at", "by", "action", "about", "reason", "in_detail")
    list_display_links = None
    list_filter = ("action", "by")
    list_select_related = ("by",)
    search_fields = ("=subject", "reason", "detail", "values", "by__username")
    date_hierarchy = "at"
    fields = ("at", "by", "action", "about", "reason", "in_detail")

    @admin.display(description=gettext_lazy("of"), ordering="subject")
    def about(self, entry: HistoryEntry) -> str:
        return desk_labels.subject(entry)

    @admin.display(description=gettext_lazy("in detail"))
    def in_detail(self, entry: HistoryEntry) -> str:
        return desk_labels.detail(entry)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
