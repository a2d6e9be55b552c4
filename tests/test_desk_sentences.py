"""Whatever a reader of bytes or the desk says to a librarian, a Chinese page says in Chinese.

Readers know no translations, so the sentences are taken from their code.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from archive.desk.checking import _FOUND_AGAIN
from archive.messages import Message
from archive.page_language import say
from archive.reading.draft import ReadingWarning
from tests.conftest import ROOT

SPEAKING = [
    *sorted((ROOT / "archive" / "reading").rglob("*.py")),
    *sorted((ROOT / "archive" / "desk").rglob("*.py")),
    ROOT / "archive" / "intake" / "batch.py",
    ROOT / "archive" / "intake" / "store.py",
]
# Whatever is called so says something; which of its arguments is the message.
SAYS = {"Message": 0, "Unreadable": 0, "MisfitError": 0, "RefusedError": 0, "ReadingWarning": 1, "_warn": None}
SENTENCE = re.compile(r"[A-Z“%][^\n]* [^\n]*(?:[.?”]|: %\(\w+\)s)")
PLACE = re.compile(r"%\((\w+)\)s")


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def docstrings(tree: ast.Module) -> set[int]:
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, holders)]
    return {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}


def sentences(path: Path) -> Iterator[str]:
    """Every string of a module that is a sentence, its docstrings aside."""
    tree = tree_of(path)
    passed_over = docstrings(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in passed_over:
            continue
        if SENTENCE.fullmatch(node.value) and "%s" not in node.value:  # %s: it goes into the log
            yield node.value


ALL = sorted({sentence for path in SPEAKING for sentence in sentences(path)})


def test_they_are_found() -> None:
    assert len(ALL) > 100
    assert "The PDF file is damaged; fetch it again." in ALL
    assert "Number %(label)s where %(expected)s was expected." in ALL


@pytest.mark.parametrize("message", ALL)
def test_a_chinese_page_says_it_in_chinese(message: str) -> None:
    with translation.override("zh-hans"):
        said = translation.gettext(message)
    assert re.search("[\u4e00-\u9fff]", said)
    assert said != message
    assert sorted(PLACE.findall(said)) == sorted(PLACE.findall(message))
    with translation.override("en"):
        assert translation.gettext(message) == message


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_values_are_not_put_into_the_message(path: Path) -> None:
    """A message that has its values in it already can be found in no list of translations."""
    for node in ast.walk(tree_of(path)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in SAYS:
            place = SAYS[name]
            messages = node.args[:2] if place is None else node.args[place : place + 1]
            assert not any(isinstance(message, ast.JoinedStr) for message in messages[:1]), (path, node.lineno)


def test_values_come_into_the_translation() -> None:
    warning = ReadingWarning(
        "op3", "Number %(label)s where %(expected)s was expected.", {"label": "5.", "expected": "4"}
    )
    assert str(warning) == "Number 5. where 4 was expected."
    with translation.override("zh-hans"):
        assert say(warning.message) == "编号为5.，应为4。"
        assert say(Message("100 % of nothing.")) == "100 % of nothing.", "what has no values is said as it is"


def test_what_is_found_again_is_what_a_reader_says() -> None:
    assert set(ALL) >= _FOUND_AGAIN
