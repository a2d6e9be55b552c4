"""Tests that a server starts without what only some processes need, and keeps the dictionary in a form that loads
quickly."""

from __future__ import annotations

import marshal
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from archive.searching import dictionary

# What reads and cites sources, recognises scans, writes tables and typesets: hundreds of modules, and their patterns.
NOT_FOR_PAGES = (
    "archive.reading.readers", "archive.reading.printed.reader", "archive.reading.pdf.reader", "archive.citing.citing",
    "archive.citing.find", "archive.citing.resolve", "numpy", "onnxruntime", "pkg_resources", "pyarrow", "typst",
)  # fmt: skip

_IMPORTED = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
from archive.management.commands import serve
from archive.serving import worker
from archive import wsgi
print(" ".join(sys.modules))
"""


def test_a_server_imports_nothing_that_reads_sources() -> None:
    done = subprocess.run([sys.executable, "-c", _IMPORTED], check=True, capture_output=True, text=True)
    imported = set(done.stdout.split())
    assert "archive.views.public.search" in imported
    assert imported.isdisjoint(NOT_FOR_PAGES)


def test_the_dictionary_is_kept(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VAR_DIR = tmp_path
    made = dictionary.tokenizer(["无核武器区"])
    [kept] = (tmp_path / "jieba").iterdir()
    monkeypatch.setattr(dictionary.Tokenizer, "gen_pfdict", None)  # from now on, jieba's own file cannot be read
    loaded = dictionary.tokenizer(["无核武器区"])
    assert (loaded.FREQ, loaded.total) == (made.FREQ, made.total)
    assert loaded.lcut("在无核武器区内") == made.lcut("在无核武器区内") == ["在", "无核武器区", "内"]
    assert marshal.loads(kept.read_bytes()) == (made.FREQ, made.total)  # noqa: S302


def test_a_dictionary_of_other_names_replaces_it(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    dictionary.tokenizer(["无核武器区"])
    [before] = (tmp_path / "jieba").iterdir()
    assert "在无核武器区内" not in dictionary.tokenizer(["在无核武器区内"]).lcut("无核武器区")
    [after] = (tmp_path / "jieba").iterdir()
    assert before.name != after.name


@pytest.mark.parametrize("content", [b"", b"c", marshal.dumps(3), marshal.dumps(("核", 1, 2))])
def test_a_damaged_dictionary_is_made_again(settings: Settings, tmp_path: Path, content: bytes) -> None:
    settings.VAR_DIR = tmp_path
    made = dictionary.tokenizer([])
    [kept] = (tmp_path / "jieba").iterdir()
    kept.write_bytes(content)
    assert dictionary.tokenizer([]).FREQ == made.FREQ
    assert len(kept.read_bytes()) > 1_000_000


def test_the_dictionary_is_loaded_where_no_file_can_be_kept(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "file" / "var"
    (tmp_path / "file").write_text("no folder")
    assert dictionary.tokenizer(["无核武器区"]).lcut("无核武器区") == ["无核武器区"]
