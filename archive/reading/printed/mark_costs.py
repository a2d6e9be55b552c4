"""Gives each number in a text a cost. The higher the cost, the less likely the number is a footnote mark.

A raised digit is a mark. A bare digit may be a mark (《条约》2 的) or a plain number (第2段). The table ``BARE_NUMBER``
adds up the cost of a bare digit. Each witness in the table checks one thing around the digit. If the cost is near 0,
the digit is probably a mark. If the cost is ``MISSING`` or more, it is cheaper to assume that the footnote has no mark.
``marks`` chooses the marks whose costs have the lowest sum.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.reading.printed.lines import IS_HAN
from archive.reading.printed.note_numbers import BRACKET, LONE, UNITS
from archive.reading.printed.witnesses import Witnesses
from archive.reading.printed.wordings import is_latin

MISSING = 2.2  # cost of a footnote without a mark
OFF_PAGE = 1.5  # additional cost of a mark on a page after its footnote
ON_PAGE_BEFORE = 0.5  # additional cost of a mark on a page before its footnote: a full page moves footnotes to the next
LIKELY = 0.45  # costs below 0.45 count as equal; the first such number in the text is the mark
CLEAR = 0.65  # a number that costs less than 0.65 looks like a mark, even if no footnote has this number
MOST_OF_LATER = 0.7  # a later mark repeats the number of an earlier mark, and must cost less than 0.7
MOST_OF_JOINED = 1.7  # the highest limit for later marks, in a text that joins marks to the words around them

# Cost of signs, and of numbers that are raised, in a circle, before a stroke or alone on a line. Almost all are marks.
_OF_OTHER_STYLES = 0.1
LONE_BEHIND_WORD = 0.2  # cost of a number alone on its line after a word; it can also be a page number
_OF_SQUARE_BRACKETS, _OF_ROUND_BRACKETS = 0.3, 1.0  # cost of [2] and of (2), which can also be the label of a point

_CLOSERS = "》”』」）)，。；：、—,;〉"
_ITEMS = ("目标", "行动", "附件", "附表", "附录", "项目", "阶段")
_INSTRUMENTS = ("条约", "公约", "议定书", "协定", "宣言", "纲领")
_COUNTING = re.compile(r"(?:[至共和与或及零于为]|(?<![条公盟和签缔纽])约)$")  # not the 约 of 条约, 纽约
_COUNTING_ENDS = "至共和与或及零于为约"
_IN_DATE = (re.compile(r"\d{4}\s*年\s*$"), re.compile(r"(?<!\d)\d{1,2}\s*月\s*$"))  # the month and the day follow
_MONTH, _DAY = re.compile(r"\s*月(?!球)"), re.compile(r"\s*日(?!本)")
_THOUSANDS = re.compile(r"\s\d{3}(?!\d)")
_BETWEEN_LISTED = "、和至及与,，"
_LIST_FOLLOWS = re.compile(r"\s?[、和至及与,，]\s?\d{1,3}(?!\d)")
_LISTED = re.compile(r"\d\s?[、和至及与,，]\s?$")


@dataclass(slots=True)
class BareNumber:
    """The number ``piece[start:end]`` and the characters around it.

    ``tight`` is ``is_tight`` of the whole text, and ``spaces_follow`` is the function of this name of the whole text.
    ``before`` and ``after`` leave out white space. If the number begins the piece, ``before`` is "". Python finds "" in
    every string, so the tests for a closing mark, for 第 and for a quotation are all true for such a number.
    """

    piece: str
    start: int
    end: int
    tight: bool
    spaces_follow: bool = False
    before: str = field(init=False)  # the last character before the number
    after: str = field(init=False)  # up to nine characters after the number
    next: str = field(init=False)  # the next character, even white space; "" at the end of the text
    glued: bool = field(init=False)  # no space before the number
    set_apart: bool = field(init=False)  # a space is after the number, but not before it; extractors write marks so
    behind: str = field(init=False)  # up to 16 characters before the number

    def __post_init__(self) -> None:
        self.behind = self.piece[max(0, self.start - 16) : self.start]
        self.before = self.behind[-9:].rstrip()[-1:]
        self.after = self.piece[self.end : self.end + 9].lstrip()
        self.next = self.piece[self.end : self.end + 1]
        self.glued = self.start > 0 and not self.piece[self.start - 1].isspace()
        # A plain number has a space on both sides, or on neither side.
        # After a mark of punctuation, a plain number can have a space on the right side only.
        spaced = self.next in (" ", "\xa0", "\t")
        self.set_apart = self.glued and spaced and (self.tight or self.before not in _CLOSERS)


def follows_closing_mark(number: BareNumber) -> bool:
    """》2: the number follows the end of a title, a quotation or a clause. Most marks are in such places."""
    return number.before in _CLOSERS


def follows_word(number: BareNumber) -> bool:
    """条约2, 国家2: the number follows a word. Marks can follow any word, but plain numbers do so more often."""
    return number.before not in _CLOSERS


def follows_instrument(number: BareNumber) -> bool:
    """条约2: the number follows the name of a treaty or a declaration. Most footnotes belong to such names.

    The line may end between the name and the number.
    """
    return number.behind[-4:].rstrip("\n").endswith(_INSTRUMENTS)


def follows_digit(number: BareNumber) -> bool:
    """2010 2: the number follows another number. The two are often parts of one number that is printed with a space."""
    return number.before.isdigit()


def begins_thousands(number: BareNumber) -> bool:
    """1 033: a space and three digits follow. The space divides the thousands of one number."""
    return _THOUSANDS.match(number.piece, number.end) is not None


def is_listed(number: BareNumber) -> bool:
    """第5、11和13段: the number continues a list of numbers."""
    between = not number.set_apart and number.before in _BETWEEN_LISTED
    return between and _LISTED.search(number.behind[-4:]) is not None


def begins_list(number: BareNumber) -> bool:
    """目标1、2和3: the number begins a list of numbers."""
    between = not number.set_apart and number.after[:1] in _BETWEEN_LISTED
    return between and _LIST_FOLLOWS.match(number.piece, number.end) is not None


def numbers_an_item(number: BareNumber) -> bool:
    """目标3, 附表1: the number of a goal, an action, an annex, a schedule. But a mark can follow these words too."""
    return number.behind[-2:] in _ITEMS


def is_ordinal(number: BareNumber) -> bool:
    """第2, (2: the number is an ordinal, or the label of a point."""
    return number.before in "第(（"


def is_in_date(number: BareNumber) -> bool:
    """2010年11月4日: the number is the month or the day of a date. Spaces around the number do not matter."""
    year, month = _IN_DATE
    ahead = number.piece[number.end : number.end + 4]
    is_month = "月" in ahead and _MONTH.match(ahead) and year.search(number.behind)
    return bool(is_month or ("日" in ahead and _DAY.match(ahead) and month.search(number.behind)))


def follows_counting_word(number: BareNumber) -> bool:
    """共2, 约2, 至2: the number follows a word that comes before quantities."""
    return number.before in _COUNTING_ENDS and _COUNTING.search(number.behind[-9:].rstrip()) is not None


def counts_but_is_set_apart(number: BareNumber) -> bool:
    """国家2 个: a unit follows, but only the right side of the number has a space, as with marks.

    The character of the unit may begin another word.
    """
    return number.set_apart and UNITS.match(number.after) is not None


def counts_behind_quotation(number: BareNumber) -> bool:
    """《条约》2年: a unit follows the number, but a quotation is before it.

    A number after a quotation is more often a mark than a plain number.
    """
    return not number.set_apart and number.before in "》”" and UNITS.match(number.after) is not None


def counts_in_text_with_such_spaces(number: BareNumber) -> bool:
    """为期2 天: a unit follows, in a text that prints a space after its plain numbers, but not before them."""
    return number.spaces_follow and number.before not in _CLOSERS and counts_but_is_set_apart(number)


def counts(number: BareNumber) -> bool:
    """2年, 2个: a unit follows the number."""
    return not number.set_apart and number.before not in "》”" and UNITS.match(number.after) is not None


def is_spaced_in_tight_text(number: BareNumber) -> bool:
    """A space is before the number, in a text without spaces around its numbers.

    If such a number is a mark, the extractor has added the space by mistake. A line end between a closing mark and the
    number is not such a space, because a line can break there.
    """
    return not number.glued and number.tight and not _is_broken_off(number)


def is_spaced_in_spaced_text(number: BareNumber) -> bool:
    """A space is before the number, in a text with spaces around its plain numbers.

    Such a text has no spaces before its marks, so the number is probably a plain number.
    """
    return not number.glued and not number.tight


def lacks_space_in_spaced_text(number: BareNumber) -> bool:
    """国家 2的: the number has no space after it, in a text with spaces around its plain numbers.

    Some extractors write a space or a line end before a mark, but no space after the mark.
    """
    spaced_before = not number.glued and not number.tight
    return spaced_before and IS_HAN.match(number.next) is not None and UNITS.match(number.after) is None


def is_set_apart(number: BareNumber) -> bool:
    """A space is after the number, but not before it. Some extractors write marks in this way."""
    return number.set_apart


def ends_line(number: BareNumber) -> bool:
    """The line ends after the number. The unit of the number may be on the next line."""
    return number.next == "\n"


def runs_on_behind_closing_mark(number: BareNumber) -> bool:
    """》2的: a closing mark is before the number, and no space is between the number and the next word."""
    return _runs_on(number) and follows_closing_mark(number) and not _before_bracket(number)


def runs_on(number: BareNumber) -> bool:
    """国家2的: a word is before the number, and no space is between the number and the next word."""
    return _runs_on(number) and follows_word(number) and not _before_bracket(number)


def runs_into_bracket_behind_closing_mark(number: BareNumber) -> bool:
    """、2(a): the number follows a closing mark, and a bracket follows the number.

    If the bracket is the label of a point, the number is the number of a paragraph. If the bracket has words, the
    number is a mark.
    """
    return follows_closing_mark(number) and _before_bracket(number)


def runs_into_bracket(number: BareNumber) -> bool:
    """段2(a): a word is before the number, and a bracket is after it.

    The number is usually the number of a paragraph before its point.
    """
    return follows_word(number) and _before_bracket(number)


def _is_broken_off(number: BareNumber) -> bool:
    return number.behind[-1:] == "\n" and follows_closing_mark(number)


def _runs_on(number: BareNumber) -> bool:
    return number.next != "" and not number.next.isspace()


def _before_bracket(number: BareNumber) -> bool:
    return number.next in ("(", "（")


BARE_NUMBER: Witnesses[BareNumber] = Witnesses(
    (0.2, follows_closing_mark),
    (0.6, follows_word),
    (-0.95, follows_instrument),
    (0.6, follows_digit),
    (3.0, begins_thousands),
    (1.5, is_listed),
    (1.5, begins_list),
    (0.5, numbers_an_item),
    (2.0, is_ordinal),
    (9.0, is_in_date),
    (0.6, follows_counting_word),
    (0.6, counts_but_is_set_apart),
    (2.4, counts_in_text_with_such_spaces),
    (1.2, counts_behind_quotation),
    (3.0, counts),
    (0.5, is_spaced_in_tight_text),
    (1.0, is_spaced_in_spaced_text),
    (-1.0, lacks_space_in_spaced_text),
    (-0.5, is_set_apart),
    (0.2, ends_line),
    (0.4, runs_on_behind_closing_mark),
    (1.0, runs_on),
    (1.4, runs_into_bracket_behind_closing_mark),
    (2.0, runs_into_bracket),
)


# The same in a text without Han characters. Such a text prints spaces around its plain numbers.
_OPENERS = "“‘([{"
_SENTENCE_BEFORE = re.compile(r"(?:[a-z]{4}|[)”’])\.[”’]?$")
_THOUSANDS_BEFORE = re.compile(r"\d,$")


def is_spaced(number: BareNumber) -> bool:
    """paragraph 2: a space is before the number, so the number is a plain number."""
    return number.start > 0 and number.behind[-1:] in " \xa0\t"


def begins_line(number: BareNumber) -> bool:
    """The number begins a line. Most lines break at a space, so few such numbers are marks."""
    return number.behind[-1:] in ("", "\n")


def begins_line_and_counts(number: BareNumber) -> bool:
    """2 December, 3 per cent: the number begins a line, and a month or a unit follows."""
    return begins_line(number) and UNITS.match(number.after) is not None


def follows_capital(number: BareNumber) -> bool:
    """G20: the number follows a capital letter. Such a number can be a part of a name."""
    return number.glued and number.before.isupper()


def follows_opening_sign(number: BareNumber) -> bool:
    """“2: the number follows an opening quotation mark or bracket."""
    return number.glued and number.before in _OPENERS


def follows_abbreviation(number: BareNumber) -> bool:
    """Corr.1, No.2: the number follows a full stop that ends no sentence."""
    return number.glued and number.before == "." and not _SENTENCE_BEFORE.search(number.behind)


def ends_thousands(number: BareNumber) -> bool:
    """1,000: a digit, a comma and three digits are one number."""
    return number.end - number.start == 3 and _THOUSANDS_BEFORE.search(number.behind) is not None


LATIN_NUMBER: Witnesses[BareNumber] = Witnesses(
    (3.0, is_spaced),
    (1.2, begins_line),
    (3.0, begins_line_and_counts),
    (1.8, follows_capital),
    (3.0, follows_opening_sign),
    (2.5, follows_abbreviation),
    (3.0, ends_thousands),
    (0.6, follows_digit),
)


def cost_of_bare(piece: str, start: int, end: int, tight: bool, spaces_follow: bool = False) -> float:
    """The cost of the bare number ``piece[start:end]``. A high cost means that the number is probably not a mark."""
    if is_latin(piece):
        return LATIN_NUMBER.weigh(BareNumber(piece, start, end, tight=False))
    return BARE_NUMBER.weigh(BareNumber(piece, start, end, tight, spaces_follow))


def may_be_number(piece: str, start: int) -> bool:
    """Whether the bare number at ``piece[start]`` can be a mark, but also the number of an item: 目标3."""
    return piece[max(0, start - 2) : start] in _ITEMS


def cost_of_style(style: str, piece: str, start: int) -> float:
    """The cost of a number that is not bare. The number, with its brackets, begins at ``piece[start]``."""
    if style == LONE:
        behind_closer = piece[max(0, start - 9) : start].rstrip()[-1:] in _CLOSERS
        return _OF_OTHER_STYLES if behind_closer else LONE_BEHIND_WORD
    if style != BRACKET:
        return _OF_OTHER_STYLES
    return _OF_ROUND_BRACKETS if piece[start] in "(（" else _OF_SQUARE_BRACKETS
