"""Writes the equations of a Word file as lines of text.

Word keeps an equation as a tree (Office MathML). The line of text has the same words, in the order of reading:

    a fraction    (a+b)/c
    powers        10⁶, x²; e^(2q) if a raised character does not exist
    indexes       a₁; a_max if a lowered character does not exist
    roots         √(a+b), ³√a
    sums          ∑_(i=1)^n i
    matrices      a b; c d
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from archive.reading.docx.styles import W
from archive.reading.typography import subscript, superscript

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DELETED = (f"{W}rPr/{W}del", f"{W}rPr/{W}moveFrom")
_SIMPLE = re.compile(r"[\w.√′]*")  # matches a text that needs no brackets beside / ^ or _


def equation(element: etree._Element) -> str:
    """The text of an equation (``m:oMath``), or of an element inside an equation. The text can have several lines."""
    name = _name(element)
    if name == "r":
        return _run(element)
    if name == "t":
        return element.text or ""
    spell = _SPELLED.get(name)
    return spell(element) if spell else _inside(element)


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.removeprefix(M).removeprefix(W) if isinstance(tag, str) else ""


def _inside(element: etree._Element) -> str:
    """The text of all elements inside an element. Properties (``fPr``, ``ctrlPr``) and deleted words are left out."""
    return "".join(equation(child) for child in element if not re.search(r"Pr$|^$|^(?:del|moveFrom)$", _name(child)))


def _run(run: etree._Element) -> str:
    return "" if any(run.find(path) is not None for path in _DELETED) else _inside(run)


def _parts(element: etree._Element, name: str) -> Iterator[str]:
    return (_inside(part) for part in element.iterfind(f"{M}{name}"))


def _part(element: etree._Element, name: str) -> str:
    return next(_parts(element, name), "")


def _property(element: etree._Element, name: str, otherwise: str) -> str:
    """The value of a property such as ``m:dPr/m:begChr``; ``otherwise`` if the file does not give it."""
    found = element.find(f"{M}{_name(element)}Pr/{M}{name}")
    return found.get(f"{M}val", "") if found is not None else otherwise


def in_brackets(text: str) -> str:
    """The text in brackets. If the text is one number or one word, the brackets are left out.

    >>> in_brackets("a+b"), in_brackets("max")
    ('(a+b)', 'max')
    """
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def _fraction(element: etree._Element) -> str:
    sign = "¦" if _property(element, "type", "bar") == "noBar" else "/"
    return f"{in_brackets(_part(element, 'num'))}{sign}{in_brackets(_part(element, 'den'))}"


def _scripts(element: etree._Element) -> str:
    """The text of the index and then of the power of an element. An element can have both, one of them, or none."""
    below, above = _part(element, "sub"), _part(element, "sup")
    lowered = subscript(below) or f"_{in_brackets(below)}" if below else ""
    raised = superscript(above) or f"^{in_brackets(above)}" if above else ""
    return lowered + raised


def _with_scripts(element: etree._Element) -> str:
    base = _part(element, "e")
    return (base if re.fullmatch(r".|[\w.]*|\(.*\)", base) else f"({base})") + _scripts(element)


def _root(element: etree._Element) -> str:
    degree = _part(element, "deg")
    return f"{superscript(degree) or degree}√{in_brackets(_part(element, 'e'))}"


def _sum(element: etree._Element) -> str:
    below, above = _part(element, "sub"), _part(element, "sup")
    bounds = (f"_{in_brackets(below)}" if below else "") + (f"^{in_brackets(above)}" if above else "")
    return f"{_property(element, 'chr', '∫')}{bounds} {_part(element, 'e')}"


def _delimited(element: etree._Element) -> str:
    separator = _property(element, "sepChr", "|")
    return _property(element, "begChr", "(") + separator.join(_parts(element, "e")) + _property(element, "endChr", ")")


def _function(element: etree._Element) -> str:
    return f"{_part(element, 'fName')} {_part(element, 'e')}"


def _limit(element: etree._Element) -> str:
    sign = "^" if _name(element) == "limUpp" else "_"
    return f"{_part(element, 'e')}{sign}{in_brackets(_part(element, 'lim'))}"


def _accent(element: etree._Element) -> str:
    return _part(element, "e") + _property(element, "chr", "\u0302" if _name(element) == "acc" else "\u0305")


def _matrix(element: etree._Element) -> str:
    return "; ".join(" ".join(_parts(row, "e")) for row in element.iterfind(f"{M}mr"))


_SPELLED = {
    "f": _fraction,
    "sSup": _with_scripts,
    "sSub": _with_scripts,
    "sSubSup": _with_scripts,
    "sPre": lambda element: _scripts(element) + _part(element, "e"),
    "rad": _root,
    "nary": _sum,
    "d": _delimited,
    "func": _function,
    "limLow": _limit,
    "limUpp": _limit,
    "acc": _accent,
    "bar": _accent,
    "m": _matrix,
    "eqArr": lambda element: "\n".join(_parts(element, "e")),
}
