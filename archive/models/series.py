"""Series: resolutions that the General Assembly adopts again year after year."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.models.document import Document
from archive.models.inferred_subject import InferredSubject
from archive.models.resolution import Resolution
from archive.models.subject import Subject
from archive.models.vote import Vote


class LinkBasis(models.TextChoices):
    """The reason why a later resolution continues an earlier resolution (see ``archive.voting.lineage``)."""

    FOLLOWS = "follows", _("It says that it follows up the earlier one")
    AGENDA = "agenda", _("Its agenda item bears the earlier one's title")
    TITLE = "title", _("The same title")
    LISTED = "listed", _("Listed one after the other by a resolution of the series")
    DESCRIPTION = "description", _("The same description by the collectors of the votes")
    HEADING = "heading", _("The same heading in the United Nations' voting records")
    SIMILAR = "similar", _("A similar title")
    LIBRARIAN = "librarian", _("Set by a librarian")


class LinkStatus(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    PROPOSED = "proposed", _("Proposed to the librarian")
    REJECTED = "rejected", _("Rejected by a librarian")


class SeriesLink(models.Model):
    """A link between two resolutions of one series, ``earlier`` and ``later``, both by their symbols.

    If ``decided`` is set, a librarian has decided on the link and no import changes it.
    """

    earlier = models.CharField(_("earlier resolution"))
    later = models.CharField(_("later resolution"))
    basis = models.CharField(_("why"), max_length=12, choices=LinkBasis.choices)
    evidence = models.TextField(_("evidence"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=LinkStatus.choices)
    decided = models.BooleanField(_("decided by a librarian"), default=False)

    class Meta:
        verbose_name = _("link of a series")
        verbose_name_plural = _("links of series")
        ordering = ["later", "earlier"]
        constraints = [models.UniqueConstraint(fields=["earlier", "later"], name="link_once")]
        indexes = [models.Index(fields=["status"], condition=Q(status="proposed"), name="link_proposed")]

    def __str__(self) -> str:
        return f"{self.earlier} → {self.later}"


class Series(models.Model):
    """A group of resolutions that accepted links connect. Series are rebuilt from the links.

    Each rebuild changes the primary keys of all series. So the address of a series has the symbol of an entry.
    """

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self) -> str:
        return ", ".join(str(entry) for entry in self.entries.order_by("session_order"))


class SeriesEntryQuerySet(models.QuerySet["SeriesEntry"]):
    def on_disarmament(self) -> SeriesEntryQuerySet:
        """The entries of series that count as disarmament.

        A series counts if one of its resolutions counts, or if the archive has neither texts nor votes of it.
        """
        texts, votes = Resolution.objects.all(), Vote.objects.all()
        counted = Q(document_id__in=texts.on_disarmament().values("document__key"))
        counted |= Q(document_id__in=votes.on_disarmament().values("document_id"))
        known = Q(document_id__in=texts.values("document__key")) | Q(document_id__in=votes.values("document_id"))
        entries = SeriesEntry.objects.order_by()
        on_topic, told = entries.filter(counted).values("series"), entries.filter(known).values("series")
        return self.filter(Q(series__in=on_topic) | ~Q(series__in=told))

    def on_subject(self, subject: Subject) -> SeriesEntryQuerySet:
        """The entries of series of which a resolution has this subject, also where it is inferred."""
        stated = Resolution.objects.filter(subjects=subject).values("document__key")
        inferred = InferredSubject.objects.filter(subject=subject).values("document_id")
        having = SeriesEntry.objects.filter(Q(document_id__in=stated) | Q(document_id__in=inferred))
        return self.filter(series__in=having.values("series"))

    def with_title_words(self, words: Iterable[Iterable[str]]) -> SeriesEntryQuerySet:
        """The entries of series of which a title has all these words, in any language.

        Each word is a set of alternatives. The titles of withdrawn resolutions are not read.
        """
        titled = SeriesEntry.objects.order_by()
        for alternatives in words:
            has = Q()
            for word in alternatives:
                own = Q(document__title_zh__icontains=word) | Q(document__title_en__icontains=word)
                has |= Q(title__icontains=word) | (own & Q(document__resolution__withdrawn_at=None))
            titled = titled.filter(has)
        return self.filter(series__in=titled.values("series"))

    def symbols_beside(self, symbol: str) -> models.QuerySet[SeriesEntry, str | None]:
        """The symbols of the resolutions in the series of this resolution, with its own."""
        return self.filter(series__entries__document_id=symbol).values_list("document_id", flat=True)

    def with_roll_call(self) -> SeriesEntryQuerySet:
        return self.filter(Exists(Vote.objects.counted().filter(document=OuterRef("document"))))

    def without_text(self) -> SeriesEntryQuerySet:
        """The entries of which the archive has no text. A withdrawn text is a text."""
        texts = Resolution.everything.values("document__key")
        return self.filter(document_id__isnull=False).exclude(document_id__in=texts)

    def of_readers(self) -> SeriesEntryQuerySet:
        """Entries without withdrawn resolutions of which the archive has no vote. Series are rebuilt only some time
        after a resolution was withdrawn.

        It joins no documents: with a join, a further filter on ``document_id`` would leave out the entries of which the
        archive has no document.
        """
        withdrawn = Resolution.everything.filter(withdrawn_at__isnull=False).values("document__key")
        voted = Vote.objects.filter(document=OuterRef("document"))
        return self.exclude(Q(document_id__in=withdrawn) & ~Exists(voted))


class SeriesEntry(models.Model):
    """One resolution of a series. ``document_id`` is its symbol; the archive may not have the document.

    ``title`` is the English title in a record of the vote. ``title_certain`` is False if all records may give a
    description of their own instead (``Vote.title_certain``).
    """

    series = models.ForeignKey(Series, models.CASCADE, related_name="entries", verbose_name=_("series"))
    document = models.OneToOneField(
        Document, models.DO_NOTHING, to_field="key", db_column="symbol", db_constraint=False, null=True,
        related_name="series_entry", verbose_name=_("resolution"),
    )  # fmt: skip
    session_order = models.IntegerField(default=-1)
    title = models.TextField(_("title"), blank=True)
    title_certain = models.BooleanField(_("title is certain"), default=True)

    objects = SeriesEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a series")
        verbose_name_plural = _("entries of series")
        ordering = ["series", "session_order"]

    def __str__(self) -> str:
        return str(self.document_id)

    def get_absolute_url(self) -> str:
        return reverse("series", args=[self.document_id])
