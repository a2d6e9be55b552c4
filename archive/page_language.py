"""The language of the page that Django is making, and what the archive says in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.messages import Message, worded


def reads_chinese() -> bool:
    """Whether the page is in Chinese, which is what it is unless its reader chose English."""
    return (get_language() or "zh").startswith("zh")


def say(message: Message) -> str:
    """The message in the page's language; values that are codes themselves go by their names."""
    shown = {
        name: SHOWN[name](value, message.values) if name in SHOWN else value for name, value in message.values.items()
    }
    return worded(Message(message.code, shown), "zh" if reads_chinese() else "en")


def joined(names: Iterable[str]) -> str:
    """Names one after the other, as the page's language divides them."""
    return "、".join(names) if reads_chinese() else _(", ").join(names)


def clause_place(path: str) -> str:
    """The place of a clause by its path alone, for where the archive may not have the text.

    >>> clause_place("op5-b"), clause_place("pp6")  # in an English page
    ('para. 5 (b)', 'preambular para. 6')
    """
    match = _PATH.fullmatch(path)
    if not match:
        return path
    words = (_("preambular para. %(number)s") if match[2] == "pp" else _("para. %(number)s")) % {"number": match[3]}
    for point in match[4].split("-"):
        words += f" ({point})" if point else ""
    return _("annex %(annex)s, %(place)s") % {"annex": match[1], "place": words} if match[1] else words


_PATH = re.compile(r"(?:annex(\d+)-)?(pp|op|p)(\d+)(.*)")


# --- Values that are codes ---------------------------------------------------------------------------------------


def place(code: str) -> str:
    """A place of a text as readers name it.

    ``code`` is a place of a ``ReadingWarning``, a fact (``fact resolution.meeting``, ``archive.desk.diff``), or a
    clause's path, which is the same in every language.
    """
    if fact := re.fullmatch(r"fact (?P<model>\w+)\.(?P<field>\w+)", code):
        return _field(fact["field"], fact.groupdict())
    for pattern, message in _PLACES:
        if found := pattern.fullmatch(code):
            return say(Message(message, found.groupdict()))
    return code


_PLACES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"title"), "place.title"),
    (re.compile(r"formula"), "place.formula"),
    (re.compile(r"end"), "place.end"),
    (re.compile(r"metadata|head"), "place.facts"),
    (re.compile(r"footnote (?P<marker>.+)"), "place.footnote"),
    (re.compile(r"page (?P<page>\d+)"), "place.page"),
    (re.compile(r"line (?P<line>\d+)"), "place.line"),
    (re.compile(r"page (?P<page>\d+), line (?P<line>\d+)"), "place.line_of_page"),
)


def _one_of(model: str, field: str) -> Callable[[str, Mapping[str, str]], str]:
    """Shows a value of a field that has choices by its name."""

    def shown(value: str, _values: Mapping[str, str]) -> str:
        column = _column(model, field)
        return str(dict(column.flatchoices).get(value, value)) if column else value

    return shown


def _model(name: str, _values: Mapping[str, str]) -> str:
    try:
        return str(apps.get_model("archive", name)._meta.verbose_name)
    except LookupError:
        return name


def _field(name: str, values: Mapping[str, str]) -> str:
    column = _column(values["model"], name)
    return str(column.verbose_name) if column else name


def _of_field(value: str, values: Mapping[str, str]) -> str:
    """A value of the field that the message is about."""
    return _one_of(values["model"], values["field"])(value, values)


def _column(model: str, field: str) -> Any:
    """A field of a model; None for one that an earlier release had."""
    try:
        return apps.get_model("archive", model)._meta.get_field(field)
    except (LookupError, FieldDoesNotExist):
        return None


def _choice(choice: str, values: Mapping[str, str]) -> str:
    """What a State did; a dash where a record does not say."""
    return _one_of("ballot", "choice")(choice, values) if choice else "—"


def _places(paths: str, _values: Mapping[str, str]) -> str:
    return joined(map(clause_place, paths.split()))


# The values that are codes, by their names in the messages: how each is shown. A function gets the value, and all
# values of the message. What has no entry here is shown as it is.
SHOWN: dict[str, Callable[[str, Mapping[str, str]], str]] = {
    "language": _one_of("text", "language"),
    "stored_outcome": _one_of("document", "outcome"),
    "said_outcome": _one_of("document", "outcome"),
    "outcome": _one_of("vote", "outcome"),
    "other_outcome": _one_of("vote", "outcome"),
    "choice": _choice,
    "other_choice": _choice,
    "places": _places,
    "model": _model,
    "field": _field,
    "before": _of_field,
    "after": _of_field,
}
