"""Runs the programs of the help against a server: those in Python, and those in R where R is installed."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from typing import Any

import pytest
from django.test import Client

from archive.intake.states import load_states
from archive.intake.votes import VoteIntake
from archive.searching import freshness
from archive.views.api import EXAMPLES
from archive.views.examples import Example, examples
from archive.voting.choice import Choice
from archive.voting.record import CastBallot, Origin, VoteRecord
from tests import shelf

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(live_server: Any, empty_index: None) -> str:
    """The address of an archive with two texts, and with votes of China in two years."""
    load_states()
    shelf.fill()
    choices = ((2034, Choice.YES), (2034, Choice.YES), (2035, Choice.NO))
    VoteIntake().store(
        VoteRecord(
            f"library:{number}", Origin.LIBRARY, f"A/RES/{year - 1945}/{number}", date=date(year, 12, 1),
            ballots=[CastBallot("CHINA", choice), CastBallot("PERU", Choice.NO)],
        )
        for number, (year, choice) in enumerate(choices, 11)
    )  # fmt: skip
    freshness.rebuild()
    return str(live_server.url)


def of(language: str) -> list[Example]:
    return [each for each in examples(EXAMPLES) if each.language == language]


def run(example: Example, server: str) -> Any:
    """The ``answer`` of a program in Python. The archive of the tests has other words."""
    names: dict[str, Any] = {}
    code = example.at(server).replace("核裁军", "段:执行")
    exec(compile(code, example.en, "exec"), names)  # noqa: S102
    return names["answer"]


def test_python(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.searching.search.FOUND_CLAUSES_A_PAGE", 1)
    clauses, votes = (run(example, server) for example in of("Python"))
    assert clauses == {"A/RES/89/1": 1, "A/RES/90/2": 1}
    assert votes.to_dict("index") == {2034: {"no": 0, "yes": 2}, 2035: {"no": 1, "yes": 0}}


@pytest.mark.skipif(not shutil.which("Rscript"), reason="needs R")
def test_r(server: str) -> None:
    [example] = of("R")
    printed = subprocess.run(
        ["Rscript", "-e", example.at(server)], capture_output=True, text=True, timeout=60, check=True
    ).stdout
    assert [line.split() for line in printed.splitlines()][-2:] == [["2034", "0", "2"], ["2035", "1", "0"]]


@pytest.mark.parametrize(("language", "heading"), [("zh-hans", "程序"), ("en", "Programs")])
def test_the_help_shows_them(client: Client, language: str, heading: str) -> None:
    shown = client.get(f"/help/data/?language={language}").content.decode()
    assert f'<h2 id="programs">{heading}</h2>' in shown
    for example in examples(EXAMPLES):
        assert f"{example.zh if language != 'en' else example.en} " in shown
    assert "http://testserver/states/CHN/?format=csv" in shown
