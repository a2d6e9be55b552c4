"""Finds section headings (一、总则) among the lines of a body, with the table ``HEADING``.

A heading has one to three short lines without a mark of punctuation, and is above the first clause of a section. Any
line between two paragraphs can be a heading. The witnesses with the weight NEVER are asked first. If one of them
finds its sign, the line is no heading. Otherwise the line is a heading if one witness with the weight 1 finds its sign.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.reading.printed.clause_starts import SECTION, goes_on_after_points, label_of, opens
from archive.reading.printed.layout import LAYOUT_BREAKS, WIDEST_PRINTED, Break, Layout
from archive.reading.printed.lines import TextLine, ends_paragraph, is_only_mark
from archive.reading.printed.witnesses import NEVER, Witnesses
from archive.reading.printed.wordings import is_latin

_MOST_LINES = 3  # most lines of a heading
_SENTENCE_END = re.compile("[，；。！？]")
_LATIN_SENTENCE_END = re.compile(r"[,;:](?:\s|$)|[a-z]\.(?:\s|$)")
_SHORT = 12  # columns; a shorter line is short in every text
_SHORTER = 4  # columns; a line is short if it is more than 4 columns shorter than the text's usual width


@dataclass
class PossibleHeading:
    """A line that may be the first line of a heading: ``lines[index]``, and facts about the lines around it."""

    lines: Sequence[TextLine]  # the lines of the whole body
    index: int
    layout: Layout
    in_annex: bool
    closed: bool  # the paragraph before can end before this line
    after_comma: bool  # the line before ends in a comma
    numbered: bool  # an operative paragraph with a number comes before in this section
    begins: bool  # an empty line or an indent shows that a paragraph begins
    goes_on: bool  # the layout shows that the paragraph before continues
    is_first: bool  # no paragraph comes before
    below_annex_heading: bool  # the line before is 附件

    @property
    def line(self) -> TextLine:
        return self.lines[self.index]

    @cached_property
    def section(self) -> re.Match[str] | None:
        """The section's number at the beginning of the line (一、, 第一章, A., IV.); None if there is none."""
        return SECTION.match(self.line.plain)

    @cached_property
    def group(self) -> list[TextLine]:
        """The lines that can be the heading, from this line on.

        The group ends before the section's text, or with a line that reads as a sentence. Otherwise the group has one
        line more than a heading can have.
        """
        group = [self.line]
        for line in self.lines[self.index + 1 : self.index + _MOST_LINES + 1]:
            if self.is_sentence(group[-1]) or self._begins_section(line, group[-1]):
                break
            group.append(line)
        return group

    def is_sentence(self, line: TextLine) -> bool:
        """Whether a line has a mark of punctuation, or is longer than a printed line.

        In an annex, only a mark at the end of the line counts.
        """
        if ends_paragraph(line.text) or line.width_of_text > WIDEST_PRINTED:
            return True
        pattern = _LATIN_SENTENCE_END if is_latin(line.text) else _SENTENCE_END
        return not self.in_annex and pattern.search(line.text) is not None

    def _begins_section(self, line: TextLine, before: TextLine) -> bool:
        """Whether the section's text begins at a line. ``before`` is the line above it."""
        if label_of(line) or SECTION.match(line.plain):
            return True
        one_line = self.layout.one_line
        if opens(line.text):
            return line.gap or line.indent != before.indent or one_line or not self.layout.by_gap
        return self.in_annex and (one_line or line.gap or LAYOUT_BREAKS.decide(Break(self.layout, before, line)) > 0)

    @property
    def below(self) -> TextLine | None:
        """The first line after the heading; None if there is none."""
        below = self.index + len(self.group)
        return self.lines[below] if below < len(self.lines) else None


def paragraph_is_open(here: PossibleHeading) -> bool:
    """The line before ends without a mark of punctuation, so its sentence continues."""
    return not here.closed


def follows_comma(here: PossibleHeading) -> bool:
    """The line before ends in a comma, so its sentence can continue.

    This does not count after a numbered paragraph, because such a paragraph never ends in a comma. In a preamble, it
    does not count if a section's number, the layout or a very short line shows a heading.
    """
    if here.section is not None or not here.after_comma:
        return False
    very_short = here.line.width < here.layout.full_width / 2
    return here.numbered or not (here.begins or very_short)


