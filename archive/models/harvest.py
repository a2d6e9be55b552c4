"""The texts that harvesters can take (OAI-PMH), with the second of the last change of their records.

Triggers of the database keep these rows, so no way of writing can forget them (migration 0054). When a statement
changes what a record shows, a trigger notes the symbols in ``HarvestChange``. When the transaction commits, another
trigger takes the notes away and stamps the items. So a stamp is the time of the commit, not of the beginning of a long
import: a harvester that asked in the meantime would never hear of the import otherwise.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models, transaction
from django.db.models import F, Func, Min, Q

from archive.models.replicas import use_primary

STAMPING = 4_106_202  # the advisory lock that a transaction shares while it stamps its items; also in the migration
_LONGEST_WAIT = "10s"  # for transactions that are stamping


class HarvestItemQuerySet(models.QuerySet["HarvestItem"]):
    def changed_between(self, since: datetime | None, until: datetime | None) -> HarvestItemQuerySet:
        """The items whose last change is in this time, its ends included. None: no limit."""
        found = self if since is None else self.filter(changed_at__gte=since)
        return found if until is None else found.filter(changed_at__lte=until)

    def in_set(self, name: str) -> HarvestItemQuerySet:
        return self.filter(sets__contains=[name])

    def oldest_change_first(self, after: tuple[datetime, str] | None = None) -> HarvestItemQuerySet:
        """In the order of their changes, after an item (time, symbol). An item that changes meanwhile moves to the end.

        So nothing is left out between two pages, whatever changes.
        """
        found = self
        if after:
            time, symbol = after
            found = self.filter(Q(changed_at__gt=time) | Q(changed_at=time, symbol__gt=symbol), changed_at__gte=time)
        return found.order_by("changed_at", "symbol")

    def set_names(self) -> list[str]:
        """The names of the sets that have an item, also a deleted one."""
        return sorted(
            self.order_by().annotate(name=Func(F("sets"), function="unnest")).values_list("name", flat=True).distinct()
        )

    def first_change(self) -> datetime | None:
        """The earliest of all stamps; None if there are no items."""
        first: datetime | None = self.aggregate(first=Min("changed_at"))["first"]
        return first


class HarvestItem(models.Model):
    """One text that harvesters can take, or could take once.

    ``changed_at`` is in whole seconds. ``deleted``: the text is withdrawn, or no longer in the archive. The row stays,
    and with it the ``sets`` that the text was in: ``body-…``, ``session-…``, ``committee-…``, ``series-…``,
    ``subject-…`` (``archive.views.harvest.sets``).
    """

    symbol = models.CharField(max_length=400, primary_key=True)
    changed_at = models.DateTimeField()
    deleted = models.BooleanField(default=False)
    sets = ArrayField(models.CharField(), default=list)

    objects = HarvestItemQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["changed_at", "symbol"], name="harvest_in_order"),
            GinIndex(fields=["sets"], name="harvest_sets"),
        ]

    def __str__(self) -> str:
        return self.symbol


class HarvestChange(models.Model):
    """A note of the open transaction: the symbols that it changes. None: it changes the entries of series.

    No note outlives its transaction.
    """

    symbols = ArrayField(models.CharField(), null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return ", ".join(self.symbols or ("series",))


def harvest_time() -> datetime:
    """The time of the database, after all stamps of earlier transactions can be seen.

    A transaction that stamps later has a later stamp. So a harvester that asks again from this time on misses nothing.
    Raises OperationalError if a transaction does not finish within some seconds.
    """
    use_primary()  # a replica has locks of its own
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [_LONGEST_WAIT])
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STAMPING])
        cursor.execute("SELECT date_trunc('second', clock_timestamp())")
        found: datetime = cursor.fetchone()[0]
        return found
