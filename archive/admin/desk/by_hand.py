"""Corrections by hand in the admin's forms. Each correction needs a reason, and the desk's history records it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.admin.desk.guarded import Guarded


class ReasonForm(forms.ModelForm):
    """A form with a required field for the reason of the change."""

    reason = forms.CharField(
        label=gettext_lazy("why"),
        widget=forms.TextInput(attrs={"size": 80}),
        help_text=gettext_lazy("Kept in the history, with what was there before."),
    )


class ByHand(Guarded):
    """Admin of rows that librarians correct by hand.

    A correction here is public at once. So if a second librarian has to approve what is published
    (``settings.APPROVAL``), only users who may approve can correct rows here.
    """

    form = ReasonForm
    change_form_template = "admin/desk/by_hand_form.html"
    delete_confirmation_template = "admin/desk/delete_confirmation.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request) and super().has_delete_permission(request, obj)

    def _may(self, request: HttpRequest) -> bool:
        return not settings.APPROVAL or request.user.has_perm("archive.approve_proof")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The fieldsets of the form. The field for the reason is there only if the user may save the form."""
        if self.has_change_permission(request, obj) if obj else self.has_add_permission(request):
            return super().get_fieldsets(request, obj)
        shown = super().get_fieldsets(request, obj)
        without = [(name, {**of, "fields": [one for one in of["fields"] if one != "reason"]}) for name, of in shown]
        return [(name, of) for name, of in without if of["fields"]]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **named: Any) -> Any:
        return super().render_change_form(request, context | {"only_chiefs": not self._may(request)}, *args, **named)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """The actions, without the action that deletes many rows at once. Each deletion needs its own reason."""
        actions: dict[str, Any] = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        if request.method == "POST" and self.has_delete_permission(request) and not self.reason(request):
            messages.error(request, _("Say why it is deleted."))
            return HttpResponseRedirect(request.path)
        answer: HttpResponse = super().delete_view(request, object_id, extra_context)
        return answer
