"""Documents: everything that can be cited. The archive has the texts of only some of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive import symbols
from archive.citing.catalogue import name_key
from archive.page_language import reads_chinese
from archive.voting.outcome import Outcome


class Kind(models.TextChoices):
    GA_RESOLUTION = "ga_resolution", _("General Assembly resolution")
    GA_DECISION = "ga_decision", _("General Assembly decision")
    SC_RESOLUTION = "sc_resolution", _("Security Council resolution")
    ECOSOC_RESOLUTION = "ecosoc_resolution", _("Economic and Social Council resolution")
    HRC_RESOLUTION = "hrc_resolution", _("Human Rights Council resolution")
    RESOLUTION = "resolution", _("Resolution of another body")
    TREATY = "treaty", _("Treaty")
    INSTRUMENT = "instrument", _("Instrument")
    REPORT = "report", _("Report")
    OFFICIAL_RECORD = "official_record", _("Official record")
    MEETING_RECORD = "meeting_record", _("Meeting record")
    DRAFT_RESOLUTION = "draft_resolution", _("Draft resolution")
    CONFERENCE_DOCUMENT = "conference_document", _("Conference document")
    INFCIRC = "infcirc", _("IAEA information circular")
    DOCUMENT = "document", _("Document")


OUTCOME_LABELS = {
    Outcome.RECORDED: _("Recorded vote"),
    Outcome.NOT_RECORDED: _("Vote without a roll call"),
    Outcome.WITHOUT_VOTE: _("Adopted without a vote"),
    Outcome.UNKNOWN: _("Not known"),
}
# The choices are plain strings, because migrations contain them.
OUTCOMES = [(outcome.value, label) for outcome, label in OUTCOME_LABELS.items()]


# An instrument of which the archive has only a title, because a text cites it.
_ONE_TITLE = Q(title_zh="") | Q(title_en="")
_ONLY_NAMED = _ONE_TITLE & Q(kind=Kind.INSTRUMENT, key__startswith="title:", date=None, url="")


class DocumentQuerySet(models.QuerySet["Document"]):
    def not_withdrawn(self) -> DocumentQuerySet:
        """Documents without those of withdrawn resolutions. Their titles and facts come from the withdrawn texts, so
        for readers they are like documents that the archive does not have."""
        return self.filter(resolution__withdrawn_at=None)

    def only_named(self) -> DocumentQuerySet:
        """Instruments of which the archive has only a title, because a text cites them."""
        return self.filter(_ONLY_NAMED)

    def of_readers(self) -> DocumentQuerySet:
        """Documents whose title and facts readers may see.

        An instrument that only has a title is left out if no clause that readers see cites it. Its title comes from a
        text that was withdrawn or replaced.
        """
        cited = apps.get_model("archive", "Citation").objects.of_readers().filter(target=OuterRef("pk"))
        return self.not_withdrawn().exclude(_ONLY_NAMED & ~Exists(cited))

    def with_whether_here(self) -> DocumentQuerySet:
        """Reads with each document what ``has_text`` and ``is_withdrawn`` need, and no more of its resolution."""
        own = [field.name for field in self.model._meta.concrete_fields]
        return self.select_related("resolution").only(*own, "resolution__withdrawn_at")

    def known_as(self, name: str) -> DocumentQuerySet:
        """Documents with this symbol or name, as their key or as an alias."""
        key = symbols.normalise(name)
        return self.filter(
            models.Q(key=key) | models.Q(key=name) | models.Q(aliases__name_key=name_key(name))
        ).distinct()


class Document(models.Model):
    """One document that can be cited.

    ``key`` is the unique name of the document in the archive: a normalised symbol (``A/RES/65/72``), ``treaty:NPT``, or
    ``title:…`` for an instrument that is known only by its title.
    """

    key = models.CharField(_("symbol or short name"), max_length=400, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices, default=Kind.DOCUMENT)
    title_zh = models.TextField(_("Chinese title"), blank=True)
    title_en = models.TextField(_("English title"), blank=True)
    title_is_name = models.BooleanField(
        _("cited by its title"),
        default=True,
        help_text=_("A text that writes only the title cites the document. Not for titles that are ordinary words."),
    )
    short_zh = models.CharField(_("Chinese short form"), max_length=200, blank=True)
    date = models.DateField(_("date"), null=True, blank=True, help_text=_("Of adoption, signature or issue."))
    in_force = models.DateField(_("in force since"), null=True, blank=True)
    place_zh = models.CharField(_("place, Chinese"), max_length=200, blank=True)
    place_en = models.CharField(_("place, English"), max_length=200, blank=True)
    unts = models.JSONField(
        _("UN Treaty Series"), default=list, blank=True, help_text=_("Pairs of volume and number: [[729, 10485]]")
    )
    lnts = models.JSONField(
        _("League of Nations Treaty Series"),
        default=list,
        blank=True,
        help_text=_("Pairs of volume and number: [[94, 2138]]"),
    )
    url = models.URLField(_("official copy"), max_length=500, blank=True)

    outcome = models.CharField(_("adopted"), max_length=16, choices=OUTCOMES, blank=True, default="")
    yes = models.PositiveSmallIntegerField(_("in favour"), null=True, blank=True)
    no = models.PositiveSmallIntegerField(_("against"), null=True, blank=True)
    abstain = models.PositiveSmallIntegerField(_("abstaining"), null=True, blank=True)

    TITLE_FIELDS: ClassVar = {"zh": "title_zh", "en": "title_en"}  # by the language of the title

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["key"]
        indexes = [models.Index(fields=["kind", "key"])]

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves the document, and resolves the citations that waited for it, in one transaction.

        Signals in ``archive.models.citation`` resolve them.
        """
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.key])

    @property
    def symbol(self) -> str:
        """The UN symbol; "" for a treaty or an instrument, which has only a name."""
        return "" if self.key.startswith(("treaty:", "title:")) else self.key

    @property
    def has_text(self) -> bool:
        """Whether readers can see the text of the document: the archive has the text, and the text is not withdrawn."""
        return getattr(self, "resolution", None) is not None and not self.is_withdrawn

    @property
    def is_withdrawn(self) -> bool:
        """Whether the text of the document is withdrawn. Readers then do not see the title and the facts either."""
        resolution = getattr(self, "resolution", None)
        return resolution is not None and resolution.withdrawn_at is not None

    @property
    def title(self) -> str:
        """The title in the page's language, or in the other language if the archive has only that title."""
        return (self.title_zh or self.title_en) if reads_chinese() else (self.title_en or self.title_zh)

    @property
    def place(self) -> str:
        return self.place_zh if reads_chinese() else self.place_en

    @property
    def official_url(self) -> str:
        """The address of the official copy; "" if none is known."""
        return self.url or symbols.official_url(self.key)

    @property
    def counts(self) -> tuple[int, int, int] | None:
        """(yes, no, abstain) of the vote on the whole; None unless all three are known."""
        if self.yes is None or self.no is None or self.abstain is None:
            return None
        return self.yes, self.no, self.abstain


class DocumentAlias(models.Model):
    """Another symbol or name of a document. ``name_key`` is the normalised form of the name, for comparing names."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="aliases", verbose_name=_("document"))
    name = models.CharField(_("name"), max_length=400)
    name_key = models.CharField(max_length=400, editable=False, db_index=True)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["document", "name"], name="alias_once_a_document")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves the name, and resolves the citations that waited for it, in one transaction."""
        self.name_key = name_key(self.name)
        with transaction.atomic():
            super().save(*args, **kwargs)
