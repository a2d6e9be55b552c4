"""What changed between two texts, in numbers and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from archive.comparing.comparison import NUMBERS, REWORDED, SAME
from archive.comparing.verbs import STRONGER, WEAKER, without_again
from archive.page_language import joined
from archive.views.change_labels import DOUBTFUL, DROPPED, MERGED, MOVED, NEW, SPLIT, VERB
from archive.views.wording.rows import Row

_FEW = 0.25  # with a smaller share of clauses that have a counterpart, the texts are hardly versions of one text


def counts(rows: Iterable[Row]) -> dict[str, int]:
    """Code of a kind of change → the number of its rows, 0 for none. SAME counts moved clauses too."""
    rows = list(rows)
    found = Counter(code for row in rows for code in row.codes if code != SAME)
    found[SAME] = sum(row.kind == SAME for row in rows)
    codes = (NEW, DROPPED, REWORDED, STRONGER, WEAKER, VERB, NUMBERS, MOVED, SPLIT, MERGED, SAME, DOUBTFUL)
    return {code: found[code] for code in codes}


def only_again(rows: Iterable[Row]) -> int:
    """The number of rows whose opening phrase only gained or lost a word such as 又 or also: 重申 became 又重申."""
    changed = (row.pair.verb for row in rows if row.pair and row.pair.verb)
    return sum(without_again(before) == without_again(after) for before, after in changed)


def hardly_paired(rows: Iterable[Row]) -> bool:
    """Whether hardly any clause of the shorter text has a certain counterpart in the other text."""
    rows = list(rows)
    together = sum(bool(row.before and row.after) and DOUBTFUL not in row.codes for row in rows)
    sizes = [sum(len(row.paths[side]) for row in rows) for side in (0, 1)]
    return together < _FEW * min(sizes)


def words(found: Mapping[str, int], again: int = 0) -> str:
    """The counts as a sentence. ``found`` is a result of ``counts``, and ``again`` one of ``only_again``.

    >>> words(counts([]) | {"new": 3, "reworded": 5, "stronger": 1, "weaker": 2, "same": 9})  # in an English page
    '3 new, 5 reworded (the verb: 1 stronger, 2 weaker), 9 unchanged'
    """
    phrases = {
        NEW: _("%(count)s new"),
        DROPPED: _("%(count)s dropped"),
        REWORDED: _reworded(found, again),
        NUMBERS: _("%(count)s with other numbers and dates only"),
        MOVED: _("%(count)s moved"),
        SPLIT: _("%(count)s split"),
        MERGED: _("%(count)s merged from several"),
        SAME: _("%(count)s unchanged"),
        DOUBTFUL: _("%(count)s in doubtful pairs"),
    }
    told = [phrase % {"count": found[code]} for code, phrase in phrases.items() if found[code]]
    return pgettext("between facts", ", ").join(told)


def _reworded(found: Mapping[str, int], again: int) -> str:
    verbs = [
        (found[STRONGER], _("%(count)s stronger")),
        (found[WEAKER], _("%(count)s weaker")),
        (found[VERB] - again, _("%(count)s other")),
        (again, _("%(count)s with or without “also” or the like")),
    ]
    told = [phrase % {"count": count} for count, phrase in verbs if count]
    if not told:
        return _("%(count)s reworded")
    # The count stays open: ``words`` fills it.
    return _("%(count)s reworded (the verb: {verbs})").format(verbs=joined(told))
