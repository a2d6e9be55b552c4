"""Words how a question was understood, for the search page."""

from django import template
from django.utils.translation import gettext as _

from archive.models import MemberState
from archive.models.vote import CHOICE_LABELS
from archive.searching.search_fields import by_key
from archive.voting.choice import Choice

register = template.Library()


@register.filter
def field_name(name: str) -> str:
    """The name of a searchable field in the reader's language."""
    return str(by_key(name).label)


@register.filter
def vote_asked(parts: tuple[str, ...]) -> str:
    """A question about votes (``Explained.parts``) in the page's language: 中国 = 反对."""
    code, *choice = parts
    state = MemberState.objects.filter(code=code).first()
    name = state.name if state else code
    return f"{name} = {CHOICE_LABELS[Choice(choice[0])]}" if choice else f"{name} ({_('took part')})"
