#!/usr/bin/env python
"""The archive's command line: ``python manage.py help``."""

import os
import sys

from django.core.management import execute_from_command_line

from archive.database.reaching import not_prepared
from archive.faults import fault


def main(arguments: list[str]) -> None:
    """Runs the command. Where the machine is at fault, prints a sentence and exits with the status 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    try:
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


if __name__ == "__main__":
    main(sys.argv)
