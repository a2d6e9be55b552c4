"""Template filters for the wording of clauses."""

from __future__ import annotations

from django import template

from archive.views.wording import labels

register = template.Library()


@register.filter
def change_label(code: str) -> labels.ChangeLabel:
    """The label of a kind of change, by its code."""
    return labels.label(code)
