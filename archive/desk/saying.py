"""What the desk and its readers say, in the language of the page.

Readers have no translations: what they say is a ``Sentence``, English with places for values, and its translation is
looked for by the English.
"""

from __future__ import annotations

from django.utils.translation import gettext

from archive.reading.draft import Sentence


def say(sentence: Sentence) -> str:
    said = gettext(sentence.message)
    return said % sentence.values if sentence.values else said
