import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from archive.desk import fetching
from archive.desk.missing import MissingResolutions
from archive.desk.proofs import RefusedError
from archive.fetching import un_documents
from archive.models import Fetch
from archive.models.fetch import AT_WORK, FetchState
from archive.searching.document_names import document_name

_LONGEST_WAIT = 300.0  # seconds that the command itself waits where the server asks for it


class Command(BaseCommand):
    help = (
        "Fetch documents by their symbols from the UN's document system onto the librarian's desk, in Chinese and "
        "English, one request a second. Nothing is published. Needs ARCHIVE_CONTACT. What is here already is not "
        "fetched again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("symbols", nargs="*", metavar="SYMBOL", help="such as A/RES/65/72 or 'S/RES/1540(2004)'")
        parser.add_argument("--wanted", type=int, metavar="N", help="the N resolutions that most clauses cite")
        parser.add_argument("--series", metavar="SYMBOL", help="the missing years of the series of this resolution")
        parser.add_argument("--session", help="what is missing of this session")
        parser.add_argument(
            "--languages", nargs="+", choices=un_documents.LANGUAGES, default=un_documents.LANGUAGES, metavar="zh|en"
        )
        parser.add_argument("--again", action="store_true", help="also what was fetched before or was not there")

    def handle(self, *args: Any, **options: Any) -> None:
        names = [*options["symbols"], *_listed(options)]
        if not names and any(options[name] for name in ("wanted", "series", "session")):
            self.stdout.write("Nothing on this list is left to fetch.")
            return
        try:
            batch = fetching.ask(names, options["languages"], by=None, again=options["again"])
        except RefusedError as error:
            raise CommandError(str(error)) from error
        for fetch in batch.fetches.order_by("pk"):
            fetching.carry_out(
                fetch.pk, longest_wait=_LONGEST_WAIT, say=lambda message: self.stderr.write(str(message))
            )
            self._tell(Fetch.objects.get(pk=fetch.pk))
        states = list(batch.fetches.values_list("state", flat=True))
        self.stdout.write(f"{states.count(FetchState.ARRIVED)} of {len(states)} fetched; look at the desk (/admin/).")
        if FetchState.FAILED in states or any(state in AT_WORK for state in states):
            sys.exit(1)

    def _tell(self, fetch: Fetch) -> None:
        with override("en"):  # commands speak English
            state = fetch.get_state_display()
        why = f": {fetch.why}" if fetch.reason_code else ""
        self.stdout.write(f"{fetch.symbol} ({fetch.language}): {state}{why}")


def _listed(options: dict[str, Any]) -> list[str]:
    """The symbols of the lists that were asked for."""
    listed = fetching.most_wanted(options["wanted"]) if options["wanted"] else []
    missing = MissingResolutions(every_topic=True) if options["series"] else None
    if missing:
        symbol = next(iter(document_name(options["series"]).symbols), "")
        listed += fetching.not_tried([one.symbol for one in missing.of_series(symbol)])
    if options["session"]:
        found = MissingResolutions().of_session(options["session"]).missing
        listed += fetching.not_tried([one.symbol for one in found])
    return listed
