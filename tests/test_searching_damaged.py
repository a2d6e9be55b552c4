"""Tests that a damaged index is no index: everything else goes on, and a new index is built beside it."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from archive.searching import freshness
from archive.searching.engines.backend import IndexAway
from archive.searching.engines.folder import IndexFolder
from archive.searching.engines.local import LocalBackend
from tests.indexes import index_at
from tests.shelf import draft, full, store

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=["whoosh", "tantivy"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    with index_at(tmp_path / "search", request.param):
        store(*full())
        freshness.rebuild()
        yield


def _files() -> list[Path]:
    current = freshness.backend().folder.current()
    assert current is not None
    return sorted(path for path in current.iterdir() if path.suffix in (".toc", ".seg", ".idx", ".store", ".json"))


def _cut(*suffixes: str) -> Callable[[], None]:
    def cut() -> None:
        for path in _files():
            if path.suffix in suffixes:
                os.truncate(path, path.stat().st_size // 2)

    return cut


def _remove(*suffixes: str) -> Callable[[], None]:
    def remove() -> None:
        for path in _files():
            if path.suffix in suffixes:
                path.unlink()

    return remove


def _root() -> Path:
    return freshness.backend().folder.root


def _folder() -> Path:
    current = freshness.backend().folder.current()
    assert current is not None
    return current


def _empty_folder() -> None:
    for path in _folder().iterdir():
        path.unlink()


def _file_for_folder(folder: Callable[[], Path]) -> Callable[[], None]:
    def replace() -> None:
        path = folder()
        shutil.rmtree(path)
        path.write_text("")

    return replace


def _folder_for_link() -> None:
    (_root() / "current").unlink()
    (_root() / "current").mkdir()


DAMAGES: dict[str, Callable[[], None]] = {
    "list of segments cut": _cut(".toc", ".json"),
    "list of segments gone": _remove(".toc", ".json"),
    "segment cut": _cut(".seg", ".idx", ".store"),
    "segment gone": _remove(".seg", ".idx", ".store"),
    "folder gone": lambda: shutil.rmtree(_folder()),
    "folder empty": _empty_folder,
    "file for a folder": _file_for_folder(_folder),
    "file for the folder of the index": _file_for_folder(_root),
    "file for the folder of all indexes": _file_for_folder(lambda: _root().parent),
    "folder for the link": _folder_for_link,
}


@pytest.fixture(params=DAMAGES)
def damaged(request: pytest.FixtureRequest) -> None:
    DAMAGES[request.param]()
    LocalBackend._readers.clear()  # as after a restart


@pytest.mark.usefixtures("damaged")
def test_the_search_is_away_and_everything_else_goes_on(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    kinds = dict.fromkeys(("json", "csv", "atom"), "application/problem+json") | {"html": "text/html"}
    for name, kind in kinds.items():
        response = client.get("/search/", {"q": "核武器", "format": name})
        assert (response.status_code, response["Retry-After"]) == (503, "60")
        assert response["Content-Type"].startswith(kind)
    assert "检索暂时不可用" in client.get("/search/suggest/?q=核武器").json()["detail"]
    assert client.get("/A/RES/90/2/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        store(draft("A/RES/90/3", title="一项关于鲸鱼的试验"))
    assert client.get("/A/RES/90/3/").status_code == 200


@pytest.mark.usefixtures("damaged")
def test_the_check_tells_of_a_damaged_index(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("check_index")
    assert "no index that can be read" in capsys.readouterr().out


@pytest.mark.usefixtures("damaged")
@pytest.mark.parametrize("mend", ["update_index", "rebuild_index", "tend"])
def test_a_new_index_is_built(client: Client, mend: str, caplog: pytest.LogCaptureFixture) -> None:
    if mend == "tend":
        with pytest.raises(IndexAway):
            freshness.backend().reader()  # a search has met the damage
        _tend_once()
    else:
        call_command(mend, verbosity=0, **{"interactive": False} if mend == "rebuild_index" else {})
    assert json.loads(client.get("/search/?q=届:90&format=json").content)["count"] > 0
    assert not freshness.difference()
    assert not freshness.backend().folder.damaged.exists()


def _tend_once() -> None:
    class Once(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            self.set()
            return True

    freshness.tend(Once())


def test_a_change_waits_while_another_process_writes(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    with freshness.backend().folder.alone(), django_capture_on_commit_callbacks(execute=True):
        store(draft("A/RES/90/3", title="一项关于鲸鱼的试验"))
    assert client.get("/search/?q=鲸鱼&format=json").json()["notices"][0]["code"] == "search.behind"
    _tend_once()
    assert client.get("/search/?q=鲸鱼&format=json").json()["notices"] == []
    assert client.get("/search/?q=鲸鱼&format=json").json()["documents_by_name"]["count"] == 1


def test_a_change_is_stored_if_the_index_cannot_be_written(
    client: Client, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(type(freshness.backend()), "open_writer", full_disk)
        with django_capture_on_commit_callbacks(execute=True):
            store(draft("A/RES/90/3", title="一项关于鲸鱼的试验"))
        _tend_once()
        assert client.get("/search/?q=鲸鱼&format=json").json()["documents_by_name"]["count"] == 0
    _tend_once()
    assert client.get("/search/?q=鲸鱼&format=json").json()["documents_by_name"]["count"] == 1


def test_old_indexes_go(tmp_path: Path) -> None:
    for name in ("whoosh-0a1b2c3d", "tantivy-99999999", "mine"):
        (tmp_path / "all" / name / "g-1").mkdir(parents=True)
    (tmp_path / "all" / "whoosh-11111111").mkdir()
    IndexFolder(tmp_path / "all" / "whoosh-11111111").remove_others()
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == ["mine", "whoosh-11111111"]
