"""The queue's worker and its keeper. The worker is a separate process. If the worker ends, the keeper starts a new one.

Several workers of an archive can be started, but only the worker that holds a lock in the database does jobs. The
database releases the lock when the connection of this worker ends. So if another worker gets the lock, the earlier
worker has ended. The new worker takes over the jobs that a killed worker has left.
"""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import threading
import time
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from archive.database.address import connect, parameters
from archive.database.locks import Lock
from archive.desk import queue
from archive.desk.confined import reader
from archive.desk.jobs import making_data, making_terms
from archive.desk.jobs.running import BRING_FORWARD, OF_THE_DESK, take_up
from archive.searching import freshness

_LOOK = 1.0  # seconds between two checks of the lock and of the starter

log = logging.getLogger(__name__)


def run(*, concurrency: int = 0, until_done: bool = False, starter: int | None = None) -> None:
    """Runs the worker.

    The worker first waits until no other worker holds the lock. It stops at a signal, or when the process that started
    it has ended. If ``until_done`` is true, the worker also stops when no job waits. Otherwise it also keeps the index
    of this machine up to date, even while another worker holds the lock.

    ``concurrency`` is the number of jobs at the same time; 0 means one job for each processor. One more place is for
    the job that takes minutes, so that no source waits for it, not even on one processor.

    ``starter`` is the id of the process that started this one. The starter passes its id, because it can end before
    this process reads the id of its parent.
    """
    parent = starter or os.getppid()
    stop = threading.Event()
    if not until_done:
        _tend(stop)
    with connect(parameters()) as lock:
        while not _alone(lock):
            if os.getppid() != parent:
                return
            time.sleep(_LOOK)
        if left := take_up():
            log.warning("Took up %s jobs that another worker had left.", left)
        reader.keep_folders_in(settings.VAR_DIR / "reading" / str(connection.settings_dict["NAME"]))
        connection.close()
        reader.warm_up()
        if not until_done:
            for name, looker in (("data", making_data.look), ("terms", making_terms.look)):
                threading.Thread(target=looker, args=[stop], name=name, daemon=True).start()
        asyncio.run(_work(lock, parent, concurrency or os.cpu_count() or 1, until_done))
    stop.set()


def only_tend(*, starter: int | None = None) -> None:
    """Keeps the index of this machine up to date and does no jobs, until its starter has ended (``run``)."""
    parent = starter or os.getppid()
    stop = threading.Event()
    _tend(stop)
    while os.getppid() == parent:
        time.sleep(_LOOK)
    stop.set()


def _tend(stop: threading.Event) -> None:
    threading.Thread(target=freshness.tend, args=[stop], name="index", daemon=True).start()


def is_running() -> bool:
    """Whether a worker holds the lock of this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
            "WHERE locktype = 'advisory' AND granted AND datname = current_database() "
            "AND (classid, objid, objsubid) = (0, %s, 1))",
            [Lock.WORKER],
        )
        return bool(cursor.fetchone()[0])


def _alone(lock: psycopg.Connection[Any]) -> bool:
    found = lock.execute("SELECT pg_try_advisory_lock(%s)", [Lock.WORKER]).fetchone()
    return bool(found and found[0])


async def _work(lock: psycopg.Connection[Any], parent: int, concurrency: int, until_done: bool) -> None:
    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()):
        async with app.open_async():
            work = asyncio.create_task(_do_jobs(concurrency, until_done))
            watch = asyncio.create_task(_watch(lock, parent))
            done, _ = await asyncio.wait({work, watch}, return_when=asyncio.FIRST_COMPLETED)
            for task in {work, watch} - done:
                task.cancel()
            await asyncio.gather(work, watch, return_exceptions=True)
            for task in done:
                task.result()


async def _do_jobs(concurrency: int, until_done: bool) -> None:
    """Does jobs until the worker is stopped, or until no job waits.

    procrastinate also returns while jobs wait for another one to end, because only one fetch runs at a time.
    """
    while True:
        await app.run_worker_async(
            queues=[queue.QUEUE],
            concurrency=concurrency + 1,
            wait=not until_done,
            delete_jobs="successful",
            shutdown_graceful_timeout=5,
            fetch_job_polling_interval=2,
        )
        waiting = await app.job_manager.list_jobs_async(queue=queue.QUEUE, status="todo")
        if not until_done or not any(job.scheduled_at is None for job in waiting):
            return


async def _watch(lock: psycopg.Connection[Any], parent: int) -> None:
    """Returns when the process that started this one has ended. Raises if the connection with the lock is lost."""
    while os.getppid() == parent:
        await asyncio.sleep(_LOOK)
        await asyncio.to_thread(lock.execute, BRING_FORWARD, OF_THE_DESK)


class Keeper:
    """Keeps a worker running next to a server, from a thread of the server's first process.

    Without ``jobs``, the worker only keeps the index up to date.
    """

    def __init__(self, *, jobs: bool = True) -> None:
        self._options = [] if jobs else ["--index-only"]
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="keeper of the desk's worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends the worker. The next worker takes over the unfinished jobs."""
        self._stopping.set()
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def _keep(self) -> None:
        while not self._stopping.is_set():
            started = time.monotonic()
            command = [
                sys.executable,
                str(settings.BASE_DIR / "manage.py"),
                "desk_worker",
                "--starter",
                str(os.getpid()),
                *self._options,
            ]
            self._process = subprocess.Popen(command)
            # ``wait()`` is not used, because the server collects its dead child processes itself. It may collect the
            # worker first.
            while self._process.poll() is None and not self._stopping.is_set():
                self._stopping.wait(0.5)
            # If a worker ends at once, wait before the next one is started.
            if time.monotonic() - started < 5:
                self._stopping.wait(3)
