"""Resolutions: documents whose text the archive has.

Most are resolutions of the General Assembly. ``kind`` tells the others: decisions of the Assembly, and resolutions of
the Security Council, the Economic and Social Council and the Human Rights Council (``symbols.ADOPTED``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive import disarmament, symbols
from archive.models.document import Document, Kind
from archive.models.subject import Subject


class Committee(models.TextChoices):
    """The Main Committee whose report the General Assembly acted on, or the plenary."""

    FIRST = "First", _("First Committee (Disarmament and International Security)")
    SPECIAL_POLITICAL = "Special Political", _("Special Political Committee")
    SECOND = "Second", _("Second Committee (Economic and Financial)")
    THIRD = "Third", _("Third Committee (Social, Humanitarian and Cultural)")
    FOURTH = "Fourth", _("Fourth Committee (Special Political and Decolonization)")
    FIFTH = "Fifth", _("Fifth Committee (Administrative and Budgetary)")
    SIXTH = "Sixth", _("Sixth Committee (Legal)")
    PLENARY = "plenary", _("Without reference to a Main Committee")
    UNKNOWN = "", _("Not known")


@dataclass(slots=True)
class CountedSubject:
    """A subject, and the numbers of resolutions with it. ``count`` includes ``inferred``, those that have it only from
    their series."""

    subject: Subject
    count: int = 0
    inferred: int = 0


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    def listed(self) -> ResolutionQuerySet:
        """Resolutions with their documents, for lists. The newest session is first, and in it the highest number."""
        return self.select_related("document").order_by("-session_order", "-number", "part")

    def on_disarmament(self) -> ResolutionQuerySet:
        """The resolutions that count as disarmament. ``archive.disarmament`` has the rule."""
        described = Q(pk__in=Resolution.subjects.through.objects.values("resolution"))
        with_subject = Resolution.subjects.through.objects.filter(subject__in=Subject.objects.on_disarmament())
        without_draft = Q(draft_symbol="")
        for prefix in disarmament.COUNCIL_DRAFTS:
            without_draft |= Q(draft_symbol__startswith=prefix)
        return self.filter(
            Q(committee=disarmament.FIRST_COMMITTEE)
            | Q(draft_symbol__startswith=disarmament.DRAFTS)
            | Q(pk__in=with_subject.values("resolution"))
            | (Q(committee=Committee.UNKNOWN) & without_draft & ~described)
        )

    def on_subject(self, subject: Subject) -> ResolutionQuerySet:
        """The resolutions with this subject, also where it is inferred from their series."""
        inferred = Document.objects.filter(inferred_subjects__subject=subject)
        return self.filter(Q(pk__in=subject.resolutions.values("pk")) | Q(pk__in=inferred.values("pk")))

    def beside_assembly(self) -> ResolutionQuerySet:
        """The texts that are no resolutions of the General Assembly: its decisions, and texts of other bodies."""
        return self.exclude(kind=Kind.GA_RESOLUTION)

    def without_subjects(self) -> ResolutionQuerySet:
        """The resolutions without subjects, also without inferred ones."""
        return self.filter(subjects=None, document__inferred_subjects=None)

    def by_session(self) -> list[dict[str, Any]]:
        """``{"session", "session_order", "count", "recorded", "described"}`` for each session of the Assembly.

        The newest session is first. ``count`` is the number of texts. The last two count
        those with a recorded vote, and those with subjects from a source.
        """
        described = Q(pk__in=Resolution.subjects.through.objects.values("resolution"))
        return list(
            self.order_by()
            .values("session", "session_order")
            .annotate(
                count=models.Count("pk"),
                recorded=models.Count("pk", filter=Q(document__outcome="recorded")),
                described=models.Count("pk", filter=described),
            )
            .order_by("-session_order")
        )

    def by_subject(self) -> list[CountedSubject]:
        """The subjects of these resolutions, the most frequent first."""
        columns = ("pk", "dictionary", "name_en", "name_zh")
        queries = []
        for path, inferred in (("subjects", False), ("document__inferred_subjects__subject", True)):
            rows = (
                self.order_by()
                .filter(**{f"{path}__isnull": False})
                .values_list(*(f"{path}__{name}" for name in columns))
            )
            queries.append(rows.annotate(n=models.Count("pk"), inferred=Value(inferred)))
        found: dict[int, CountedSubject] = {}
        for *fields, number, inferred in queries[0].union(queries[1], all=True):
            subject = Subject(**dict(zip(columns, fields, strict=True)))
            counted = found.setdefault(fields[0], CountedSubject(subject))
            counted.count += number
            counted.inferred += number if inferred else 0
        return sorted(found.values(), key=lambda each: (-each.count, each.subject.name_en))

    def with_neighbours(self) -> ResolutionQuerySet:
        """Resolutions with the keys of their neighbours of the same kind, in ``previous`` and ``following``.

        Resolutions and decisions of the Assembly have their neighbours in the same session. Other texts have no
        ``session``, so their neighbours can be of another session or year of their body.
        """
        alike = {name: OuterRef(name) for name in ("session_order", "session", "kind")}
        beside = Resolution.objects.filter(**alike)
        order = ("adopted_order", "number", "part")
        earlier, later = (_beyond(order, lookup) for lookup in ("lt", "gt"))
        backwards = [f"-{name}" for name in order]
        return self.annotate(
            previous=Subquery(beside.filter(earlier).order_by(*backwards).values("document__key")[:1]),
            following=Subquery(beside.filter(later).order_by(*order).values("document__key")[:1]),
        )


def _beyond(order: Sequence[str], lookup: str) -> Q:
    """Texts before (``lt``) or after (``gt``) the text of the outer query, in the order of these columns."""
    found = Q()
    for place, name in enumerate(order):
        equal = {same: OuterRef(same) for same in order[:place]}
        found |= Q(**equal, **{f"{name}__{lookup}": OuterRef(name)})
    return found


class ReadersManager(models.Manager.from_queryset(ResolutionQuerySet)):  # type: ignore[misc]
    """The manager of the texts of every kind that readers may see: all except the withdrawn ones."""

    def get_queryset(self) -> ResolutionQuerySet:
        return ResolutionQuerySet(self.model, using=self._db).filter(withdrawn_at=None)


class AssemblyManager(ReadersManager):
    """The manager of the General Assembly's resolutions that readers may see.

    Sessions, series, sponsors and every count of resolutions are about these.
    """

    def get_queryset(self) -> ResolutionQuerySet:
        return super().get_queryset().filter(kind=Kind.GA_RESOLUTION)


class Resolution(models.Model):
    """The facts of one resolution or decision, such as session, meeting, committee and sponsors.

    Title, date and vote are fields of Document. ``session`` is a session of the General Assembly; it is "" for the
    texts of other bodies. ``adopted_order`` sorts the texts of each kind before their numbers
    (``symbols.adopted_order``).

    ``of_assembly`` has the Assembly's resolutions only. A withdrawn resolution has no leading text. So lists, search
    and counts do not include it. The manager ``everything`` includes it. ``DocumentQuerySet.of_readers`` leaves its
    document out.
    """

    document = models.OneToOneField(
        Document, models.CASCADE, primary_key=True, related_name="resolution", verbose_name=_("document")
    )
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices, default=Kind.GA_RESOLUTION, editable=False)
    session = models.CharField(_("session"), max_length=8, db_index=True)
    session_order = models.IntegerField(editable=False, default=0)
    adopted_order = models.IntegerField(editable=False, default=0)
    number = models.PositiveIntegerField(_("number"), default=0)
    part = models.CharField(_("part"), max_length=4, blank=True)

    meeting = models.PositiveSmallIntegerField(_("plenary meeting"), null=True, blank=True)
    meeting_record = models.CharField(_("meeting record"), blank=True)
    committee = models.CharField(_("committee"), max_length=24, choices=Committee.choices, blank=True)
    proposal = models.TextField(_("proposal, as printed"), blank=True)
    agenda_items = ArrayField(models.TextField(), verbose_name=_("agenda items"), default=list, blank=True)
    agenda_titles = ArrayField(models.TextField(), verbose_name=_("titles of agenda items"), default=list, blank=True)
    draft_symbol = models.CharField(_("draft resolution"), blank=True)
    committee_report = models.CharField(_("committee report"), blank=True)
    committee_report_paragraph = models.CharField(_("its paragraph"), blank=True)
    sponsors = ArrayField(models.TextField(), verbose_name=_("sponsors"), default=list, blank=True)
    additional_sponsors = ArrayField(
        models.TextField(), verbose_name=_("additional sponsors"), default=list, blank=True
    )
    voters = models.JSONField(
        _("roll call, as printed"), default=dict, blank=True, help_text=_('{"yes": [names], "no": […], "abstain": […]}')
    )
    published_on = models.DateField(_("issued"), null=True, blank=True)
    subjects = models.ManyToManyField(Subject, related_name="resolutions", blank=True, verbose_name=_("subjects"))
    wrong_subjects = models.ManyToManyField(
        Subject,
        related_name="+",
        blank=True,
        verbose_name=_("wrong subjects"),
        help_text=_("A source gives them by mistake. They are not shown, and an import does not bring them back."),
    )

    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawn_reason = models.TextField(_("why withdrawn"), blank=True, editable=False)

    objects = ReadersManager()
    of_assembly = AssemblyManager()
    everything = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        permissions = [("withdraw_resolution", _("Can withdraw and restore resolutions and return to a revision"))]
        ordering = [F("session_order").desc(), F("number").desc(), "part"]
        indexes = [
            models.Index(fields=["-session_order", "-number", "part"]),
            models.Index(fields=["kind", "adopted_order", "number", "part"], name="resolution_in_order"),
        ]

    def __str__(self) -> str:
        return str(self.document)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derives kind, session, number and part from the symbol, and saves."""
        self.kind = symbols.kind_of(self.document.key)
        self.adopted_order = symbols.adopted_order(self.document.key)
        self.session = symbols.session_of(self.document.key)
        self.session_order = symbols.session_order(self.session)
        self.number, self.part = symbols.number_and_part(self.document.key)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("resolution", args=[self.document.key])
