"""Tests templates: the length of lines, and {% joined %}, which removes line breaks of the template from the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template import engines

from tests.conftest import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def rendered(source: str) -> str:
    return engines["django"].from_string("{% load i18n joined %}" + source).render({"day": "12月8日", "lines": "a\n b"})


@pytest.mark.parametrize(
    ("lines", "printed"),
    [
        ("\n  {{ day }}\n  ，\n  第60次\n", "12月8日，第60次"),
        ("\n  a b\n  {{ day }}&#32;\n  c\n", "a b12月8日&#32;c"),
        ("\n  <p>\n    {{ day }}\n  </p>\n", "<p>12月8日</p>"),
        ('\n  <a class="x"\n     href="/">\n    y\n  </a>\n', '<a class="x" href="/">y</a>'),
        ('\n  <a\n    {% if day %}\n      href="/"\n    {% endif %}>y</a>', '<a  href="/" >y</a>'),
        ("\n  {% if day %}\n    1\n  {% else %}\n    2\n  {% endif %}\n  3\n", "13"),
        ("\n  {% for one in 'ab' %}\n    {{ one }},\n  {% endfor %}\n", "a,b,"),
        ("\n  {{ lines }}\n", "a\n b"),
    ],
    ids=["glued", "spaces", "tags", "in a tag", "a condition in a tag", "branches", "a loop", "a value stays"],
)
def test_joined_drops_the_line_breaks_of_the_template(lines: str, printed: str) -> None:
    assert rendered("{% joined %}" + lines + "{% endjoined %}") == printed


def test_a_line_break_is_kept_outside() -> None:
    assert rendered("a\n{% joined %}\nb\n{% endjoined %}\nc") == "a\nb\nc"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_line_is_longer_than_in_code(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > 120] == []
