"""Pages and acts of the admin that take back what was published.

A librarian can compare the revisions of a resolution, withdraw or restore the resolution, and return to an earlier
revision. A librarian can also withhold or release a revision.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from archive.admin.desk.guarded import CHANGE, Guarded
from archive.desk import history, taking_back
from archive.desk.diff import diff_sources
from archive.desk.mends.forms import number
from archive.desk.proofs import RefusedError
from archive.models import Resolution, Revision
from archive.page_language import say


class TakingBack(Guarded):
    """The part of ``ResolutionAdmin`` that takes back what was published."""

    change_form_template = "admin/desk/resolution_change_form.html"

    def get_urls(self) -> list[URLPattern]:
        def looks(name: str, respond: Callable[..., HttpResponse]) -> URLPattern:
            view = self.guarded("view_revision", respond)
            return path(f"<int:pk>/{name}/", view, name=f"archive_resolution_{name}")

        def takes(name: str, respond: Callable[..., HttpResponse]) -> URLPattern:
            view = self.guarded("withdraw_resolution", respond, CHANGE)
            return path(f"<int:pk>/{name}/", view, name=f"archive_resolution_{name}")

        return [
            looks("revisions", self.revisions),
            looks("compare", self.compare),
            takes("withdraw", self.withdraw),
            takes("restore", self.restore),
            takes("return", self.return_to),
            takes("withhold", self.withhold),
            takes("release", self.release),
            *super().get_urls(),
        ]

    def revisions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page with every revision of every text of the resolution, its history, and the possible acts."""
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
            seen=taking_back.state_of(resolution),
            may_take_back=request.user.has_perm("archive.withdraw_resolution"),
        )

    def compare(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Compares two revisions of one resolution. ``?before=`` and ``?after=`` are their primary keys.

        Only users who can release a revision may see a withheld one.
        """
        resolution = _resolution(pk)
        chosen = []
        for name in ("before", "after"):
            revisions = Revision.objects.filter(text__resolution=resolution).select_related("text")
            chosen.append(get_object_or_404(revisions, pk=number(request.GET.get(name, ""))))
        if any(one.withheld_at for one in chosen) and not request.user.has_perm("archive.withdraw_resolution"):
            raise PermissionDenied
        before, after = chosen
        return self._page(
            request,
            "compare.html",
            resolution,
            rows=diff_sources.difference(before, after),
            before=_named(before),
            after=_named(after),
            without_facts=[one for one in chosen if one.facts is None],
            back=reverse("admin:archive_resolution_revisions", args=[pk]),
        )

    def withdraw(self, request: HttpRequest, pk: int) -> HttpResponse:
        reason, seen = request.POST.get("reason", ""), _seen(request)
        said = _("It is withdrawn; its address says so.")
        return self._do(request, pk, lambda: taking_back.withdraw(pk, by=request.user, reason=reason, seen=seen), said)

    def restore(self, request: HttpRequest, pk: int) -> HttpResponse:
        reason, seen = request.POST.get("reason", ""), _seen(request)
        said = _("It is restored.")
        return self._do(request, pk, lambda: taking_back.restore(pk, by=request.user, reason=reason, seen=seen), said)

    def return_to(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._of_revision(request, pk, taking_back.return_to, _("The earlier revision is shown again."))

    def withhold(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._of_revision(request, pk, taking_back.withhold, _("It is withheld; its address says so."))

    def release(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._of_revision(request, pk, taking_back.release, _("It is shown again."))

    def _of_revision(self, request: HttpRequest, pk: int, act: Callable[..., Any], said: str) -> HttpResponse:
        chosen = number(request.POST.get("revision", "")) or 0
        if not Revision.objects.filter(text__resolution=pk, pk=chosen).exists():
            raise Http404
        reason = request.POST.get("reason", "")
        return self._do(request, pk, partial(act, chosen, by=request.user, reason=reason, seen=_seen(request)), said)

    def _do(self, request: HttpRequest, pk: int, act: Callable[[], Any], said: str) -> HttpResponse:
        _resolution(pk)
        try:
            act()
            messages.success(request, said)
        except RefusedError as error:
            messages.error(request, say(error.message))
        return redirect("admin:archive_resolution_revisions", pk)

    def _page(self, request: HttpRequest, template: str, resolution: Resolution, **context: Any) -> HttpResponse:
        title = str(resolution.document)
        whole = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, "resolution": resolution}
        return TemplateResponse(request, f"admin/desk/{template}", {**whole, **context})


def _named(revision: Revision) -> str:
    """The name of a revision for librarians: its language and its number."""
    said = _("%(language)s, revision %(number)s")
    return said % {"language": revision.text.get_language_display(), "number": revision.number}


def _seen(request: HttpRequest) -> str:
    """The state that the resolution had when the page was shown."""
    return request.POST.get("seen", "")


def _resolution(pk: int) -> Resolution:
    rows = Resolution.everything.select_related("document", "withdrawn_by")
    return get_object_or_404(rows, pk=pk)
