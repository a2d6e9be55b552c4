"""Admin of votes, their problems, States, groups, and the links of series."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from archive import symbols
from archive.admin.desk.by_hand import ByHand, ReasonForm
from archive.admin.desk.guarded import Guarded
from archive.admin.vote_by_hand import ByHandVotes
from archive.desk import history, queue
from archive.intake import series
from archive.models import (
    Ballot,
    Document,
    GroupMembership,
    MemberState,
    SeriesLink,
    StateGroup,
    StateName,
    Vote,
    VoteProblem,
)
from archive.models.document import Kind
from archive.models.link_evidence import with_evidence
from archive.models.series import LinkBasis, LinkStatus
from archive.views.votes.vote_messages import detail_words, unplaced_words


class ReadOnly(Guarded):
    """Admin of rows that come from sources. Librarians only view them; a new file changes them."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Vote)
class VoteAdmin(ByHandVotes, ReadOnly):
    list_display = ("__str__", "scope", "outcome", "figures", "origin", "leading", "problem_count")
    list_filter = ("origin", "scope", "outcome", "leading", "problems__kind")
    search_fields = ("key", "document__key", "title", "description")
    exclude = ("unplaced",)
    readonly_fields = ("why_at_no_clause",)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **named: Any) -> Any:
        """The form has a link to each problem of the vote, where it can be settled."""
        found: Any = VoteProblem.objects.filter(vote=context["original"]).with_settlement()
        problems = [(problem, detail_words(problem.messages)) for problem in found]
        return super().render_change_form(request, context | {"problems": problems}, *args, **named)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Vote]:
        return super().get_queryset(request).annotate(problem_count=Count("problems", distinct=True))

    @admin.display(description=_("vote"))
    def figures(self, vote: Vote) -> str:
        return "–".join(map(str, vote.totals))

    @admin.display(description=_("why at no clause"))
    def why_at_no_clause(self, vote: Vote) -> str:
        return unplaced_words(vote.unplaced) or "-"

    @admin.display(description=_("problems of votes"), ordering="problem_count")
    def problem_count(self, vote: Any) -> int:
        return int(vote.problem_count)


class BallotForm(ReasonForm):
    """A ballot with the State that cast it."""

    def clean_state(self) -> MemberState | None:
        """The form does not show the vote, so Django itself does not check that a State has one ballot in it."""
        state: MemberState | None = self.cleaned_data["state"]
        others = Ballot.objects.filter(vote=self.instance.vote_id, state=state).exclude(pk=self.instance.pk)
        if state and others.exists():
            raise forms.ValidationError(_("This State has another ballot in this vote."))
        return state


@admin.register(Ballot)
class BallotAdmin(ByHand):
    """Admin of ballots. A librarian can correct the State of a ballot.

    After a vote, a State may declare that it intended another choice. A librarian can enter this choice too. The choice
    as cast cannot be changed.
    """

    list_display = ("vote", "state", "choice", "printed", "corrected")
    list_select_related = ("vote", "state")
    list_filter = ("choice", ("state", admin.EmptyFieldListFilter))
    search_fields = ("printed", "vote__key", "vote__document__key", "=state__code")
    readonly_fields = ("vote", "choice", "printed")
    autocomplete_fields = ("state",)
    form = BallotForm
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _resolution_field(label: Any) -> forms.ModelChoiceField[Document]:
    """A field to choose a General Assembly resolution that the archive knows, by its symbol or title."""
    choices = AutocompleteSelect(Vote._meta.get_field("document"), admin.site)
    resolutions = Document.objects.filter(kind=Kind.GA_RESOLUTION)
    return forms.ModelChoiceField(resolutions, label=label, widget=choices, to_field_name="key")


class NameInline(admin.TabularInline):
    model = StateName
    extra = 1


class MembershipInline(admin.TabularInline):
    model = GroupMembership
    extra = 1
    autocomplete_fields = ("state",)


@admin.register(MemberState)
class MemberStateAdmin(ByHand):
    """Admin of States, with their names and the years in which records use them."""

    list_display = ("code", "short_zh", "short_en", "admitted", "ended")
    search_fields = ("code", "short_zh", "short_en", "names__name")
    autocomplete_fields = ("successors",)
    inlines = (NameInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: MemberState | None = None) -> tuple[str, ...]:
        """The code of an existing State cannot be changed, because ballots and addresses have it."""
        return ("code",) if obj else ()


