"""Where the Chinese and the English text of a resolution disagree, for librarians.

``archive.intake.disagreements`` makes the rows (``archive.comparing.disagreements``).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.comparing import disagreements
from archive.models.text import Revision


class What(models.TextChoices):
    """What the two languages disagree about."""

    DAY = disagreements.What.DAY, pgettext_lazy("of a disagreement", "day")
    SYMBOL = disagreements.What.SYMBOL, pgettext_lazy("of a disagreement", "number of a resolution or document")
    NUMBER = disagreements.What.NUMBER, pgettext_lazy("of a disagreement", "number")
    MARK = disagreements.What.MARK, pgettext_lazy("of a disagreement", "footnote marks")
    CLAUSE = disagreements.What.CLAUSE, pgettext_lazy("of a disagreement", "clause in one language only")


class LanguagePair(models.Model):
    """The current Chinese and English revisions of a resolution, which were compared. ``code`` identifies the code
    that compared them."""

    chinese = models.OneToOneField(Revision, models.CASCADE, related_name="+")
    english = models.OneToOneField(Revision, models.CASCADE, related_name="+")
    code = models.CharField(max_length=32)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.chinese} | {self.english}"


class SettledDisagreement(models.Model):
    """A disagreement that a librarian has settled, with the reason: the two texts are printed so.

    The same disagreement in a later revision of the resolution ``key`` is then settled already.
    """

    key = models.CharField(db_index=True)
    path = models.CharField()
    what = models.CharField(max_length=8, choices=What.choices)
    chinese = models.JSONField(default=list)
    english = models.JSONField(default=list)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.key} {self.path}: {self.what}"


_KEY = "chinese__text__resolution__document__key"
# The settlements of a disagreement, for a query of disagreements.
_SETTLED = SettledDisagreement.objects.filter(
    key=OuterRef(f"pair__{_KEY}"),
    path=OuterRef("path"),
    what=OuterRef("what"),
    chinese=OuterRef("chinese"),
    english=OuterRef("english"),
)


class DisagreementQuerySet(models.QuerySet["Disagreement"]):
    def settled(self) -> DisagreementQuerySet:
        return self.filter(Exists(_SETTLED))

    def open(self) -> DisagreementQuerySet:
        """The disagreements that no librarian has settled."""
        return self.exclude(Exists(_SETTLED))

    def for_lists(self) -> DisagreementQuerySet:
        """Disagreements with ``key``, that of the resolution, and ``settled_because``: the reason why a librarian
        settled each, or None."""
        return self.annotate(key=models.F(f"pair__{_KEY}"), settled_because=Subquery(_SETTLED.values("reason")[:1]))


class Disagreement(models.Model):
    """What only the Chinese words of a clause say, and what only the English words say.

    ``path`` is that of the Chinese clause; that of the English clause if there is no Chinese one. ``chinese`` and
    ``english`` are lists of strings (``archive.comparing.disagreements.Disagreement``). A clause that only one language
    has is in the list of that language, by its path.
    """

    pair = models.ForeignKey(LanguagePair, models.CASCADE, related_name="disagreements")
    position = models.PositiveIntegerField()
    path = models.CharField(_("path"))
    what = models.CharField(_("what"), max_length=8, choices=What.choices)
    chinese = models.JSONField(_("only in Chinese"), default=list)
    english = models.JSONField(_("only in English"), default=list)

    objects = DisagreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("disagreement of two languages")
        verbose_name_plural = _("disagreements of two languages")
        ordering = ["pair_id", "position", "pk"]
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return self.path
