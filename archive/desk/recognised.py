"""The findings of a text that was read by machine from a scan: doubtful words, and that nobody has compared it yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from archive.desk.finding import NOT_PROOFED, Finding
from archive.reading.doubts import doubts_in, other_doubts, words_of
from archive.reading.draft import Draft


def recognised(draft: Draft) -> Iterator[Finding]:
    """Yields that the text is not proofread, and one finding for each place with doubtful characters."""
    yield not_proofed(draft)
    texts = _texts(draft)
    for place, spans in doubts_in(draft).items():
        words = words_of(texts[place], spans)
        where = place if place != "title" else "metadata"
        yield Finding(where, "checking.doubtful_words", {"count": str(len(spans)), "words": words})
    for line, words in other_doubts(draft):
        place = f"page {line.page}, line {line.line}"
        yield Finding(place, "checking.doubtful_line", {"words": words, "line": line.text})


def not_proofed(draft: Draft) -> Finding:
    """The finding that nobody has compared the text with its scan.

    It names the reading by a digest of the recognised lines, so another reading has to be compared again.
    """
    words = "\n".join(line.text for line in draft.lines)
    return Finding("metadata", NOT_PROOFED, {"reading": hashlib.sha256(words.encode()).hexdigest()[:12]})


def _texts(draft: Draft) -> dict[str, str]:
    texts = {"title": draft.title}
    texts |= {clause.path: clause.text for clause in draft.clauses}
    return texts | {f"footnote {marker}": footnote.text for marker, footnote in draft.footnotes.items()}
