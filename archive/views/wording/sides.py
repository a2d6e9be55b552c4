"""The two texts of a comparison: which revisions are compared, in which language, and the result.

The steps of a series are stored (``archive.models.wording``). Any other two texts are compared for the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from archive.comparing import ComparedText, Comparison, Pair, compare
from archive.messages import MessageError
from archive.models import ClauseStep, Document, Revision, VerbStep
from archive.models.compared_text import compared_texts
from archive.models.wording import StepKind
from archive.page_language import joined
from archive.searching.segmentation import han_words


class NotCompared(MessageError):
    """Two resolutions that the archive cannot compare. ``status`` is the HTTP status of the answer."""

    def __init__(self, code: str, status: int = 404, **values: object) -> None:
        super().__init__(code, **values)
        self.status = status


@dataclass(frozen=True)
class Sides:
    """Two texts in one language, and their comparison. ``languages`` are all languages that both resolutions have.

    ``lacking`` are the symbols of those without a text in the language that the address asks for.
    """

    earlier: Revision
    later: Revision
    languages: tuple[str, ...]
    texts: tuple[ComparedText, ComparedText]
    comparison: Comparison
    lacking: tuple[str, ...] = ()

    @cached_property
    def symbols(self) -> tuple[str, str]:
        return self.texts[0].name, self.texts[1].name

    @property
    def language(self) -> str:
        return self.texts[0].language


def compared_sides(before: str, after: str, asked: str, languages: Iterable[str]) -> Sides:
    """The texts of two resolutions, in the language ``asked``, otherwise in the first of ``languages`` that both have,
    otherwise in any that both have.

    ``before`` and ``after`` are normalised symbols. Raises ``NotCompared``. Takes six queries.
    """
    if before == after:
        raise NotCompared("comparing.same_resolution", symbol=before)
    found = _current((before, after))
    common = tuple(language for language in found[after] if language in found[before])
    if not common:
        spoken = [joined(each.text.get_language_display() for each in found[one].values()) for one in (before, after)]
        raise NotCompared("comparing.no_common_language", one=before, one_in=spoken[0], other=after, other_in=spoken[1])
    language = next((each for each in (asked, *languages) if each in common), common[0])
    lacking = tuple(one for one in (before, after) if asked and asked not in found[one])
    return _sides(found[before][language], found[after][language], common, lacking)


def _sides(earlier: Revision, later: Revision, common: tuple[str, ...], lacking: tuple[str, ...]) -> Sides:
    texts = compared_texts((earlier.pk, later.pk))
    pair = texts[earlier.pk], texts[later.pk]
    comparison = stored(earlier, later) or compare(*pair, han_words, VerbStep.objects.scales())
    return Sides(earlier, later, common, pair, comparison, lacking)


def _current(keys: tuple[str, str]) -> dict[str, dict[str, Revision]]:
    """Symbol → language → current revision. The leading language is first. Raises ``NotCompared``."""
    revisions = Revision.objects.current().filter(text__resolution__document__key__in=keys)
    found: dict[str, dict[str, Revision]] = defaultdict(dict)
    for revision in revisions.select_related("text__resolution__document").defer("facts", "warnings").order_by(
        "-text__leading", "text__language"
    ):  # fmt: skip
        if revision.text.resolution.withdrawn_at:
            raise NotCompared("comparing.withdrawn", 410, symbol=revision.text.resolution.document.key)
        found[revision.text.resolution.document.key][revision.text.language] = revision
    for key in keys:
        if key not in found:
            known = Document.objects.of_readers().filter(key=key).exists()
            raise NotCompared("comparing.only_facts" if known else "comparing.not_here", symbol=key[:80])
    return found


_COLUMNS = (
    "earlier__path", "later__path", "kind", "moved", "verb_before", "verb_after", "strength", "changes", "doubtful",
)  # fmt: skip


def stored(earlier: Revision, later: Revision) -> Comparison | None:
    """The stored comparison of two revisions. None if they are not neighbours in a series. One query."""
    rows = ClauseStep.objects.filter(step__earlier=earlier, step__later=later).order_by("pk")
    pairs, new, dropped = [], [], []
    splits: dict[str, list[str]] = defaultdict(list)
    merges: dict[str, list[str]] = defaultdict(list)
    for before, after, kind, moved, verb, verb_after, strength, changes, doubtful in rows.values_list(*_COLUMNS):
        if kind == StepKind.NEW:
            new.append(after)
        elif kind == StepKind.DROPPED:
            dropped.append(before)
        elif kind == StepKind.SPLIT:
            splits[before].append(after)
        elif kind == StepKind.MERGED:
            merges[after].append(before)
        else:
            verbs = (verb, verb_after) if verb else None
            words = tuple((one, other) for one, other in changes)
            pairs.append(Pair(before, after, kind, moved, verbs, strength or None, words, doubtful))
    if not (pairs or new or dropped or splits or merges):
        return None
    return Comparison(
        earlier.text.resolution.document.key,
        later.text.resolution.document.key,
        tuple(pairs),
        tuple(new),
        tuple(dropped),
        tuple((whole, tuple(pieces)) for whole, pieces in splits.items()),
        tuple((tuple(pieces), whole) for whole, pieces in merges.items()),
    )
