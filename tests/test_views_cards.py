"""Tests the words that a card quotes."""

from __future__ import annotations

import pytest

from archive.citing.pinpoints import Pin
from archive.views.public.card_html import _words
from archive.views.public.cards import Quoted


@pytest.mark.parametrize(
    ("exact", "pinpoints", "html"),
    [
        ("《甲条约》", [], "<q>《甲条约》</q>"),
        ("《甲条约》", ["第六条"], "<q>《甲条约》</q> 第六条"),
        ("《甲条约》", ["第六条", "第七条"], "<q>《甲条约》</q> 第六条 第七条"),
        ("其附件2", ["附件2"], "<q>其附件2</q>"),  # the words have the place already
        ("其附件2", ["第3段", "附件2"], "<q>其附件2</q> 第3段"),
        ("<b>", ["<i>"], "<q>&lt;b&gt;</q> &lt;i&gt;"),
    ],
)
def test_quoted_words_and_places(exact: str, pinpoints: list[str], html: str) -> None:
    no_pins: list[Pin] = []
    assert _words(Quoted(exact, dict.fromkeys(pinpoints, no_pins)), "") == html
