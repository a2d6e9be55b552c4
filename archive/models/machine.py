"""Machines: the installations of the archive that use this database.

The clock of the database counts. It can have been wrong for a while, so a time in the future is no time at which a
machine was seen.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models.functions import Now

# An installation that has not been seen for this time is gone. A running one is seen every minute.
GONE_AFTER = timedelta(minutes=5)


class MachineQuerySet(models.QuerySet["Machine"]):
    def see(self, key: str, **values: str) -> None:
        """Notes that the machine ``key`` runs now, by the clock of the database. Forgets machines that are gone."""
        self.update_or_create(key=key, defaults={**values, "seen_at": Now()})
        self.exclude(pk__in=self.running().values("pk")).delete()

    def leave(self, key: str) -> None:
        """Notes that the machine ``key`` runs no more."""
        self.filter(key=key).delete()

    def running(self) -> MachineQuerySet:
        return self.filter(seen_at__range=(Now() - GONE_AFTER, Now()))


class Machine(models.Model):
    """One installation: a host and its folder ``var/``. ``key`` is a hash of both; ``host`` has both in words.

    ``index`` names the search engine; its index is in the folder, so only this machine has it. ``fingerprint`` is a
    hash of the secret key, from which the key cannot be found. ``data`` tells folders of the versions at /data/ apart.
    """

    key = models.CharField(max_length=64, unique=True)
    host = models.CharField(max_length=255)
    index = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    data = models.CharField(max_length=64, blank=True)
    seen_at = models.DateTimeField()

    objects = MachineQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.host
