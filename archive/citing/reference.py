"""``Reference``: words that name a document, and what is printed about the document.

``fold_width`` makes the copy of a text on which all patterns are matched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# Forms of reference.
NUMBER = "number"  # 第64/47号决议
SYMBOL = "symbol"  # A/57/124
TITLE = "title"  # 《不扩散核武器条约》, 《条约》
DECISION = "decision"  # 国际电信联盟…第186号决议, the decision of another organization
REGISTRATION = "registration"  # 联合国，《条约汇编》，第729卷，第10485号
IBID = "ibid"  # 同上
NOTE = "note"  # 见脚注1
BACK = "back"  # 该条约, 该决议
ITS = "its"  # 其第六条
AMENDMENT = "amendment"  # 其2005年通过的修正案
ARTICLE = "article"  # 第十条, without its instrument
SHORT = "short"  # 公约缔约国, a short form without 《》
PLAIN = "plain"  # 关于某事的声明, an instrument without 《》 that the catalogue need not have
OUTCOME = "outcome"  # 最后文件 after the name of its conference, without 《》
SELF = "self"  # 上文第8段: a place in the text itself
MENTION = "mention"  # 不扩散核武器条约 in the name of a conference of its parties; a mention is no citation

# Bodies whose resolutions have symbols of their own. "" means any other body (a commission, a conference of parties).
# None means that no body is named. OWN is the body that adopted the citing text: 回顾其第64/47号决议.
ASSEMBLY, COUNCIL, ECOSOC, RIGHTS, ENVIRONMENT, HEALTH = "A", "S", "E", "A/HRC", "UNEP/EA", "WHA"
OWN = "own"
ASIA, RIGHTS_COMMISSION = "E/ESCAP", "E/CN.4"
CHEMICAL = "OPCW"


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference at ``text[start:end]``.

    ``name`` identifies the document: the number (``64/47``, ``55/33 M``), the symbol as printed, the title without
    《》, the kind after 该 (``条约``), the volumes and numbers of a registration (``729/10485``), or the markers of
    footnotes (``1 2``).
    ``body``, ``noun`` and ``year`` are set for a number: its body (``A``), its noun (``决议``), and the year of the
    date before the number. ``year`` is 0 if there is no date. A symbol has the body ``OPCW`` if the Security Council
    could have the same symbol.
    ``title_end`` is set for a symbol after a 《title》. It is the offset at which the title ends; 0 without a title.
    ``pinpoint`` is the place inside the document, as printed.
    """

    form: str
    start: int
    end: int
    name: str
    body: str | None = None
    noun: str = ""
    year: int = 0
    pinpoint: str = ""
    title_end: int = 0


_FOLD: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；：。"}
_FOLD |= {ord(space): " " for space in "\u00a0\u3000\u2002\u2003\u2009\u202f\u200b\u200c\u200d\u200e\u200f\ufeff\t\n"}
_FOLD |= {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2212"}
_FOLDED = {chr(code): chr(other) if isinstance(other, int) else other for code, other in _FOLD.items()}
_TO_FOLD = re.compile("[" + re.escape("".join(_FOLDED)) + "]")  # ``translate`` is slow on texts with few of these


@lru_cache(maxsize=16)
def fold_width(text: str) -> str:
    """Returns the text with ASCII instead of full-width letters, digits and brackets. The length stays the same.

    Also makes one kind of dash and one kind of space. Chinese commas, colons, semicolons and full stops do not change:
    they end a part of a sentence, but the ASCII ones also occur inside symbols.

    The result is cached, because each mark and link of a long text asks for it.

    >>> fold_width("第６５／７２号（Ａ）")
    '第65/72号(A)'
    """
    if text.isascii() and "\n" not in text and "\t" not in text:
        return text
    return _TO_FOLD.sub(lambda m: _FOLDED[m[0]], text)
