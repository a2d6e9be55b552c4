"""Template tags for what machines learn of a page (``archive.views.metadata``)."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.template.context import RequestContext
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from archive.views import addresses
from archive.views.markup import fill, joined
from archive.views.metadata import json_ld, tags
from archive.views.metadata.described import Described
from archive.views.references.items import Item, mark

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


@register.simple_tag(takes_context=True)
def description_of_page(context: RequestContext, described: Described, path: str) -> SafeString:
    """What the page at ``path`` describes: the elements ``meta`` and ``link``, and the JSON-LD."""
    request = context["request"]
    page = addresses.in_page_language(addresses.page_address(request, path))
    pieces = [_meta(tag) for tag in tags.tags(described, page)]
    pieces += [fill('<link property="{}" href="{}">', *tag) for tag in tags.property_links(described)]
    script = json_ld.script(json_ld.description(described))
    pieces.append(fill('<script type="application/ld+json">{}</script>', script))
    return joined(pieces, "\n")


def _meta(tag: tags.Tag) -> SafeString:
    if not tag.property:
        return fill('<meta name="{}" content="{}">', tag.name, tag.content)
    if not tag.name:
        return fill('<meta property="{}" content="{}">', tag.property, tag.content)
    return fill('<meta name="{}" property="{}" content="{}">', *tag)


@register.simple_tag
def prefixes() -> str:
    return tags.PREFIXES


@register.simple_tag
def unapi(key: str, path: str = "", kind: str = "") -> SafeString:
    """Marks an item of a list for Zotero: a document by its key, a clause by the key and its path, or a vote (``kind``
    is ``vote``)."""
    return mark(Item(key, path, kind == "vote"))


@register.simple_tag
def unapi_item(item: Item | str) -> SafeString:
    return mark(item)
