"""Finds the references in an English text.

The references are numbers of resolutions and decisions, symbols, titles and their short forms, words that point back,
and places in a Treaty Series. They have the same forms as in ``archive.citing.find``, so ``resolve`` can handle both
languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from archive.citing import find
from archive.citing.catalogue import Catalogue
from archive.citing.english_back_references import english_back_references
from archive.citing.english_names import english_names
from archive.citing.english_places import with_place
from archive.citing.find import Reference

_LETTERS = r"[A-Z]{1,2}(?:(?:, [A-Z])* and [A-Z](?![A-Za-z])|(?: to |-)[A-Z])?(?![A-Za-z])"
_NUMBER = (
    rf"(?:(?:E?S-)?\d{{1,4}}/\d{{1,4}}(?: ?{_LETTERS})?"
    r"|\d{1,4}(?: [A-Z])? ?\((?:(?:19|20)\d\d|(?:E?S-)?[IVXLC]+)\))"
)
_DATE = r" of \d{1,2} [A-Z][a-z]+ (?:19|20)\d\d"
# A number counts if its noun is before it, if it is in an enumeration, or if its date is after it. In “resolutions
# 63/71 on … and 70/54 of 7 December 2015”, 70/54 counts because of its date.
_GROUP = re.compile(
    rf"(?=[RrDdES\d])(?:\b(?:[Rr]esolution|[Dd]ecision)s? |(?=\b{_NUMBER}{_DATE}))"
    rf"(?P<numbers>{_NUMBER}(?:{_DATE})?(?:(?:,| and|, and) {_NUMBER}(?:{_DATE})?)*)"
)
_NOUN = re.compile(r"resolution|decision", re.I)
# A resolution of the Security Council without its year. Its date can be after it, or before the Council.
_BARE = re.compile(
    r"(?:\b(?:19|20)\d\d,? )?\b(?:[Tt]he )?Security Council(?: (?:has )?adopted)?(?: its)? [Rr]esolution "
    r"(?P<number>\d{1,4})(?![\d/.]| ?\(|,? and \d)(?P<date> of \d{1,2} [A-Z][a-z]+ (?:19|20)\d\d)?"
)
_EACH = re.compile(rf"(?P<number>{_NUMBER})(?: of \d{{1,2}} [A-Z][a-z]+ (?P<year>(?:19|20)\d\d))?")
_BODIES = (
    ("Security Council", find.COUNCIL),
    ("Human Rights Council", find.RIGHTS),
    ("Economic and Social Council", find.ECOSOC),
    ("Environment Assembly", find.ENVIRONMENT),
    ("Assembly", find.ASSEMBLY),
    ("World Health Assembly", ""),
    ("Commission", ""),
    ("Conference", ""),
)


def finder(catalogue: Catalogue) -> Callable[[str, bool], list[Reference]]:
    """Returns a function that finds the references in an English clause or footnote.

    The function recognises the names that ``catalogue`` has.
    """

    def find_english(text: str, footnote: bool = False) -> list[Reference]:
        found = [r for r in find.find(text, footnote) if r.form in (find.SYMBOL, find.REGISTRATION, find.NOTE)]
        words = find.fold_width(text)
        found += find.clear_of(found, _numbers(words))
        found += find.clear_of(found, _without_year(words)) if "Council" in words else []
        found += find.clear_of(found, english_names(words, catalogue))
        found += find.clear_of(found, english_back_references(words, footnote))
        placed = (r if r.form in (find.ITS, find.SELF) else with_place(words, r) for r in found)
        return sorted(placed, key=lambda reference: reference.start)

    return find_english


def _numbers(text: str) -> Iterator[Reference]:
    if not ("/" in text or "(" in text):  # every number has one of these
        return
    noun, read = "决议", 0
    for m in _GROUP.finditer(text):
        run = re.split(r"[;,](?! (?:including|and|in particular))", text[max(0, m.start() - 160) : m.start()])[-1]
        # The body that is named last. If two names end at the same place (Environment Assembly, Assembly), the longer
        # name counts.
        places = [(run.rfind(name) + len(name), len(name), body) for name, body in _BODIES if name in run]
        body = max(places)[2] if places else find.OWN
        for found in _NOUN.finditer(text, read, m.start("numbers")):
            noun = "决定" if found[0].lower() == "decision" else "决议"
        read = m.start("numbers")
        for one in _EACH.finditer(m["numbers"]):
            start, year = m.start("numbers") + one.start(), int(one["year"] or 0)
            for name, first, last in _lettered(one["number"], start):
                yield Reference(find.NUMBER, first, last, name, body, noun, year)


def _without_year(text: str) -> Iterator[Reference]:
    """Yields the resolutions of the Security Council that are printed without their year: resolution 1540."""
    for m in _BARE.finditer(text):
        printed = m["date"] or m[0]
        year = re.search(r"(?:19|20)\d\d(?=,? |$)", printed if m["date"] else printed[: -len(m["number"])])
        start, end = m.start("number"), m.end("number")
        yield Reference(find.NUMBER, start, end, m["number"], find.COUNCIL, "决议", int(year[0]) if year else 0)


def _lettered(number: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Yields (number, start, end) for each resolution in a number. ``36/87 A and B`` has two resolutions."""
    several = re.fullmatch(r"(?P<number>.*\d ?)(?P<letters>[A-Z](?:(?:, | and )[A-Z])+)", number)
    if not several:
        yield number.replace(" to ", "-"), start, start + len(number)
        return
    for letter in re.finditer(r"[A-Z](?![a-z])", several["letters"]):
        first = start + several.start("letters") + letter.start()
        yield several["number"] + letter[0], start if letter.start() == 0 else first, first + 1
