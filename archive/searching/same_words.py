"""The rule for clauses with the same words, and the number by which the index compares them.

Two clauses have the same words if their printed texts have the same spelled tokens (``archive.searching.analysis``). So
white space in Chinese, the width of characters and punctuation, the kind of quotation marks, simplified and traditional
script, and capital letters make no difference. A clause's number and its footnote marks are not part of its text, so
they make no difference either. Every other character does.
"""

from __future__ import annotations

import hashlib

from archive.searching.analysis import spelled, token_texts


def wording(text: str) -> int:
    """A number that is the same for the same words: the first 62 bits of a SHA-256. Engines have numbers of 64 bits
    with a sign.

    >>> wording("回顾 其第65/72号决议，") == wording("回顾其第６５／７２号決議,")
    True
    """
    digest = hashlib.sha256(" ".join(token_texts(text, spelled)).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 2
