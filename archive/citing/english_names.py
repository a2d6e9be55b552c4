"""Finds the names of treaties and other instruments in an English text, and their short forms: “the Treaty”.

    the Treaty on the Non-Proliferation of Nuclear Weapons    the Antarctic Treaty    the Bamako Declaration on …
    the Convention    this Charter    the Final Document of the 2010 Review Conference of the Parties to the Treaty …

English texts have no 《》. So a name is either a name of the catalogue, or words with capitals that include a kind of
instrument. A name inside the name of a body or a conference is only a mention, as in a Chinese text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.citing.catalogue import Catalogue, name_key
from archive.citing.find import MENTION, TITLE, Reference, clear_of
from archive.citing.instruments import ENGLISH_KIND

# The beginning of a known name. One begins with small letters: model protocol.
_BEGINNING = re.compile(r"[A-Z\d](?<![\w-].)(?=[\w’'-]*[ (:,])|(?<![\w-])model protocol ")
_LONGEST = 330  # characters of a known name
_LONG = 40  # characters of a known name that counts without a kind of instrument in capitals
_KIND = re.compile(rf"\b(?:{ENGLISH_KIND})\b")
# Most texts have no kind of instrument. These patterns show that fast, because they begin with capital letters.
_ANY_KIND = re.compile(ENGLISH_KIND)
_ANY_OTHER = re.compile(
    "Declaration|Convention|Protocol|Co(?:venant|mpact|mmuniqué|nsensus|de of Conduct)|Pact|Ac(?:cord|tion)"
)

_CAPITAL = r"[A-Z][\w’'-]*"
_LINK = r"(?:on|of|for|against|the|and|in|to|all|their|or|by|its|with|from|into|concerning|regarding|relating|between)"
_PHRASE = rf"{_CAPITAL}(?:,?(?: {_LINK}){{0,3}} {_CAPITAL}){{0,25}}"
_NO_TITLE = (
    r"The|This|These|Each|All|Any|Draft|Member|States?|Parties|Final|Safeguards|Agreed|Ministerial|Political|Joint"
)
_SUBJECT = rf" (?:on|for|to|against|concerning) (?:the )?{_PHRASE}"
# A title that need not be in the catalogue: Bamako Declaration, Declaration on the Right to Peace. A kind alone is not
# a title.
_OTHER = re.compile(
    rf"(?=[A-Z])(?<![\w-])(?:(?!(?:{_NO_TITLE})\b){_CAPITAL} ){{1,5}}"
    r"(?:Declaration|Protocol|Covenant|Pact|Compact|Communiqué|Consensus|Code of Conduct|Accord"
    rf"|(?:Programme|Plan|Platform) (?:of|for) Action)(?:{_SUBJECT})?(?!\w)"
    rf"|(?<![\w-])(?:Declaration|Convention|Protocol|Covenant|Code of Conduct|(?:Programme|Plan) of Action){_SUBJECT}"
)
_SHORT = re.compile(
    rf"(?=[Tts(i“\"])(?<![\w-])(?:(?:[Tt]he|[Tt]his|[Tt]hat|said|“|\"|\(the) ?[“\"]?|(?P<its>its )(?=Charter))"
    rf"(?P<kind>{ENGLISH_KIND})"
    rf"(?![\w-])(?! (?:on|of|for|against|concerning|to (?:Prevent|the {_CAPITAL})) | {_CAPITAL})"
)
# The Treaties of Tlatelolco, Rarotonga, Bangkok and Pelindaba: each place is the name of a treaty.
_TREATIES = re.compile(r"\b[Tt]reaties of (?P<places>[A-Z]\w+(?:, [A-Z]\w+)*,? and [A-Z]\w+)")
_THIS = re.compile(r"[Tt]his ")

# Words before a name that make it a part of another name, such as “Conference of the Parties to the”.
_BODY_BEFORE = re.compile(
    r"(?:Conference|Meeting|Assembly|Committee|Group|Commission|Panel|Secretariat|Session|Forum|Mechanism|Body|Summit)s?"
    r"(?: (?:of|on|for|to|the|with|regard|in|and|under|its|High|Contracting|States|Parties|Implementation|Situation"
    r"|Review|Progress|Made|Experts))+ $"
    r"|(?:Protocol|Amendment|Annex)s?(?: (?:Additional|of \d{4}))? to the (?:\d{4} )?$"
)
_BODY_AFTER = re.compile(
    r"(?: \([^()]*\))? (?:Organization|Preparatory|Secretariat|(?:Review )?Conference|Meeting|Implementation|Committee"
    r"|Working Group|secretariat|Group|Youth)"
)
# “entitled” is before the title of an agenda item or of a resolution. After “document” or “declaration” it is before
# the title of that document.
_ENTITLED = re.compile(r"(?P<document>document|declaration|communiqué)?[^“”;]{0,60}entitled $")


def english_names(text: str, catalogue: Catalogue) -> Iterator[Reference]:
    """Yields the titles and short forms in an English text, in the order of the text. ``text`` is folded
    (``fold_width``)."""
    found: list[Reference] = []
    has_kind = _ANY_KIND.search(text) is not None
    for names in (
        _outcomes(text, catalogue) if has_kind else (),
        _known(text, catalogue) if has_kind else (),
        _enumerated(text) if "reaties of " in text else (),
        _others(text) if _ANY_OTHER.search(text) else (),
        _short_forms(text) if has_kind else (),
    ):
        found += clear_of(found, names)
    for name in sorted(found, key=lambda reference: reference.start):
        if not _is_item(text, name.start, name.end):
            yield name


def _known(text: str, catalogue: Catalogue) -> Iterator[Reference]:
    position = 0
    for beginning in _BEGINNING.finditer(text):
        start = beginning.start()
        if start < position or not (end := _end_of_known(text, start, catalogue)):
            continue
        position = end
        inside = _BODY_BEFORE.search(text[max(0, start - 120) : start]) or _BODY_AFTER.match(text, end)
        yield Reference(MENTION if inside else TITLE, start, end, text[start:end])


def _end_of_known(text: str, start: int, catalogue: Catalogue) -> int:
    """The end of the longest known name that begins at ``start``; 0 if no known name begins there."""
    words = text[start : start + _LONGEST]
    for name in catalogue.names_at_beginning(words):
        if len(catalogue.named(name)) != 1:
            continue
        end = start + len(name)
        while end < len(text) and (missing := len(name) - len(name_key(text[start:end]))) > 0:
            end += missing
        if (
            name_key(text[start:end]) == name
            and not text[end : end + 1].isalnum()
            and (len(name) >= _LONG or _KIND.search(text[start:end]))
        ):
            return end
    return 0


def _enumerated(text: str) -> Iterator[Reference]:
    for m in _TREATIES.finditer(text):
        for place in re.finditer(r"[A-Z]\w+", m["places"]):
            start = m.start("places") + place.start()
            first = m.start() if place.start() == 0 else start
            yield Reference(TITLE, first, start + len(place[0]), f"Treaty of {place[0]}")


def _others(text: str) -> Iterator[Reference]:
    for m in _OTHER.finditer(text):
        start, end = m.span()
        inside = _BODY_BEFORE.search(text[max(0, start - 120) : start]) or _BODY_AFTER.match(text, end)
        yield Reference(MENTION if inside else TITLE, start, end, m[0])


def _short_forms(text: str) -> Iterator[Reference]:
    for m in _SHORT.finditer(text):
        start, end = m.span("kind")
        if m["its"] and "United Nations" not in text[max(0, m.start() - 80) : m.start()]:
            continue
        if not _THIS.match(m[0]) and not _BODY_AFTER.match(text, end):
            inside = _BODY_BEFORE.search(text[max(0, start - 120) : start])
            yield Reference(MENTION if inside else TITLE, start, end, m["kind"])


_OUTCOME = re.compile(
    r"Final Document of the (?P<year>\d{4}) (?P<conference>Review (?:and Extension )?Conference)"
    r"(?: of the Parties to the (?:Treaty on the Non-Proliferation of Nuclear Weapons|Treaty))?"
    r"|(?P<year2>\d{4}) (?P<conference2>Review (?:and Extension )?Conference) of the Parties to the Treaty on the"
    r" Non-Proliferation of Nuclear Weapons,? Final Document"
)


def _outcomes(text: str, catalogue: Catalogue) -> Iterator[Reference]:
    """Yields the final documents of the Review Conferences of the nuclear Non-Proliferation Treaty."""
    for m in _OUTCOME.finditer(text) if "Final Document" in text else ():
        conference = f"{m['year'] or m['year2']} {m['conference'] or m['conference2']}"
        name = f"{conference} of the Parties to the Treaty on the Non-Proliferation of Nuclear Weapons, Final Document"
        if len(catalogue.named(name)) == 1:
            yield Reference(TITLE, m.start(), m.end(), name)


def _is_item(text: str, start: int, end: int) -> bool:
    """Whether the name at ``text[start:end]`` is inside the quoted title of an agenda item or of a resolution."""
    opening = text.rfind("“", 0, start)
    if opening <= text.rfind("”", 0, start):
        return False
    entitled = _ENTITLED.search(text[max(0, opening - 90) : opening])
    return bool(entitled and not entitled["document"]) or bool(
        re.match(r"[^“”]*”,? (?:sub-)?item", text[end : end + 200])
    )
