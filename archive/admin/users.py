"""Admin of users and roles. A chief librarian may give roles only with permissions that the chief librarian has.

Django's own admin is less strict. There, a user who may change users can make anybody a superuser, and can set the
password of a user with more permissions and then log in as that user.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, SetUnusablePasswordMixin
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from mfa.admin import MFAKey  # this import registers the library's own admin

from archive.accounts import events, second_factor
from archive.admin.desk.guarded import Guarded
from archive.desk import roles
from archive.messages import Message
from archive.models.history import Action

# Marks of a user that are worth as much as a role.
_MARKS = ("is_active", "is_staff", "is_superuser")

admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.unregister(MFAKey)  # its page would show the secret


# Django's own pages show a group by ``str``. The database has the name in English (``archive.desk.roles``).
Group.add_to_class("__str__", lambda group: gettext(group.name))

_ACTS = {"add": _("add"), "change": _("change"), "delete": _("delete"), "view": _("view")}


class _PasswordForm(AdminPasswordChangeForm):
    """Django's form, with its warning in the page's language."""

    usable_password_help_text: Any = format_lazy(
        '{}<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
        SetUnusablePasswordMixin.usable_password_help_text,
        _("If disabled, the current password for this user will be lost."),
    )


class _Permissions(ModelMultipleChoiceField):
    """A choice of permissions, named in the page's language. Django's names are English sentences in the database."""

    def label_from_instance(self, obj: Permission) -> str:
        act = obj.codename.partition("_")[0]
        return f"{obj.content_type.name}: {_ACTS.get(act) or gettext(obj.name)}"


@admin.register(User)
class LibrarianAdmin(Guarded, UserAdmin):
    change_password_form = _PasswordForm
    list_display = ("username", "first_name", "last_name", "is_active", "roles", "last_login")
    list_filter = ("is_active", "groups")
    actions = ("reset_second_factor",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users = super().get_queryset(request).prefetch_related("groups")
        return users if _is_superuser(request) else users.filter(is_superuser=False)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the logged-in user may change the user ``obj``.

        Returns False if ``obj`` has a permission that the logged-in user lacks. Returns False for an inactive ``obj``
        too, because the logged-in user could make ``obj`` active again.
        """
        may = super().has_change_permission(request, obj)
        if not may or obj is None:
            return may
        return not _missing_permissions(request).filter(Q(user=obj) | Q(group__user=obj)).exists()

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        field = super().formfield_for_manytomany(db_field, request, **_naming(db_field.name), **options)
        if field and db_field.name == "groups":
            field.queryset = Group.objects.exclude(permissions__in=_missing_permissions(request))
        return field

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if _is_superuser(request) or obj is None:
            return fieldsets
        return (
            (None, {"fields": ("username", "password")}),
            (_("Personal info"), {"fields": ("first_name", "last_name", "email")}),
            (_("Roles"), {"fields": ("is_active", "is_staff", "groups")}),
            (_("Important dates"), {"fields": ("last_login", "date_joined")}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        # The history shows user names. Renaming a user would falsify it.
        names = () if _is_superuser(request) or obj is None else ("username",)
        return (*super().get_readonly_fields(request, obj), "last_login", "date_joined", *names)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Saves the roles of a user, and writes each change into the history: which role, by whom, for whom."""
        user = form.instance
        before = _roles(user) | {mark for mark in _MARKS if form.initial.get(mark)} if change else set()
        super().save_related(request, form, formsets, change)
        after = _roles(user) | {mark for mark in _MARKS if getattr(user, mark)}
        for code, names in (("accounts.given", after - before), ("accounts.taken", before - after)):
            for role in sorted(names):
                detail = Message(code, {"role": role, "user": user.get_username()})
                events.note(Action.ROLES_CHANGED, user.get_username(), by=request.user, request=request, detail=detail)

    @admin.action(description=_("Delete the second factor (the user has lost it)"), permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            if not self.has_change_permission(request, user):
                raise PermissionDenied
        for user in users:
            second_factor.reset(user, by=request.user, request=request)
        self.message_user(request, gettext("The users sign in with the password and add a new second factor."))

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        return ", ".join(map(str, user.groups.all())) or "—"


@admin.register(Group)
class RoleAdmin(Guarded, GroupAdmin):
    """Admin of roles. Only a superuser may add, change or delete a role."""

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **options: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **_naming(db_field.name), **options)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_superuser(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_superuser(request)


def _naming(field: str) -> dict[str, Any]:
    """The options of a form field that offers permissions. It offers those of the desk, without those of libraries."""
    if field not in ("permissions", "user_permissions"):
        return {}
    listed = ContentType.objects.get_for_models(*admin.site._registry).values()
    in_roles = {name for lists in roles.PERMISSIONS.values() for names in lists for name in names}
    offered = Permission.objects.filter(Q(content_type__in=listed) | Q(codename__in=in_roles))
    return {"form_class": _Permissions, "queryset": offered}


def _roles(user: User) -> set[str]:
    """The names of the stored groups of a user."""
    return set(Group.objects.filter(user=user).values_list("name", flat=True))


def _missing_permissions(request: HttpRequest) -> QuerySet[Permission]:
    """The permissions that the user who makes the request does not have."""
    held = request.user.get_all_permissions()
    every = Permission.objects.select_related("content_type")
    missing = [each.pk for each in every if f"{each.content_type.app_label}.{each.codename}" not in held]
    return Permission.objects.filter(pk__in=missing)


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))
