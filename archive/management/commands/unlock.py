"""The command ``unlock``: forgets wrong passwords, so that a user can sign in at once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from axes.utils import reset
from django.core.management.base import BaseCommand

from archive.accounts.limits import network
from archive.database.reaching import reach_database


class Command(BaseCommand):
    help = "Forget the wrong passwords of a user or an address; without either, all of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", help="the user's name")
        parser.add_argument("--address", help="the address from which wrong passwords came")

    def handle(self, *args: Any, **options: Any) -> None:
        reach_database()
        forgotten = reset(ip=network(options["address"] or "") or None, username=options["name"])
        self.stdout.write(f"{forgotten} records of wrong passwords were deleted.")
