"""The pages of the admin on which a librarian enters a vote, or corrects one: its facts, and the choice of each State.

The roll call is a list of States with a choice to tick. It works without JavaScript: “Count” shows the counts, and what
contradicts the printed totals. ``static/roll_call.js`` counts at once, and ticks by keys.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import symbols
from archive.admin.desk.guarded import CHANGE, LOOK, Guarded
from archive.admin.vote_files import may_accept
from archive.desk.proofs import RefusedError
from archive.desk.votes import by_hand
from archive.models import Ballot, Clause, MemberState, Resolution, Vote
from archive.models.document import OUTCOME_LABELS
from archive.models.vote import CHOICE_LABELS, SCOPE_LABELS
from archive.name_order import by_pinyin
from archive.page_language import clause_place, reads_chinese, say
from archive.voting.choice import CAST, Choice
from archive.voting.former_holders import former_name
from archive.voting.outcome import Outcome
from archive.voting.record import CastBallot, Origin, Scope, Subject, VoteRecord

_PATH = re.compile(r"(?:annex\d+-)?(?:op|pp)\d+(?:-[a-z0-9]+)*")
_FIELD = "choice-"  # the name of a State's radio buttons: choice-CHN
_KEPT = ("title", "title_certain", "agenda_title", "heading", "draft_symbol", "committee_report", "description")
_SEPARATE = (Scope.PARAGRAPH, Scope.WORDS)
TOTALS = ("yes", "no", "abstain", "absent")


class VoteForm(forms.Form):
    """The facts of a vote. The totals are those that the source prints; they may differ from the roll call."""

    symbol = forms.CharField(
        label=gettext_lazy("resolution"), max_length=60, help_text=gettext_lazy("Its symbol or number: 65/72")
    )
    date = forms.DateField(
        label=gettext_lazy("date"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    meeting = forms.CharField(
        label=gettext_lazy("meeting record"), required=False, max_length=60, help_text="A/65/PV.60"
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("voted on"), choices=[(scope.value, label) for scope, label in SCOPE_LABELS.items()]
    )
    paths = forms.CharField(
        label=gettext_lazy("clauses"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For a separate vote: op8 is operative paragraph 8, pp3 is preambular paragraph 3."),
    )
    words = forms.CharField(label=gettext_lazy("words voted on"), required=False, max_length=2000)
    in_committee = forms.BooleanField(label=gettext_lazy("in the Committee"), required=False)
    outcome = forms.ChoiceField(
        label=gettext_lazy("how adopted"),
        choices=[(outcome.value, label) for outcome, label in OUTCOME_LABELS.items() if outcome],
    )
    yes = forms.IntegerField(label=CHOICE_LABELS[Choice.YES], required=False, min_value=0, max_value=999)
    no = forms.IntegerField(label=CHOICE_LABELS[Choice.NO], required=False, min_value=0, max_value=999)
    abstain = forms.IntegerField(label=CHOICE_LABELS[Choice.ABSTAIN], required=False, min_value=0, max_value=999)
    absent = forms.IntegerField(label=CHOICE_LABELS[Choice.ABSENT], required=False, min_value=0, max_value=999)
    reason = forms.CharField(
        label=gettext_lazy("why, and from which source"),
        widget=forms.TextInput(attrs={"size": 80}),
        help_text=gettext_lazy("Readers see it beside the vote, with what the corrected source says."),
    )

    def clean_symbol(self) -> str:
        written = self.cleaned_data["symbol"]
        symbol = symbols.normalise(written)
        if not (symbol.startswith("A/RES/") and symbols.session_of(symbol)):
            symbol = symbols.resolution_symbol(written) or ""
        if not symbol:
            raise forms.ValidationError(_("This is not the symbol of a General Assembly resolution."))
        return symbol

    def clean_date(self) -> datetime.date | None:
        found: datetime.date | None = self.cleaned_data["date"]
        if found and found > datetime.date.today():
            raise forms.ValidationError(_("This day is in the future."))
        return found

    def clean_paths(self) -> list[str]:
        paths = re.split(r"[\s,，、]+", self.cleaned_data["paths"].strip().casefold())
        found = [one for one in paths if one]
        if wrong := [one for one in found if not _PATH.fullmatch(one)]:
            raise forms.ValidationError(_("Not a clause: %(paths)s") % {"paths": ", ".join(wrong)})
        return found

    def clean(self) -> dict[str, Any]:
        facts = self.cleaned_data
        separate = facts.get("scope") in _SEPARATE
        if separate and "paths" in facts and not facts["paths"]:
            self.add_error("paths", _("Say which clause was voted on."))
        elif facts.get("paths") and not separate:
            self.add_error("paths", _("A vote on the whole resolution is at no clause."))
        elif missing := _missing(facts.get("symbol", ""), facts.get("paths") or []):
            self.add_error("paths", _("The text here has no %(paths)s.") % {"paths": ", ".join(missing)})
        return facts


def _missing(symbol: str, paths: list[str]) -> list[str]:
    """The paths that the text of a resolution does not have. [] if the archive does not have the text."""
    if not paths or not Resolution.objects.filter(document__key=symbol).exists():
        return []
    clauses = Clause.objects.of_readers().filter(revision__text__resolution__document__key=symbol, path__in=paths)
    known = set(clauses.values_list("path", flat=True))
    return [one for one in paths if one not in known]


@dataclass(frozen=True, slots=True)
class StateRow:
    """A State in the roll call. ``source`` is its choice in the corrected record, or ""."""

    code: str
    name: str
    choice: str
    source: str = ""

    @property
    def field(self) -> str:
        return _FIELD + self.code

    @property
    def differs(self) -> bool:
        return bool(self.source) and self.source != self.choice


def state_rows(day: datetime.date | None, chosen: dict[str, str], source: dict[str, str]) -> list[StateRow]:
    """The members on a day, and the other States with a choice, in the order of their names. One query."""
    members = MemberState.objects.members_on(day or datetime.date.today())
    codes = {*members.values_list("code", flat=True), *(code for code, choice in chosen.items() if choice), *source}
    rows = []
    for code, zh, en in MemberState.objects.filter(code__in=codes).values_list("code", "short_zh", "short_en"):
        zh, en = former_name(code, day) or (zh, en)
        rows.append(StateRow(code, zh if reads_chinese() else en, chosen.get(code, ""), source.get(code, "")))
    return sorted(rows, key=lambda row: by_pinyin(row.name))


def contradictions(facts: dict[str, Any], counts: Counter[str]) -> list[str]:
    """Sentences about printed totals that differ from the roll call. [] without a roll call."""
    if not any(counts[choice] for choice in CAST):
        return []
    said = _("%(choice)s: %(printed)s printed, %(counted)s ticked.")
    return [
        said % {"choice": CHOICE_LABELS[Choice(name)], "printed": facts[name], "counted": counts[name]}
        for name in TOTALS
        if facts.get(name) is not None and facts[name] != counts[name] and (name != Choice.ABSENT or counts[name])
    ]


class ByHandVotes(Guarded):
    """The part of ``VoteAdmin`` that enters, corrects and takes back records by hand."""

    change_form_template = "admin/votes/vote_form.html"
    change_list_template = "admin/votes/vote_list.html"

    def get_urls(self) -> list[URLPattern]:
        enter = self.guarded("add_vote", self.enter, LOOK + CHANGE)
        correct = self.guarded("change_vote", self.correct, LOOK + CHANGE)
        back = self.guarded("change_vote", self.take_back, CHANGE)
        return [
            path("enter/", enter, name="archive_vote_enter"),
            path("<int:pk>/correct/", correct, name="archive_vote_correct"),
            path("<int:pk>/back/", back, name="archive_vote_back"),
            *super().get_urls(),
        ]

    def enter(self, request: HttpRequest) -> HttpResponse:
        """The page to enter a vote that no source records. ``?symbol=`` and ``?date=`` fill these fields."""
        start = {"scope": Scope.WHOLE.value, "outcome": Outcome.RECORDED.value}
        given = {name: request.GET[name] for name in ("symbol", "date") if name in request.GET}
        return self._page(request, None, {**start, **given}, {})

    def correct(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page to correct a record. It begins with what the record says."""
        vote = get_object_or_404(Vote.objects.select_related("corrected_by"), pk=pk)
        vote = vote.corrected_by or vote
        start = {name: getattr(vote, name) for name in VoteForm.base_fields if hasattr(vote, name)}
        start |= {"symbol": vote.document_id, "paths": " ".join(vote.paths)}
        return self._page(request, vote, start, _choices(vote))

    def _page(
        self, request: HttpRequest, vote: Vote | None, start: dict[str, Any], choices: dict[str, str]
    ) -> HttpResponse:
        if not may_accept(request):
            raise PermissionDenied
        form = VoteForm(request.POST or None, initial=start)
        chosen = _ticked(request) if request.method == "POST" else choices
        counts = Counter(chosen.values())
        said: list[str] = []
        if request.method == "POST" and form.is_valid():
            said = contradictions(form.cleaned_data, counts)
            if "save" in request.POST and (not said or "despite" in request.POST):
                saved = self._save(request, form.cleaned_data, chosen, vote)
                if saved:
                    return redirect("admin:archive_vote_change", saved.pk)
        source = _choices(by_hand.source_of(vote)) if vote else {}
        day = form.cleaned_data.get("date") if form.is_bound and form.is_valid() else _day(start.get("date"))
        symbol = (form.cleaned_data.get("symbol") if form.is_bound and form.is_valid() else start.get("symbol")) or ""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Correct a vote by hand") if vote else _("Enter a vote by hand"),
            "form": form,
            "vote": vote,
            "rows": state_rows(day, chosen, source),
            "day": day,
            "choices": [(choice.value, CHOICE_LABELS[choice]) for choice in Choice],
            "counts": [(choice.value, CHOICE_LABELS[choice], counts[choice]) for choice in Choice],
            "contradictions": said,
            "clauses": _clauses(symbol),
        }
        return TemplateResponse(request, "admin/votes/by_hand.html", context, status=400 if form.errors else 200)

    def _save(
        self, request: HttpRequest, facts: dict[str, Any], chosen: dict[str, str], corrected: Vote | None
    ) -> Vote | None:
        try:
            vote = by_hand.enter(_record(facts, chosen, corrected), corrected, by=request.user)
        except RefusedError as error:
            messages.error(request, say(error.message))
            return None
        messages.success(request, _("The vote is saved; readers see it with the reason."))
        return vote

    def take_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        vote = get_object_or_404(Vote, pk=pk)
        if not may_accept(request):
            raise PermissionDenied
        try:
            source = by_hand.take_back(vote, by=request.user, reason=self.reason(request))
        except RefusedError as error:
            messages.error(request, say(error.message))
            return redirect("admin:archive_vote_change", pk)
        messages.success(request, _("The record by hand is taken back."))
        return redirect("admin:archive_vote_change", source.pk) if source else redirect("admin:archive_vote_changelist")


