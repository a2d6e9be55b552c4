"""Sorts names: Chinese characters by pronunciation (pinyin) or by strokes, and letters by the alphabet.

    >>> sorted(["中国", "Türkiye", "安哥拉", "阿曼", "Turkmenistan", "秘鲁"], key=by_pinyin)
    ['Türkiye', 'Turkmenistan', '阿曼', '安哥拉', '秘鲁', '中国']
    >>> sorted(["安哥拉", "中国", "乍得"], key=by_strokes)
    ['中国', '乍得', '安哥拉']

The order of characters is that of the Unicode CLDR (``fixtures/characters``).
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

_FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "characters"

# The CLDR has one pronunciation for each character. A name with another pronunciation is sorted like its homophone.
_HOMOPHONES = {"秘鲁": "必鲁"}

# The ranks of characters begin after the letters. A character without a rank comes after all that have one.
_FIRST = 0x2000


@lru_cache(maxsize=5_000)
def by_pinyin(name: str) -> str:
    """The key to sort a name by pronunciation, character by character."""
    return _letters(_HOMOPHONES.get(name, name)).translate(_ranks("pinyin"))


@lru_cache(maxsize=5_000)
def by_strokes(name: str) -> str:
    """The key to sort a name by the number of strokes, character by character. Characters with the same number follow
    their radicals."""
    return _letters(name).translate(_ranks("strokes"))


def _letters(name: str) -> str:
    """The name in small letters without accents."""
    parts = unicodedata.normalize("NFKD", name)
    return "".join(each for each in parts if not unicodedata.combining(each)).casefold()


@cache
def _ranks(order: str) -> dict[int, int]:
    characters = (_FIXTURES / f"{order}.txt").read_text(encoding="utf-8").replace("\n", "")
    return {ord(character): _FIRST + rank for rank, character in enumerate(characters)}
