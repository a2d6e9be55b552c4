"""What the desk and its readers say, in the language of the page.

Readers have no translations: what they say is a ``Message``, English with places for values, and its translation is
looked for by the English.
"""

from __future__ import annotations

from django.utils.translation import gettext

from archive.messages import Message


def say(sentence: Message) -> str:
    said = gettext(sentence.message)
    return said % sentence.values if sentence.values else said