def _choices(vote: Vote | None) -> dict[str, str]:
    """Code of a State → its choice in a record."""
    ballots = Ballot.objects.filter(vote=vote, state__isnull=False) if vote else Ballot.objects.none()
    return {str(state): choice for state, choice in ballots.values_list("state_id", "choice")}


def _ticked(request: HttpRequest) -> dict[str, str]:
    """Code of a State → the choice that the form has for it. A value that is no choice is left out."""
    posted = {name.removeprefix(_FIELD): value for name, value in request.POST.items() if name.startswith(_FIELD)}
    return {code: value for code, value in posted.items() if value in list(Choice)}


def _day(value: Any) -> datetime.date | None:
    if isinstance(value, datetime.date) or not value:
        return value or None
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        return None


def _clauses(symbol: str) -> list[tuple[str, str]]:
    """(path, place and first words) of each paragraph of the text, for the list of names to choose from."""
    clauses = Clause.objects.of_readers().filter(revision__text__resolution__document__key=symbol)
    paths = clauses.filter(path__regex=r"^(op|pp)\d").order_by("position").values_list("path", "text")
    return [(path, f"{clause_place(path)} {text[:30]}") for path, text in paths]


def _record(facts: dict[str, Any], chosen: dict[str, str], corrected: Vote | None) -> VoteRecord:
    """The record of a form. What the form does not ask stays as in the corrected record."""
    recorded = facts["outcome"] == Outcome.RECORDED
    names = dict(MemberState.objects.filter(code__in=chosen).values_list("code", "name_en"))
    later: dict[str, str] = {}
    if corrected:
        ballots = Ballot.objects.filter(vote=corrected, state__isnull=False).exclude(corrected="")
        later = {str(state): choice for state, choice in ballots.values_list("state_id", "corrected")}
    kept: dict[str, Any] = {name: getattr(corrected, name) for name in _KEPT} if corrected else {}
    totals: dict[str, Any] = {name: facts[name] for name in TOTALS if facts["outcome"] != Outcome.WITHOUT_VOTE}
    return VoteRecord(
        key="",
        origin=Origin.LIBRARIAN,
        symbol=facts["symbol"],
        reference=facts["symbol"],
        session=symbols.session_of(facts["symbol"]),
        subject=Subject(Scope(facts["scope"]), tuple(facts["paths"]), facts["words"]),
        in_committee=facts["in_committee"],
        date=facts["date"],
        meeting=facts["meeting"],
        outcome=Outcome(facts["outcome"]),
        **totals,
        ballots=[
            CastBallot(names[code], Choice(choice), code, Choice(later[code]) if code in later else None)
            for code, choice in sorted(chosen.items())
            if code in names and recorded
        ],
        reason=facts["reason"],
        **kept,
    )
