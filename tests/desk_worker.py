"""Starts the desk's worker as a separate process on the tests' database."""

from __future__ import annotations

import os
import subprocess
import sys

from django.db import connection

from tests.conftest import ROOT


def worker(*arguments: str) -> subprocess.Popen[bytes]:
    """A worker on the tests' database."""
    code = (
        "import sys; from django.conf import settings; import tests.settings; import django\n"
        "from tests import settings as s; s.DATABASES['default']['NAME'] = sys.argv[1]\n"
        "django.setup()\nfrom django.core.management import call_command\n"
        "call_command('desk_worker', *sys.argv[2:])"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    name = str(connection.settings_dict["NAME"])
    return subprocess.Popen([sys.executable, "-c", code, name, *arguments], cwd=ROOT, env=environment)
