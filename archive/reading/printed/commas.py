"""Decides whether a preambular paragraph ends in a comma at the end of a full line, if the layout does not show it.

    …的重要性，           …最后文件中，
    又回顾其…             对进展甚微表示遗憾，

In both examples, the line after the comma begins with an opening phrase. On the left it begins a paragraph, on the
right it continues a sentence. The table ``COMMA`` weighs the signs of both cases. The weights are rounded logarithms of
odds, measured in the resolutions of four sessions. There, a paragraph begins in 88 % of the places where an opening
phrase follows a comma.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.characters import plain
from archive.reading.opening import LONGEST_OPENING, opening
from archive.reading.printed.clause_starts import opens_weakly
from archive.reading.printed.witnesses import Witnesses
from archive.reading.printed.wordings import is_latin
from archive.reading.typography import tidy

# Verbs that call on States, or that say what States do. Preambular paragraphs seldom begin with these verbs.
_URGING = re.compile("(?:鼓励|促请|呼吁|吁请|承诺|尊重|本着|旨在|力求|促成|审查|要求|接受|提议|声明|宣布|设立|继续)")
_HOPING = re.compile("(?:敦促|希望|期待|在这方面)")
# Verbs that begin preambular paragraphs. They hardly ever follow a comma inside a sentence.
_PREAMBLES_OWN = re.compile(
    "[又还]?(?:回顾|深为|严重|(?:极为|表示)?关切|念及|遗憾地|审议了|再次申明|赞赏|满意|欣见|感到|深感|深信|确信|意识到|铭记)"
)
# Words that need a verb after the comma: 在…最后文件中，.
_WAITING = re.compile(
    "(?:^|[，、；]|^[^，]{1,12})(?:在|于|自|当|随着|除|鉴于)(?:(?![中时后前下上内](?:需要|必须|应))[^，、]){1,80}"
    "(?:中|时|后|前|下|期间|之际|方面|上|内|以来|基础上|同时|外|间)，$|(?:其中|特别是|除其他外)，$"
)
_DOCUMENT = re.compile("(?:号决议|号决定|文件|报告|宣言|[》”）])，$")
# The last preambular paragraph of many resolutions of the Security Council.
_UNDER_CHARTER = re.compile(r"根据《(?:联合国)?宪章》第[五六七八]章(?:第\S{1,6}条)?采取行动")
_BACK = re.compile("(?:这|该|此|它|上述)")
_OPENED, _CLOSED = "（《“(", "）》”)"
_SHORT = 10  # characters; a whole preambular paragraph is seldom shorter


@dataclass(frozen=True, slots=True)
class CommaEnd:
    """The words of a paragraph up to a comma, and the words after the comma. Both have passed ``tidy``."""

    before: str
    after: str
    indented: bool = False  # the line after the comma is further right than the lines that continue a paragraph

    @property
    def verb(self) -> str:
        """The opening phrase after the comma."""
        return opening(self.after)

    @property
    def repeats_verb(self) -> bool:
        """Whether the phrase after the comma is the opening phrase of the paragraph, perhaps after 又 or 还."""
        return self.verb.lstrip("又还") == opening(self.before[:LONGEST_OPENING]).lstrip("又还")


def is_inside_brackets(here: CommaEnd) -> int:
    """A bracket or a quotation mark is still open."""
    return -int(sum(map(here.before.count, _OPENED)) > sum(map(here.before.count, _CLOSED)))


def opens_with_weak_verb(here: CommaEnd) -> int:
    """The verb seldom begins a preambular paragraph: 促进, 根据, 通过."""
    return -int(opens_weakly(here.after) and here.verb != "认为")


def waits_for_verb(here: CommaEnd) -> int:
    """The words before the comma need a verb after the comma: 在…中，, 其中，."""
    return -int(_WAITING.search(here.before[-100:]) is not None)


def is_short(here: CommaEnd) -> int:
    """The words before the comma are too few for a paragraph."""
    return -int(len(here.before) < _SHORT)


def repeats_without_again(here: CommaEnd) -> int:
    """The paragraph and the words after the comma begin with the same verb.

    A new paragraph with the verb of the last paragraph would have 又 or 还 before this verb.
    """
    return -int(here.verb == opening(here.before[:LONGEST_OPENING]))


def says_again_another_verb(here: CommaEnd) -> int:
    """又 or 还 follows the comma, but the verb after it is not the verb of the paragraph."""
    return -int(here.verb[:1] in ("又", "还") and not here.repeats_verb)


def is_indented(here: CommaEnd) -> int:
    """The line after the comma is indented.

    This is only a sign, because the text does not indent all its paragraphs.
    """
    return int(here.indented)


def says_again(here: CommaEnd) -> int:
    """又 or 还 follows the comma, and the verb after it is the verb of the paragraph: 又回顾 after 回顾."""
    return int(here.verb[:1] in ("又", "还") and here.repeats_verb)


def names_document_before(here: CommaEnd) -> int:
    """The words before the comma end in the name of a document: 第64/47号决议，. Many preambular paragraphs end so."""
    return int(_DOCUMENT.search(here.before[-12:]) is not None)


def refers_back(here: CommaEnd) -> int:
    """The words after the verb refer to the words before the comma: 强调这些原则."""
    return -int(_BACK.match(here.after[len(here.verb) :]) is not None)


def urges(here: CommaEnd) -> int:
    """The verb calls on States, or says what they do: 鼓励, 承诺."""
    return -int(_URGING.match(here.after) is not None)


def hopes(here: CommaEnd) -> int:
    """The words after the comma are a verb of hope (期待) or 在这方面. Such words often continue a sentence."""
    return -int(_HOPING.match(here.after) is not None)


def is_first_piece(here: CommaEnd) -> int:
    """The words after the comma begin with 对, the first piece of 对…表示遗憾."""
    return -int(here.after.startswith("对"))


def opens_as_preambles_do(here: CommaEnd) -> int:
    """The verb begins preambular paragraphs, and hardly ever follows a comma inside a sentence: 回顾, 深信."""
    return int(_PREAMBLES_OWN.match(here.after) is not None)


def acts_under_charter(here: CommaEnd) -> int:
    """The words are 根据《联合国宪章》第七章采取行动, with which the Security Council ends its preambles."""
    return int(_UNDER_CHARTER.match(here.after) is not None)


COMMA: Witnesses[CommaEnd] = Witnesses(
    (8, is_inside_brackets),
    (8, acts_under_charter),
    (4, opens_with_weak_verb),
    (4, waits_for_verb),
    (2, is_short),
    (2, repeats_without_again),
    (2, says_again_another_verb),
    (2, urges),
    (2, opens_as_preambles_do),
    (2, is_indented),
    (1, says_again),
    (1, names_document_before),
    (1, refers_back),
    (1, hopes),
    (1, is_first_piece),
)
_USUAL = 2  # the sum if no witness finds a sign; a paragraph begins in most such places
_CERTAIN = 3  # the answer is certain if the sum is at least 3 or at most -3


def begins_after_comma(before: str, after: str, indented: bool = False) -> tuple[bool, bool]:
    """Whether a paragraph begins after a comma, and whether this is certain.

    ``before`` is the paragraph so far, and ``after`` is the next line. Both are as printed. ``indented`` is True if the
    next line is further right than the lines that continue a paragraph.

    >>> begins_after_comma("重申各国应当裁减核武器的重要性，", "又重申其第64/47号决议")
    (True, True)
    >>> begins_after_comma("承认在审议大会的最后文件中，", "对进展甚微表示遗憾")
    (False, True)

    In an English text, a capital letter shows that the opening phrase begins a paragraph.
    """
    if is_latin(after):
        return True, True
    weight = _USUAL + COMMA.weigh(CommaEnd(plain(tidy(before)), plain(tidy(after[:LONGEST_OPENING])), indented))
    return weight > 0, abs(weight) >= _CERTAIN
