"""Classifies titles: an instrument, a volume of official records, or only a kind of instrument.

An instrument is a text that States or organs have agreed or adopted: a treaty, a declaration, a programme of action.
"""

from __future__ import annotations

import re
from functools import lru_cache

from archive.citing.catalogue import name_key
from archive.numerals import from_chinese

KIND = (
    "条约|公约|协定|协议|议定书|宣言|宪章|规约|章程|纲领|纲要|计划|议程|框架|战略|守则|准则|原则|规则|导则|条例|契约|"
    "共识|文书|公报|声明|承诺|路线图|倡议|组织法|宪法|示范法|方案|指南|标准|备忘录|决议"
)
ENGLISH_KIND = (
    "Treaty|Convention|Covenant|Protocol|Charter|Statute|Constitution|Agreement|Declaration|Programme of Action|"
    "Plan of Action|Platform for Action|Action Plan|Action Agenda|Final Document|Outcome Document|Code of Conduct|"
    "Framework|Agenda|Strategy|Compact|Pact|Principles|Guidelines|Rules|Guidance|Instrument|Memorandum|Accord|Consensus|"
    "Communiqué|Pathway|Roadmap|Standards|Outcome|START|Pledge"
)
_HAN = re.compile("[\u4e00-\u9fff]")
# In an English title, the kind of instrument is before the words about the subject: Programme of Action | to Prevent.
_ENGLISH_SUBJECT = re.compile(
    r" (?:on|for|to|against|in|concerning|relating|between|regarding|with|under|from|of (?!Action|Conduct|Practice))\b"
)
# The last words of a title that names an instrument.
_INSTRUMENT = re.compile(
    rf"(?:{KIND}|细则|呼吁|途径|范本|盟约|协约|法典|建议书|成果|指导方针|办法|政策|手册)(?:\([^()]*\))?$"
)
# A title that is only a kind. 《条约》 means a treaty that the text has named. 《第五号议定书》 is similar.
_BARE_KIND = re.compile(
    rf"(?:第[一二三四五六七八九十]+号?)?(?:任择|附加|补充|政治|最后|成果|结论|结果|行动|全球行动|行为|指导|议事|谅解)?"
    rf"(?:{KIND}|文件|附件|政策|手册)|{ENGLISH_KIND}"
)
# The end of a title that can name an addition to another instrument. The addition is an instrument of its own.
_ADDED = re.compile(r"(?:补充|任择|附加)?(?:议定书|协定|公约|条约)$")
# Two printings of one title can differ by one of these characters.
_PARTICLES = frozenset("年的、和与及之")
_NO_PARTICLES = dict.fromkeys(map(ord, _PARTICLES))
_WORD_EDGE = re.compile(r"\b")


def is_instrument(title: str) -> bool:
    """Whether a title, or the part of it before the first colon, ends in a kind of instrument.

    >>> is_instrument("制止恐怖主义爆炸的国际公约"), is_instrument("联合国纪事")
    (True, False)
    """
    if is_english(title) and re.search(rf"\b(?:{ENGLISH_KIND})\b", title):
        return True
    return bool(_INSTRUMENT.search(title) or _INSTRUMENT.search(re.split("[：:]", title)[0]))


def is_english(title: str) -> bool:
    """Whether a title has no Chinese character.

    >>> is_english("Yaoundé Declaration"), is_english("2030年议程")
    (True, False)
    """
    return title.isascii() or not _HAN.search(title)


@lru_cache(maxsize=1 << 12)
def is_of_kind(title: str, kind: str) -> bool:
    """Whether a title names an instrument of this kind.

    >>> is_of_kind("禁止化学武器公约", "公约"), is_of_kind("Protocol to the Convention", "Convention")
    (True, False)
    """
    if is_english(kind):
        head = _ENGLISH_SUBJECT.split(title, maxsplit=1)[0]
        return bool(re.search(rf"\b{kind}\b", head))
    return main_title(title).endswith(kind)


def is_bare_kind(title: str) -> bool:
    """Whether a title is only a kind of instrument.

    >>> is_bare_kind("最后文件"), is_bare_kind("罗马规约")
    (True, False)
    """
    return bool(_BARE_KIND.fullmatch(title))


def official_record(title: str) -> str | None:
    """The symbol of a supplement to the Assembly's Official Records; None if the title does not name a supplement.

    >>> official_record("大会正式记录，第五十四届会议，补编第42号")
    'A/54/42'
    """
    m = re.search(r"大会正式[记纪]录，第([一二三四五六七八九十]+)届会议，补编第 ?(\d+) ?号$", title)
    return f"A/{from_chinese(m[1])}/{m[2]}" if m else None


def without_particles(title: str) -> str:
    """The ``name_key`` of a title without particles. It is the same for all titles that ``is_same_title`` accepts."""
    return name_key(title).translate(_NO_PARTICLES)


def is_same_title(one: str, other: str) -> bool:
    """Whether two titles differ by one particle at most, as 2014-2024十年 and 2014-2024年十年 do."""
    one, other = name_key(one), name_key(other)
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) != 1 or len(short) < 10:
        return False
    at = next((i for i, character in enumerate(short) if long[i] != character), len(short))
    return long[at] in _PARTICLES and long[:at] + long[at + 1 :] == short


def is_short_for(short: str, full: str) -> bool:
    """Whether ``short`` can be a short form of ``full``: 《罗马规约》 is short for 《国际刑事法院罗马规约》.

    Both must end in the same kind of instrument, and ``full`` must have every character of ``short`` in the same order.
    """
    short, full = name_key(short), name_key(main_title(full))
    if len(short) > 0.8 * len(full) or short[-2:] != full[-2:]:
        return False
    added, its = _ADDED.search(full), _ADDED.search(short)
    if added and its and added[0] != its[0]:
        return False
    rest = iter(full)
    return all(character in rest for character in short)


def is_part_of(short: str, full: str) -> bool:
    """Whether the shorter title ``short`` is a part of the English title ``full``, in whole words."""
    at = full.find(short) if len(short) < len(full) else -1
    while at >= 0 and not (_WORD_EDGE.match(full, at) and _WORD_EDGE.match(full, at + len(short))):
        at = full.find(short, at + 1)
    return at >= 0


def main_title(title: str) -> str:
    """Returns a title without the words in brackets at its end."""
    return re.sub(r"\([^()]*\)$", "", title) if ")" in title else title
