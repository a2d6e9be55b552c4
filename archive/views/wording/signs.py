"""The sign beside each clause of a resolution: whether it changed since the text before it, and since when it is there.

The sign leads to the history of the clause (``archive.views.wording.history``).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from archive.comparing.comparison import NUMBERS, SAME
from archive.models import ClauseStep, Revision
from archive.models.prepared import prepared
from archive.models.wording import StepKind
from archive.page_language import clause_place, joined
from archive.views.change_labels import DOUBTFUL, codes_of_steps, labels
from archive.views.keys import texts
from archive.views.labels import address, session_name
from archive.views.markup import fill
from archive.views.wording.history_stages import anchor

_BEGINNING = 24  # characters of a dropped clause

_QUIET = {SAME, NUMBERS}  # for readers, a clause with these changes did not change


@prepared
def _steps(revision: int) -> QuerySet[ClauseStep]:
    """The steps to a text that readers may see, with the paths, and with the text in which each clause came in."""
    return (
        ClauseStep.objects.of_readers()
        .filter(step__later=revision)
        .annotate(
            path=F("later__path"),
            former=F("earlier__path"),
            words=Left("earlier__text", _BEGINNING),
            before=F("step__earlier__text__resolution__document__key"),
            first_path=F("first__path"),
            first_symbol=F("first__revision__text__resolution__document__key"),
            first_session=F("first__revision__text__resolution__session"),
        )
        .order_by("later__position", "earlier__position")
    )


@dataclass(slots=True)
class Signs:
    """What changed in a text since the text before it in its series.

    ``before`` is the symbol of the text before; "" if the archive has none. ``at`` is path of a clause → the steps that
    lead to it, and ``dropped`` are the steps of clauses that the text no longer has. The steps have the fields of
    ``_steps``.
    """

    before: str = ""
    at: dict[str, list[Any]] = field(default_factory=dict)
    dropped: list[Any] = field(default_factory=list)

    @classmethod
    def of(cls, revision: Revision) -> Signs:
        """One query; none for a text that is not current."""
        found = cls()
        for step in _steps(revision.pk) if revision.current else ():
            found.before = step.before  # type: ignore[attr-defined]
            if step.kind == StepKind.DROPPED:
                found.dropped.append(step)
            else:
                found.at.setdefault(step.path, []).append(step)  # type: ignore[attr-defined]
        return found

    def data(self) -> texts.ChangesOfText | None:
        """For JSON. None if the archive has no text before this one."""
        if not self.before:
            return None
        return {
            "compared_with": self.before,
            "clauses": [_data(path, steps) for path, steps in self.at.items()],
            "dropped": [step.former for step in self.dropped],
        }


def _data(path: str, steps: list[Any]) -> texts.ChangedClause:
    first = steps[0]
    return {
        "path": path,
        "from": [step.former for step in steps if step.former],
        "kind": first.kind,
        "moved": first.moved,
        "verb": [first.verb_before, first.verb_after] if first.verb_after else None,
        "strength": first.strength or None,
        "changes": first.changes,
        "doubtful": first.doubtful,
        "first": {"symbol": first.first_symbol, "path": first.first_path},
        "began": first.began,
    }


class SignWriter:
    """Writes the signs of one page. A template takes too long for them. ``asked`` is the language in the address of the
    page; "" if there is none."""

    def __init__(self, symbol: str, signs: Signs, asked: str) -> None:
        self.symbol, self.signs = symbol, signs
        self._query = f"?text={asked}" if asked else ""
        self._stage = f"{self._query}#{anchor(symbol)}"
        self._labels = labels()
        self._language = get_language() or "zh-hans"
        self._new = _("New beside %(before)s")
        self._since = _("Beside %(before)s: %(changes)s. Here since %(symbol)s (%(session)s)")
        self._already = _("Beside %(before)s: %(changes)s. Already in %(symbol)s (%(session)s), the earliest text here")

    def sign(self, path: str, place: str) -> SafeString:
        """The link to the history of a clause. "" if the archive has no text before this one."""
        steps = self.signs.at.get(path)
        if not steps:
            return SafeString("")
        codes = codes_of_steps(steps)
        return fill(
            '<a class="since {}" href="{}" data-path="{}" title="{}" lang="{}">{}<span class="unseen"> {}</span></a>',
            "quiet" if _QUIET.issuperset(codes) else "changed",
            _history(self.symbol, path) + self._stage,
            path,
            self._explained(steps[0], codes),
            self._language,
            self._name(steps[0], codes),
            place,
        )

    def _name(self, step: Any, codes: list[str]) -> str:
        """The words of the sign: the most telling change, or since when the clause is there."""
        if telling := next((code for code in reversed(codes) if code not in (DOUBTFUL, *_QUIET)), ""):
            return self._labels[telling].name
        if DOUBTFUL in codes:
            return self._labels[DOUBTFUL].name
        if step.began:
            return pgettext("sign of a clause", "since %(session)s") % {"session": step.first_session}
        return pgettext("sign of a clause", "by %(session)s") % {"session": step.first_session}

    def _explained(self, step: Any, codes: list[str]) -> str:
        if step.kind == StepKind.NEW:
            return self._new % {"before": self.signs.before}
        return (self._since if step.began else self._already) % {
            "before": self.signs.before,
            "changes": joined(self._labels[code].name for code in codes),
            "symbol": step.first_symbol,
            "session": session_name(step.first_session),
        }

    @property
    def compare_url(self) -> str:
        return reverse("compare_texts", args=[self.signs.before, self.symbol]) + self._query

    @property
    def summary(self) -> str:
        """The kinds of change, with the number of clauses that have them."""
        steps = [*self.signs.at.values(), *([step] for step in self.signs.dropped)]
        found = Counter(code for of_clause in steps for code in codes_of_steps(of_clause))
        return joined(f"{each.name} {found[code]}" for code, each in self._labels.items() if found[code])

    def gone(self) -> list[tuple[str, str, str]]:
        """(place, first words, address of the history) of each clause that the text no longer has."""
        return [
            (clause_place(step.former), step.words, _history(self.signs.before, step.former) + self._query)
            for step in self.signs.dropped
        ]


def _history(symbol: str, path: str) -> str:
    """The address of the history of a clause. ``reverse`` takes too long for all clauses of a page."""
    return f"{address(symbol, True)}{path}/history/"
