"""The users, for a chief librarian: one may give and take the desk's roles, and nothing that one does not have.

Django's own page lets whoever may change users make anybody a superuser, himself too; and whoever may set somebody's
password may do what that one may.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive.admin.desk.guarded import Guarded

admin.site.unregister(User)
admin.site.unregister(Group)


class _Roles(ModelMultipleChoiceField):
    """The groups by their names in the page's language."""

    def label_from_instance(self, obj: Any) -> str:
        return gettext(obj.name)


@admin.register(User)
class LibrarianAdmin(Guarded, UserAdmin):
    list_display = ("username", "first_name", "last_name", "is_active", "roles", "last_login")
    list_filter = ("is_active", "groups")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users = super().get_queryset(request).prefetch_related("groups")
        return users if _rules(request) else users.filter(is_superuser=False)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody who may do more than oneself; someone who is not active, too, could be made so again."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or not _beyond(request).filter(Q(user=obj) | Q(group__user=obj)).exists())

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "groups":
            options["form_class"] = _Roles
        field = super().formfield_for_manytomany(db_field, request, **options)
        if field and db_field.name == "groups":
            field.queryset = Group.objects.exclude(permissions__in=_beyond(request))
        return field

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
        # The history names people by their user names: one who could rename them could make it lie.
        names = () if _rules(request) or obj is None else ("username",)
        return (*super().get_readonly_fields(request, obj), "last_login", "date_joined", *names)

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        return ", ".join(gettext(group.name) for group in user.groups.all()) or "—"


@admin.register(Group)
class RoleAdmin(Guarded, GroupAdmin):
    """What a role may do is changed by a superuser alone."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _rules(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _rules(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _rules(request)


def _beyond(request: HttpRequest) -> QuerySet[Permission]:
    """The permissions that whoever asks does not have."""
    held = request.user.get_all_permissions()
    every = Permission.objects.select_related("content_type")
    missing = [one.pk for one in every if f"{one.content_type.app_label}.{one.codename}" not in held]
    return Permission.objects.filter(pk__in=missing)


def _rules(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))
