"""The opening phrases of a pair, and whether the later one is stronger.

``fixtures/verbs/strength.csv`` has the archive's scales: each row is one step of a scale, with the phrases of the step
and its source. Two phrases can be compared only if one scale has both. 又, 还 and 再次 do not change the strength.

    >>> change("请秘书长提出报告；", "请", "敦促秘书长提出报告；", "敦促", "zh")
    ('请', '敦促')
    >>> strength("请", "又敦促"), strength("Also urges", "Requests"), strength("回顾", "欢迎")
    ('stronger', 'weaker', None)
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from archive import languages
from archive.characters import plain
from archive.reading.opening import opening

TABLE = Path(__file__).resolve().parents[2] / "fixtures" / "verbs" / "strength.csv"
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


def strength(before: str, after: str) -> str | None:
    """STRONGER or WEAKER if one scale has both phrases, on different steps; otherwise None."""
    earlier, later = steps(before), steps(after)
    for scale in earlier.keys() & later.keys():
        if earlier[scale] != later[scale]:
            return STRONGER if later[scale] > earlier[scale] else WEAKER
    return None


def without_again(phrase: str) -> str:
    """The phrase in small letters and simplified script, without 又, 还, 再次, also, further and the like.

    These words only tie a paragraph to the paragraph before. A phrase of such words alone is kept.

    >>> [without_again(phrase) for phrase in ("又敦促", "还", "Calls once again upon", "Recalling also")]
    ['敦促', '还', 'calls upon', 'recalling']
    """
    folded = plain(phrase).lower()
    return " ".join(_ENGLISH_AGAIN.sub(" ", _AGAIN.sub("", folded)).split()) or folded


def steps(phrase: str) -> dict[str, int]:
    """The scales that have a phrase, with its step: ``{"request": 7}`` for 敦促 and 又敦促."""
    folded = plain(phrase).lower().removeprefix(_TOWARDS + "…")
    shorter, scales = without_again(folded), _scales()
    return scales.get(folded) or scales.get(shorter) or scales.get(_without_articles(shorter)) or {}


def _phrase(text: str, printed: str, language: str) -> str:
    """The opening phrase by the grammar of the language if it has one, otherwise as printed."""
    found = opening(text) if languages.of(language).opens_known else ""
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


@cache
def table() -> list[dict[str, str]]:
    """The rows of the table: ``scale``, ``step`` (a higher step is stronger), ``zh``, ``en`` and ``source``."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def _scales() -> dict[str, dict[str, int]]:
    """Phrase → scale → step."""
    found: dict[str, dict[str, int]] = {}
    for row in table():
        for phrase in filter(None, (*row["zh"].split("|"), *row["en"].lower().split("|"))):
            found.setdefault(phrase, {})[row["scale"]] = int(row["step"])
    return found
