"""Tests the command ``compare`` with symbols, files and bad input. The texts are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.utils import timezone

from archive.models import Resolution, Revision, Text
from tests.test_commands import a_resolution, run

BEFORE = a_resolution("90/1", "请各国继续审议这一问题。")
AFTER = a_resolution("91/1", "敦促各国继续审议这一问题。")


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.django_db
def test_files_are_compared_and_not_stored(tmp_path: Path) -> None:
    before, after = written(tmp_path, "a.txt", BEFORE), written(tmp_path, "b.txt", AFTER)
    out, err, status = run("compare", before, after, json=True)
    assert (err, status, Revision.objects.count()) == ("", 0, 0)
    alike = {"kind": "same", "moved": False, "verb": None, "strength": None, "changes": [], "doubtful": False}
    verb = {"kind": "reworded", "verb": ["请", "敦促"], "strength": "stronger", "changes": [["请", "敦促"]]}
    assert json.loads(out) == {
        "from": "A/RES/90/1",
        "to": "A/RES/91/1",
        "pairs": [{"from": "pp1", "to": "pp1"} | alike, {"from": "op1", "to": "op1"} | alike | verb],
        "new": [],
        "dropped": [],
        "splits": [],
        "merges": [],
    }


@pytest.mark.django_db(transaction=True)
def test_symbols_of_the_archive_are_compared_in_the_language_of_both(tmp_path: Path) -> None:
    written(tmp_path, "a.txt", BEFORE)
    assert run("import_resolutions", tmp_path)[2] == 0
    after = written(tmp_path, "b.txt", AFTER.replace("1. 敦促", "1. 欢迎各大学的观察站；\n\n2. 请"))
    out, err, status = run("compare", "a/res/90/1", after)
    assert (err, status) == ("", 0)
    assert out.splitlines() == [
        "A/RES/90/1 → A/RES/91/1 (zh)",
        "  2 unchanged, 0 changed, 1 new, 0 dropped",
        "op1: new: 欢迎各大学的观察站；",
    ]
    Text.objects.update(language="en")
    sentence = "A/RES/90/1 (en) and A/RES/91/1 (zh) have no language in common; give "
    assert run("compare", "A/RES/90/1", after)[1:] == (sentence + "a file of one of them in the other's language.\n", 1)
    Resolution.objects.update(withdrawn_at=timezone.now())
    assert run("compare", "A/RES/90/1", after)[1:] == (
        "A/RES/90/1 is neither a file nor a resolution whose text the archive has; check the path or the symbol.\n",
        1,
    )


@pytest.mark.django_db
def test_bad_input_is_reported_in_a_sentence(tmp_path: Path) -> None:
    good = written(tmp_path, "good.txt", BEFORE)
    folder = tmp_path / "folder"
    folder.mkdir()
    written(folder, "a.txt", BEFORE)
    written(folder, "b.txt", AFTER)
    empty = written(tmp_path, "empty.txt", "")
    two = written(tmp_path, "two.txt", BEFORE + "\n\n" + AFTER)
    for bad, sentence in (
        ("A/RES/95/1", "A/RES/95/1 is neither a file nor a resolution"),
        (folder, f"{folder} has 2 files, but a comparison needs one text on each side"),
        (empty, f"{empty}: The file is empty; fetch it again."),
        (two, f"{two} has 2 resolutions, but a comparison needs one on each side"),
    ):
        out, err, status = run("compare", good, bad)
        assert (out, status) == ("", 1)
        assert err.startswith(sentence)
        assert "Traceback" not in err
