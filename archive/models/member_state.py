"""The Member States of the United Nations since 1945, and the names that voting records print for them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.page_language import reads_chinese
from archive.voting.states import Seat, name_key


class MemberStateQuerySet(models.QuerySet["MemberState"]):
    def members_on(self, day: date) -> MemberStateQuerySet:
        """The States that were members, and not away, on this day."""
        present = self.filter(admitted__lte=day).exclude(ended__lt=day)
        return present.exclude(away_from__lte=day, away_until__gte=day)


class MemberState(models.Model):
    """One seat in the General Assembly.

    If a State continues the membership of an earlier State, both are one MemberState with several names. The Russian
    Federation continues the membership of the USSR. If a membership ended and new memberships began (Czechoslovakia),
    each is one MemberState, and ``successors`` connects them. ``code`` is an ISO 3166-1 alpha-3 code, or an ISO 3166-3
    code for a former member.
    """

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    iso2 = models.CharField(_("ISO 3166 alpha-2"), max_length=2, blank=True)
    m49 = models.CharField(_("M49"), max_length=3, blank=True)
    short_zh = models.CharField(_("usual name in Chinese"), max_length=60)
    short_en = models.CharField(_("usual name in English"), max_length=60)
    name_zh = models.CharField(_("short name in Chinese"), max_length=100)
    name_en = models.CharField(_("short name in English"), max_length=100)
    formal_zh = models.CharField(_("formal name in Chinese"), max_length=100)
    formal_en = models.CharField(_("formal name in English"), max_length=100)
    admitted = models.DateField(_("admitted"))
    ended = models.DateField(_("last day of membership"), null=True, blank=True)
    away_from = models.DateField(_("away from"), null=True, blank=True)
    away_until = models.DateField(_("away until"), null=True, blank=True)
    note_zh = models.TextField(_("note in Chinese"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    successors = models.ManyToManyField(
        "self", symmetrical=False, related_name="predecessors", blank=True, verbose_name=_("successors")
    )

    objects = MemberStateQuerySet.as_manager()

    class Meta:
        verbose_name = _("Member State")
        verbose_name_plural = _("Member States")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("state", args=[self.code])

    @property
    def name(self) -> str:
        """The usual name in the page's language (朝鲜, DPR Korea)."""
        return self.short_zh if reads_chinese() else self.short_en

    @property
    def formal_name(self) -> str:
        return self.formal_zh if reads_chinese() else self.formal_en

    @property
    def note(self) -> str:
        return self.note_zh if reads_chinese() else self.note_en

    @property
    def seat(self) -> Seat:
        return Seat(self.code, self.admitted, self.ended, self.away_from, self.away_until)


class StateName(models.Model):
    """A State's name as records print it, with the dates of its use if they are known.

    ``key`` is the normalised form of the name, for comparing names.
    """

    state = models.ForeignKey(MemberState, models.CASCADE, related_name="names", verbose_name=_("Member State"))
    name = models.CharField(_("name"))
    key = models.CharField(editable=False, db_index=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("name of a State")
        verbose_name_plural = _("names of States")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["state", "name"], name="name_once_a_state")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = name_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
