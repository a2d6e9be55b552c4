"""Patterns for the printed labels of paragraphs and headings in AKN4UN."""

from __future__ import annotations

import re

from archive import numerals

HAN_NUMERALS = f"{numerals.DIGITS}十"
INVISIBLE_MARKS = "\u200b\u200e\u200f\ufeff"
_STEMS = numerals.STEMS + numerals.BRANCHES
_SIGNS = "㈠-㈩①-⑳⑴-⒇⒜-⒵"  # labels of points that are one character
_ROMAN_SIGNS = "\u2160-\u217f"  # Ⅱ and ⅱ as one character
_HAN = HAN_NUMERALS
_IN_BRACKETS = rf"[a-z]{{1,4}}|[A-Z]|[{_ROMAN_SIGNS}]{{1,2}}|\d{{1,2}}|[{_HAN}]{{1,3}}|[{_STEMS}]|[а-я]|[\u0621-\u064a]"
_BRACKETED = rf"[(（][ ]?(?:{_IN_BRACKETS})[ ]?[)）]|[〔【][{_HAN}]{{1,3}}[〕】]|(?:[a-z]|[ivxl]{{2,5}}|\d{{1,2}})[)）]"
# A number that is typed at the beginning of a paragraph, without a ``num`` element. A tab sets it off, or a sign.
TYPED = re.compile(
    rf"[\s{INVISIBLE_MARKS}]*(?:{_BRACKETED}|\d{{1,3}}(?:[.．](?!\d)|(?=\t))|[{_HAN}]{{1,3}}[、.．]|"
    rf"[{_STEMS}]、(?![{_STEMS}])|[{_SIGNS}])[{INVISIBLE_MARKS}]*"
)
TYPED_IN_HEADING = re.compile(
    rf"\s*(?:[{_HAN}]{{1,4}}(?:[、.．]|\s)|(?:[A-Z]|[IVX]{{1,5}})(?:[.．]|\s*\t|\s+(?=[\u4e00-\u9fff]))|\d{{1,2}}[.．](?!\d))"
)
POINT_LABEL = re.compile(
    rf"[{INVISIBLE_MARKS}]*(?:[(（].*[)）]|[〔【].*[〕】]|[a-z][)）.]?|[ivxl]{{2,5}}[)）.]?|[A-Z\d]{{1,2}}[)）]|"
    rf"[{_ROMAN_SIGNS}]|[{_STEMS}][、.．]?|[{_SIGNS}]|[–—•\-·●*■▪◦∙])[{INVISIBLE_MARKS}]*"
)
NUMBER_LABEL = re.compile(r"\d+\s*(?:bis|ter)?\s*[.．、\-–]?")
ORDINAL = re.compile(rf"[{_HAN}]{{1,4}}[、.．]?|[A-Z][.．]?|[IVX]{{1,6}}[.．]?|\d{{1,2}}[.．]?")
ARTICLE = re.compile(rf"第[{_HAN}百\d]{{1,6}}[条章节]|(?:Article|Chapter|Section) [\dIVX]+")
ANNEX_HEADING = re.compile(
    rf"(?:附件|Annex|ANNEX|Annexe|Anexo|Приложение|مرفق|المرفق)[ ]?(?:[{_HAN}]{{1,3}}|[IVX]{{1,5}}|\d{{1,2}})?"
)
