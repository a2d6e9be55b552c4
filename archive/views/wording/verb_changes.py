"""The changes of opening phrases between a text and the text before it in its series."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language

from archive.comparing import verbs
from archive.models import ClauseStep
from archive.models.snapshot import snapshot
from archive.searching.found import Place
from archive.views.change_labels import DOUBTFUL, VERB, ChangeLabel, label
from archive.views.keys import wording
from archive.views.labels import place
from archive.views.wording.asked_verbs import AskedVerbs
from archive.views.wording.other_languages import PLACE, unchanged_elsewhere


@dataclass(frozen=True, slots=True)
class VerbChange:
    """A paragraph with another opening phrase than in the text before. ``labels`` name its strength and doubts.

    ``note`` says that the phrase did not change in another language, otherwise "".
    """

    before: str
    after: str
    strength: str
    doubtful: bool
    earlier: str
    symbol: str
    session: str
    path: str
    place: str
    url: str
    note: str

    @property
    def labels(self) -> list[ChangeLabel]:
        return [label(self.strength or VERB), *([label(DOUBTFUL)] if self.doubtful else [])]

    @property
    def is_repeated(self) -> bool:
        """Whether only a word such as 又 or also came or went."""
        return verbs.without_again(self.before) == verbs.without_again(self.after)

    @property
    def data(self) -> wording.VerbChange:
        return {
            "before": self.before,
            "after": self.after,
            "strength": self.strength,
            "doubtful": self.doubtful,
            "earlier": self.earlier,
            "symbol": self.symbol,
            "session": self.session,
            "path": self.path,
            "url": self.url,
        }


_DOCUMENT = "revision__text__resolution__document__key"
_COLUMNS = (
    "verb_before", "verb_after", "strength", "doubtful", f"earlier__{_DOCUMENT}", f"later__{_DOCUMENT}",
    "later__revision__text__resolution__session", "later__kind", "later__label", "later__path",
)  # fmt: skip


def verb_changes(asked: AskedVerbs) -> list[VerbChange]:
    """The changes that lead to a counted paragraph, the newest first. They are remembered as ``verb_counts.counts``."""
    return _changes(asked) if asked.q else _remembered(snapshot(), get_language() or "", asked.counted)


@lru_cache(maxsize=8)
def _remembered(seen: Hashable, language: str, asked: AskedVerbs) -> list[VerbChange]:
    """``seen`` is ``snapshot()``. Nobody may change the result."""
    return _changes(asked)


def _changes(asked: AskedVerbs) -> list[VerbChange]:
    """At most two queries."""
    resolution = "later__revision__text__resolution"
    rows = ClauseStep.objects.of_readers().filter(later__in=asked.clauses).exclude(verb_after="")
    order = (f"-{resolution}__session_order", f"{resolution}__number", f"{resolution}__part", "later__position")
    found = list(rows.order_by(*order).values_list("pk", *PLACE, *_COLUMNS))
    notes = unchanged_elsewhere({row[1:5]: row[0] for row in found})
    return [_change(asked, notes.get(row[0], ""), *row[5:]) for row in found]


def _change(
    asked: AskedVerbs, note: str, before: str, after: str, strength: str, doubtful: bool, earlier: str, *later: str
) -> VerbChange:
    symbol, session, kind, printed, path = later
    url = reverse("clause_history", args=[symbol, path]) + f"?text={asked.language}"
    words = place(Place(kind, printed, path))
    return VerbChange(before, after, strength, doubtful, earlier, symbol, session, path, words, url, note)


def grouped(changes: Iterable[VerbChange]) -> list[tuple[str, str, list[VerbChange]]]:
    """The changes by (phrase before, phrase after). The most frequent pair is first."""
    found: dict[tuple[str, str], list[VerbChange]] = {}
    for change in changes:
        found.setdefault((change.before, change.after), []).append(change)
    return [(*pair, each) for pair, each in sorted(found.items(), key=lambda item: -len(item[1]))]