@admin.register(StateGroup)
class StateGroupAdmin(ByHand):
    """Admin of groups of States, with the days on which each membership began and ended."""

    list_display = ("name_zh", "name_en", "kind", "known_since", "source")
    list_filter = ("kind",)
    search_fields = ("key", "name_zh", "name_en")
    inlines = (MembershipInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: StateGroup | None = None) -> tuple[str, ...]:
        """The key of an existing group cannot be changed, because addresses have it."""
        return ("key",) if obj else ()


def _join_again() -> None:
    """Rebuilds the series at once, so that the next page shows them. A job then compares the new neighbours."""
    series.rebuild()
    queue.defer_series()


class SeriesLinkForm(ReasonForm):
    """A link between two resolutions that a librarian chooses by symbol or title."""

    earlier = _resolution_field(_("earlier resolution"))
    later = _resolution_field(_("later resolution"))

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        earlier, later = facts.get("earlier"), facts.get("later")
        if earlier and later and not _session(earlier.key) < _session(later.key):
            raise forms.ValidationError(_("The later resolution must be of a later session than the earlier one."))
        return facts | {name: facts[name].key for name in ("earlier", "later") if facts.get(name)}


def _session(symbol: str) -> int:
    return symbols.session_order(symbols.session_of(symbol))


@admin.register(SeriesLink)
class SeriesLinkAdmin(ByHand):
    """Admin of the links between resolutions of a series.

    A link that is saved here is a librarian's decision, and no import changes it.
    """

    list_display = ("earlier", "later", "titles", "basis", "status", "decided")
    list_filter = ("status", "basis", "decided")
    search_fields = ("earlier", "later", "evidence")
    form = SeriesLinkForm
    fields = ("earlier", "later", "status", "facts", "reason")
    readonly_fields = ("facts",)
    actions = ("accept", "reject")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The rows of a page of the list, with the titles of both resolutions. All rows together take two queries."""
        changes = super().get_changelist_instance(request)
        links: list[Any] = list(changes.result_list)
        for link, evidence in zip(links, with_evidence(links), strict=True):
            named = (title or side.description for side, title in evidence.sides)
            link.found_titles = list(dict.fromkeys(filter(None, named)))
        changes.result_list = links
        return changes

    @admin.display(description=_("titles"))
    def titles(self, link: Any) -> str:
        """The title that both have, or the two titles or descriptions. The stored evidence has only compared words."""
        return format_html_join(mark_safe("<br>→ "), "{}", ((title,) for title in link.found_titles)) or link.evidence

    @admin.display(description=_("facts about both resolutions"))
    def facts(self, link: SeriesLink) -> SafeString | str:
        """What helps to decide: titles, agenda items, headings, and the resolutions that each recalls."""
        if not link.earlier or not link.later:
            return "-"
        return render_to_string("series/_evidence.html", {"evidence": with_evidence([link])[0]})

    def save_model(self, request: HttpRequest, obj: SeriesLink, form: Any, change: bool) -> None:
        obj.decided = True
        if not change:
            obj.basis = LinkBasis.LIBRARIAN
        super().save_model(request, obj, form, change)
        _join_again()

    def delete_model(self, request: HttpRequest, obj: SeriesLink) -> None:
        super().delete_model(request, obj)
        _join_again()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[SeriesLink]) -> None:
        super().delete_queryset(request, queryset)
        _join_again()

    @admin.action(description=_("Accept"), permissions=["change"])
    def accept(self, request: HttpRequest, queryset: QuerySet[SeriesLink]) -> None:
        self._decide(request, queryset, LinkStatus.ACCEPTED)

    @admin.action(description=_("Reject"), permissions=["change"])
    def reject(self, request: HttpRequest, queryset: QuerySet[SeriesLink]) -> None:
        self._decide(request, queryset, LinkStatus.REJECTED)

    def _decide(self, request: HttpRequest, links: QuerySet[SeriesLink], status: LinkStatus) -> None:
        """Sets the status of each link. The history records each link whose status changes."""
        with transaction.atomic():
            for link in links.exclude(status=status):
                change = history.told(history.CHANGED, link, field="status", before=link.status, after=status)
                self._tell(request, link, [change])
            links.update(status=status, decided=True)
            _join_again()
