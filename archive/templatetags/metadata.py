"""Template tags for what machines learn of a page (``archive.views.metadata``)."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.template.context import RequestContext
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from archive.views.metadata import addresses

register = template.Library()


@register.simple_tag(takes_context=True)
def page_addresses(context: RequestContext, path: str = "") -> SafeString:
    """The canonical address of the page, and its address in each language. ``path`` as in ``page_address``."""
    address = addresses.page_address(context["request"], path)
    links = format_html_join("\n    ", '<link rel="alternate" hreflang="{}" href="{}">', addresses.alternates(address))
    return format_html('<link rel="canonical" href="{}">\n    {}', addresses.in_page_language(address), links)


@register.filter
def without_language(address: str) -> str:
    """An address that leaves the language to the reader's choice."""
    return addresses.in_language(address, settings.LANGUAGE_CODE)
