"""Finds the symbols and numbers that a line end divides, so that they can be joined without a space.

Narrow columns break a line at any character. Two lines are joined without a space only if the joined characters surely
are one symbol, date or number. Between any other two Latin words, the line end counts as a space.
"""

from __future__ import annotations

import re

from archive import symbols
from archive.reading.printed.wordings import is_latin

LONGEST_SYMBOL = 120  # characters
# The digits or letters directly before and after a line end, and the characters beside them.
_DIGITS_BEFORE = re.compile(r"(?P<token>[A-Za-z0-9./()-]*?)(?P<sign>.?)(?P<digits>\d+)$")
_DIGITS_AFTER = re.compile(r"(?P<digits>\d+)(?P<sign>.?)(?P<following>.?)")
_LETTERS_BEFORE = re.compile(r"(?P<token>[A-Za-z0-9./()-]*?)(?P<letters>[A-Za-z]+)$")
_LETTERS_AFTER = re.compile(r"(?P<letters>[A-Za-z]+)(?P<token>[A-Za-z0-9./()-]*)")
# Parts of symbols: A/RES/65/72, NPT/CONF.2010/WP.3/Rev.1, A/65/PV.60.
_PARTS = frozenset(
    ("RES", "DEC", "CONF", "INFCIRC", "WP", "PV", "SR", "INF", "PC", "MSP", "SS", "HRC", "PRST", "COP", "SPCONF",
     "RevCon", "Add", "Corr", "Rev", "Part", "Res")
)  # fmt: skip
_JOINTS = re.compile(
    r"""
      [/(\[-] \n [A-Za-z0-9]                         # A/65/ 410, ES- 11/1, 1540( 2004)
    | [A-Za-z0-9] \n (?: /[A-Za-z0-9] | [)\]] )      # A/65 /410, 1540(2004 )
    | /[A-Za-z]{1,6} (?: \n\. | \.\n ) \d            # A/C .1/79, A/65/PV. 60
    | \d \n -[A-Z]/                                  # A/55/530 -S/2000/1052
    | (?: /\d+ | 第\d+ ) \n \( (?: (?:19|20)\d\d | [IVXLⅠ-Ⅻ]+ ) \)   # S/RES/1540 (2004), 第2373 (XXII)号
    | \d\( [IVXL]+ \n [IVXL]+ \)                    # 第1884(X VIII)号
    | 第\d+ \n \([a-z]{1,2}\)                       # 第3 (e)段
    | [A-Za-z0-9)] \n [.,;:](?:\s|$)                 # Vol . II
    """,
    re.X,
)
# The same in an English text. Its lines end at spaces, or after a hyphen, a dash or a stroke.
_LATIN_JOINTS = re.compile(r"\w[/-]\n\w|[(\[]\n\w|\d[–—]\n\d|[A-Z]/\n\(|\d\n-[A-Z]/|[A-Za-z0-9)]\n[.,;:](?:\s|$)")
_DASHES = ("–", "—")
_ENGLISH_WORD = re.compile(r"(?<!\S)[a-z]+[,;]?(?!\S)")
_AFTER_SYMBOL = frozenset("号和及与、，。；：）")
_BEFORE_DAY, _LAST_DAY = {"月": "年", "日": "月"}, {"月": 12, "日": 31}
_LIST, _COUNTED = frozenset("、和与及至-–—"), frozenset("号卷页段次届")


def divides(before: str, after: str, marks_raised: bool = False) -> bool:
    """Whether the line end between the texts ``before`` and ``after`` divides a symbol or a number.

    ``marks_raised`` is True if the footnote marks of the source are raised. A digit of normal height is then no mark.

    Lines without a Chinese or English word can be lines of a narrow Chinese column, as in the second example.

    >>> divides("见A/RES/154", "0(2004)"), divides("(NP", "T/CONF.2010/50)"), divides("第10", "485号")
    (True, True, True)
    >>> divides("NPT/CONF.2010/50", "(Vol. I)"), divides("第37/78", "C号"), divides("《条约》1", "2010年")
    (False, False, False)
    >>> divides("on nuclear non-", "proliferation"), divides("A/CONF.192/", "15"), divides("in 1996, 2", "015")
    (True, True, False)
    >>> divides("in the period 2021–", "2025"), divides("the zone – in 1995 –", "2025")
    (True, False)
    """
    if not after[:1].isascii() or not (before[-1:].isascii() or before.endswith(_DASHES)):
        return False
    if _is_english(f"{before[-LONGEST_SYMBOL:]}\n{after[:LONGEST_SYMBOL]}"):
        return _LATIN_JOINTS.search(f"{before[-10:]}\n{after[:10]}") is not None
    if _JOINTS.search(f"{before[-10:]}\n{after[:10]}"):
        return True
    before, after = before[-LONGEST_SYMBOL:], after[:LONGEST_SYMBOL]
    if before[-1].isdigit() != after[0].isdigit():
        return False
    if (digits := _DIGITS_BEFORE.search(before)) and (more_digits := _DIGITS_AFTER.match(after)):
        return not before.strip().isdigit() and _is_one_number(digits, more_digits, marks_raised)
    if (letters := _LETTERS_BEFORE.search(before)) and (more_letters := _LETTERS_AFTER.match(after)):
        return _is_one_part(letters, more_letters)
    return False


def _is_english(text: str) -> bool:
    return is_latin(text) and _ENGLISH_WORD.search(text) is not None


def _is_one_part(before: re.Match[str], after: re.Match[str]) -> bool:
    """Whether the letters around a line end are one part of a symbol: NP|T/CONF…, A/R|ES/…, …/Ad|d.1."""
    part = before["letters"] + after["letters"]
    if before["token"].endswith("/"):
        return part in _PARTS
    return after["token"].startswith("/") and symbols.is_series(part) and not symbols.is_series(before["letters"])


def _is_one_number(before: re.Match[str], after: re.Match[str], marks_raised: bool) -> bool:
    """Whether the digits around a line end are one number. Otherwise the first digits can be a footnote mark."""
    digits, sign = before["digits"] + after["digits"], after["sign"]
    if not sign or (sign == "." and not after["following"].isalnum()):
        return False  # a mark alone on its line, or the number of a paragraph
    if sign == "年" and len(after["digits"]) == 4:
        return False  # a year after a symbol or a mark
    if after["digits"][0] == "0" or before["sign"] == "第":
        return True
    if "/" in before["token"] + before["sign"]:
        return (sign.isascii() and not sign.isspace()) or sign in _AFTER_SYMBOL
    if sign in ("年", ")"):
        return len(digits) == 4 and symbols.FOUNDED - 50 < int(digits) < 2100
    if sign in _BEFORE_DAY:  # 12月1|3日, 12月1日和1|3日
        return before["sign"] in {_BEFORE_DAY[sign], *_LIST} and int(digits) <= _LAST_DAY[sign]
    if marks_raised and before["sign"].isalpha() and sign.isalpha() and not (before["sign"] + sign).isascii():
        return True  # 已有12|7个
    return before["sign"] in _LIST and (sign == "/" or sign in _COUNTED | _LIST)
