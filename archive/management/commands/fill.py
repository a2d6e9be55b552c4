"""The command ``fill``: fetches the UN's published folder, and makes a whole archive of it."""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.fetching import published_folder
from archive.fetching.hosts import FetchError
from archive.intake.report import RunReport
from archive.management import importing
from archive.management.importing import Importing
from archive.management.progress import Progress
from archive.messages import MessageError, Unreadable
from archive.models import Resolution, Vote
from archive.reading import tarballs
from archive.reading.sources import is_archive
from archive.reading.wanted import Wanted

_STOPPED = "Stopped. Run the same command again: it goes on from here, and what was stored stays."


class Command(BaseCommand):
    help = (
        "Fill the archive: fetch the UN's published folder, and store its resolutions in Chinese and English and its "
        "votes, those on disarmament unless --all is given. Then join the series, compare the texts, and build the "
        "search index. A later run fetches and reads only what is new; a stopped one goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        importing.add_arguments(parser)
        parser.add_argument("--languages", default="zh,en", help="texts in these languages, or all (default: zh,en)")
        parser.add_argument(
            "--from",
            dest="source",
            default=published_folder.ADDRESS,
            metavar="SOURCE",
            help="a folder, a zip archive, a tarball, or the https address of an archive (default: %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = Wanted(options["all"], importing.languages_of(options["languages"]))
        try:
            with _alone():
                path = self._path(options["source"])
                report = Importing([path], wanted, "fill", name=options["source"])()
        except KeyboardInterrupt:
            raise CommandError(_STOPPED) from None
        if options["report"]:
            importing.write_report(report, options["report"])
        self._tell(report)
        if report.refused:
            sys.exit(1)

    def _path(self, source: str) -> Path:
        """The folder or archive on this machine. An address is fetched first."""
        if "://" not in source:
            if not Path(source).exists():
                raise CommandError(f"There is no {source}. Give a folder, an archive (zip, tar) or an https address.")
            return Path(source)
        try:
            return self._fetched(source)
        except MessageError as error:
            raise CommandError(str(error)) from error

    def _fetched(self, address: str) -> Path:
        progress = Progress("Fetching", None, "B")
        folder = published_folder.fetch(
            settings.VAR_DIR / "fetched",
            address,
            contact=settings.CONTACT,
            advance=progress.reach,
            say=lambda message: progress.write(str(message)),
        )
        progress.close()
        if folder.is_new:
            self.stderr.write(f"Fetched {folder.path.stat().st_size / 1_000_000:.1f} MB from {address}.")
            _check(folder.path, address)
        else:
            self.stderr.write(f"{address} has nothing newer than {folder.path}.")
        return folder.path

    def _tell(self, report: RunReport) -> None:
        self.stdout.write(importing.summary(report))
        if report.warnings:
            self.stdout.write(importing.kinds(report))
        texts, votes = Resolution.objects.count(), Vote.objects.leading().count()
        self.stdout.write(f"The archive now has {texts:,} resolutions with a text and {votes:,} votes.")
        self.stdout.write(f"What it has and what it lacks: {_address()}coverage/")


def _check(path: Path, address: str) -> None:
    """Deletes a fetched file that is damaged or no archive. Raises FetchError or Unreadable."""
    try:
        if not is_archive(path):
            raise FetchError("fetching.no_archive", address=address)
        if tarballs.is_tarball(path):
            tarballs.check(path)
    except (FetchError, Unreadable):
        published_folder.forget(path)
        raise


@contextmanager
def _alone() -> Iterator[None]:
    """Holds a lock while the archive is filled. Raises CommandError if another ``fill`` runs."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / "fill.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError("The archive is being filled already. Wait for its end, or stop that run.") from None
        yield


def _address() -> str:
    """The address of the archive for a reader on this machine, or its public address."""
    if settings.HTTPS and settings.PUBLIC_HOSTS:
        return f"https://{settings.PUBLIC_HOSTS[0]}/"
    host = os.environ.get("HOST") or "127.0.0.1"
    host = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{os.environ.get('PORT') or 8000}/"
