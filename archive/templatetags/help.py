"""The template tag of the help for its pictures."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static

from archive.page_language import reads_chinese
from archive.views.help.pictures import PICTURES

register = template.Library()


@register.simple_block_tag
def picture(content: str, name: str) -> str:
    """A picture of a page, in the language of the page, for light and dark screens.

    The content of the tag is its alternative text: ``{% picture "vote" %}The bar of a vote{% endpicture %}``.
    """
    shown, language = PICTURES[name], "zh" if reads_chinese() else "en"
    context = {
        "light": static(shown.file(language, "light")),
        "dark": static(shown.file(language, "dark")),
        "picture": shown,
        "alt": " ".join(content.split()),
    }
    return render_to_string("help/_picture.html", context)
