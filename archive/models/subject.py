"""Subjects from the UNBIS Thesaurus, or from another dictionary that the UN's editors use."""

from __future__ import annotations

import re

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive import disarmament
from archive.page_language import reads_chinese

# The UN's files have this in place of a year that was not known yet: (New York : ####).
_NO_YEAR = re.compile(r"\s*:\s*####|####\s*:\s*")

UNBIS = "UNBIS"  # the dictionary of general terms; the others name single bodies, conferences and documents


def without_filler(name: str) -> str:
    """A name without the sign for an unknown year.

    >>> without_filler("UN. Conference (New York : ####)"), without_filler("Review (10th : #### : Geneva)")
    ('UN. Conference (New York)', 'Review (10th : Geneva)')
    """
    return _NO_YEAR.sub("", name)


class SubjectQuerySet(models.QuerySet["Subject"]):
    def on_disarmament(self) -> SubjectQuerySet:
        return self.filter(name_en__in=disarmament.SUBJECTS)


class Subject(models.Model):
    """One subject. ``name_zh`` is empty if the dictionary has no Chinese name, for example for a conference."""

    dictionary = models.CharField(_("dictionary"), max_length=40, default=UNBIS)
    name_en = models.CharField(_("English name"))
    name_zh = models.CharField(_("Chinese name"), blank=True)
    code = models.CharField(_("number in the dictionary"), max_length=40, blank=True)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["name_en"]
        constraints = [models.UniqueConstraint(fields=["dictionary", "name_en"], name="subject_once_a_dictionary")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("subject", args=[self.pk])

    @property
    def name(self) -> str:
        # UNBIS prints names in capitals. In other dictionaries, a name in capitals is an acronym: WHO.
        in_capitals = self.dictionary == UNBIS and self.name_en.isupper()
        english = without_filler(self.name_en.capitalize() if in_capitals else self.name_en)
        return self.name_zh if reads_chinese() and self.name_zh else english

    @property
    def marked_name(self) -> str:
        """The name; on a Chinese page it says where there is no Chinese name."""
        return marked(self.name) if reads_chinese() and not self.name_zh else self.name


def marked(name: str) -> str:
    """An English name with a mark that there is no Chinese name."""
    return gettext("%(name)s (no Chinese name)") % {"name": name}