def begins_with_and(here: PossibleHeading) -> bool:
    """The line begins with a word such as 并, which links the rest of a sentence with the points before it."""
    return not here.in_annex and goes_on_after_points(here.line.text)


def is_first_without_number(here: PossibleHeading) -> bool:
    """The first line of a body begins a paragraph, unless it begins with a section's number."""
    return here.is_first and here.section is None


def is_lone_mark(here: PossibleHeading) -> bool:
    """The line is only a footnote mark. The extractor has separated it from its word."""
    return is_only_mark(here.line)


def is_labelled_clause(here: PossibleHeading) -> bool:
    """The line begins with the label of a clause, such as (a).

    A section's number, such as A. or 一、, is not such a label.
    """
    return here.section is None and label_of(here.line) is not None


def continues_by_layout(here: PossibleHeading) -> bool:
    """The layout shows that the line continues the paragraph before."""
    return here.goes_on


def opens_clause(here: PossibleHeading) -> bool:
    """The line begins with an opening phrase, so a paragraph begins.

    In annexes this does not count, because headings can begin with such a phrase: 促进裁军的措施.
    """
    return not here.in_annex and opens(here.line.text)


def reads_as_sentence(here: PossibleHeading) -> bool:
    """The last line of the group has a mark of punctuation, so the group belongs to a paragraph."""
    return here.is_sentence(here.group[-1])


def is_too_long(here: PossibleHeading) -> bool:
    """The group has more lines than a heading can have."""
    return len(here.group) > _MOST_LINES


def has_nothing_below(here: PossibleHeading) -> bool:
    """No line follows, so the line is no heading. Only an annex may end in a heading."""
    return here.below is None and not here.in_annex


def has_section_number(here: PossibleHeading) -> bool:
    """The line begins with a section's number: 一、, 第一章, A., IV."""
    return here.section is not None


def names_annex(here: PossibleHeading) -> bool:
    """The line is directly below the heading 附件, so it is the title of the annex."""
    return here.below_annex_heading


def is_set_off_below(here: PossibleHeading) -> bool:
    """The layout shows that a paragraph begins directly below the group."""
    below = here.below
    return below is not None and LAYOUT_BREAKS.decide(Break(here.layout, here.group[-1], below)) > 0


def ends_short(here: PossibleHeading) -> bool:
    """The last line of the group is short. In a paragraph, the next word would be on the same line."""
    return here.group[-1].width < max(_SHORT, here.layout.full_width - _SHORTER)


HEADING: Witnesses[PossibleHeading] = Witnesses(
    (NEVER, paragraph_is_open),
    (NEVER, follows_comma),
    (NEVER, begins_with_and),
    (NEVER, is_first_without_number),
    (NEVER, is_lone_mark),
    (NEVER, is_labelled_clause),
    (NEVER, continues_by_layout),
    (NEVER, opens_clause),
    (NEVER, reads_as_sentence),
    (NEVER, is_too_long),
    (NEVER, has_nothing_below),
    (1, has_section_number),
    (1, names_annex),
    (1, is_set_off_below),
    (1, ends_short),
)
_ENOUGH = 1


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """A heading that was found.

    ``label`` is its number as printed. ``offset`` is the offset of the words after the number in the first line.
    """

    lines: list[TextLine]
    label: str = ""
    offset: int = 0
    has_number: bool = False  # the heading begins with a section's number, or is only this number


def section_heading(here: PossibleHeading) -> SectionHeading | None:
    """The heading that begins at a line; None if no heading begins there."""
    if HEADING.weigh(here) < _ENOUGH:
        return None
    section = here.section
    if section is None:
        return SectionHeading(here.group)
    text = here.line.text
    if text[section.end() :].strip():
        return SectionHeading(here.group, text[: section.end()].strip(), section.end(), has_number=True)
    # A number alone on its line can be the whole heading. Otherwise the words of the heading are on the next lines.
    if len(here.group) == 1:
        return SectionHeading(here.group, has_number=True)
    return SectionHeading(here.group, text.strip(), section.end(), has_number=True)
