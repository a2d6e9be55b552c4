"""Finds the clauses that a pinpoint names: 第5(a)段 of resolution 75/57 is the clause ``op5-a``.

    pinpoint → steps → **pins** → paths of clauses

    第5段            op5                 附件二第3段        annex2-op3
    第3(a)至(f)段     op3-a … op3-f       序言部分第三段      pp3
    第二节第9段        paragraph 9 under the heading 二

A place has no pin if it is not a clause (a page), or if two clauses could be meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.citing.pinpoints.scope import Addressed, Scope
from archive.citing.pinpoints.steps import ANNEX, PARAGRAPH, PREAMBLE, Step, steps
from archive.citing.pinpoints.treaty_articles import articles, names_place

__all__ = ["Addressed", "Pin", "articles", "names_place", "pins"]


@dataclass(frozen=True, slots=True)
class Pin:
    """The words ``pinpoint[start:end]`` and the places in the cited text that they name.

    An anchor is the path of a clause, or ``annex1`` for a whole annex. Anchors are in the order of the cited text.
    There are none if the cited text does not have the place.
    """

    start: int
    end: int
    anchors: tuple[str, ...]


def pins(pinpoint: str, text: Sequence[Addressed]) -> list[Pin]:
    """Returns the pins of a pinpoint. ``text`` has all clauses of the cited text, in order.

    If a place and a place inside it are named, only the inner place has a pin: 附件第3段 gives only ``annex1-op3``.
    """
    found: list[Pin] = []
    outer: list[tuple[Step, Scope | None]] = []  # the steps that can contain the next step, each with its scope
    for step in steps(pinpoint):
        holder = outer[-1][0] if outer and outer[-1][0].level < step.level else None
        outer = [(one, scope) for one, scope in outer if one.level < step.level]
        scope = outer[-1][1] if outer else _whole(text, step)
        pinned, within = _pinned(step, scope) if scope else ([], None)
        if pinned and holder and found and found[-1].end == holder.end:
            pinned[0] = _joined(found.pop(), pinned[0])
        found += pinned
        outer.append((step, within))
    return found


def _whole(text: Sequence[Addressed], step: Step) -> Scope:
    """The scope of a step that no other step contains. 第5段 alone is a paragraph of the body, not of an annex."""
    whole = Scope(text)
    return whole.body() if step.level >= PARAGRAPH and not step.word else whole


def _joined(holder: Pin, inner: Pin) -> Pin:
    """The pin of an inner place, with the words of the place that contains it added.

    In English the inner place can be printed first: section II of the annex.
    """
    return Pin(min(holder.start, inner.start), max(holder.end, inner.end), inner.anchors)


def _pinned(step: Step, scope: Scope) -> tuple[list[Pin], Scope | None]:
    """Returns the pins of a step, and the scope for the places inside it; None if the scope is not known."""
    if step.part and step.part != ANNEX:
        return [], scope.preamble() if step.part == PREAMBLE else scope.body()
    pinned = _only_annex(step, scope) if step.part == ANNEX and not step.elements else _elements(step, scope)
    known = bool(pinned and pinned[-1].anchors)
    return pinned, scope.inside(step, pinned[-1].anchors[-1]) if known else None


def _only_annex(step: Step, scope: Scope) -> list[Pin]:
    """The pin of 附件 without a number. There is no pin if the text has several annexes."""
    return [Pin(step.start, step.end, scope.annexes)] if len(scope.annexes) < 2 else []


def _elements(step: Step, scope: Scope) -> list[Pin]:
    """Returns one pin for each element that ``scope`` can find, and one pin for each whole range."""
    found: list[Pin] = []
    for element in step.elements:
        anchors = scope.find(step, element)
        if anchors is None:
            continue
        pin = Pin(element.start, element.end, tuple(anchors))
        if element.in_range and anchors and found and found[-1].anchors:
            first = found.pop()
            pin = Pin(first.start, pin.end, tuple(scope.between(step, first.anchors[-1], anchors[0])))
        found.append(pin)
    if len(found) == 1 and (found[0].start, found[0].end) == (step.elements[0].start, step.elements[-1].end):
        return [Pin(step.start, step.end, found[0].anchors)]
    return found
