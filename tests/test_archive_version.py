"""Tests that the version of the archive grows with what readers see, and with nothing else."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client

from archive.models import Batch, IndexChange, Resolution, Subject, VersionNote
from archive.models.archive_version import UNSEEN, Version, archive_version
from tests import shelf

pytestmark = pytest.mark.django_db(transaction=True)


def version() -> Version:
    found = archive_version()
    assert found
    return found


def test_every_table_is_watched_or_named_as_unseen() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'archive_version_note'")
        watched = {name for (name,) in cursor.fetchall()}
    models = apps.get_app_config("archive").get_models(include_auto_created=True)
    seen = {model._meta.db_table for model in models if model.__name__ not in UNSEEN}
    assert watched == seen | {"auth_user"}
    assert set(UNSEEN) <= {model.__name__ for model in apps.get_app_config("archive").get_models()}


def _make() -> None:
    Subject.objects.create(name_en="PEACE")


def _truncate() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE archive_clause CASCADE")


def _rename_user() -> None:
    get_user_model().objects.filter(username="li").update(first_name="Li")


def _sign_in() -> None:
    Client().force_login(get_user_model().objects.get(username="li"))


def _fail() -> None:
    with transaction.atomic():
        _make()
        transaction.set_rollback(True)


def _fail_inside() -> None:
    """A savepoint is rolled back, and the same transaction changes something afterwards."""
    with transaction.atomic():
        _fail()
        _make()


# (what happens, whether it makes a version)
CHANGES: list[tuple[Callable[[], object], bool]] = [
    (_make, True),
    (shelf.fill, True),
    (lambda: Resolution.objects.update(number=7), True),
    (lambda: Subject.objects.all().delete(), True),
    (_truncate, True),
    (_rename_user, True),
    (_fail_inside, True),
    (_fail, False),
    (_sign_in, False),
    (lambda: Batch.objects.create(), False),
    (lambda: IndexChange.objects.note({1}), False),
    (lambda: Subject.objects.count(), False),
]


@pytest.mark.parametrize(("happens", "makes"), CHANGES, ids=range(len(CHANGES)))
def test_a_change_makes_a_version(happens: Callable[[], object], makes: bool) -> None:
    get_user_model().objects.create_user("li")
    Subject.objects.create(name_en="WAR")
    before = version()
    happens()
    after = version()
    assert (after.number > before.number, after != before) == (makes, makes)
    assert not VersionNote.objects.exists()


def test_one_transaction_makes_one_version() -> None:
    Subject.objects.create(name_en="WAR")
    before = version()
    with transaction.atomic():
        for name in ("PEACE", "TRADE"):
            Subject.objects.create(name_en=name)
        Subject.objects.update(name_zh="某")
    assert version().number == before.number + 2  # a number is taken for the row's place too


def test_in_a_transaction_there_is_no_version() -> None:
    with transaction.atomic():
        assert archive_version() is None


def test_transactions_at_the_same_time_make_versions_in_the_order_of_their_commits() -> None:
    """The first to change something commits last. Its version must be the greatest."""
    others: list[Version] = []

    def change() -> None:
        try:
            Subject.objects.create(name_en="SECOND")
            others.append(version())
        finally:
            connection.close()

    with transaction.atomic():
        Subject.objects.create(name_en="FIRST")
        other = threading.Thread(target=change)
        other.start()
        other.join(20)
        assert not other.is_alive(), "a transaction waits for another one that only changes something"
    assert version().number > others[0].number
