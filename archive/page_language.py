"""The language of the page that Django is making, and what the archive says in it."""

from __future__ import annotations

from django.utils.translation import get_language

from archive.messages import Message, worded


def reads_chinese() -> bool:
    """Whether the page is in Chinese, which is what it is unless its reader chose English."""
    return (get_language() or "zh").startswith("zh")


def say(message: Message) -> str:
    """The message in the page's language."""
    return worded(message, "zh" if reads_chinese() else "en")
