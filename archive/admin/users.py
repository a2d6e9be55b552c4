"""The users, for a chief librarian: one may give and take the desk's roles, and nothing that one does not have.

Django's own page lets whoever may change users make anybody a superuser, himself too.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class LibrarianAdmin(UserAdmin):
    list_display = ("username", "first_name", "last_name", "is_active", "roles", "last_login")
    list_filter = ("is_active", "groups")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users = super().get_queryset(request).prefetch_related("groups")
        return users if _rules(request) else users.filter(is_superuser=False)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if _rules(request) or obj is None:
            return fieldsets
        return (
            (None, {"fields": ("username", "password")}),
            (_("Personal info"), {"fields": ("first_name", "last_name", "email")}),
            (_("Roles"), {"fields": ("is_active", "is_staff", "groups")}),
            (_("Important dates"), {"fields": ("last_login", "date_joined")}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*super().get_readonly_fields(request, obj), "last_login", "date_joined")

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all()) or "—"


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """What a role may do is changed by a superuser alone."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _rules(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _rules(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _rules(request)


def _rules(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))
