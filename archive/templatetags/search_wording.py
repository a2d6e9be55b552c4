"""Names of the fields of a question, for the search page."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def field_name(name: str) -> str:
    """The name of a field (``archive.searching.question.FIELDS``) in the reader's language."""
    return {
        "symbol": _("Symbol"),
        "session": _("Session"),
        "year": _("Year"),
        "kind": _("Part"),
        "opening": _("Opening phrase"),
        "cites": _("Cites"),
        "subject": _("Subject"),
        "adopted": _("Adopted"),
        "title": _("Title"),
    }.get(name, name)
