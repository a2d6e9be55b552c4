"""Tests that each name in docs/glossary.md exists in the code."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import pytest

from tests.conftest import ROOT

NAMES = sorted(
    {
        name
        for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and not line.startswith(("|---", "| Chinese"))
        for name in re.findall(r"`([\w.]+)`", line.rsplit("|", 2)[1])
    }
)


def found(name: str) -> Any:
    """The object with a dotted name in the package: a module, or a member of one."""
    parts = f"archive.{name}".split(".")
    for size in range(len(parts), 0, -1):
        try:
            value: Any = import_module(".".join(parts[:size]))
        except ModuleNotFoundError:
            continue
        for part in parts[size:]:
            value = (
                value.__annotations__[part] if part in getattr(value, "__annotations__", ()) else getattr(value, part)
            )
        return value
    raise AssertionError(name)


def test_the_glossary_has_names() -> None:
    assert len(NAMES) > 50


@pytest.mark.parametrize("name", NAMES)
def test_each_name_is_in_the_code(name: str) -> None:
    assert found(name) is not None
