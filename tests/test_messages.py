"""Tests the catalogue of messages: the code uses every message and no other, with the values of its wording."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from archive.desk.checking import _FOUND_AGAIN
from archive.messages import Message, catalogue, worded
from archive.page_language import place, say
from archive.reading.draft import ReadingWarning
from tests.conftest import ROOT

MODULES = [
    path for path in sorted((ROOT / "archive").rglob("*.py")) if "migrations" not in path.parts
]  # migrations keep codes of their release
ROOMS = {code.partition(".")[0] for code in catalogue()}
CODE = re.compile(rf"(?:{'|'.join(ROOMS)})\.[a-z0-9_]+")
PLACE = re.compile(r"%\((\w+)\)s")
HAN = re.compile("[\u4e00-\u9fff]")
# Only Drafts that earlier versions have read, and files that they have refused, have these codes.
STORED = {"text.footnote_twice", "text.not_chinese", "pdf.not_chinese", "pdf.no_chinese"}
NO_CODES = {"text.resolution_id", "source.docx"}  # a column and a file name


def places(wording: str) -> set[str]:
    return set(PLACE.findall(wording))


def is_code(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(CODE.fullmatch(node.value))


def codes_in(path: Path) -> set[str]:
    """Every code of messages in a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if is_code(node)}  # type: ignore[attr-defined]


def calls_in(path: Path) -> Iterator[tuple[int, str, set[str]]]:
    """(line, code, names of the values) of each call with a code and literal values."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        dicts = {
            node.targets[0].id: node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Dict)
        }
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and (code := next(filter(is_code, call.args[:2]), None)):
                given = values_of(call, dicts)
                if given is not None:
                    yield call.lineno, code.value, given  # type: ignore[attr-defined]


def values_of(call: ast.Call, dicts: dict[str, ast.Dict]) -> set[str] | None:
    """The names of the values in a call. None where they are not literal."""
    names: set[str] = set()
    for keyword in call.keywords:
        if keyword.arg is not None:
            names.add(keyword.arg)
            continue
        found = names_of(keyword.value, dicts)
        if found is None:
            return None
        names |= found
    for argument in call.args[[is_code(argument) for argument in call.args].index(True) + 1 :]:
        if isinstance(argument, ast.Constant | ast.JoinedStr | ast.BoolOp):
            continue  # the place of a warning
        found = names_of(argument, dicts)
        if found is None:
            return None
        names |= found
    return names


def names_of(node: ast.expr, dicts: dict[str, ast.Dict]) -> set[str] | None:
    literal = dicts.get(node.id) if isinstance(node, ast.Name) else node
    if not isinstance(literal, ast.Dict) or None in literal.keys:
        return None
    return {key.value for key in literal.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}


USED = {code: path for path in MODULES for code in codes_in(path)}
CALLS = [(path.relative_to(ROOT), *call) for path in MODULES for call in calls_in(path)]


def test_every_code_used_is_in_the_catalogue_and_every_code_there_is_used() -> None:
    assert set(USED) - set(catalogue()) - NO_CODES == set()
    assert set(catalogue()) - set(USED) == STORED


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_both_languages_have_the_same_places(code: str) -> None:
    wording = catalogue()[code]
    assert set(wording) == {"en", "zh"}
    assert places(wording["en"]) == places(wording["zh"])
    if re.search("[a-z]{2}", PLACE.sub("", wording["en"])):
        assert HAN.search(wording["zh"])
    for words in wording.values():
        assert "%" not in PLACE.sub("", words), "a single % breaks the wording"


def test_each_call_gives_the_values_of_its_wording() -> None:
    assert len(CALLS) > 100
    wrong = [(path, line, code, given) for path, line, code, given in CALLS if given != places(catalogue()[code]["en"])]
    assert wrong == []


def test_values_are_filled_into_the_wording() -> None:
    warning = ReadingWarning("op3", "reading.number_out_of_order", {"label": "5.", "expected": "4"})
    assert str(warning) == "Number 5. where 4 was expected."
    with translation.override("zh-hans"):
        assert say(warning.message) == "编号为5.，应为4。"


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (Message("later.release", {"page": "3"}), "later.release (page: 3)"),
        (Message("100 % of nothing."), "100 % of nothing."),
    ],
)
def test_a_message_that_the_catalogue_lacks_is_shown_as_stored(message: Message, words: str) -> None:
    assert worded(message, "en") == worded(message, "zh") == words


@pytest.mark.parametrize(
    ("message", "zh", "en"),
    [
        (Message("desk.revision", {"number": "2", "language": "en"}), "第2版（英文）。", "Revision 2 (English)."),
        (
            Message("intake.outcome_differs", {"stored_outcome": "recorded", "said_outcome": "without_vote"}),
            "原存通过方式为“记录表决”，此来源为“未经表决通过”。",
            "Stored as adopted “Recorded vote”; this source says “Adopted without a vote”.",
        ),
        (
            Message(
                "history.changed",
                {"model": "document", "what": "A/1", "field": "outcome", "before": "—", "after": "recorded"},
            ),
            "文件“A/1”的通过方式：“—”改为“记录表决”",
            "document “A/1”, adopted: “—” → “Recorded vote”",
        ),
        (
            Message(
                "history.changed", {"model": "scroll", "what": "A/1", "field": "seal", "before": "—", "after": "red"}
            ),
            "scroll“A/1”的seal：“—”改为“red”",
            "scroll “A/1”, seal: “—” → “red”",
        ),
    ],
)
def test_values_that_are_codes_are_shown_by_name(message: Message, zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert say(message) == zh
    with translation.override("en"):
        assert say(message) == en


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("metadata", "事项", "facts"),
        ("footnote 3", "脚注3", "footnote 3"),
        ("line 12", "第12行", "line 12"),
        ("page 2, line 12", "第2页第12行", "page 2, line 12"),
        ("fact resolution.meeting", "全体会议", "plenary meeting"),
        ("op3-a", "op3-a", "op3-a"),
    ],
)
def test_a_place_is_named_in_the_language_of_the_page(code: str, zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert place(code) == zh
    with translation.override("en"):
        assert place(code) == en


def test_codes_that_checking_finds_again_are_in_the_catalogue() -> None:
    assert set(catalogue()) >= _FOUND_AGAIN
