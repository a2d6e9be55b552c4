"""Fetches: the documents that librarians ask the UN's document system for, with the outcome of each."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.messages import Message
from archive.models.codes import CodeField, language_choices
from archive.models.submission import Batch, Submission


class FetchState(models.TextChoices):
    WAITING = "waiting", _("Waiting to be fetched")
    FETCHING = "fetching", _("Being fetched")
    ARRIVED = "arrived", _("Fetched")
    HERE = "here", _("Not fetched; here already")
    NOT_THERE = "not_there", _("Not in the UN's document system")
    FAILED = "failed", _("Could not be fetched")
    CANCELLED = "cancelled", pgettext_lazy("state of a file", "Cancelled")


AT_WORK = (FetchState.WAITING, FetchState.FETCHING)


class FetchQuerySet(models.QuerySet["Fetch"]):
    def at_work(self) -> FetchQuerySet:
        """Fetches that are not done yet."""
        return self.filter(state__in=AT_WORK)

    def newest(self, symbols: Iterable[str]) -> dict[str, list[Fetch]]:
        """Symbol → its newest fetch in each language, for the symbols that were ever fetched."""
        found: dict[str, list[Fetch]] = {}
        rows = self.filter(symbol__in=list(symbols)).order_by("symbol", "-language", "-pk")
        for fetch in rows.distinct("symbol", "language"):
            found.setdefault(fetch.symbol, []).append(fetch)
        return found


class Fetch(models.Model):
    """One document in one language that a librarian has asked for.

    ``why`` says why it was not fetched. If the document arrived, it is a Submission of the same batch. The newest
    ``NOT_THERE`` of a symbol and a language remembers that the UN's document system does not have the document.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="fetches", verbose_name=_("batch"))
    symbol = models.CharField(_("symbol"), max_length=400)
    language = CodeField(_("language"), max_length=2, choices=language_choices)
    state = models.CharField(
        _("state"), max_length=10, choices=FetchState.choices, default=FetchState.WAITING, db_index=True
    )
    reason_code = models.TextField(_("why not fetched"), blank=True)
    reason_values = models.JSONField(default=dict, blank=True, editable=False)
    submission = models.ForeignKey(
        Submission, models.SET_NULL, null=True, blank=True, related_name="fetches", verbose_name=_("submission")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    objects = FetchQuerySet.as_manager()

    class Meta:
        verbose_name = _("fetch")
        verbose_name_plural = _("fetches")
        ordering = ["-pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["symbol", "language", "-id"], name="fetch_newest")]
        constraints = [
            models.UniqueConstraint(fields=["symbol", "language"], condition=Q(state__in=AT_WORK), name="fetched_once"),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} ({self.language})"

    @property
    def why(self) -> Message:
        return Message(self.reason_code, self.reason_values)


class RequestTurn(models.Model):
    """When the next request to a server may be made, by the clock of the database. Every process takes its turn here.

    ``server`` names the server, such as ``un_documents``.
    """

    server = models.CharField(max_length=40, primary_key=True)
    next_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.server}: {self.next_at}"
