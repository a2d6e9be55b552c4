from argparse import ArgumentParser
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand

from archive.database.reaching import reach_database
from archive.desk.jobs import worker
from archive.monitoring import machines


class Command(BaseCommand):
    help = "Do what waits in the desk's queue: read what came in, draw its pages. `serve` starts this by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--concurrency", type=int, default=0, help="sources read at once (default: the cores)")
        parser.add_argument("--until-done", action="store_true", help="stop when nothing waits any more")
        parser.add_argument("--index-only", action="store_true", help="only keep this machine's index up to date")
        parser.add_argument("--starter", type=int, help="end when this process, which started the worker, is gone")

    def handle(self, *args: Any, **options: Any) -> None:
        reach_database()
        machines.keep_seen()
        with suppress(KeyboardInterrupt):  # Ctrl-C also reaches this worker when it stops the server
            if options["index_only"]:
                worker.only_tend(starter=options["starter"])
                return
            worker.run(concurrency=options["concurrency"], until_done=options["until_done"], starter=options["starter"])
        if options["starter"] is None:
            machines.leave()
