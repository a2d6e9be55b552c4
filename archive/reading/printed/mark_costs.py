"""The table ``BARE_NUMBER``: how unlikely it is that a number is a footnote mark, as a cost.

A raised digit is a mark. A bare digit may be a mark (《条约》2 的) or a number (第2段). Each witness checks one thing
around it. If the cost is near 0, the number is probably a mark. If it is ``MISSING`` or more, it is cheaper to assume
that the footnote has no mark. ``archive.reading.printed.marks`` chooses the marks with the least cost in all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.reading.printed.note_numbers import BRACKET, UNITS
from archive.reading.printed.witnesses import Witnesses

MISSING = 2.2  # cost of a footnote without a mark
OFF_PAGE = 1.5  # additional cost of a mark on another page than its footnote
LIKELY = 0.45  # all costs below this count as equal, so the first number in the text is the mark
MOST_OF_LATER = 0.7  # a number that repeats an earlier mark must cost less

# Raised, in a circle, before a stroke, stars, alone on a line: such a number is almost always a mark.
_OF_OTHER_STYLES = 0.1
_OF_SQUARE_BRACKETS, _OF_ROUND_BRACKETS = 0.3, 1.0  # (2) can also be the label of a point

_CLOSERS = "》”』」）)，。；：、—,;〉"
_INSTRUMENT = re.compile(r"(?:条约|公约|议定书|协定|宣言|纲领)$")
_THOUSANDS = re.compile(r"\s\d{3}(?!\d)")
_LISTED = re.compile(r"\d\s?[、和至及与,，]\s?$")


@dataclass(slots=True)
class BareNumber:
    """The number ``piece[start:end]`` and what is around it. ``tight`` is how the whole text sets numbers (is_tight).

    ``before`` and ``after`` skip white space. ``before`` is "" at the beginning of the text. "" is in every string, so
    such a number matches three tests: after a closing mark, after 第 and after a quotation.
    """

    piece: str
    start: int
    end: int
    tight: bool
    before: str = field(init=False)  # one character
    after: str = field(init=False)  # up to nine characters
    next: str = field(init=False)  # the very next character, white space too; "" at the end of the text
    glued: bool = field(init=False)  # no space before the number
    set_apart: bool = field(init=False)  # a space after the number only, as text extractors write marks

    def __post_init__(self) -> None:
        self.before = self.behind_up_to(9).rstrip()[-1:]
        self.after = self.piece[self.end : self.end + 9].lstrip()
        self.next = self.piece[self.end : self.end + 1]
        self.glued = self.start > 0 and not self.piece[self.start - 1].isspace()
        # Numbers that are no marks have a space on both sides, or on neither.
        # But after a mark of punctuation they have no space before them, also in texts with spaces around numbers.
        spaced = self.next in (" ", "\xa0", "\t")
        self.set_apart = self.glued and spaced and (self.tight or self.before not in _CLOSERS)

    def behind_up_to(self, count: int) -> str:
        """The characters before the number, ``count`` at most."""
        return self.piece[max(0, self.start - count) : self.start]


def follows_closing_mark(number: BareNumber) -> bool:
    """》2: marks follow the end of a title, a quotation or a clause."""
    return number.before in _CLOSERS


def follows_word(number: BareNumber) -> bool:
    """条约2, 国家2: a mark can follow any word, but a number more often does."""
    return number.before not in _CLOSERS


def follows_instrument(number: BareNumber) -> bool:
    """条约2: most footnotes belong to the name of a treaty or a declaration."""
    return number.glued and _INSTRUMENT.search(number.behind_up_to(3)) is not None


def follows_digit(number: BareNumber) -> bool:
    """2010 2: two numbers in a row are often one number that is printed with a space."""
    return number.before.isdigit()


def begins_thousands(number: BareNumber) -> bool:
    """1 033: the space divides the thousands."""
    return _THOUSANDS.match(number.piece, number.end) is not None


def is_listed(number: BareNumber) -> bool:
    """第5、11和13段: the number continues a list of numbers."""
    return not number.set_apart and _LISTED.search(number.behind_up_to(4)) is not None


def numbers_a_goal(number: BareNumber) -> bool:
    """目标3: a Sustainable Development Goal."""
    return number.behind_up_to(2) == "目标"


def is_ordinal(number: BareNumber) -> bool:
    """第2, (2: 第 or a bracket makes it an ordinal or a point. 年2, 月2: part of a date, where no space follows."""
    return number.before in "第(（" or (number.before in "年月" and not number.set_apart)


def follows_counting_word(number: BareNumber) -> bool:
    """共2, 约2, 至2: such words come before quantities. 年2 with a space after it can be either."""
    return number.before in "至约共和与或及年月零于为" and not is_ordinal(number)


def counts_but_is_set_apart(number: BareNumber) -> bool:
    """国家2 个: the unit may be the next word of the sentence, because the number is printed as marks are."""
    return number.set_apart and UNITS.match(number.after) is not None


def counts_behind_quotation(number: BareNumber) -> bool:
    """《条约》2年: a unit follows. But after a quotation, a mark is more likely than after other words."""
    return not number.set_apart and number.before in "》”" and UNITS.match(number.after) is not None


def counts(number: BareNumber) -> bool:
    """2年, 2个: a unit follows the number."""
    return not number.set_apart and number.before not in "》”" and UNITS.match(number.after) is not None


def is_spaced_in_tight_text(number: BareNumber) -> bool:
    """In a text without spaces around its numbers, a space before a mark is a slip of the extractor."""
    return not number.glued and number.tight


def is_spaced_in_spaced_text(number: BareNumber) -> bool:
    """A text with spaces around its numbers has them before numbers, not before marks."""
    return not number.glued and not number.tight


def is_set_apart(number: BareNumber) -> bool:
    """A space after the number only: text extractors write marks so."""
    return number.set_apart


def ends_line(number: BareNumber) -> bool:
    """The line ends after the number. A number and its unit may be divided there."""
    return number.next == "\n"


def runs_on_behind_closing_mark(number: BareNumber) -> bool:
    """》2的: no space divides the number from the next word, but a mark of punctuation divides it from the last."""
    return _runs_on(number) and follows_closing_mark(number) and not _before_bracket(number)


def runs_on(number: BareNumber) -> bool:
    """国家2的: nothing divides the number from the words on both sides."""
    return _runs_on(number) and follows_word(number) and not _before_bracket(number)


def runs_into_bracket_behind_closing_mark(number: BareNumber) -> bool:
    """、2(a): the number of a paragraph with its point, or a mark before words in brackets."""
    return follows_closing_mark(number) and _before_bracket(number)


def runs_into_bracket(number: BareNumber) -> bool:
    """段2(a): the number of a paragraph with its point."""
    return follows_word(number) and _before_bracket(number)


def _runs_on(number: BareNumber) -> bool:
    return number.next != "" and not number.next.isspace()


def _before_bracket(number: BareNumber) -> bool:
    return number.next in ("(", "（")


BARE_NUMBER: Witnesses[BareNumber] = Witnesses(
    (0.2, follows_closing_mark),
    (0.6, follows_word),
    (-0.8, follows_instrument),
    (0.6, follows_digit),
    (3.0, begins_thousands),
    (1.5, is_listed),
    (1.5, numbers_a_goal),
    (2.0, is_ordinal),
    (0.6, follows_counting_word),
    (0.6, counts_but_is_set_apart),
    (1.2, counts_behind_quotation),
    (3.0, counts),
    (0.5, is_spaced_in_tight_text),
    (1.0, is_spaced_in_spaced_text),
    (-0.5, is_set_apart),
    (0.2, ends_line),
    (0.4, runs_on_behind_closing_mark),
    (1.0, runs_on),
    (1.4, runs_into_bracket_behind_closing_mark),
    (2.0, runs_into_bracket),
)


def cost_of_bare(piece: str, start: int, end: int, tight: bool) -> float:
    """How unlikely it is that the bare number ``piece[start:end]`` is a mark."""
    return BARE_NUMBER.weigh(BareNumber(piece, start, end, tight))


def cost_of_style(style: str, printed: str) -> float:
    """The same for a number whose style shows that it can be a mark. ``printed`` is the number with its brackets."""
    if style != BRACKET:
        return _OF_OTHER_STYLES
    return _OF_ROUND_BRACKETS if printed[0] in "(（" else _OF_SQUARE_BRACKETS
