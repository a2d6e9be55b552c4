"""The terms of the archive in two languages. ``archive.terms.making`` makes the rows."""

from __future__ import annotations

import re
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from archive.models.clause import Clause


class TermKind(models.TextChoices):
    OPENING = "opening", _("Opening phrases")
    TREATY = "treaty", _("Treaties and instruments")
    BODY = "body", _("Bodies")
    PHRASE = "phrase", _("Phrases")


class TermQuerySet(models.QuerySet["Term"]):
    def with_words(self, typed: str) -> TermQuerySet:
        """The terms with these words in the Chinese, in another name of it, or in an English rendering."""
        return self.filter(Q(words__icontains=typed) | Q(others__icontains=typed) | Q(english__icontains=typed))

    def named(self, words: str) -> TermQuerySet:
        """The terms that have exactly these words, in capital or small letters: the Chinese, another name of it, or a
        form of an English rendering."""
        lines = rf"(^|\n){re.escape(words)}($|\n)"
        return self.filter(Q(words=words) | Q(others__iregex=lines) | Q(english__iregex=lines))

    def by_kind(self) -> dict[str, int]:
        """Kind → number of terms."""
        return dict(self.order_by().values_list("kind").annotate(models.Count("pk")))


class Term(models.Model):
    """Chinese words, and the English that stands for them.

    ``position`` is the place in the list. ``wordings`` is the number of different wordings that have the words.
    ``renderings`` are dictionaries of the fields of ``archive.terms.pairs.Rendering`` without the places, the usual one
    first. ``others`` has the other names of the same thing, and ``english`` all forms of all renderings: a line each.
    """

    kind = models.CharField(max_length=8, choices=TermKind.choices)
    words = models.CharField()
    position = models.PositiveIntegerField()
    others = models.TextField(blank=True)
    english = models.TextField()
    wordings = models.PositiveIntegerField()
    renderings: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField()

    objects = TermQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["kind", "words"], name="term_once_a_kind")]

    def __str__(self) -> str:
        return self.words


class TermPlaceQuerySet(models.QuerySet["TermPlace"]):
    def of_readers(self) -> TermPlaceQuerySet:
        """The places in clauses that readers may see, in both languages."""
        seen = Clause.objects.in_every_language()
        return self.filter(zh__in=seen, en__in=seen)

    def rendered(self, number: int | None) -> TermPlaceQuerySet:
        """The places with one rendering, by its number from 1; with none of them for None."""
        return self.filter(rendering=number)

    def not_usual(self) -> TermPlaceQuerySet:
        """The places where the usual rendering does not stand."""
        return self.exclude(rendering=1)

    def counted(self) -> list[tuple[str, int | None, int]]:
        """(session, number of the rendering, number of places)."""
        columns = ("zh__revision__text__resolution__session", "rendering")
        return list(self.order_by().values_list(*columns).annotate(models.Count("pk")))

    def newest_first(self) -> TermPlaceQuerySet:
        """With all that a page shows of them. One query reads them."""
        return self.select_related(
            "zh__revision__text__resolution__document", "zh__parent__parent", "en__revision__text"
        ).order_by(
            "-zh__revision__text__resolution__document__date",
            "-zh__revision__text__resolution__number",
            "zh__position",
        )


class TermPlace(models.Model):
    """A Chinese clause with a term, and its English counterpart.

    ``rendering`` is the number of the rendering in it, from 1. None if none of them stands in it.
    """

    term = models.ForeignKey(Term, models.CASCADE, related_name="places")
    zh = models.ForeignKey(Clause, models.CASCADE, related_name="+")
    en = models.ForeignKey(Clause, models.CASCADE, related_name="+")
    rendering = models.PositiveSmallIntegerField(null=True)

    objects = TermPlaceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["term_id", "zh_id"]

    def __str__(self) -> str:
        return f"{self.term} {self.zh_id}"


class TermsMaking(models.Model):
    """The one row that says of what the terms were made.

    ``seen`` is the version of the archive at the last look. ``digest`` is a hash of the pairs of clauses, and of the
    code that counts them. ``pairs`` and ``wordings`` are their numbers, ``made_at`` is when the terms were stored.
    """

    seen = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, blank=True)
    pairs = models.PositiveIntegerField(default=0)
    wordings = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.seen
