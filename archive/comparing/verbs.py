"""The opening phrases of a pair, and whether the later one is stronger.

``fixtures/verbs/strength.csv`` has the scales with which an archive begins: each row is one step of a scale, with the
phrases of the step and its source. Librarians can correct them (``archive.models.VerbStep``), so the caller brings the
scales. Two phrases can be compared only if one scale has both. 又, 还 and 再次 do not change the strength.

    >>> change("请秘书长提出报告；", "请", "敦促秘书长提出报告；", "敦促", "zh")
    ('请', '敦促')
    >>> strength = first_scales().strength
    >>> strength("请", "又敦促"), strength("Also urges", "Requests"), strength("回顾", "欢迎")
    ('stronger', 'weaker', None)
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive import languages
from archive.characters import plain
from archive.reading.opening import opening

_TABLE = Path(__file__).resolve().parents[2] / "fixtures" / "verbs" / "strength.csv"
STRONGER, WEAKER = "stronger", "weaker"

_AGAIN = re.compile(r"^(?:在这方面|又|还|再次|再度|仍然?|同样|也|继续)+(?=.)")
_ENGLISH_AGAIN = re.compile(r"\b(?:also|further|furthermore|once again|again|once more|in that regard)\b")
_TOWARDS = "对"  # 对…表示赞赏: the rest of the phrase comes later
_FEELING = re.compile(r"(?:表示|深表|感到|深感)[^，。；、]{0,12}?(?=[，。；、]|并|和|$)")


def change(before: str, opening_before: str, after: str, opening_after: str, language: str) -> tuple[str, str] | None:
    """The opening phrases of two clauses if they differ; None if not, or if a clause has none.

    ``before`` and ``after`` are the texts. The opening phrases are those of ``DraftClause``. In print, the bold words
    are sometimes too few or too many. So two clauses that both begin with both phrases have the same opening phrase.
    """
    phrases = _phrase(before, opening_before, language), _phrase(after, opening_after, language)
    if not all(phrases) or _same(*phrases):
        return None
    if all(_begins(text, phrase) for text in (before, after) for phrase in phrases):
        return None
    return phrases


@dataclass(frozen=True, slots=True)
class Scales:
    """Scales of strength. ``steps`` maps a phrase, in simplified characters and small letters, to scale → step."""

    steps: Mapping[str, Mapping[str, int]]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, int, Iterable[str]]]) -> Scales:
        """The scales of some rows: (scale, step, phrases). A higher step is stronger."""
        steps: dict[str, dict[str, int]] = {}
        for scale, step, phrases in rows:
            for phrase in phrases:
                steps.setdefault(plain(phrase).lower(), {})[scale] = step
        return cls(steps)

    def strength(self, before: str, after: str) -> str | None:
        """STRONGER or WEAKER if one scale has both phrases, on different steps; otherwise None."""
        steps, later = self.steps_of(before), self.steps_of(after)
        for scale in sorted(steps.keys() & later.keys()):
            if steps[scale] != later[scale]:
                return STRONGER if later[scale] > steps[scale] else WEAKER
        return None

    def steps_of(self, phrase: str) -> Mapping[str, int]:
        """The scales that have a phrase, with its step: ``{"request": 7}`` for 敦促 and 又敦促."""
        folded = plain(phrase).lower().removeprefix(_TOWARDS + "…")
        shorter = without_again(folded)
        found = (self.steps.get(form) for form in (folded, shorter, _without_articles(shorter)))
        return next(filter(None, found), {})

    def numbers(self, scale: str) -> list[int]:
        """The steps of a scale, the weakest first.

        >>> Scales.of([("request", 3, ["促请"]), ("request", 1, ["请"])]).numbers("request")
        [1, 3]
        """
        return sorted({steps[scale] for steps in self.steps.values() if scale in steps})


@cache
def table() -> list[dict[str, str]]:
    """The rows of the table: ``scale``, ``step`` (a higher step is stronger), ``zh``, ``en`` and ``source``."""
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def first_scales() -> Scales:
    """The scales of the table, without a librarian's corrections."""
    return Scales.of(
        (row["scale"], int(row["step"]), [*phrases_of(row["zh"]), *phrases_of(row["en"])]) for row in table()
    )


def phrases_of(cell: str) -> list[str]:
    """The phrases in a cell of the table.

    >>> phrases_of("请|请求")
    ['请', '请求']
    """
    return [phrase for phrase in cell.split("|") if phrase]


def without_again(phrase: str) -> str:
    """The phrase in small letters and simplified script, without 又, 还, 再次, also, further and the like.

    These words only tie a paragraph to the paragraph before. A phrase of such words alone is kept.

    >>> [without_again(phrase) for phrase in ("又敦促", "还", "Calls once again upon", "Recalling also")]
    ['敦促', '还', 'calls upon', 'recalling']
    """
    folded = plain(phrase).lower()
    return " ".join(_ENGLISH_AGAIN.sub(" ", _AGAIN.sub("", folded)).split()) or folded


def _phrase(text: str, printed: str, language: str) -> str:
    """The Chinese opening phrase by its grammar. In other languages, the phrase as printed."""
    found = opening(text) if language == languages.CHINESE.code else ""
    found = found or printed
    if plain(found) == _TOWARDS and (feeling := _FEELING.search(plain(text), 1)):
        return found + "…" + text[feeling.start() : feeling.end()]
    return found


def _same(one: str, other: str) -> bool:
    return _without_articles(plain(one).lower()) == _without_articles(plain(other).lower())


def _without_articles(phrase: str) -> str:
    return re.sub(r"\b(?:its|the) ", "", phrase)


def _begins(text: str, phrase: str) -> bool:
    return plain(text).lower().startswith(plain(phrase).lower())
