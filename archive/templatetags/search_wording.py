"""Template filters that show how the search page understood a question."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from archive.models import MemberState
from archive.models.vote import CHOICE_LABELS
from archive.searching.meaning import Explained
from archive.searching.search_fields import by_key
from archive.views.change_labels import label
from archive.views.public import hit_html
from archive.voting.choice import Choice

register = template.Library()
register.filter("document_items", hit_html.documents)


@register.filter
def field_name(name: str) -> str:
    """The name of a searchable field in the page's language."""
    return str(by_key(name).label)


@register.filter
def field_value(explained: Explained) -> str:
    """The value of a searchable field, in words. For most fields, it is the value as typed."""
    match explained.name:
        case "votes":
            return _vote(*explained.parts)
        case "prior":
            return label(explained.parts[0]).name
        case "cites" if not explained.parts:
            return f"{explained.text} ({_('no such document')})"
    return explained.text


def _vote(code: str, choice: str = "") -> str:
    """A State and its choice, in words: 中国 = 反对."""
    state = MemberState.objects.filter(code=code).first()
    name = state.name if state else code
    return f"{name} = {CHOICE_LABELS[Choice(choice)]}" if choice else f"{name} ({_('took part')})"
