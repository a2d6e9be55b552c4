"""Finds the places in a Treaty Series: 联合国，《条约汇编》，第729卷，第10485号.

The United Nations and the League of Nations each have a Treaty Series. One reference can name several treaties:
第75卷，第970-973号 names the four Geneva Conventions; 第1465和2375卷，第24841号 names a convention and its protocol.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.citing.reference import REGISTRATION, Reference
from archive.numerals import from_chinese, from_roman

_VOLUME = r"(?:\d{1,6}(?!\d)|[一二三四五六七八九十百零〇]{1,12}|[IVXLC]{1,12})"
_NUMBER = r"(?:[A-Z]-)?\d{1,7}(?!\d)"
_REGISTRATION = re.compile(
    rf"""
    (?:(?:(?P<league>国际联盟)[，,]?[ ]?|联合国[，,]?[ ]?)?《条约汇编》[，,]?[ ]?
      | (?P<ibid>同上)[，,]?[ ]? | (?<=[；、和])[ ]?(?:以及)?)
    第[ ]?(?P<volumes>{_VOLUME}(?:[ ]?卷?[ ]?[、和及至-][ ]?第?[ ]?{_VOLUME})*)[ ]?
    (?:卷|号(?=[，,]))(?:\(\d{{4}}年?\))?[，,]?[ ]?
    第?[ ]?(?P<numbers>{_NUMBER}(?:[ ]?号?[ ]?[、和及至-][ ]?第?[ ]?{_NUMBER})*)[ ]?号
    """,
    re.X,
)
_ENGLISH = re.compile(
    rf"""
    (?:(?:(?P<league>League[ ]of[ ]Nations)|United[ ]Nations)?,?[ ]?Treaty[ ]Series,?[ ]|(?P<ibid>Ibid\.),?[ ])
    vols?\.[ ](?P<volumes>[\dIVXLC]+(?:(?:,[ ]|[ ]and[ ]|,[ ]and[ ]|-)[\dIVXLC]+)*)(?:[ ]\(\d{{4}}\))?,?[ ]
    Nos?\.[ ]?(?P<numbers>{_NUMBER}(?:(?:,[ ]|[ ]and[ ]|,[ ]and[ ]|-){_NUMBER})*)
    """,
    re.X,
)
_LONGEST_RANGE = 20


def registration_references(folded: str) -> Iterator[Reference]:
    """Yields a reference for each place in a Treaty Series.

    The name of a reference has all pairs of a volume and a number (``75/970 75/971``). A place in the series of the
    League of Nations begins with LN (``LN94/2138``). 同上 means the series of the place before it.
    """
    if "条约汇编" in folded or "同上" in folded:
        yield from _places(folded, _REGISTRATION)
    if "Treaty Series" in folded or "Ibid" in folded:
        yield from _places(folded, _ENGLISH)


def _places(folded: str, pattern: re.Pattern[str]) -> Iterator[Reference]:
    league = False
    for m in pattern.finditer(folded):
        if m["league"] or "联合国" in m[0] or "United Nations" in m[0]:
            league = bool(m["league"])
        volumes = [_value(each) for each in re.findall(_VOLUME, m["volumes"])]
        numbers = list(_each_number(m["numbers"]))
        series = "LN" if league else ""
        name = " ".join(f"{series}{volume}/{number}" for volume in volumes for number in numbers)
        yield Reference(REGISTRATION, m.start(), m.end(), name)


def _value(volume: str) -> int:
    if volume.isdecimal():
        return int(volume)
    return from_roman(volume) if volume.isascii() else from_chinese(volume) or 0


def _each_number(numbers: str) -> Iterator[int]:
    """Yields every number of an enumeration. 970-973 and 970至973 have four numbers each."""
    last = 0
    for m in re.finditer(r"(?P<range>(?<=\d)[ ]?号?[ ]?[至-][ ]?第?[ ]?)?(?:[A-Z]-)?(?P<number>\d+)", numbers):
        number = int(m["number"])
        if m["range"] and last < number <= last + _LONGEST_RANGE:
            yield from range(last + 1, number)
        yield number
        last = number
