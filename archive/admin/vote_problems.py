"""Admin of the problems of votes: settled with a reason, or solved by the name of a State or a correction by hand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from archive.admin.desk.guarded import CHANGE, Guarded
from archive.desk.mends.forms import number
from archive.desk.proofs import RefusedError
from archive.desk.votes import settling
from archive.models import MemberState, VoteProblem
from archive.models.disagreement import DisagreementQuerySet
from archive.models.vote import VoteProblemQuerySet
from archive.name_order import by_pinyin
from archive.page_language import say
from archive.views.votes.vote_messages import brief_words


class Settled(admin.SimpleListFilter):
    """A filter for the problems of votes, or the disagreements of languages, that a librarian has settled, or not."""

    title = gettext_lazy("settled")
    parameter_name = "settled"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", gettext_lazy("still open")), ("yes", gettext_lazy("settled"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        assert isinstance(queryset, (VoteProblemQuerySet, DisagreementQuerySet))
        if self.value() == "no":
            return queryset.open()
        return queryset.settled() if self.value() == "yes" else queryset


@admin.register(VoteProblem)
class VoteProblemAdmin(Guarded):
    """Admin of the problems found in the records of votes."""

    list_display = ("vote", "kind", "words", "settled", "page")
    list_filter = (Settled, "kind", "vote__origin")
    list_select_related = ("vote",)
    fields = readonly_fields = ("vote", "kind", "words", "settled")
    search_fields = ("messages", "vote__key", "vote__document__key")
    change_form_template = "admin/votes/problem_form.html"
    actions = ("settle_selected",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[VoteProblem]:
        found = super().get_queryset(request)
        assert isinstance(found, VoteProblemQuerySet)
        return found.with_settlement()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("detail"))
    def words(self, problem: VoteProblem) -> str:
        """A problem in words. States are shown by their codes, because their names would take one query per row."""
        return brief_words(problem.messages)

    @admin.display(description=gettext_lazy("settled, because"))
    def settled(self, problem: Any) -> str:
        return problem.settled_because or "—"

    @admin.display(description=gettext_lazy("vote"))
    def page(self, problem: VoteProblem) -> str:
        return format_html('<a href="{}">{}</a>', problem.vote.get_absolute_url(), problem.vote.key)

    def get_urls(self) -> list[URLPattern]:
        def does(name: str, respond: Callable[..., HttpResponse]) -> URLPattern:
            view = self.guarded("change_voteproblem", respond, CHANGE)
            return path(f"<int:pk>/{name}/", view, name=f"archive_voteproblem_{name}")

        many = self.guarded("change_voteproblem", self.settle_many, CHANGE)
        return [
            path("settle/", many, name="archive_voteproblem_settle_many"),
            does("settle", self.settle),
            does("open", self.open_again),
            does("name", self.explain),
            *super().get_urls(),
        ]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **named: Any) -> Any:
        problem = context["original"]
        names = settling.unknown_names(problem)
        states = sorted(MemberState.objects.all(), key=lambda state: by_pinyin(state.name)) if names else []
        return super().render_change_form(request, context | {"names": names, "states": states}, *args, **named)

    def has_settle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("archive.change_voteproblem")

    @admin.action(description=gettext_lazy("Settle the selected problems"), permissions=["settle"])
    def settle_selected(self, request: HttpRequest, queryset: QuerySet[VoteProblem]) -> HttpResponse:
        """Shows which problems would be settled, and asks for the reason. Nothing is settled here."""
        return self._settle_page(request, [problem.pk for problem in queryset])

    def settle_many(self, request: HttpRequest) -> HttpResponse:
        """Settles the confirmed problems for one reason, either all of them or none."""
        chosen = [pk for one in request.POST.get("problems", "").split(",") if (pk := number(one)) is not None]
        try:
            done = settling.settle_many(chosen, by=request.user, reason=self.reason(request))
        except RefusedError as error:
            messages.error(request, say(error.message))
            return self._settle_page(request, chosen)
        said = ngettext("%(n)s problem is settled.", "%(n)s problems are settled.", done)
        messages.success(request, said % {"n": done})
        return redirect("admin:archive_voteproblem_changelist")

    def _settle_page(self, request: HttpRequest, chosen: list[int]) -> HttpResponse:
        still = VoteProblem.objects.open().filter(pk__in=chosen).select_related("vote").order_by("pk")
        problems = [(problem, brief_words(problem.messages)) for problem in still]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Settle the selected problems"),
            "opts": self.opts,
            "problems": problems,
            "settled": len(chosen) - len(problems),
            "chosen": ",".join(str(problem.pk) for problem, _words in problems),
        }
        return TemplateResponse(request, "admin/votes/settle_many.html", context)

    def settle(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._do(request, pk, settling.settle, _("The problem is settled; it stays so through imports."))

    def open_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._do(request, pk, settling.open_again, _("The problem is open again."))

    def explain(self, request: HttpRequest, pk: int) -> HttpResponse:
        state = get_object_or_404(MemberState, code=request.POST.get("state", ""))

        def act(problem: VoteProblem, **told: Any) -> None:
            name = request.POST.get("name", "")
            if name not in settling.unknown_names(problem):
                raise RefusedError("desk.problem_is_settled")
            settling.explain(name, state, **told)

        return self._do(request, pk, act, _("The State has this name now; later imports know it."))

    def _do(self, request: HttpRequest, pk: int, act: Callable[..., Any], said: str) -> HttpResponse:
        problem = get_object_or_404(VoteProblem.objects.select_related("vote"), pk=pk)
        try:
            partial(act, problem)(by=request.user, reason=self.reason(request))
            messages.success(request, said)
        except RefusedError as error:
            messages.error(request, say(error.message))
        if VoteProblem.objects.filter(pk=pk).exists():
            return redirect("admin:archive_voteproblem_change", pk)
        return redirect("admin:archive_voteproblem_changelist")
