"""Writes equations from EQ fields as lines of text. Older Word files keep their equations in such fields.

The instruction of a field has switches with arguments in brackets. For example, ``EQ \\f(a+b,c)`` is a fraction, and
``EQ \\s\\up8(2)`` is a power. The innermost switch is written first. The text has the same form as in ``equation``.
"""

from __future__ import annotations

import re

from archive.reading.docx.equation import in_brackets
from archive.reading.typography import subscript, superscript

_MOST = 2000  # characters; a longer instruction is no equation
_EQUATION = re.compile(r"\s*EQ\s", re.I)
_SWITCH = re.compile(r"(?P<switch>(?:\\[a-z]{1,2}-?\d*(?:\\[^a-z\s])?\s*)+)\((?P<arguments>[^()\\]*)\)", re.I)
_WRITTEN = str.maketrans("(),;", "\ue000\ue001\ue002\ue003")  # hides the signs of a switch that is already written
_SIGNS = str.maketrans("\ue000\ue001\ue002\ue003", "(),;")
_SUMS = {"su": "∑", "pr": "∏"}


def is_equation(instruction: str) -> bool:
    return _EQUATION.match(instruction) is not None


def field_equation(instruction: str) -> str:
    """The text of an EQ field. An unknown switch is left out, and the words of its arguments stay.

    >>> field_equation(r" EQ x=\\f(a+b,\\r(3,c)) ")
    'x=(a+b)/³√c'
    """
    text = _EQUATION.sub("", instruction, count=1).strip()
    written = 1 if len(text) <= _MOST else 0
    while written:
        text, written = _SWITCH.subn(_write, text, count=1)
    return text.translate(_SIGNS)


def _write(match: re.Match[str]) -> str:
    switches = re.findall(r"\\([a-z]{1,2})", match["switch"].lower())
    arguments = [argument.strip().translate(_SIGNS) for argument in re.split("[,;]", match["arguments"])]
    return _spell(switches, arguments).translate(_WRITTEN)


def _spell(switches: list[str], arguments: list[str]) -> str:
    first, last = arguments[0], arguments[-1]
    if switches[0] == "f":
        return "/".join(map(in_brackets, arguments))
    if switches[0] == "r":
        degree = first if len(arguments) > 1 else ""
        return f"{superscript(degree) or degree}√{in_brackets(last)}"
    if "up" in switches:
        return superscript(first) or f"^{in_brackets(first)}"
    if "do" in switches:
        return subscript(first) or f"_{in_brackets(first)}"
    if switches[0] == "i" and len(arguments) == 3:
        sign = next((_SUMS[switch] for switch in switches if switch in _SUMS), "∫")
        return f"{sign}_{in_brackets(first)}^{in_brackets(arguments[1])} {last}"
    if switches[0] == "b":
        return f"({first})"
    return ("" if switches[0] == "o" else " ").join(arguments)
