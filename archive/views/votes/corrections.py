"""What a librarian's record of a vote says otherwise than the source's record that it corrects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from archive.models import Vote
from archive.models.vote import CHOICE_LABELS
from archive.name_order import by_pinyin
from archive.views.keys.votes import Corrected
from archive.views.labels import day
from archive.views.votes.roll_calls import RollCall
from archive.views.votes.vote_labels import choice_words, subject_words
from archive.voting.choice import Choice


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that differs. ``field`` is a key of the vote's data, or ``state``. ``label`` names it on the page.

    ``source`` and ``here`` are words of the page; "—" where a record says nothing. ``values`` are the two as data.
    ``state`` is the State's code.
    """

    field: str
    label: str
    source: str
    here: str
    values: tuple[Any, Any]
    state: str = ""

    @property
    def data(self) -> Corrected:
        before, after = self.values
        found: Corrected = {"field": self.field, "source": before, "here": after}
        if self.state:
            found["state"] = self.state
        return found


def corrections(source: Vote, here: Vote, source_roll: RollCall, roll: RollCall) -> list[Correction]:
    """The differences: what was voted on, day, totals as published, and the choice of each State."""
    return [*_of_facts(source, here), *_of_states(source_roll, roll)]


def _of_facts(source: Vote, here: Vote) -> Iterator[Correction]:
    words = subject_words(source), subject_words(here)
    days = day(source.date), day(here.date)
    adopted = source.get_outcome_display(), here.get_outcome_display()
    for field, label, values, shown in (
        ("symbol", _("resolution"), (source.document_id, here.document_id), None),
        ("paths", _("voted on"), (source.paths, here.paths), words),
        ("date", _("date"), (source.date, here.date), days),
        ("meeting", _("meeting record"), (source.meeting, here.meeting), None),
        ("outcome", _("how adopted"), (source.outcome, here.outcome), adopted),
        *((c.value, CHOICE_LABELS[c], (getattr(source, c), getattr(here, c)), None) for c in Choice),
    ):
        if values[0] != values[1]:
            before, after = map(_shown, shown or values)
            yield Correction(field, str(label), before, after, values)


def _of_states(source: RollCall, here: RollCall) -> Iterator[Correction]:
    names = {v.seat: v.name for roll in (source, here) for vs in roll.by_choice.values() for v in vs if v.code}
    before, after = source.choices, here.choices
    for code, name in sorted(names.items(), key=lambda pair: by_pinyin(pair[1])):
        values = before.get(code), after.get(code)
        if values[0] != values[1]:
            yield Correction("state", name, _choice(values[0]), _choice(values[1]), values, code)


def _shown(value: Any) -> str:
    return "—" if value in (None, "") else str(value)


def _choice(choice: str | None) -> str:
    return choice_words(choice) if choice else "—"
