"""The page of one opening phrase: ``/verbs/敦促/``. How often it occurs, where, and what it came from and became."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive import symbols
from archive.comparing import verbs
from archive.models import Document
from archive.models.clause import ClauseKind
from archive.views import data
from archive.views.answer import NotHere, answer
from archive.views.csv_answer import csv_answer
from archive.views.index_away import says_if_away
from archive.views.keys import wording
from archive.views.labels import Named, named
from archive.views.wording.asked_verbs import AskedVerbs, asked_verbs
from archive.views.wording.verb_changes import VerbChange, grouped, verb_changes
from archive.views.wording.verb_counts import PARTS, Counts, Phrase, counts
from archive.views.wording.verb_html import PhraseTable, verb_url
from archive.views.wording.verbs import counts_data, scale_labels, scope_context, table

_USES = 20  # series that the page lists


@dataclass(frozen=True, slots=True)
class Use:
    """A series with the phrase. ``newest`` is its newest resolution with the phrase. ``count`` is the number of
    paragraphs in ``resolutions`` of its resolutions. ``url`` is a search for them; "" for a resolution on its own."""

    newest: Named
    resolutions: int
    count: int
    url: str

    @property
    def data(self) -> wording.UsedPhrase:
        return {**data.row(self.newest), "resolutions": self.resolutions, "count": self.count}


@require_safe
@says_if_away
def verb(request: HttpRequest, phrase: str) -> HttpResponseBase:
    """One opening phrase. Its other forms (又敦促) redirect here. The parameters are those of ``/verbs/``.

    Raises NotHere if no counted paragraph begins with it.
    """
    asked = asked_verbs(request, phrase)
    found = counts(asked)
    phrases = [each for each in found.phrases if each.key and each.key == verbs.without_again(phrase)]
    if not phrases:
        raise NotHere(_("No paragraph that is counted here begins with %(phrase)s.") % {"phrase": phrase[:80]})
    if phrase not in {each.label for each in phrases}:
        return redirect(verb_url(phrases[0].label, asked))
    key = phrases[0].key
    changes = [each for each in verb_changes(asked) if key in map(verbs.without_again, (each.before, each.after))]
    uses = _uses(asked, phrases)
    return answer(
        request,
        "wording/verb.html",
        lambda: scope_context(request, asked, found) | _page(asked, found, phrases, phrase, changes) | _used(uses),
        lambda: wording.VerbPage(
            **counts_data(asked, found, phrases, changes), phrase=phrase, used_in=[use.data for use in uses]
        ),
        csv=lambda: csv_answer(asked.topic.file_name("verb"), *asked.topic.table(table(asked, found, phrases))),
    )


@dataclass(frozen=True, slots=True)
class ScaleSteps:
    """A scale with the phrase. ``steps`` are (step, its phrases as links, whether the phrase is there)."""

    label: str
    steps: list[tuple[int, SafeString, bool]]


def _page(
    asked: AskedVerbs, found: Counts, phrases: list[Phrase], phrase: str, changes: list[VerbChange]
) -> dict[str, Any]:
    key = phrases[0].key
    others = [change for change in changes if not change.is_repeated]
    return {
        "phrase": phrase,
        "parts": [_part(asked, found, each) for each in sorted(phrases, key=lambda each: PARTS.index(each.part))],
        "scales": [_scale(asked, found, scale, step) for scale, step in found.scales.steps_of(key).items()],
        "came": grouped(change for change in others if verbs.without_again(change.after) == key),
        "went": grouped(change for change in others if verbs.without_again(change.before) == key),
        "repeated": grouped(change for change in changes if change.is_repeated),
    }


def _part(asked: AskedVerbs, found: Counts, phrase: Phrase) -> tuple[str, SafeString]:
    """The name of the part, and a row of the table for the phrase as a whole and for each of its forms."""
    return str(ClauseKind(phrase.part).label), PhraseTable(asked, found, phrase.part, found.columns).form_rows(phrase)


def _scale(asked: AskedVerbs, found: Counts, scale: str, here: int) -> ScaleSteps:
    html = PhraseTable(asked, found, "", found.columns)
    steps = [
        (number, html.links(found.of_step("", scale, number)), number == here) for number in found.scales.numbers(scale)
    ]
    return ScaleSteps(scale_labels()[scale], [step for step in steps if step[1]])


def _used(uses: list[Use]) -> dict[str, Any]:
    return {"uses": uses[:_USES], "more_uses": len(uses[_USES:])}


def _uses(asked: AskedVerbs, phrases: Iterable[Phrase]) -> list[Use]:
    """The series with the phrase, the one with most paragraphs first. A resolution without a series is on its own."""
    forms = list(dict.fromkeys(form for phrase in phrases for form in phrase.forms))
    document = "revision__text__resolution__document"
    rows = asked.clauses.filter(kind__in=PARTS, opening__in=forms).order_by()
    counted = rows.values_list(f"{document}__series_entry__series", f"{document}__key").annotate(n=Count("pk"))
    series: dict[Any, dict[str, int]] = defaultdict(dict)
    for number, key, n in counted:
        series[number or key][key] = n
    newest = {max(numbers, key=_place): group for group, numbers in series.items()}
    known = Document.objects.select_related("resolution").in_bulk(newest, field_name="key")
    uses = []
    for key, group in newest.items():
        url = "" if group == key else replace(asked, series=key).search_url(opening=tuple(forms))
        numbers = series[group]
        uses.append(Use(named(key, known[key], here=True), len(numbers), sum(numbers.values()), url))
    return sorted(uses, key=lambda use: (-use.count, use.newest.key))


def _place(symbol: str) -> tuple[int, int, str]:
    return (symbols.session_order(symbols.session_of(symbol)), *symbols.number_and_part(symbol))
