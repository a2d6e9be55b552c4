"""Finds the part of a text that was voted on separately, from the words with which the President announced the vote.

Voeten's data describe a separate vote in the words of the meeting record. Letters are lost, and words run together: ``I
shall put to the voteeighth preambular paragraph of draftresolution Q``. The rules:

- The words after the last “put to the vote” name the paragraphs, or the words in a paragraph.
- If these words name no paragraph, the paragraph in the request counts (“a separate vote has been requested on
  paragraph 2”). The request must name exactly one paragraph.
- “Take a decision on draft resolution B”, without a paragraph after it, means a vote on the whole.
- “Paragraph 10 of its report” is in the Committee's report, not in the draft. “In accordance with paragraph 50 of …”
  names a paragraph of another document.
- If two paragraphs are possible, the vote is assigned to neither.
"""

from __future__ import annotations

import re

from archive.messages import Message
from archive.voting.record import Scope, Subject

_UNITS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip
_ORDINALS = {word: number for number, word in enumerate(_UNITS, 1)}
_ORDINALS |= {"twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50}
for _tens, _base in (("twenty", 20), ("thirty", 30), ("forty", 40), ("fifty", 50)):
    _ORDINALS |= {f"{_tens}{_unit}": _base + number for _unit, number in list(_ORDINALS.items())[:9]}
_ORDINAL = (
    r"(?:(?:twenty|thirty|forty|fifty)\s*-?\s*(?:" + "|".join(_UNITS[:9]) + r")|"
    + "|".join(sorted(["twentieth", "thirtieth", "fortieth", "fiftieth", *_UNITS], key=len, reverse=True))
    + r"|\d{1,3}\s*(?:st|nd|rd|th))"
)  # fmt: skip
_AND = r"\s*(?:,\s*and|,|and|&)\s*(?:the\s*)?"
# Words may run together. So there is no \b before a word that may be joined to the word before it.
_PREAMBULAR = re.compile(
    rf"(?P<ordinals>{_ORDINAL}(?:{_AND}{_ORDINAL})*)\s*pream\w*?(?:\s*para\w*|(?=\W|on\b|of\b))"
    r"|pream\w*\.?\s*para\w*\.?\s*(?P<numbers>\d{1,3}(?:\s*(?:,|and|&)\s*\d{1,3})*)",
    re.IGNORECASE,
)
_NUMBER = r"\d{1,3}(?:\s*\(\s*[a-z]\s*\))?"
_OPERATIVE = re.compile(
    rf"(?:sub-?)?para(?:g(?:raph)?)?s?\.?\s*(?P<numbers>{_NUMBER}(?:{_AND}(?!operative){_NUMBER}(?!\s*(?:{_ORDINAL})))*)"
    r"(?!\d)(?P<report>\s*of\s*(?:its|the|their)\s*report|\s*of\s*the\s*report)?",
    re.IGNORECASE,
)
# Words before a paragraph of another document. A sentence about the content of the resolution can have them.
_REFERRED = re.compile(
    r"(?:\b(?:accordance|conformity|compliance|keeping)\s*with|\b(?:pursuance|implementation|terms)\s*of|\bpursuant\s*to"
    r"|\b(?:contained|referred\s*to|set\s*(?:out|forth))\s*in|\bunder)\s*(?:the\s*provisions\s*of\s*)?$",
    re.IGNORECASE,
)
_PUT = re.compile(
    r"(?:put|first)\s*(?:to\s*(?:a|the)?\s*vote|to\s*the\s*the|the\s*vote\b|that\s*paragraph|(?=(?:operative\s*)?paragraph))"
    r"|(?:take|taking|proceed\s*to)\s*a?\s*(?:decision|vote)\s*on|shall\s*now\s*vote\s*on",
    re.IGNORECASE,
)
_REQUEST = re.compile(r"separate,?\s*(?:recorded\s*)?votes?.{0,60}?requested\s*on", re.IGNORECASE)
_DRAFT = re.compile(r"\s*(?:the\s*)?draft\s*resolution", re.IGNORECASE)
_QUOTED = re.compile(r"(?:_+\s*)+(?P<a>[^_<>]{2,80}?)\s*<d3>|[“\"](?P<b>[^”\"]{2,80})[”\"]|\\+(?P<c>[^\\]{2,80})\\")
_MENTION = re.compile(r"\bwords|\bword\b|three\s*words|\bphrase\b", re.IGNORECASE)
_SECTION = re.compile(r"\bof\s*(?:section|part|chapter)\s*[IVX\d]+", re.IGNORECASE)

_UNCLEAR = Message("vote.paragraph_not_said")


def subject(description: str) -> Subject:
    """The subject of the vote that ``description`` describes.

    If its scope is PART, ``unplaced`` says why the paragraph is not known.
    >>> subject("Separate recorded votes have been requested on paragraphs 2, 8 and 9 of draft resolution XXVIII. "
    ...         "I shall first put to the vote paragraph 2. A").paths
    ('op2',)
    """
    text = re.sub(r"\s+", " ", description)
    puts = list(_PUT.finditer(text))
    request = list(_REQUEST.finditer(text))
    if puts:
        last = puts[-1]
        behind = text[last.end() :]
        found = _named(behind)
        # A request that follows “take a decision on the draft resolution” names the part that is voted on.
        asked_later = any(r.start() > last.start() for r in request)
        if found.paths and not asked_later:
            return _with_words(found, text)
        if _DRAFT.match(behind) and not asked_later and not found.paths:
            return Subject(Scope.WHOLE)
        if found.scope == Scope.WORDS and not found.paths:
            asked = _named(text[request[-1].end() :]) if request else found
            if len(asked.paths) == 1:
                return Subject(Scope.WORDS, asked.paths, _quoted(behind) or _quoted(text))
    if request:
        end = puts[-1].start() if puts and puts[-1].start() > request[-1].end() else len(text)
        found = _named(text[request[-1].end() : end])
    elif not puts:
        found = _named(text)
    else:
        return Subject(Scope.PART, unplaced=_UNCLEAR)
    if len(found.paths) == 1 or (found.paths and not request):
        return _with_words(found, text)
    if len(found.paths) > 1:
        return Subject(Scope.PART, unplaced=Message("vote.several_paragraphs"))
    return Subject(Scope.PART, unplaced=_UNCLEAR)


def _named(text: str) -> Subject:
    """The paragraphs that a text names, in the order of the text. Paragraphs of a report are left out."""
    if _SECTION.search(text):
        return Subject(Scope.PART, unplaced=Message("vote.section_of_its_own"))
    found: list[tuple[int, str]] = []
    for match in _PREAMBULAR.finditer(text):
        if match["ordinals"]:
            words = re.findall(_ORDINAL, match["ordinals"], re.IGNORECASE)
            numbers = [_ordinal(word) for word in words]
        else:
            numbers = [int(n) for n in re.findall(r"\d+", match["numbers"])]
        found += [(match.start(), f"pp{n}") for n in numbers]
    for match in _OPERATIVE.finditer(text):
        before = text[: match.start()]
        if match["report"] or _REFERRED.search(before) or re.search(r"pream\w*\.?\s*$", before, re.IGNORECASE):
            continue
        for number, letter in re.findall(r"(\d{1,3})(?:\s*\(\s*([a-zA-Z])\s*\))?", match["numbers"]):
            found.append((match.start(), f"op{number}" + (f"-{letter.lower()}" if letter else "")))
    paths = tuple(dict.fromkeys(path for _, path in sorted(found, key=lambda pair: pair[0])))
    return Subject(Scope.WORDS if _says_words(text) else Scope.PARAGRAPH, paths)


def _says_words(text: str) -> bool:
    """Whether the vote is on words in a paragraph, not on the whole paragraph."""
    return bool(_MENTION.search(text))


def _with_words(found: Subject, text: str) -> Subject:
    return Subject(Scope.WORDS, found.paths, _quoted(text)) if found.scope == Scope.WORDS else found


def _quoted(text: str) -> str:
    """The first quotation after “words”, “word” or “phrase”. "" if there is none or the record is garbled."""
    mention = _MENTION.search(text)
    match = _QUOTED.search(text, mention.end()) if mention else None
    if not match:
        return ""
    return re.sub(r"\s+", " ", next(g for g in match.groups() if g)).strip(" _.,…")


def _ordinal(word: str) -> int:
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else _ORDINALS[re.sub(r"[\s-]", "", word.casefold())]
