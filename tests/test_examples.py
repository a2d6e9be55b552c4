"""Tests the examples in docstrings of the archive."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest
from django.utils import translation

from tests.conftest import ROOT

MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted((ROOT / "archive").rglob("*.py"))
    if any(">>> " in line and "+SKIP" not in line for line in path.read_text(encoding="utf-8").splitlines())
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_hold(name: str) -> None:
    with translation.override("en"):
        result = doctest.testmod(import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
