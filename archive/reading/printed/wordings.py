"""A table of the words by which a printed resolution is recognised, with one row per language.

The letters of the two languages differ, so a pattern of one language does not match a text in the other. A stage can
therefore look for the words of every language at once (``in_every_language``). Where a sign has two meanings, such as a
full stop, the script of the words beside it decides (``is_latin``).

All patterns match half-width forms (``lines.narrow``). To read another language, add a row, its opening phrases
(``archive.reading.opening``), its covers (``cover``), and its date and meeting (``adoption``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from archive.reading.typography import HAN

_HAN = re.compile(f"[{HAN}\u3000-\u303f\uff01-\uff60]")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language. Each field is a pattern, and says in which place its words are.

    ``units`` has the words after a number that counts something. Such a number is no footnote mark.
    """

    language: str  # a code of archive.languages
    annex: str  # the heading of an annex, alone on its line
    linking: str  # words before an opening phrase
    going_on: str  # words that link the rest of a sentence with the points before it
    before_reference: str  # words before a label that refers to another clause
    after_reference: str  # words after such a label
    units: str
    notes_heading: str  # the heading of a list of footnotes, alone on its line
    note: str  # the beginning of a footnote
    note_surely: str  # the beginning of a footnote that no second line of a footnote has
    note_goes_on: str  # the beginning of another sentence of a footnote
    organ: str  # the names of the organs in a running header


_SYMBOL = r"[A-Z]{1,12}[/.\-]"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"

CHINESE = Wording(
    "zh",
    annex=r"附\s*[件录]\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[IVX]{1,4})?",
    linking=r"(?:在这(?:方面|一方面|个方面)|为此(?:目的)?|因此|此外|同时|最后)[，,]",
    going_on="(?:并|和|以及|且|从而|还有)",
    before_reference=r"(?:[第条條段款项項、和及或至]|[\d)）])\s*$",
    after_reference=r"\s*(?:[分]?[项項款段点點目、和及或至，,)）]|[(（\dA-Za-z])",
    units=(
        r"[年个段卷页票秒亿万千百艘架枚颗吨倍％%岁届]|世纪|美元|欧元|公[里斤吨顷尺]|月(?!球)|日(?![本内益])|号(?!召)|次(?!区)|"
        r"项(?!目)|条(?![约款])|章(?!程)|名(?![称为])|种(?!族)|类(?!似)|级(?!别)|周(?![围边])|期(?![待望间])|天(?!然)|"
        r"份(?!额)|点(?!燃)|度(?!过)|米|人(?![权道类民口工])|家(?!庭)"
    ),
    notes_heading=r"(?:[脚附尾]\s?)?注(?:\s?释)?:?",
    note=(
        rf"另?见|又见|并见|参看|参见|同上|《|联合国[，,]|载于|可查阅|{_SYMBOL}|https?:|www\.|第\s?[\dA-Z]|同前|引自|"
        r"出处|来源|国际原子能机构[，,]|[^，。；]{1,60}[，,]《"
    ),
    note_surely=r"(?:另|又|参)?见(?=[A-Z《“第上下脚附])|同上|(?:联合国|国际联盟)[，,]《|《大会正式记录",
    note_goes_on=r"(?:另|又|并|参)?见|同上|同前|《|可查阅|https?:|www\.|联合国[，,]|[A-Z]{1,12}[/.]",
    organ="联合国(?:大会)?|大会(?:决议)?",
)
_ENGLISH_NOTE = (
    r"See\b|Ibid\b|United Nations, |Official Records|Resolutions? (?:S-)?\d|Decision \d|Treaty Series|"
    rf"League of Nations,|Report of|{_SYMBOL}|https?:|www\.|Available (?:at|from|on)|"
    r"General Assembly (?:resolution|decision)"
)
ENGLISH = Wording(
    "en",
    annex=r"(?i:annex|appendix)(?:\s+(?:\d{1,2}|[IVX]{1,4}|[A-Z]))?",
    linking=r"In (?:this|that) (?:regard|connection|context),\s+",
    going_on=r"(?:and|or|as well as|while|which|but)\b",
    before_reference=r"(?:\b(?:(?:sub)?paragraphs?|paras?\.|articles?|sections?|sects?\.|and|or|to)|[,\d)])\s*$",
    after_reference=r"\s*(?:above|below|of (?:the|that|this|its|article|resolution)|and\b|or\b|to\b|[,)(\d])",
    units=rf"(?:{_MONTHS}|per ?cent|years?|months?|weeks?|days?|hours?|States?|Members?|million|billion|thousand)\b|%",
    notes_heading=r"(?i:(?:foot|end)?notes):?",
    note=_ENGLISH_NOTE,
    note_surely=r"See (?:also )?[A-Z“]|Ibid\.|United Nations, Treaty Series|Official Records of|League of Nations, ",
    note_goes_on=_ENGLISH_NOTE,
    organ="GeneralAssembly|UnitedNations",
)
WORDINGS = (CHINESE, ENGLISH)
LANGUAGES = frozenset(wording.language for wording in WORDINGS)  # texts in other languages are refused


def in_every_language(words: Callable[[Wording], str]) -> str:
    """A pattern that matches the words of every language.

    >>> re.fullmatch(in_every_language(lambda wording: wording.annex), "Annex II") is not None
    True
    """
    return "(?:" + "|".join(f"(?:{words(wording)})" for wording in WORDINGS) + ")"


def is_latin(text: str) -> bool:
    """Whether a text is in Latin letters, or has no letters that show a script.

    >>> is_latin("paras. 1 and 2"), is_latin("第1和2段"), is_latin("NPT/CONF.2010/50，第一卷")
    (True, False, False)
    """
    return text.isascii() or _HAN.search(text) is None
