"""The command ``serve``: runs the archive with gunicorn."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import socket
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection
from gunicorn.app.base import BaseApplication

from archive.database.reaching import missing_migrations, reach_database
from archive.desk.jobs.worker import Keeper
from archive.monitoring import machines
from archive.searching import warming
from archive.serving.worker import choose_heavy
from archive.views.kept_answers import release

_MEMORY = Path("/dev/shm")  # noqa: S108


def counts_folder() -> Path:
    """Makes the folder for the counts of /metrics, in memory where the system has a folder in memory.

    The library maps its files into the memory of each process. On a full disk, a process that counts would end at once
    (SIGBUS), and with it every page.
    """
    digest = hashlib.sha256(str(settings.VAR_DIR.resolve()).encode()).hexdigest()
    folder = _MEMORY / f"archive-{os.geteuid()}-{digest[:16]}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.lstat().st_uid == os.geteuid() and not folder.is_symlink():
            return folder
    folder = settings.VAR_DIR / "metrics"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Command(BaseCommand):
    help = "Serve the archive (three processes; archive.serving) and work off its queue. Ctrl-C stops both."

    def add_arguments(self, parser: ArgumentParser) -> None:
        host = os.environ.get("HOST") or "127.0.0.1"
        parser.add_argument("--host", default=host, help="0.0.0.0 for every network (default: %(default)s)")
        parser.add_argument("--port", type=int, default=os.environ.get("PORT") or "8000")
        parser.add_argument("--workers", type=int, default=2, help="processes for readers (default: %(default)s)")
        parser.add_argument("--without-jobs", action="store_true", help="leave the queue to desk_worker elsewhere")

    def execute(self, *args: Any, **options: Any) -> str | None:
        # The library of /metrics reads this variable when it is imported, and Django's checks import it before
        # ``handle``. Without it, each process of the server would show only its own counts.
        os.environ.update(PROMETHEUS_MULTIPROC_DIR=str(counts_folder()))
        return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        _require_free(host, port)
        reach_database()  # starts the archive's own database server before the first request
        if missing_migrations():
            raise CommandError("The database lacks the tables of this version of the archive. Run manage.py prepare.")
        machines.see()
        if message := machines.with_another_key():
            machines.leave()
            raise CommandError(
                f"{message} The archive starts when this is so, or when the other machine has "
                "stopped (five minutes later, if it was killed)."
            )
        for message in machines.conflicts():
            self.stderr.write(str(message))
        warming.load()
        release()  # each process would read the code for itself
        connection.close()  # the processes forked below must not share a connection
        _remove_counts()  # those of an earlier server
        place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self.stdout.write(f"http://{place}/  (Ctrl-C stops)")
        self.stdout.flush()  # otherwise each forked process prints the address again
        # waitress logs a warning for each request that waits for a thread. A burst of readers is no fault.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        _Gunicorn(place, options["workers"], jobs=not options["without_jobs"]).run()


def _remove_counts() -> None:
    for file in counts_folder().glob("*.db"):
        file.unlink(missing_ok=True)


def _require_free(host: str, port: int) -> None:
    if not 0 < port < 65536:
        raise CommandError(f"There is no port {port}. Ports are numbers from 1 to 65535.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen at {host}:{port} ({error.strerror}). Is the archive running already? "
                f"Another port: make run PORT={port + 1 if port < 65535 else 8000}"
            ) from error


class _Gunicorn(BaseApplication):
    """The gunicorn application. It takes its settings from ``serve``, not from gunicorn's command line."""

    def __init__(self, place: str, readers: int, *, jobs: bool) -> None:
        self._place, self._readers = place, readers
        self._keeper = Keeper(jobs=jobs)
        self._inside = tempfile.mkdtemp(prefix="archive-")  # only this user may open a socket in it
        super().__init__()

    def load_config(self) -> None:
        self.cfg.set("worker_class", "archive.serving.worker.SlowClientsWorker")
        self.cfg.set("bind", [self._place, f"unix:{self._inside}/heavy"])
        self.cfg.set("workers", self._readers + 1)
        self.cfg.set("pre_fork", choose_heavy)
        self.cfg.set("timeout", 60)
        self.cfg.set("graceful_timeout", 10)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("control_socket_disable", True)
        # The queue's worker starts when the server listens, and stops with it.
        self.cfg.set("when_ready", lambda server: self._keeper.start())
        self.cfg.set("on_exit", self._end)
        self.cfg.set("post_worker_init", lambda worker: warming.open_index())

    def _end(self, server: object) -> None:
        self._keeper.stop()
        with suppress(Error):
            machines.leave()
            connection.close()
        _remove_counts()
        shutil.rmtree(self._inside, ignore_errors=True)

    def load(self) -> Callable[..., Any]:
        from archive.wsgi import application  # only in the processes that serve: it limits the time of statements

        return application
