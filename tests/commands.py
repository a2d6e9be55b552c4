"""Runs commands of ``manage.py`` as separate processes on the tests' database and index."""

from __future__ import annotations

import os
import subprocess
import sys

from django.conf import settings
from django.db import connection

from tests.conftest import ROOT

_CODE = """
import sys, django
from tests import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.HAYSTACK_CONNECTIONS["default"]["PATH"] = sys.argv[2]
django.setup()
from django.core.management import call_command
call_command(*sys.argv[3:])
"""


def program(*arguments: str) -> list[str]:
    """The program of a command, with its arguments. It runs in the root of the project, with ``tests.settings`` as its
    settings."""
    places = str(connection.settings_dict["NAME"]), str(settings.HAYSTACK_CONNECTIONS["default"]["PATH"])
    return [sys.executable, "-c", _CODE, *places, *arguments]


def command(*arguments: str) -> subprocess.Popen[bytes]:
    """A command, as a process group of its own."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen(program(*arguments), cwd=ROOT, env=environment, start_new_session=True)


def worker(*arguments: str) -> subprocess.Popen[bytes]:
    """The desk's worker."""
    return command("desk_worker", *arguments)
