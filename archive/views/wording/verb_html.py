"""The rows of the tables of opening phrases as HTML. A template takes too long for a thousand cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.views.markup import fill, joined
from archive.views.wording.asked_verbs import AskedVerbs, can_be_chosen
from archive.views.wording.verb_chart import Bar, chart
from archive.views.wording.verb_counts import Column, Counts, Phrase, Share


@dataclass(frozen=True)
class PhraseTable:
    """Writes the rows of a table. ``part`` is the kind of the paragraphs that it counts."""

    asked: AskedVerbs
    counts: Counts
    part: str
    columns: Sequence[Column]

    def rows(self, phrases: Iterable[Phrase]) -> SafeString:
        """A row for each phrase: its forms, its numbers by session, and its total."""
        return joined(fill("<tr>{}{}</tr>", self._heading(phrase), self._cells([phrase])) for phrase in phrases)

    def step_rows(self, steps: Iterable[tuple[int, Sequence[Phrase]]]) -> SafeString:
        """A row for each step of a scale: its phrases, a chart, its numbers by session, and its total.

        All charts of a table have the same scale.
        """
        charted = [(step, phrases, self._bars(phrases)) for step, phrases in steps]
        most = max((bar.value or 0.0 for _step, _phrases, bars in charted for bar in bars), default=0.0)
        row = '<tr><td class="number">{}</td><th scope="row">{}</th><td class="chart">{}</td>{}</tr>'
        return joined(
            fill(row, str(step), self.links(phrases), chart(bars, most), self._cells(phrases))
            for step, phrases, bars in charted
        )

    def form_rows(self, phrase: Phrase) -> SafeString:
        """A row for a phrase as a whole, and one for each of its forms as stored, each with a chart."""
        forms = {form: Phrase(phrase.key, phrase.part, {form: numbers}) for form, numbers in phrase.numbers.items()}
        shown = '<span lang="{}">{}</span>'
        listed = [(fill("{}", _("all forms")), phrase)] if len(forms) > 1 else []
        for form, _number in phrase.forms.most_common():
            listed.append((fill(shown, self.asked.html_language, form), forms[form]))
        most = max((bar.value or 0.0 for bar in self._bars([phrase])), default=0.0)
        row = '<tr><th scope="row">{}</th><td class="chart">{}</td>{}</tr>'
        return joined(fill(row, name, chart(self._bars([each]), most), self._cells([each])) for name, each in listed)

    def _heading(self, phrase: Phrase) -> SafeString:
        others = " · ".join(f"{form} {number}" for form, number in phrase.other_forms)
        note = fill(' <span class="note" lang="{}">{}</span>', self.asked.html_language, others) if others else ""
        return fill('<th scope="row">{}{}</th>', self._link(phrase), note)

    def links(self, phrases: Iterable[Phrase]) -> SafeString:
        """The phrases as links. A phrase that both parts have is linked once."""
        return joined(dict.fromkeys(map(self._link, phrases)), " · ")

    def _link(self, phrase: Phrase) -> SafeString:
        if not phrase.key:
            return fill('<span class="note">{}</span>', _("without an opening phrase"))
        label = phrase.label
        url = reverse("verb", args=[label])
        return fill('<a href="{}{}" lang="{}">{}</a>', url, self._scope, self.asked.html_language, label)

    def _cells(self, phrases: Sequence[Phrase]) -> SafeString:
        """The numbers of some phrases together: in each column, and the total."""
        numbers = _together(phrases)
        forms = tuple(dict.fromkeys(form for phrase in phrases for form in phrase.forms))
        search = self.asked.search(opening=forms, kind=(self.part,))
        in_sessions = search.adding("session") if search else None
        total = Share(numbers.total(), self.counts.paragraphs(self.part))
        cells = [self._cell(column, column.share(self.part, numbers), in_sessions) for column in self.columns]
        return joined([*cells, self._linked(total, search.address() if search else "")])

    def _cell(self, column: Column, share: Share, in_sessions: Callable[..., str] | None) -> SafeString:
        """``in_sessions``: sessions → address of a search for the paragraphs of these sessions."""
        if not column.has_texts:
            return fill('<td class="number none">–<span class="unseen">{}</span></td>', _("no texts"))
        names = column.names
        return self._linked(share, in_sessions(*names) if in_sessions and can_be_chosen(names) else "")

    def _linked(self, share: Share, query: str) -> SafeString:
        """A cell that leads to its paragraphs."""
        shown = share.shown(self.asked.measure)
        if not query or not share.number:
            return fill('<td class="number">{}</td>', shown)
        return fill('<td class="number"><a href="{}{}" rel="nofollow">{}</a></td>', self._search_page, query, shown)

    @cached_property
    def _search_page(self) -> str:
        return reverse("search")

    @cached_property
    def _scope(self) -> str:
        return self.asked.scope

    def _bars(self, phrases: Sequence[Phrase]) -> list[Bar]:
        numbers = _together(phrases)
        return [Bar(run.heading, self._value(run, numbers)) for run in self.counts.runs]

    def _value(self, run: Column, numbers: Counter[str]) -> float | None:
        """The number of a session in the chosen measure. None if the archive has no text of it."""
        return (run.share(self.part, numbers).value(self.asked.measure) or 0.0) if run.has_texts else None


def _together(phrases: Iterable[Phrase]) -> Counter[str]:
    """Session → number of paragraphs that begin with one of these phrases."""
    return sum((phrase.sessions for phrase in phrases), Counter[str]())


def verb_url(phrase: str, asked: AskedVerbs) -> str:
    return reverse("verb", args=[phrase]) + asked.scope
