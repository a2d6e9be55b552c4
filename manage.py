#!/usr/bin/env python
"""The archive's command line: ``python manage.py help``."""

import os
import shlex
import sys

from django.conf import settings
from django.core.management import execute_from_command_line

from archive.database.reaching import not_prepared
from archive.faults import fault


def main(arguments: list[str]) -> None:
    """Runs the command. Where the machine is at fault, prints a sentence and exits with the status 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    try:
        _require_owner(arguments)
        execute_from_command_line(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of the output has gone (`| head`). Nothing more must be written when the process exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        sentence = fault(error) or not_prepared(error)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        sys.exit(1)


def _require_owner(arguments: list[str]) -> None:
    """Ends a command of root where var/ belongs to another user: this user could not change the files of root later."""
    folder = settings.VAR_DIR
    if sys.platform == "win32" or os.geteuid() != 0 or not folder.exists() or arguments[1:2] in (["doctor"], ["read"]):
        return
    if owner := folder.stat().st_uid:
        command = shlex.join([sys.executable, *arguments])
        sys.exit(f"{folder} belongs to another user. Run this command as that user: sudo -u '#{owner}' {command}")


if __name__ == "__main__":
    main(sys.argv)
