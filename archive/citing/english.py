"""English words → references: the plain forms of an English text.

Resolution and decision numbers with the body named before them, symbols, and treaties by the names that the catalogue
knows. The forms of reference are those of ``archive.citing.find``, so that the same resolver reads them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from archive.citing import find
from archive.citing.catalogue import Catalogue
from archive.citing.find import Reference

_NUMBER = (
    r"(?:(?:E?S-)?\d{1,4}/\d{1,4}(?: [A-Z](?![A-Za-z]))?"
    r"|\d{1,4}(?: [A-Z])? ?\((?:(?:19|20)\d\d|(?:E?S-)?[IVXLC]+)\))"
)
_DATED = r"(?: of \d{1,2} \w+ \d{4})?"
_GROUP = re.compile(
    rf"\b(?P<noun>resolutions?|decisions?) (?P<numbers>{_NUMBER}{_DATED}(?:(?:,| and|, and) {_NUMBER}{_DATED})*)", re.I
)
_EACH = re.compile(_NUMBER)
_BODIES = (
    ("Security Council", find.COUNCIL),
    ("Human Rights Council", find.RIGHTS),
    ("Economic and Social Council", find.ECOSOC),
    ("Environment Assembly", find.ENVIRONMENT),
    ("General Assembly", find.ASSEMBLY),
    ("Commission", ""),
    ("Conference", ""),
)
# A name in capitals that ends in a kind of instrument: Treaty on the Non-Proliferation of Nuclear Weapons.
_NAME = re.compile(
    r"\b(?:[A-Z][\w-]+ )*?(?:Treaty|Convention|Protocol|Charter|Statute|Agreement|Programme of Action)"
    r"(?:(?: (?:on|of|for|against|the|and|in|to|all|their|or|by|All|Its|which|May|be)|,|\b)* ?[A-Z][\w’'-]+)*"
)


def finder(catalogue: Catalogue) -> Callable[[str, bool], list[Reference]]:
    """What finds the references of an English clause or footnote; treaties' names are asked of the catalogue."""

    def find_english(text: str, footnote: bool = False) -> list[Reference]:
        found = [r for r in find.find(text, footnote) if r.form == find.SYMBOL]
        for reference in [*_numbers(text), *_treaties(text, catalogue)]:
            if not any(f.start < reference.end and reference.start < f.end for f in found):
                found.append(reference)
        return sorted(found, key=lambda reference: reference.start)

    return find_english


def _numbers(text: str) -> Iterator[Reference]:
    for m in _GROUP.finditer(text):
        run = re.split(r"[;,](?! (?:including|and|in particular))", text[max(0, m.start() - 160) : m.start()])[-1]
        places = [(run.rfind(name), body) for name, body in _BODIES if name in run]
        body = max(places)[1] if places else find.ASSEMBLY
        noun = "决定" if m["noun"].lower().startswith("decision") else "决议"
        for number in _EACH.finditer(m["numbers"]):
            start = m.start("numbers") + number.start()
            yield Reference(find.NUMBER, start, start + len(number[0]), number[0], body, noun)


def _treaties(text: str, catalogue: Catalogue) -> Iterator[Reference]:
    for m in _NAME.finditer(text):
        words = [w.end() for w in re.finditer(r"[\w’'-]+", m[0])]
        for length in reversed(words):
            if len(catalogue.named(m[0][:length])) == 1:
                yield Reference(find.TITLE, m.start(), m.start() + length, m[0][:length])
                break
