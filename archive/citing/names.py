"""Finds the document that a 《title》 names. ``Names`` remembers the instruments that a Draft has named so far.

A title is first looked up in the catalogue. A short form (《罗马规约》, 《条约》) means an instrument that the Draft
has named before. Any other title is a new instrument, if it ends in a kind of instrument.
"""

from __future__ import annotations

import re

from archive.citing.catalogue import Catalogue, name_key
from archive.numerals import from_chinese

_KIND = (
    "条约|公约|协定|协议|议定书|宣言|宪章|规约|章程|纲领|纲要|计划|议程|框架|战略|守则|准则|原则|规则|导则|条例|契约|"
    "共识|文书|公报|声明|承诺|路线图|倡议|组织法|宪法|示范法|方案|指南|标准|备忘录|决议"
)
# The last words of a title that names an instrument: a text that States or organs have agreed or adopted.
_INSTRUMENT = re.compile(rf"(?:{_KIND}|细则|呼吁|途径|范本|盟约|协约|法典|建议书|成果|指导方针|办法)(?:\([^()]*\))?$")
# The reports of conferences are cited in footnotes by title and date.
_CONFERENCE_REPORT = re.compile(r"(?:会议|大会|论坛)的?(?:最后)?报告，")
# A title that is only a kind: 《条约》 means the treaty named last. 《第五号议定书》 and 《最后文件》 are similar.
_BARE_KIND = re.compile(
    rf"(?:第[一二三四五六七八九十]+号?)?(?:任择|附加|补充|政治|最后|成果|结论|结果|行动|全球行动|行为|指导|议事|谅解)?"
    rf"(?:{_KIND}|文件|附件)"
)
# Words before a title. They show that the title belongs to a conference or to another instrument:
# 大会第十届特别会议《最后文件》, 《公约》及其各项《议定书》.
_ANOTHERS = re.compile(r"(?:(?:会议|大会|峰会|论坛)(?:以协商一致方式)?(?:商定|通过)?的?|各项|其)$")
# Short forms that mean one instrument everywhere in the United Nations, even if it was not named before.
_STANDING = {"宪章": "联合国宪章", "2030年议程": "2030年可持续发展议程", "行动纲要": "北京行动纲要"}
# The end of the title of an instrument that is added to another. The two are different instruments.
_ADDED = re.compile(r"(?:补充|任择|附加)?(?:议定书|协定|公约|条约)$")
# Two printings of one title may differ in one of these characters.
_PARTICLES = frozenset("年的、和与及之")


