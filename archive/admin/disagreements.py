"""Admin of the places where the Chinese and the English text of a resolution disagree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin.desk.guarded import CHANGE, Guarded
from archive.admin.vote_problems import Settled
from archive.desk import disagreements
from archive.desk.mends.forms import number
from archive.desk.proofs import RefusedError
from archive.models import Disagreement
from archive.models.disagreement import DisagreementQuerySet
from archive.page_language import say


@admin.register(Disagreement)
class DisagreementAdmin(Guarded):
    """Admin of the disagreements of two languages. An import finds them; librarians settle them with a reason."""

    list_display = ("place", "what", "in_chinese", "in_english", "settled")
    list_display_links = None
    fields = readonly_fields = ("place", "what", "in_chinese", "in_english", "settled")
    list_filter = (Settled, "what", "pair__chinese__text__resolution__session")
    search_fields = ("pair__chinese__text__resolution__document__key", "path")
    ordering = ("-pair__chinese__text__resolution__session_order", "pair_id", "position", "pk")
    actions = ("settle_selected", "open_selected")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Disagreement]:
        found = super().get_queryset(request)
        assert isinstance(found, DisagreementQuerySet)
        return found.for_lists()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("clause"))
    def place(self, row: Any) -> str:
        """The clause in both languages."""
        return format_html(
            '<a href="{}?with=en#{}">{} {}</a>',
            reverse("resolution", args=[row.key]), row.path, row.key, row.path,
        )  # fmt: skip

    @admin.display(description=gettext_lazy("only in Chinese"))
    def in_chinese(self, row: Disagreement) -> str:
        return "、".join(row.chinese) or "—"

    @admin.display(description=gettext_lazy("only in English"))
    def in_english(self, row: Disagreement) -> str:
        return "、".join(row.english) or "—"

    @admin.display(description=gettext_lazy("settled, because"))
    def settled(self, row: Any) -> str:
        return row.settled_because or "—"

    def get_urls(self) -> list[URLPattern]:
        def does(name: str, act: Callable[..., int], said: Callable[[int], str]) -> URLPattern:
            def respond(request: HttpRequest) -> HttpResponse:
                return self._do(request, name, act, said)

            return path(
                f"{name}/",
                self.guarded("change_disagreement", respond, CHANGE),
                name=f"archive_disagreement_{name}",
            )

        return [
            does("settle", disagreements.settle, _settled),
            does("open", disagreements.open_again, _opened),
            *super().get_urls(),
        ]

    def has_settle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("archive.change_disagreement")

    @admin.action(description=gettext_lazy("Settle the selected disagreements"), permissions=["settle"])
    def settle_selected(self, request: HttpRequest, queryset: QuerySet[Disagreement]) -> HttpResponse:
        """Asks for the reason. Nothing is settled here."""
        return self._reason_page(request, "settle", [row.pk for row in queryset])

    @admin.action(description=gettext_lazy("Open the selected disagreements again"), permissions=["settle"])
    def open_selected(self, request: HttpRequest, queryset: QuerySet[Disagreement]) -> HttpResponse:
        return self._reason_page(request, "open", [row.pk for row in queryset])

    def _reason_page(self, request: HttpRequest, name: str, chosen: list[int]) -> HttpResponse:
        rows = Disagreement.objects.for_lists().filter(pk__in=chosen).order_by("pair_id", "position", "pk")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Settle the selected disagreements") if name == "settle" else _("Open them again"),
            "opts": self.opts,
            "rows": [(row, self.place(row), self.in_chinese(row), self.in_english(row)) for row in rows],
            "chosen": ",".join(str(row.pk) for row in rows),
            "opens": name == "open",
            "act": reverse(f"admin:archive_disagreement_{name}"),
        }
        return TemplateResponse(request, "admin/desk/settle_disagreements.html", context)

    def _do(self, request: HttpRequest, name: str, act: Callable[..., int], said: Callable[[int], str]) -> HttpResponse:
        chosen = [pk for one in request.POST.get("chosen", "").split(",") if (pk := number(one)) is not None]
        try:
            messages.success(request, said(act(chosen, by=request.user, reason=self.reason(request))))
        except RefusedError as error:
            messages.error(request, say(error.message))
            return self._reason_page(request, name, chosen)
        return redirect("admin:archive_disagreement_changelist")


def _settled(n: int) -> str:
    return ngettext("%(n)s disagreement is settled.", "%(n)s disagreements are settled.", n) % {"n": n}


def _opened(n: int) -> str:
    return ngettext("%(n)s disagreement is open again.", "%(n)s disagreements are open again.", n) % {"n": n}
