"""Tests the examples of README.md for nginx and systemd with these programs. Nothing is started."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.readme_tables import README


def _example(after: str) -> str:
    """The indented lines of README.md that follow the paragraph with these words."""
    lines = README.read_text(encoding="utf-8").partition(after)[2].splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("    "))
    last = next(number for number, line in enumerate(lines[first:], first) if line and not line.startswith("    "))
    return "\n".join(line.removeprefix("    ") for line in lines[first:last]) + "\n"


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_takes_the_example(tmp_path: Path) -> None:
    request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=archive.example"]
    certificate, key = tmp_path / "archive.pem", tmp_path / "archive.key"
    subprocess.run(["openssl", *request, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    example = _example("this is enough for nginx").replace("/etc/ssl", str(tmp_path))
    for port in ("80", "443"):  # only root may test these
        example = example.replace(f"listen {port}", f"listen 127.0.0.1:20{port:0>3}")
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{example}}}\n"
    )
    done = subprocess.run(
        ["nginx", "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_the_examples(tmp_path: Path) -> None:
    for name in ("archive.service", "archive-backup.service", "archive-backup.timer"):
        (tmp_path / name).write_text(_example(f"/etc/systemd/system/{name}`"))
        done = subprocess.run(
            ["systemd-analyze", "verify", tmp_path / name], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
