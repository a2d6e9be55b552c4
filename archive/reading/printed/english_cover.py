"""The patterns of the lines of an English cover. ``cover`` applies them, and stores the facts.

    United Nations  A/RES/79/22 / General Assembly  Distr.: General / Seventy-ninth session / Agenda item 98 (d)
    Resolution adopted by the General Assembly on 2 December 2024
    [on the report of the First Committee (A/79/408, para. 44)]

The patterns match half-width forms. A line end counts as white space.
"""

from __future__ import annotations

import re

from archive.reading.printed.adoption import ENGLISH_MONTHS

_MONTH = rf"(?:{ENGLISH_MONTHS})"
DAY = rf"\d{{1,2}}\s+{_MONTH}\s+\d{{4}}"
_ORDINAL = r"(?:[A-Z][a-z]+(?:-[a-z]+)?|\d{1,3}(?:st|nd|rd|th))"
_ITEM = r"\d{1,3}(?:\s*\([a-z]{1,2}\))*"
PROPOSAL = re.compile(r"\[\s?(?:on\s+the\s+(?:report|recommendation)|without\s+reference)[^\]]{1,400}\](?:\.\w+)?")
ISSUE = re.compile(rf"\b(\d{{1,2}})\s+({ENGLISH_MONTHS})\s+(\d{{4}})", re.IGNORECASE)
_BODY = r"(?:General\s+Assembly|Security\s+Council|Economic\s+and\s+Social\s+Council|Human\s+Rights\s+Council)"
ADOPTED = re.compile(
    rf"(?:(?:Resolutions?|Decision)\s+)?adopted\s+by\s+the\s+{_BODY}(?:\s+(?:on|at)\s+({DAY})?)?",
    re.IGNORECASE,
)
# The Security Council has the meeting and the day above the text.
ADOPTED_AT = re.compile(
    rf"adopted\s+by\s+the\s+{_BODY}\s+at\s+its\s+(\d{{1,4}})(?:st|nd|rd|th)\s+meeting,?\s+on\s+({DAY})", re.IGNORECASE
)
MEETING_LINE = re.compile(r"(?:at\s+(?:its|the)\s+)?(\d{1,4})(?:st|nd|rd|th)\s+(?:plenary\s+)?meeting,?", re.IGNORECASE)
ITEMS = re.compile(rf"Agenda\s+items?\s+({_ITEM}(?:(?:,|\s+and)\s*(?:{_ITEM}|\([a-z]\)))*)", re.IGNORECASE)
RECORDED = re.compile(
    r"(?:adopted\s+)?by\s+a\s+(?:recorded|roll-call)\s+vote\s+of\s+(\d+)\s+(?:votes\s+)?(?:in\s+favour\s+)?to\s+"
    r"(\d+|none)(?:\s+against)?(?:,?\s+with\s+(\d+|no)\s+abstentions?)?(?:,?\s+as\s+follows)?[:.]?",
    re.IGNORECASE,
)
VOTERS = re.compile(
    r"(In\s+favour|Against|Abstaining):\s*((?:[^:\n]|\n(?!(?:In\s+favour|Against|Abstaining):|\d{1,4}/\d|The\s+General))*)",
    re.IGNORECASE,
)
WITHOUT_VOTE = re.compile(r"adopted\s+without\s+a\s+vote", re.IGNORECASE)
SPONSORS = re.compile(
    r"(?:The\s+)?draft\s+resolution\s+(?:recommended\s+in\s+the\s+report\s+)?was\s+sponsored\s+(?:in\s+the\s+Committee\s+)?by:?\s*"
    r"([^.\n][^.]{0,4000})\.?",
    re.IGNORECASE,
)
SESSION = re.compile(rf"(?:{_ORDINAL}|\d{{4}})\s+(?:emergency\s+)?(?:special\s+|substantive\s+)?session", re.IGNORECASE)
SESSION_DAYS = re.compile(rf"\d{{1,2}}(?:\s+{_MONTH})?(?:\s+\d{{4}})?\s*(?:[–—-]|to)\s*{DAY}", re.IGNORECASE)
# Words that the Draft does not need.
PLAIN_WORDS = (
    re.compile(r"Distr\.:?\s*(?:General|Limited)|Original:?\s*[A-Z][a-z]+|\bEnglish\b", re.IGNORECASE),
    re.compile(r"(?m)^(?:United\s+Nations)?\s*(?:General\s+Assembly)?(?:\s+Resolutions?)?$"),
    re.compile(rf"United\s+Nations|{_BODY}|(?m:^Resolutions?$)"),
    re.compile(r"(?m)^Resolution\s+\d{1,4}\s*\(\d{4}\)$"),
)
COMMITTEE = re.compile(r"\b(First|Second|Third|Fourth|Fifth|Sixth)\s+Committee")
WITHOUT_COMMITTEE = re.compile(r"without\s+reference")
PARAGRAPH = re.compile(r"paras?\.\s*(\d+)")
