"""The descriptions that a Draft gives to the documents of its footnotes: 政府专家组的报告¹."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass

from archive.citing.text_index import TextIndex

_MOST_NEW = 60


@dataclass(frozen=True, slots=True)
class Described:
    """A document that the text describes before a footnote, and whose symbol the footnote gives.

    ``words`` are the description, which ends at the footnote mark. ``noun`` is the last word of the description, such
    as 报告. ``target`` is the key of the document. ``path`` is the clause that describes it.
    """

    words: str
    noun: str
    target: str
    path: str = ""


class Descriptions:
    """The descriptions in the clauses of a Draft that have been read. ``newest`` are the last of them."""

    def __init__(self) -> None:
        self.newest: deque[Described] = deque(maxlen=_MOST_NEW)
        self._words: dict[str, TextIndex] = {}  # noun → the descriptions that end in it, by their characters
        self.of_noun: dict[str, set[str]] = defaultdict(set)  # noun → keys of documents
        self._targets: dict[str, dict[str, None]] = defaultdict(dict)  # description → keys of documents

    def add(self, described: Described) -> None:
        self.newest.append(described)
        self._words.setdefault(described.noun, TextIndex(set)).add(described.words)
        self._targets[described.words][described.target] = None
        self.of_noun[described.noun].add(described.target)

    def __contains__(self, noun: object) -> bool:
        """Whether a description ends in this noun."""
        return noun in self._words

    def like(self, words: str, noun: str) -> Iterable[str]:
        """The descriptions that end in this noun and that can have ``words`` (``TextIndex.with_all``)."""
        return self._words[noun].with_all(set(words)) if noun in self._words else ()

    def has_end(self, words: str) -> bool:
        """Whether a description ends in ``words``."""
        nouns = (noun for noun in self._words if words.endswith(noun))
        return any(each.endswith(words) for noun in nouns for each in self.like(words, noun))

    def documents(self, descriptions: Iterable[str]) -> set[str]:
        """The keys of the documents with these descriptions, but at most two: then it is not clear which is meant."""
        found = set[str]()
        for key in (key for description in descriptions for key in self._targets[description]):
            found.add(key)
            if len(found) > 1:
                break
        return found


def without_additions(targets: set[str]) -> set[str]:
    """The documents of a footnote without the corrigenda and addenda of documents that it also cites."""
    return {one for one in targets if not any(one.startswith(f"{other}/") for other in targets)}
