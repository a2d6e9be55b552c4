"""English texts as words, and the phrases in them.

Words that are sometimes printed with a hyphen count as one: non-proliferation and non proliferation,
nuclear-weapon-free and nuclear weapon-free. Capitals and the singular of a word count as its small letters and plural.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# Words that neither begin nor end a term.
FUNCTION_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "to",
        "and",
        "or",
        "for",
        "by",
        "with",
        "at",
        "from",
        "as",
        "that",
        "which",
        "who",
        "whose",
        "its",
        "it",
        "is",
        "be",
        "been",
        "being",
        "this",
        "those",
        "these",
        "their",
        "all",
        "any",
        "other",
        "such",
        "both",
        "well",
        "into",
        "has",
        "have",
        "had",
        "having",
        "are",
        "was",
        "were",
        "not",
        "no",
        "also",
        "further",
        "through",
        "between",
        "under",
        "upon",
        "including",
        "within",
        "among",
        "towards",
        "toward",
        "during",
        "against",
        "per",
        "via",
        "than",
        "but",
        "if",
        "when",
        "where",
        "while",
        "after",
        "before",
        "about",
        "each",
        "every",
        "own",
        "will",
        "would",
        "shall",
        "should",
        "may",
        "can",
        "could",
        "must",
        "our",
        "we",
        "they",
        "them",
        "he",
        "she",
        "his",
        "her",
    ]
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_HYPHENS = frozenset("-‐‑")
_ONE_HYPHEN = dict.fromkeys(map(ord, _HYPHENS), "-")
_BREAK = re.compile(r"[.;:“”\"?!—…\[\]/]")
BREAK = "|"  # stands between words that belong to no common phrase


_LIST = re.compile(r"\b([A-Za-z]+(?:ies|[^\Ws]s)) of ((?:[A-Z][^\W_]+, )*[A-Z][^\W_]+),? and ([A-Z][^\W_]+)\b")


@dataclass(slots=True)
class Words:
    """The words of a text: ``keys``, with BREAK between phrases, and the place of each in the text."""

    text: str
    keys: list[str]
    spans: list[tuple[int, int]]

    def printed(self, start: int, end: int) -> str:
        """The words from ``start`` to before ``end`` as they are printed, with one kind of hyphens and of spaces."""
        printed = self.text[self.spans[start][0] : self.spans[end - 1][1]]
        return " ".join(printed.translate(_ONE_HYPHEN).split())

    def found(self, key: Sequence[str]) -> Iterator[int]:
        """Where a phrase begins."""
        first, size = key[0], len(key)
        wanted = list(key)
        for at, word in enumerate(self.keys):
            if word == first and self.keys[at : at + size] == wanted:
                yield at

    def join(self, start: int, end: int, key: str) -> None:
        """Makes one word of the words from ``start`` to before ``end``."""
        self.spans[start:end] = [(self.spans[start][0], self.spans[end - 1][1])]
        self.keys[start:end] = [key]


def spelled_out(text: str) -> str:
    """The names that a text lists under one noun, each with the noun: they count as if they were printed so.

    >>> spelled_out("the treaties of Tlatelolco, Rarotonga and Bangkok")
    '. Treaty of Tlatelolco. Treaty of Rarotonga. Treaty of Bangkok'
    """
    return "".join(
        f". {_singular(match[1]).capitalize()} of {name}"
        for match in _LIST.finditer(text)
        for name in (*match[2].split(", "), match[3])
    )


def words_of(texts: Iterable[str]) -> list[Words]:
    """The words of texts. The hyphens of all texts say which words count as one."""
    split = [(text, list(_WORD.finditer(text))) for text in texts]
    compounds: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for text, found in split:
        for run in _hyphened(text, found):
            compounds[run[0]].add(run)
    longest = {first: sorted(runs, key=len, reverse=True) for first, runs in compounds.items()}
    return [_words(text, found, longest) for text, found in split]


def _hyphened(text: str, found: Sequence[re.Match[str]]) -> Iterator[tuple[str, ...]]:
    run: list[str] = []
    for at, match in enumerate(found):
        joined = at > 0 and text[found[at - 1].end() : match.start()] in _HYPHENS
        if not joined:
            if len(run) > 1:
                yield tuple(run)
            run = []
        run.append(match.group().lower())
    if len(run) > 1:
        yield tuple(run)


def _words(text: str, found: Sequence[re.Match[str]], compounds: dict[str, list[tuple[str, ...]]]) -> Words:
    parts = [match.group().lower() for match in found]
    words = Words(text, [], [])
    at, last = 0, 0
    while at < len(parts):
        if last and _BREAK.search(text, last, found[at].start()):
            words.keys.append(BREAK)
            words.spans.append((last, last))
        size = next(
            (
                len(run)
                for run in compounds.get(parts[at], ())
                if tuple(parts[at : at + len(run)]) == run
                and all(_close(text, found[n], found[n + 1]) for n in range(at, at + len(run) - 1))
            ),
            1,
        )
        last = found[at + size - 1].end()
        words.keys.append(_singular("-".join(parts[at : at + size])))
        words.spans.append((found[at].start(), last))
        at += size
    return words


def _close(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    between = text[one.end() : other.start()]
    return between in _HYPHENS or between.isspace()


def _singular(word: str) -> str:
    """
    >>> [_singular(word) for word in ("treaties", "states", "crisis", "arms")]
    ['treaty', 'state', 'crisis', 'arm']
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
