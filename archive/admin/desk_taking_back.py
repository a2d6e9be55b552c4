"""Taking back, on a resolution's page in the admin: its revisions, compared; withdraw, restore, return to one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.desk import history, taking_back, wording
from archive.desk.comparing import compare
from archive.desk.proofs import RefusedError
from archive.desk.saying import say
from archive.models import Resolution, Revision


class TakingBack(admin.ModelAdmin):
    """The part of ``ResolutionAdmin`` that takes back."""

    change_form_template = "admin/desk/resolution_change_form.html"

    def get_urls(self) -> list[URLPattern]:
        def view(respond: Callable[..., HttpResponse], permission: str) -> Any:
            def guarded(request: HttpRequest, **arguments: Any) -> HttpResponse:
                if not request.user.has_perm(f"archive.{permission}"):
                    raise PermissionDenied
                return respond(request, **arguments)

            return self.admin_site.admin_view(guarded)

        name = "archive_resolution"
        take = "withdraw_resolution"
        return [
            path("<int:pk>/revisions/", view(require_safe(self.revisions), "view_revision"), name=f"{name}_revisions"),
            path("<int:pk>/compare/", view(require_safe(self.compare), "view_revision"), name=f"{name}_compare"),
            path("<int:pk>/withdraw/", view(require_POST(self.withdraw), take), name=f"{name}_withdraw"),
            path("<int:pk>/restore/", view(require_POST(self.restore), take), name=f"{name}_restore"),
            path("<int:pk>/return/", view(require_POST(self.return_to), take), name=f"{name}_return"),
            *super().get_urls(),
        ]

    def revisions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every revision of every text, what happened to the resolution, and what can be done."""
        resolution = _resolution(pk)
        rows = (
            Revision.objects.filter(text__resolution=resolution)
            .select_related("text", "source__received_by")
            .defer("source__content")
            .order_by("text__language", "-number")
        )
        return self._page(
            request,
            "revisions.html",
            resolution,
            revisions=rows,
            history=history.of_resolution(resolution.document.key)[:100],
            may_take_back=request.user.has_perm("archive.withdraw_resolution"),
        )

    def compare(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Two revisions of one resolution: ``?before=`` and ``?after=`` are their numbers in the database."""
        resolution = _resolution(pk)
        chosen = []
        for name in ("before", "after"):
            number = request.GET.get(name, "")
            if not number.isascii() or not number.isdigit() or int(number) > 2**62:
                raise Http404
            revisions = Revision.objects.filter(text__resolution=resolution).select_related("text")
            chosen.append(get_object_or_404(revisions, pk=int(number)))
        before, after = chosen
        return self._page(
            request,
            "compare.html",
            resolution,
            rows=compare(wording.of_revision(before), wording.of_revision(after)),
            before=str(before),
            after=str(after),
            back=reverse("admin:archive_resolution_revisions", args=[pk]),
        )

    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        reason = request.POST.get("reason", "")
        said = _("It is withdrawn; its address says so.")
        return self._do(request, pk, lambda: taking_back.withdraw(pk, by=request.user, reason=reason), said)

    def restore(self, request: HttpRequest, pk: int) -> HttpResponse:
        reason = request.POST.get("reason", "")
        said = _("It is restored.")
        return self._do(request, pk, lambda: taking_back.restore(pk, by=request.user, reason=reason), said)

    def return_to(self, request: HttpRequest, pk: int) -> HttpResponse:
        number = request.POST.get("revision", "")
        revision = Revision.objects.filter(text__resolution=pk, pk=int(number) if number.isdecimal() else 0).first()
        if revision is None:
            raise Http404
        reason, said = request.POST.get("reason", ""), _("The earlier revision is shown again.")
        return self._do(request, pk, lambda: taking_back.return_to(revision.pk, by=request.user, reason=reason), said)

    def _do(self, request: HttpRequest, pk: int, act: Callable[[], Any], said: str) -> HttpResponse:
        _resolution(pk)
        try:
            act()
            messages.success(request, said)
        except RefusedError as error:
            messages.error(request, say(error.sentence))
        return redirect("admin:archive_resolution_revisions", pk)

    def _page(self, request: HttpRequest, template: str, resolution: Resolution, **context: Any) -> HttpResponse:
        title = str(resolution.document)
        whole = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, "resolution": resolution}
        return TemplateResponse(request, f"admin/desk/{template}", {**whole, **context})


def _resolution(pk: int) -> Resolution:
    rows = Resolution.everything.select_related("document", "withdrawn_by")
    return get_object_or_404(rows, pk=pk)
