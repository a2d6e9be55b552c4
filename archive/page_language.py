"""Finds the language of the page that Django renders, and words messages and codes in this language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from archive.messages import Message, worded


def reads_chinese() -> bool:
    """True if the page is in Chinese (the default), False if the page is in English."""
    return (get_language() or "zh").startswith("zh")


def in_both_languages(words: Any) -> str:
    """A text that is translated when it is read (``gettext_lazy``), in Chinese and then in English."""
    found = []
    for language in ("zh-hans", "en"):
        with override(language):
            found.append(str(words))
    return " / ".join(dict.fromkeys(found))


def say(message: Message) -> str:
    """The message in the page's language. A value that is a code is replaced by its words (``SHOWN``)."""
    shown = {
        name: SHOWN[name](value, message.values) if name in SHOWN else value for name, value in message.values.items()
    }
    return worded(Message(message.code, shown), "zh" if reads_chinese() else "en")


def joined(names: Iterable[str]) -> str:
    """The names as one string, with the separator of the page's language ("、" or ", ")."""
    return "、".join(names) if reads_chinese() else _(", ").join(names)


def clause_place(path: str) -> str:
    """The name of a clause's place in its text.

    The name is made from the clause's path, because the archive may not have the text itself.

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
    """The name of a place in a text, in the page's language.

    ``code`` is the place of a ``ReadingWarning``, a fact (``fact resolution.meeting``, see ``archive.desk.diff``), or a
    clause's path. A clause's path is returned unchanged, because paths are the same in every language.
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
    """A function that returns the label of a value, for a field that has choices."""

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


def row_name(name: str, values: Mapping[str, str]) -> str:
    """The name of a row in the history (``archive.desk.history.name_of``), with words for its codes.

    The name of a step of a scale begins with the code of the scale; that of a ballot ends with the code of the choice.
    """
    if values.get("model") == "verbstep":
        scale, space, step = name.rpartition(" ")
        return _one_of("verbstep", "scale")(scale, values) + space + step
    if values.get("model") == "ballot":
        printed, colon, choice = name.rpartition(": ")
        return printed + colon + _choice(choice, values)
    return name


def _of_field(value: str, values: Mapping[str, str]) -> str:
    """The label of a value of a field. The message's values ``model`` and ``field`` name this field."""
    return _one_of(values["model"], values["field"])(value, values)


def _column(model: str, field: str) -> Any:
    """A field of a model. None if the model or the field existed only in an earlier release."""
    try:
        return apps.get_model("archive", model)._meta.get_field(field)
    except (LookupError, FieldDoesNotExist):
        return None


def _choice(choice: str, values: Mapping[str, str]) -> str:
    """The label of a State's choice; a dash if the record has no choice of the State."""
    return _one_of("ballot", "choice")(choice, values) if choice else "—"


def _role(name: str, _values: Mapping[str, str]) -> str:
    """The name of a role, or of a mark of a user such as ``is_staff``."""
    marks = {field.name: field.verbose_name for field in apps.get_model("auth", "user")._meta.fields}
    return str(marks[name]) if name in marks else _(name)


def _places(paths: str, _values: Mapping[str, str]) -> str:
    return joined(map(clause_place, paths.split()))


# This table maps the names of values that are codes to functions. Each function gets the value and all values of the
# message, and returns the words for the code. A value whose name is not in the table is shown unchanged.
SHOWN: dict[str, Callable[[str, Mapping[str, str]], str]] = {
    "language": _one_of("text", "language"),
    "stored_outcome": _one_of("document", "outcome"),
    "said_outcome": _one_of("document", "outcome"),
    "outcome": _one_of("vote", "outcome"),
    "other_outcome": _one_of("vote", "outcome"),
    "problem": _one_of("voteproblem", "kind"),
    "choice": _choice,
    "other_choice": _choice,
    "places": _places,
    "role": _role,
    "model": _model,
    "what": row_name,
    "field": _field,
    "before": _of_field,
    "after": _of_field,
}
