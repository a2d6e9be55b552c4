"""Loads the scales of strength from ``fixtures/verbs/strength.csv``. Librarians' corrections are kept."""

from __future__ import annotations

from archive.comparing.verbs import phrases_of, table
from archive.models import VerbStep

_FIELDS = ("scale", "step", "zh", "en", "source")


def load_verb_steps() -> None:
    """Adds the steps that the archive lacks. A step that no librarian has corrected gets the values of the file."""
    stored = {step.key: step for step in VerbStep.objects.exclude(key=None)}
    for row in table():
        key = f"{row['scale']}-{row['step']}"
        values = {
            "scale": row["scale"],
            "step": int(row["step"]),
            "zh": phrases_of(row["zh"]),
            "en": phrases_of(row["en"]),
            "source": row["source"],
        }
        step = stored.get(key) or VerbStep(key=key)
        if not step.corrected and values != {name: getattr(step, name) for name in _FIELDS}:
            for name, value in values.items():
                setattr(step, name, value)
            step.save()
