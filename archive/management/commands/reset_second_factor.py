"""The command ``reset_second_factor``: deletes the second factors of a user who has lost them."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from archive.accounts import second_factor
from archive.database.reaching import reach_database


class Command(BaseCommand):
    help = "Delete the second factors of a user. The user then signs in with the password and adds new ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the user's name")

    def handle(self, *args: Any, **options: Any) -> None:
        reach_database()
        user = get_user_model().objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"There is no user {options['name']!r}.")
        self.stdout.write(f"{second_factor.reset(user, by=None)} second factors were deleted.")
