"""Subjects from the UNBIS Thesaurus, or from another dictionary that the UN's editors use."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive import disarmament
from archive.page_language import reads_chinese
from archive.voting import states

# The UN's files have this in place of a year that was not known yet: (New York : ####).
_NO_YEAR = re.compile(r"\s*:\s*####|####\s*:\s*")

UNBIS = "UNBIS"  # the dictionary of general terms; the others name single bodies, conferences and documents


def without_filler(name: str) -> str:
    """A name without the sign for an unknown year.

    >>> without_filler("UN. Conference (New York : ####)"), without_filler("Review (10th : #### : Geneva)")
    ('UN. Conference (New York)', 'Review (10th : Geneva)')
    """
    return _NO_YEAR.sub("", name)


# Acronyms and names of regions in the UNBIS Thesaurus, as English spells them.
_ACRONYMS = ("AIDS", "HIV", "IAEA", "ICJ", "ICT", "MX", "USSR")
_REGIONS = """
Africa, Antarctica, Arctic, Asia, Caribbean, Central America, Europe, Indian Ocean, Latin America, Mediterranean,
Middle East, North America, Oceania, Pacific, South America
""".replace("\n", " ").strip()


def english_name(name: str, dictionary: str) -> str:
    """The English name of a subject in small letters, with capitals where English has them.

    UNBIS prints its names in capitals. In other dictionaries, a name in capitals is an acronym (WHO).

    >>> english_name("ASIA AND THE PACIFIC", UNBIS), english_name("IAEA", UNBIS)
    ('Asia and the Pacific', 'IAEA')
    """
    spelled = _in_small_letters(name) if dictionary == UNBIS and name.isupper() else name
    return without_filler(spelled)


@lru_cache(maxsize=10_000)
def _in_small_letters(name: str) -> str:
    return _spelled().sub(lambda found: _spelling()[found[0].lower()], name.capitalize())


@cache
def _spelling() -> dict[str, str]:
    """Name in small letters → the name as English spells it: names of States and regions, and acronyms."""
    names = [name for row in states.rows("states.csv") for name in (row["short_en"], row["name_en"])]
    formal = [row["formal_en"].removeprefix("the ") for row in states.rows("states.csv")]
    return {name.lower(): name for name in (*names, *formal, *_REGIONS.split(", "), *_ACRONYMS) if name}


@cache
def _spelled() -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, _spelling()), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)


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
        return self.name_zh if reads_chinese() and self.name_zh else english_name(self.name_en, self.dictionary)

    @property
    def marked_name(self) -> str:
        """The name; on a Chinese page it says where there is no Chinese name."""
        return marked(self.name) if reads_chinese() and not self.name_zh else self.name


def marked(name: str) -> str:
    """An English name with a mark that there is no Chinese name."""
    return gettext("%(name)s (no Chinese name)") % {"name": name}
