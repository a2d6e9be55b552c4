"""Signs that the UN does not print in Chinese words: half-width punctuation, stray signs, and marks without a note.

Programs that take the text out of a file leave such signs behind, and so do people who type.
"""

from __future__ import annotations

import re

# Half-width parentheses are not here: the UN prints them (第1540(2004)号).
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}
_BEFORE = "(?<=[\u4e00-\u9fff》”’）])"  # a Han character, or the end of a title, a quotation or a bracket
# A full stop between letters or digits belongs to a symbol or a number.
_HALF_WIDTH = re.compile(
    rf"{_BEFORE}[,;:?!](?![A-Za-z0-9])|{_BEFORE}[.](?![A-Za-z0-9.])|(?<![A-Za-z0-9])[,;:?!](?=[\u4e00-\u9fff《“])"
)
_STRAY = re.compile("[*#^~|\\\\`_\ufffd\ue000-\uf8ff□■◆◇●※]")
# A number of one or two digits behind a title or a punctuation mark that counts nothing.
_MARK = re.compile(
    r"(?<=[》”）。，；])\d{1,2}(?![\d个国名年月日次届项份万亿多余票种至号/.%、–—-])|[¹²³⁰⁴-⁹]+|\[\d{1,2}\]"
)


def odd_signs(words: str) -> list[str]:
    """The half-width punctuation and the stray signs of Chinese words, in their order.

    >>> odd_signs("回顾其决议,又铭记*第1540(2004)号决议")
    [',', '*']
    """
    found = [(match.start(), match[0]) for pattern in (_HALF_WIDTH, _STRAY) for match in pattern.finditer(words)]
    return [sign for _at, sign in sorted(found)]


def put_right(words: str) -> str:
    """The words with full-width punctuation and without stray signs. They stay as they are if nothing else is left.

    >>> put_right("回顾其决议,又铭记*1.5吨;")
    '回顾其决议，又铭记1.5吨；'
    """
    return _HALF_WIDTH.sub(lambda found: _FULL_WIDTH[found[0]], _STRAY.sub("", words)).strip() or words


def marks_in_words(words: str) -> list[str]:
    """Digits in Chinese words that look like marks of footnotes.

    >>> marks_in_words("铭记《行动纲领》1的宗旨、《公约》[3]和裁军²，13个国家")
    ['1', '3', '²']
    """
    return [found[0].strip("[]") for found in _MARK.finditer(words)]
