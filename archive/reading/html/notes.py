"""Finds the footnotes of a web page, and their marks, from the links between them.

    <p>…的报告<a href="#_ftn1" name="_ftnref1">[1]</a>，</p>
    <p><a href="#_ftnref1" name="_ftn1">[1]</a> A/65/136。</p>

A mark is a link to a later place of the same page, after other words of its block. The footnote begins at this place. A
page without such links can have footnotes too: ``archive.reading.printed`` finds them by their numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.reading.html.elements import BLOCKS, Element, is_left_out
from archive.reading.typography import raise_digits

_MARK = re.compile(r"[\s\[［(（〔【]*(?:注|註|note)?\s*(\d{1,3}|[*＊†‡§¶]{1,3}|[a-z])[\s\]］)）〕】]*", re.I)
_BACK = re.compile(r"[\s\[［(（]*(?:\d{1,3}(?:\.\d{1,2})?|[*＊†‡§¶]{1,3}|[a-z]|[\^↑↩⬆︎️]+)[\s\]］)）.]*", re.I)
_LONGEST = 12  # characters; the text of a mark is not longer
_OF_ONE_NOTE = re.compile("foot|note|ftn|cite|ref", re.I)  # in the class or id of the element around one footnote
_LETTERS = str.maketrans("abcdefghijklmnop", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖ")


@dataclass(slots=True)
class Notes:
    """The footnotes of a page.

    ``marks`` has the printed mark for each link that is a mark. ``begins`` has the printed mark for each element where
    a footnote begins, and ``ends`` the element with which this footnote ends. ``left_out`` are links from a footnote
    back to the text, and repeated marks at the beginning of footnotes.
    """

    marks: dict[Element, str] = field(default_factory=dict)
    begins: dict[Element, str] = field(default_factory=dict)
    ends: dict[Element, Element] = field(default_factory=dict)
    left_out: set[Element] = field(default_factory=set)


def notes_of(root: Element) -> Notes:
    """The footnotes that the links of a page show."""
    order = {element: place for place, element in enumerate(root.iter())}
    places = _places(root)
    links = [(link, places[name]) for link in root.iter("a") if (name := _fragment(link)) in places]
    notes = Notes()
    for link, target in links:
        found = _MARK.fullmatch(_text(link)[:_LONGEST])
        if found and order[target] > order[link] and _has_words_before(link):
            notes.marks[link] = raise_digits(found[1].lower().translate(_LETTERS))
            notes.begins.setdefault(target, notes.marks[link])
    for target in list(notes.begins):
        notes.ends[target] = _whole(target, notes)
    _drop_ends_with_marks(notes)
    for link, target in links:
        if link not in notes.marks and order[target] <= order[link] and _BACK.fullmatch(_text(link)[:_LONGEST]):
            notes.left_out.add(link)
    return notes


def _drop_ends_with_marks(notes: Notes) -> None:
    """Drop footnotes that would contain their own marks: their marks are links to sections of the page."""
    ending = {end: target for target, end in notes.ends.items()}
    for link, mark in notes.marks.items():
        for above in (link, *link.iterancestors()):
            if above in ending and notes.begins.get(ending[above]) == mark:
                del notes.begins[ending[above]], notes.ends[ending[above]]
    known = set(notes.begins.values())
    notes.marks = {link: mark for link, mark in notes.marks.items() if mark in known}


def _places(root: Element) -> dict[str, Element]:
    """The elements to which links can lead, by their names. The first element with a name counts."""
    places: dict[str, Element] = {}
    for element in root.iter():
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                places.setdefault(name, element)
    return places


def _fragment(link: Element) -> str:
    """The name after ``#`` in the address of a link; "" without one. A saved page can have whole addresses."""
    return link.get("href", "").rpartition("#")[2] if "#" in link.get("href", "") else ""


def _text(element: Element) -> str:
    return "".join(map(str, element.itertext()))


def _has_words_before(link: Element) -> bool:
    """Whether the block of a link has words before the link."""
    child = link
    while child.tag not in BLOCKS and (parent := child.getparent()) is not None:
        if (parent.text or "").strip() or any(map(_has_words, child.itersiblings(preceding=True))):
            return True
        child = parent
    return False


def _has_words(element: Element) -> bool:
    """Whether an element, or the text directly after it, has words."""
    if (element.tail or "").strip():
        return True
    return not is_left_out(element) and any(str(text).strip() for text in element.itertext())


def _whole(target: Element, notes: Notes) -> Element:
    """The element with which a footnote ends. The footnote begins at ``target``."""
    if target.tag not in BLOCKS and not _text(target).strip():
        following = target.getnext()
        if following is not None and following.tag in BLOCKS and not (target.tail or "").strip():
            return following  # <a name="note1"></a><p>…</p>
    if target.tag not in BLOCKS and _MARK.fullmatch(_text(target)[:_LONGEST]):
        notes.left_out.add(target)
    whole = target
    while whole.tag not in BLOCKS and (parent := whole.getparent()) is not None:
        whole = parent
    above = whole.getparent()
    if above is not None and above.tag in ("div", "li", "aside") and _is_around_one(above, target, notes):
        return above  # a footnote of several paragraphs
    return whole


def _is_around_one(element: Element, target: Element, notes: Notes) -> bool:
    named = f"{element.get('class', '')} {element.get('id', '')}"
    if not (element.tag == "li" or _OF_ONE_NOTE.search(named)):
        return False
    return not any(other in notes.begins and other is not target for other in element.iter())
