"""The job of the queue that finds the terms."""

from __future__ import annotations

import logging
import sys

import pytest

from archive.desk.jobs import making_terms, tasks


def test_a_failure_is_told(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(making_terms, "_COMMAND", [sys.executable, "-c", "raise SystemExit('no memory')"])
    with caplog.at_level(logging.WARNING):
        tasks.make_terms()
    assert "no memory" in caplog.text
