"""Sends odd requests to every address of the archive: no answer is a 500, and errors are JSON where JSON was asked.

    python -m benchmarks.odd_requests            # 10,000 requests by an outsider, a half signed-in and a superuser
    python -m benchmarks.odd_requests 500 7      # another number, another seed

The requests go to the archive of ``ARCHIVE_VAR`` or ``DATABASE_URL``, within this process. What a request has changed
is taken back.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections import Counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.db import transaction  # noqa: E402

from tests.odd_requests import Visitors, complaint, odd_requests, routes  # noqa: E402


def main(count: int = 10_000, seed: int = 0) -> int:
    logging.disable(logging.CRITICAL)
    statuses: Counter[int] = Counter()
    wrong, slowest = 0, (0.0, "")
    with transaction.atomic():
        visitors = Visitors(get_user_model().objects.create_superuser("odd-requests", password=None))
        for number, request in enumerate(odd_requests(count, seed, visitors.likely)):
            client = visitors.client(number)
            started = time.perf_counter()
            with transaction.atomic():
                answer = request.send(client)
                transaction.set_rollback(True)
            slowest = max(slowest, (time.perf_counter() - started, f"{request.method} {request.address[:200]}"))
            statuses[answer.status] += 1
            if said := complaint(request, answer):
                wrong += 1
                print(f"{said}: {request.method} {request.address[:300]} {request.headers} {request.body[:300]!r}")
        transaction.set_rollback(True)
    print(f"{count} requests to {len(routes())} addresses: {wrong} wrong; statuses {dict(sorted(statuses.items()))}")
    print(f"the slowest took {slowest[0]:.2f} s: {slowest[1]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
