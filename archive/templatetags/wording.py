"""Template filters for the wording of clauses."""

from __future__ import annotations

from django import template

from archive.views import change_labels

register = template.Library()


@register.filter
def change_label(code: str) -> change_labels.ChangeLabel:
    """The label of a kind of change, by its code."""
    return change_labels.label(code)