class Names:
    """The instruments that a Draft has named so far, in order. ``remember`` makes an instrument the last one."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._named: dict[str, str] = {}  # title → key
        self._defined: dict[str, str] = {}  # 《公约》 → key, if the text says 《联合国海洋法公约》(《公约》)

    def remember(self, title: str, key: str) -> None:
        """Notes that the Draft has named the title in full, and that the title means the document ``key``."""
        self._named.pop(title, None)
        self._named[title] = key

    def define(self, short: str, key: str) -> None:
        """Notes a short form that the text itself defines for the document ``key``."""
        self._defined[name_key(short)] = key

    def titles_of(self, key: str) -> list[str]:
        """The titles under which the Draft has named this document in full."""
        return [title for title, named in self._named.items() if named == key]

    def keys_of(self, title: str, words_before: str = "", footnote: bool = False) -> list[str] | None:
        """The keys of the documents that a 《title》 can mean.

        The list is empty if the title means an instrument that is not known, such as 《条约》 without a treaty before
        it. The result is None if the title does not name an instrument (a journal, a press report). ``words_before`` is
        the text before the title: in 大会第十届特别会议《最后文件》 it shows which document is meant.
        """
        title = title.translate(str.maketrans("<>（）", "〈〉()"))
        if defined := self._defined.get(name_key(title)):
            return [defined]
        if _BARE_KIND.fullmatch(title):
            keys = self._bare(title, words_before)
            return keys if keys or not footnote else None
        known = sorted(self._catalogue.named(title))
        if len(known) == 1:
            self.remember(title, known[0])
            return known
        if same := next((key for named, key in self._named.items() if _is_same(named, title)), None):
            self.remember(title, same)
            return [same]
        if known:
            return known
        if meant := self._short_for(title):
            return meant
        if title in _STANDING:
            return [self._standing(title)]
        if record := official_record(title):
            return [record]
        if re.match(r"(?:条约|公约|协定|议定书|宪章|规约)(?:第|的|附)", title):
            return []
        if is_instrument(title) or (footnote and _CONFERENCE_REPORT.search(title)):
            return [self._own(title)]
        return None

    def unquoted(self, words: str) -> str | None:
        """The key of the document whose name is at the end of ``words``, or None. The longest name counts."""
        run = re.split(r"[，；。：《》“”()（）]", words)[-1][-60:]
        for start in range(len(run) - 3):
            known = self._catalogue.named(run[start:])
            if len(known) == 1:
                return next(iter(known))
        return None

    def _own(self, title: str) -> str:
        """Makes a key from the title, and remembers it. Words in brackets after the title can be another name."""
        title = re.sub(r"\s+", "", title)
        main = _main_title(title)
        key = f"title:{main if is_instrument(main) else title}"
        if main != title and is_instrument(other := title[len(main) + 1 : -1].strip("《》")):
            self.define(other, key)
        self.remember(main, key)
        return key

    def _bare(self, kind: str, words_before: str) -> list[str]:
        # 大会第十届特别会议，即专门讨论裁军问题的第一届特别会议的《最后文件》
        words = re.sub(r"(?:，即[^，；。]{2,40}?)?(?:以协商一致方式)?(?:通过)?的?$", "", words_before)
        if words and (named := self.unquoted(words + kind)):
            return [named]
        if kind not in _STANDING and _ANOTHERS.search(words_before):
            return []
        for title, key in reversed(self._named.items()):
            if _main_title(title).endswith(kind):
                return [key]
        return [self._standing(kind)] if kind in _STANDING else sorted(self._catalogue.named(kind))

    def _short_for(self, title: str) -> list[str]:
        full = list(dict.fromkeys(key for named, key in self._named.items() if _is_short_for(title, named)))
        if len(full) == 1:
            for named in [named for named, key in self._named.items() if key == full[0]]:
                self.remember(named, full[0])
        return full

    def _standing(self, short: str) -> str:
        title = _STANDING[short]
        known = self._catalogue.named(title)
        return next(iter(known)) if len(known) == 1 else f"title:{title}"


def is_instrument(title: str) -> bool:
    """Whether a title, or the part of it before the first colon, ends in a kind of instrument.

    >>> is_instrument("制止恐怖主义爆炸的国际公约"), is_instrument("联合国纪事")
    (True, False)
    """
    return bool(_INSTRUMENT.search(title) or _INSTRUMENT.search(re.split("[：:]", title)[0]))


def official_record(title: str) -> str | None:
    """The symbol of a supplement to the Assembly's official records. None if the title does not name a supplement.

    >>> official_record("大会正式记录，第五十四届会议，补编第42号")
    'A/54/42'
    """
    m = re.search(r"大会正式[记纪]录，第([一二三四五六七八九十]+)届会议，补编第 ?(\d+) ?号$", title)
    return f"A/{from_chinese(m[1])}/{m[2]}" if m else None


def _is_same(one: str, other: str) -> bool:
    """Whether two titles are equal except for at most one particle (2014-2024十年 and 2014-2024年十年)."""
    one, other = name_key(one), name_key(other)
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) != 1 or len(short) < 10:
        return False
    at = next((i for i, character in enumerate(short) if long[i] != character), len(short))
    return long[at] in _PARTICLES and long[:at] + long[at + 1 :] == short


def _is_short_for(short: str, full: str) -> bool:
    """Whether ``short`` can be a short form of ``full``, as 《罗马规约》 is of 《国际刑事法院罗马规约》.

    Both must end in the same kind of instrument, and ``full`` must have every character of ``short`` in the same order.
    """
    short, full = name_key(short), name_key(_main_title(full))
    if len(short) > 0.8 * len(full) or short[-2:] != full[-2:]:
        return False
    added, its = _ADDED.search(full), _ADDED.search(short)
    if added and its and added[0] != its[0]:
        return False
    rest = iter(full)
    return all(character in rest for character in short)


def _main_title(title: str) -> str:
    """The title without words in brackets at its end."""
    return re.sub(r"\([^()]*\)$", "", title)
