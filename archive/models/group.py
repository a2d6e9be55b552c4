"""Groups of States, with the dates of each membership and the source of the group's facts."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from archive.models.member_state import MemberState
from archive.page_language import reads_chinese


class GroupKind(models.TextChoices):
    REGIONAL = "regional", _("Regional group")
    DISARMAMENT = "disarmament", _("Disarmament")
    ORGANISATION = "organisation", _("Organisation")
    ZONE = "nuclear-weapon-free zone", _("Nuclear-weapon-free zone")


class StateGroup(models.Model):
    """One group of States. The archive knows its members from the day ``known_since`` on, but not before that day."""

    key = models.SlugField(_("key"), max_length=40, primary_key=True)
    kind = models.CharField(_("kind"), max_length=30, choices=GroupKind.choices)
    name_zh = models.CharField(_("Chinese name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100)
    known_since = models.DateField(_("known since"), null=True, blank=True)
    note_zh = models.TextField(_("note in Chinese"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    source = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("address of the source"), blank=True)
    states = models.ManyToManyField(MemberState, through="GroupMembership", related_name="groups")

    class Meta:
        verbose_name = _("group of States")
        verbose_name_plural = _("groups of States")
        ordering = [F("kind").desc(), "key"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_zh if reads_chinese() else self.name_en

    @property
    def note(self) -> str:
        return self.note_zh if reads_chinese() else self.note_en


class GroupMembershipQuerySet(models.QuerySet["GroupMembership"]):
    def on(self, day: date) -> GroupMembershipQuerySet:
        """Memberships on this day. Groups whose members are not known for that day are left out."""
        return self.filter(
            Q(since__isnull=True) | Q(since__lte=day),
            Q(until__isnull=True) | Q(until__gte=day),
            Q(group__known_since__isnull=True) | Q(group__known_since__lte=day),
        )


class GroupMembership(models.Model):
    """A State's membership of a group, from ``since`` to ``until`` inclusive.

    An empty ``since`` means: from the State's admission to the UN. An empty ``until`` means: until today.
    """

    group = models.ForeignKey(StateGroup, models.CASCADE, related_name="memberships", verbose_name=_("group"))
    state = models.ForeignKey(MemberState, models.CASCADE, related_name="memberships", verbose_name=_("Member State"))
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = GroupMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership of a group")
        verbose_name_plural = _("memberships of groups")
        ordering = ["group", "state"]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.state_id}"
