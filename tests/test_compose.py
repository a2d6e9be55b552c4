"""Tests docker-compose.yml and nginx.conf without Docker: what they name is there, and fits together."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import load_command_class

from tests.conftest import ROOT
from tests.test_readme import read_from_the_environment

FILE = ROOT / "docker-compose.yml"
SEVERAL = {"web-1", "web-2", "worker", "proxy"}
_OWN = {"POSTGRES_PASSWORD", "PORT"}  # variables of the file itself


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return found


def _of_archive(compose: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in compose["services"].items() if one.get("build") == "."}


def test_every_variable_is_a_setting(compose: dict[str, Any]) -> None:
    known = read_from_the_environment()
    assert set(re.findall(r"\$\{(\w+)", FILE.read_text("utf-8"))) <= known | _OWN
    for name, service in _of_archive(compose).items():
        assert service["environment"].keys() <= known, name


def test_without_a_profile_there_are_one_web_server_and_the_database(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert {name for name, one in services.items() if "profiles" not in one} == {"web", "database"}
    assert {name for name, one in services.items() if "several" in one.get("profiles", [])} == SEVERAL


def test_what_a_service_needs_starts_with_it(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name, service in services.items():
        for needed in service.get("depends_on", []):
            profiles = services[needed].get("profiles")
            assert not profiles or set(service["profiles"]) <= set(profiles), f"{name} needs {needed}"


def test_every_volume_is_declared_and_used(compose: dict[str, Any]) -> None:
    used = [volume.partition(":")[0] for one in compose["services"].values() for volume in one.get("volumes", [])]
    assert {name for name in used if not name.startswith(".")} == set(compose["volumes"])
    assert all((ROOT / name).is_file() for name in used if name.startswith("."))


def test_several_machines_share_what_they_must(compose: dict[str, Any]) -> None:
    machines = [one for name, one in _of_archive(compose).items() if name in SEVERAL]
    shared = ("DATABASE_URL", "ARCHIVE_SECRET_KEY", "SEARCH_ENGINE", "ARCHIVE_DATA")
    assert len({tuple(one["environment"][name] for name in shared) for one in machines}) == 1
    assert machines[0]["environment"]["SEARCH_ENGINE"] == "postgresql"
    mounted = [dict(reversed(volume.split(":")) for volume in one["volumes"]) for one in machines]
    assert {one[machines[0]["environment"]["ARCHIVE_DATA"]] for one in mounted} == {"data"}
    assert len({one["/var/lib/archive"] for one in mounted}) == len(machines), "each has a folder of its own"
    assert len({one["hostname"] for one in machines}) == len(machines)


def test_the_commands_can_be_run(compose: dict[str, Any]) -> None:
    commands = [one["command"] for one in _of_archive(compose).values() if "command" in one]
    run = [shlex.split(one) for line in commands for one in re.findall(r"manage\.py ([^&\"]+)", line)]
    assert {words[0] for words in run} == {"prepare", "serve", "desk_worker"}
    for name, *options in run:
        load_command_class("archive", name).create_parser("manage.py", name).parse_args(options)


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_takes_its_file_which_names_the_web_servers(compose: dict[str, Any], tmp_path: Path) -> None:
    conf = (ROOT / "nginx.conf").read_text("utf-8")
    named = re.findall(r"server (\S+):(\d+) ", conf)
    assert named == [(name, "8000") for name in ("web-1", "web-2")]
    listens = re.findall(r"listen (\d+);", conf)
    assert compose["services"]["proxy"]["ports"] == [f"127.0.0.1:${{PORT:-8000}}:{listens[0]}"]
    for name, _ in named:
        conf = conf.replace(name, "127.0.0.1")
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{conf}}}\n"
    )
    done = subprocess.run(
        ["nginx", "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
