"""Tests generated pages with footnotes: each mark goes to the footnote of its page, and no word is lost or added."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_reading_text import bare, read

_WORDS = st.text("甲乙丙丁戊己庚辛壬癸子丑寅卯", min_size=2, max_size=12)
_NOTES = st.lists(_WORDS, min_size=1, max_size=3)
_END = "2010年12月8日\n第60次全体会议\n"


@dataclass(frozen=True)
class Print:
    """How marks and footnotes are printed. ``{}`` is the number."""

    mark: str
    note: str
    rule: str
    foot: str  # at the end of each page
    anew: bool  # the numbers begin again on each page
    letters: bool

    def number(self, place: int) -> str:
        return "abcdefghijklmnop"[place] if self.letters else str(place + 1)


@st.composite
def prints(draw: st.DrawFn) -> Print:
    letters = draw(st.booleans())
    mark = draw(st.sampled_from(["{}", "{} "] if letters else ["{}", "{} ", "[{}]", "\n{}\n"]))
    note = "[{}] {}。\n" if mark == "[{}]" else draw(st.sampled_from(["{} {}。\n", " {} {}。\n"]))
    rule = draw(st.sampled_from(["________\n", ""]))
    # Without a rule, a mark alone on its line can also be the number of a footnote if numbers begin again. The reader
    # then warns.
    anew = draw(st.booleans()) if rule or mark != "\n{}\n" else False
    foot = draw(st.sampled_from(["\x0c", "A/RES/65/72\n", ""]))
    return Print(mark, note, rule=rule, foot=foot, anew=anew, letters=letters)


@settings(max_examples=150, deadline=None)
@given(st.lists(_NOTES, min_size=1, max_size=4), prints())
def test_each_mark_goes_to_the_footnote_of_its_page(pages: list[list[str]], form: Print) -> None:
    text, wanted = "65/72. 标题\n大会，\n", dict[str, str]()
    marked: list[list[str]] = []
    before = 0
    for page, words in enumerate(pages, start=1):
        numbers = [form.number(place + (0 if form.anew else before)) for place in range(len(words))]
        markers = [f"{n}_{_again(pages, page, place)}" if _again(pages, page, place) > 1 and form.anew else n
                   for place, n in enumerate(numbers)]  # fmt: skip
        for number, marker, note in zip(numbers, markers, words, strict=True):
            text += f"回顾《{note}条约》{form.mark.format(number)}的目标，\n"
            wanted[marker] = f"见{note}。"
            marked.append([marker])
        text += form.rule + "".join(form.note.format(n, f"见{w}") for n, w in zip(numbers, words, strict=True))
        text += form.foot
        before += len(words)
    draft = read(f"{text}1. 决定继续。\n{_END}")
    assert {marker: bare(note.text) for marker, note in draft.footnotes.items()} == wanted
    assert [[mark.marker for mark in clause.marks] for clause in draft.clauses] == [*marked, []]
    assert "".join(clause.text for clause in draft.clauses[:-1]) == "".join(
        f"回顾《{note}条约》的目标，" for words in pages for note in words
    )


def _again(pages: list[list[str]], page: int, place: int) -> int:
    """On how many pages up to this one a footnote has this place."""
    return sum(len(words) > place for words in pages[:page])
