"""Takes what a librarian tells about a file: its symbol, the letter of a part, its language, the date of adoption.

A file that does not print these is then read again with what is told (``archive.reading.told``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from archive.desk import history
from archive.desk.mends.anchors import MisfitError
from archive.desk.mends.facts import FACTS
from archive.desk.proofs import read_again
from archive.messages import Message, MessageError
from archive.models import Submission
from archive.models.history import Action
from archive.reading.told import Told

LANGUAGES = ("zh", "en")  # the languages that the readers of printed texts read
FIELDS = ("symbol", "part", "language", "adopted_on")
# Why a file could not be read, if it lacks what a librarian can tell.
_LACKS = frozenset((
    "text.no_symbol", "akn.no_symbol", "text.corrigendum_without_symbol", "text.no_language", "text.other_language"
))  # fmt: skip


class WrongFieldsError(MessageError):
    """A form has wrong values. ``errors`` has the reason for each wrong field."""

    def __init__(self, errors: dict[str, Message]) -> None:
        super().__init__("desk.wrong_fields")
        self.errors = errors


def asks(submission: Submission) -> bool:
    """Whether a file could not be read because it lacks something that a librarian can tell."""
    return submission.reason_code in _LACKS


def proposed(submission: Submission) -> dict[str, str]:
    """What the form has at first: what was told before, otherwise what a fetched file was asked for as."""
    fetch = submission.fetches.order_by("pk").last()
    asked_for = {"symbol": fetch.symbol, "language": fetch.language} if fetch else {}
    return submission.told or asked_for


def tell(submission: Submission, form: Mapping[str, str], *, by: Any) -> None:
    """Stores what the form tells, and queues the file for reading. The mends stay. A field can be empty.

    Raises WrongFieldsError for wrong values, and RefusedError if the file cannot be read now.
    """
    told = _told(form)
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        locked.told = told.to_json()
        locked.save(update_fields=["told"])
        values = {key: locked.told.get(key, "—") for key in FIELDS}
        history.record(Action.TOLD, locked.name, by=by, detail=Message("history.told", values), submission=locked)
        read_again(locked, by=by)


def _told(form: Mapping[str, str]) -> Told:
    values: dict[str, Any] = {}
    errors: dict[str, Message] = {}
    for key in FIELDS:
        text = form.get(key, "").strip()
        try:
            values[key] = _value(key, text) if text else None if key == "adopted_on" else ""
        except MisfitError as error:
            errors[key] = error.message
    if errors:
        raise WrongFieldsError(errors)
    return Told(**values)


def _value(key: str, text: str) -> Any:
    """The value of a field that is not empty. Raises MisfitError if the text is wrong."""
    if key != "part":
        return FACTS[key].parse(text)
    letter = text.upper()
    if len(letter) != 1 or not "A" <= letter <= "Z":
        raise MisfitError("desk.no_part_letter", value=text)
    return letter
