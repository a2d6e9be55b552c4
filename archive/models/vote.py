"""Votes as sources record them, with the ballots of the States and the problems found in the records."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Case, CharField, Count, Exists, F, Max, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive import symbols
from archive.models.document import OUTCOMES, Document
from archive.models.inferred_subject import InferredSubject
from archive.models.member_state import MemberState
from archive.models.resolution import Resolution
from archive.models.subject import Subject
from archive.voting.choice import Choice
from archive.voting.former_holders import former_holders
from archive.voting.outcome import Outcome
from archive.voting.record import Origin, Scope

SCOPE_LABELS = {
    Scope.WHOLE: _("The resolution as a whole"),
    Scope.PARAGRAPH: _("A separate vote on a paragraph"),
    Scope.WORDS: _("A separate vote on words in a paragraph"),
    Scope.PART: _("A part that the record does not name clearly"),
    Scope.AMENDMENT: _("An amendment"),
}
ORIGIN_LABELS = {
    Origin.LIBRARIAN: _("A librarian of this archive, by hand"),
    Origin.RESOLUTION: _("The resolution as the United Nations publishes it"),
    Origin.EXTRACT: _("The United Nations' extract of its resolutions"),
    Origin.LIBRARY: _("UN Digital Library, General Assembly Voting Data"),
    Origin.WORDS: _("The roll call in the resolution's words"),
    Origin.TABLE: _("A table made by a librarian"),
    Origin.ARCHIVE: _("This archive's own table"),
    Origin.VOETEN: _("Voeten, United Nations General Assembly Voting Data"),
}
CHOICE_LABELS = {
    Choice.YES: _("In favour"),
    Choice.NO: _("Against"),
    Choice.ABSTAIN: _("Abstaining"),
    Choice.ABSENT: _("Absent or not voting"),
}
# The choices are plain strings, because migrations contain them.
_SCOPES = [(scope.value, label) for scope, label in SCOPE_LABELS.items()]
_ORIGINS = [(origin.value, label) for origin, label in ORIGIN_LABELS.items()]
_CHOICES = [(choice.value, label) for choice, label in CHOICE_LABELS.items()]


# The keys are the names of formats in ``archive.voting.reading``.
FORMATS = [
    ("extract", ORIGIN_LABELS[Origin.EXTRACT]),
    ("library", ORIGIN_LABELS[Origin.LIBRARY]),
    ("voeten", ORIGIN_LABELS[Origin.VOETEN]),
    ("archive", ORIGIN_LABELS[Origin.ARCHIVE]),
    ("table", _("A librarian's table")),
]


class VoteFile(models.Model):
    """An imported file of votes, identified by the SHA-256 of its bytes.

    ``documents`` has what the archive knew of the voted resolutions before the file was stored: symbol → facts, or
    None if the archive had no such document. So the file can be taken back (``archive.intake.vote_changes``).
    """

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    name = models.CharField(_("file name"), max_length=500)
    format = models.CharField(_("format"), max_length=24, choices=FORMATS)
    size = models.BigIntegerField(_("bytes"))
    votes = models.PositiveIntegerField(_("votes"), default=0)
    ballots = models.PositiveIntegerField(_("ballots"), default=0)
    passed_over = models.PositiveIntegerField(_("on other topics, passed over"), default=0)
    imported_at = models.DateTimeField(_("imported"), auto_now_add=True)
    documents = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("file of votes")
        verbose_name_plural = _("files of votes")
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return self.name


class VoteChange(models.Model):
    """What a file changed in one record of a vote. ``before`` is the record before the file; None if it was new.

    ``before`` has ``vote`` (column → value), ``ballots`` and ``problems``. ``key`` is ``Vote.key``.
    """

    file = models.ForeignKey(VoteFile, models.CASCADE, related_name="changes")
    key = models.CharField(db_index=True)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["file", "key"], name="changed_once_by_a_file")]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.key}"


class VoteQuerySet(models.QuerySet["Vote"]):
    def leading(self) -> VoteQuerySet:
        """The leading record of each vote, which readers see and measures count."""
        return self.filter(leading=True)

    def on_disarmament(self) -> VoteQuerySet:
        """The votes that count as disarmament by their own sources, or with the text of their resolution."""
        texts = Resolution.objects.on_disarmament().values("document__key")
        return self.filter(Q(disarmament=True) | Q(disarmament=None) | Q(document_id__in=texts))

    def on_subject(self, subject: Subject | int) -> VoteQuerySet:
        """The votes on resolutions with this subject, also where it is inferred from their series."""
        stated = Resolution.objects.filter(subjects=subject).values("document__key")
        inferred = InferredSubject.objects.filter(subject=subject).values("document_id")
        return self.filter(Q(document_id__in=stated) | Q(document_id__in=inferred))

    def on_whole(self) -> VoteQuerySet:
        return self.filter(scope=Scope.WHOLE)

    def recorded(self) -> VoteQuerySet:
        return self.filter(outcome=Outcome.RECORDED)

    def adopting(self) -> VoteQuerySet:
        """The plenary's votes on resolutions as a whole, with one record for each vote."""
        return self.leading().on_whole().filter(in_committee=False)

    def without_text(self) -> VoteQuerySet:
        """The votes on resolutions of which the archive has no text. A withdrawn text is a text."""
        texts = Resolution.everything.values("document__key")
        return self.filter(document_id__isnull=False).exclude(document_id__in=texts)

    def counted(self) -> VoteQuerySet:
        """The plenary's recorded votes on resolutions as a whole, with one record for each vote. Measures use these."""
        return self.adopting().recorded()

    def in_which(self, code: str, choice: str = "") -> VoteQuerySet:
        """The votes in which a State made this choice. Without a choice: the votes in which it took part."""
        ballots = Ballot.objects.filter(state=code)
        return self.filter(pk__in=(ballots.filter(choice=choice) if choice else ballots.cast()).values("vote"))

    def by_session(self) -> list[dict[str, Any]]:
        """``{"session", "votes_only", "recorded", "separate"}`` for each session.

        ``votes_only`` is the number of resolutions without a text; a vote without a symbol counts as one.
        ``recorded`` is the number of recorded votes on resolutions as a whole, and ``separate`` that of votes on parts.
        """
        whole = Q(scope=Scope.WHOLE, in_committee=False)
        texts = Resolution.objects.values("document__key")
        without_text = whole & (Q(document=None) | ~Q(document_id__in=texts))
        return list(
            self.order_by()
            .values("session")
            .annotate(
                votes_only=Count(Coalesce("document_id", "key"), filter=without_text, distinct=True),
                recorded=Count("pk", filter=whole & Q(outcome=Outcome.RECORDED)),
                separate=Count("pk", filter=Q(scope__in=(Scope.PARAGRAPH, Scope.WORDS, Scope.PART))),
            )
        )

    def by_source(self) -> list[dict[str, Any]]:
        """``{"origin", "votes", "first", "last"}`` for each source: the number of votes, and the first and last day."""
        counted = self.order_by().values("origin").annotate(votes=Count("pk"), first=Min("date"), last=Max("date"))
        return list(counted.order_by("-votes"))

    def newest_first(self) -> VoteQuerySet:
        return self.order_by("-session_order", F("date").desc(nulls_last=True), "-number", "part", "pk")


class Vote(models.Model):
    """One source's record of one vote.

    ``document_id`` is the symbol of the resolution. A vote may arrive before its document, so the archive may not have
    the document yet. In the same way, the clauses in ``paths`` may not exist yet. All records of one vote have the same
    ``event``, and one of the records is ``leading``.

    ``yes``, ``no``, ``abstain``, ``absent`` and ``members`` are the published totals. A total is None if the source
    does not give it. ``cast_yes``, ``cast_no`` and ``cast_abstain`` are counted from the ballots. ``unplaced`` is a
    message that says why a separate vote belongs to no clause (``{"code": "vote.several_paragraphs", "values": {}}``),
    or None.
    ``symbol_certain`` is False if the source's number may be that of another resolution, and no other source or text
    confirms it. ``date_certain`` is False if the source's dates are known to be unreliable. ``title_certain`` is False
    if the source may give a description of its own instead of the title. ``disarmament`` says whether a source of the
    same resolution makes it count as disarmament (``archive.disarmament``); None if no source tells.

    A record that a librarian entered or corrected by hand has ``reason``. The corrected record of a source stays as it
    is. Its ``corrected_by`` is the record by hand, and both are records of one vote.
    """

    key = models.CharField(_("number in the source"), unique=True)
    origin = models.CharField(_("source"), max_length=12, choices=_ORIGINS)
    file = models.ForeignKey(
        VoteFile, models.PROTECT, null=True, blank=True, related_name="recorded", verbose_name=_("file of votes")
    )
    event = models.CharField(db_index=True, editable=False)
    corrected_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="corrects"
    )
    reason = models.TextField(_("why, by hand"), blank=True)
    leading = models.BooleanField(_("leading record"), default=False)

    document = models.ForeignKey(
        Document, models.DO_NOTHING, to_field="key", db_column="symbol", db_constraint=False, null=True, blank=True,
        related_name="votes", verbose_name=_("resolution"),
    )  # fmt: skip
    symbol_certain = models.BooleanField(_("symbol is certain"), default=True)
    session = models.CharField(_("session"), blank=True)
    session_order = models.IntegerField(editable=False, default=-1)
    number = models.PositiveIntegerField(editable=False, default=0)
    part = models.CharField(editable=False, max_length=4, blank=True)

    scope = models.CharField(_("voted on"), max_length=12, choices=_SCOPES, default=Scope.WHOLE.value)
    paths = ArrayField(models.CharField(), verbose_name=_("clauses"), default=list, blank=True)
    words = models.TextField(_("words voted on"), blank=True)
    unplaced = models.JSONField(_("why at no clause"), null=True, blank=True)
    description = models.TextField(_("description in the source"), blank=True)
    title = models.TextField(_("title in the source"), blank=True)
    title_certain = models.BooleanField(_("title is certain"), default=True)
    agenda_title = models.TextField(_("agenda item in the source"), blank=True)
    heading = models.CharField(_("heading in the source"), blank=True)
    draft_symbol = models.CharField(_("draft resolution"), blank=True)
    committee_report = models.CharField(_("committee report"), blank=True)

    disarmament = models.BooleanField(_("on disarmament"), null=True, blank=True)
    in_committee = models.BooleanField(_("in the Committee"), default=False)
    date = models.DateField(_("date"), null=True, blank=True)
    date_certain = models.BooleanField(_("date is certain"), default=True)
    meeting = models.CharField(_("meeting record"), blank=True)
    outcome = models.CharField(_("how adopted"), max_length=12, choices=OUTCOMES, blank=True)
    yes = models.PositiveSmallIntegerField(_("in favour"), null=True, blank=True)
    no = models.PositiveSmallIntegerField(_("against"), null=True, blank=True)
    abstain = models.PositiveSmallIntegerField(_("abstaining"), null=True, blank=True)
    absent = models.PositiveSmallIntegerField(_("not voting"), null=True, blank=True)
    members = models.PositiveSmallIntegerField(_("members"), null=True, blank=True)
    cast_yes = models.PositiveSmallIntegerField(editable=False, default=0)
    cast_no = models.PositiveSmallIntegerField(editable=False, default=0)
    cast_abstain = models.PositiveSmallIntegerField(editable=False, default=0)
    roll_digest = models.CharField(max_length=64, editable=False, blank=True)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now, db_index=True, editable=False)

    objects = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["-session_order", "-number", "part", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event"], condition=Q(leading=True), name="one_leading_record_a_vote")
        ]
        indexes = [
            models.Index(fields=["session_order", "number"], name="vote_in_order"),
            models.Index(fields=["leading", "scope", "outcome"], name="vote_to_read"),
        ]

    def __str__(self) -> str:
        return " ".join([self.document_id or self.key, *self.paths])

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.place()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("vote", args=[self.key])

    def place(self) -> None:
        """Sets the fields that are derived from the symbol, the scope and the clauses.

        Also sets ``updated_at`` to the present time.
        """
        symbol = self.document_id or ""
        self.session = symbols.session_of(symbol) or self.session
        self.session_order = symbols.session_order(self.session)
        self.number, self.part = symbols.number_and_part(symbol)
        self.updated_at = timezone.now()
        self.event = self.corrected_by.event if self.corrected_by else self.event_key()

    def event_key(self) -> str:
        """A key that all records of this vote share. A record that does not say what was voted on has its own key."""
        if not self.document_id or self.scope == Scope.AMENDMENT or (self.scope != Scope.WHOLE and not self.paths):
            return self.key
        body = "committee" if self.in_committee else "plenary"
        words = "words" if self.scope == Scope.WORDS else ""
        return "|".join((self.document_id, body, ",".join(self.paths), words))

    @property
    def is_by_hand(self) -> bool:
        """Whether a librarian entered the record, or corrected another one by it."""
        return self.origin == Origin.LIBRARIAN

    @property
    def totals(self) -> tuple[int, int, int]:
        """(yes, no, abstain) as published. If the source does not publish all three: as counted from the ballots."""
        if self.yes is None or self.no is None or self.abstain is None:
            return self.counted
        return self.yes, self.no, self.abstain

    @property
    def has_totals(self) -> bool:
        """Whether the source publishes the totals. Without them, nobody knows whether the roll call is whole."""
        return None not in (self.yes, self.no, self.abstain)

    @property
    def counted(self) -> tuple[int, int, int]:
        return self.cast_yes, self.cast_no, self.cast_abstain

    @property
    def has_roll(self) -> bool:
        return any(self.counted)

    @property
    def differs(self) -> bool:
        """Whether the published totals and the roll call disagree."""
        return self.has_roll and self.totals != self.counted


def seat() -> Case:
    """The code of the State of a ballot. A former holder of the seat has a code of its own."""
    former = (
        When(state=holder.code, vote__date__lte=holder.until, then=Value(holder.key))
        for holder in former_holders().values()
    )
    return Case(*former, default="state_id", output_field=CharField())


class BallotQuerySet(models.QuerySet["Ballot"]):
    def cast(self) -> BallotQuerySet:
        return self.exclude(choice=Choice.ABSENT)


class Ballot(models.Model):
    """The choice of one State in one vote.

    ``state`` is None if no State has the printed name. ``corrected`` is the choice that the State declared later as
    its intended choice, if the record has it. It does not change the vote as cast.
    """

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="ballots", verbose_name=_("vote"))
    state = models.ForeignKey(
        MemberState, models.PROTECT, null=True, blank=True, related_name="ballots", verbose_name=_("Member State")
    )
    choice = models.CharField(_("choice"), max_length=7, choices=_CHOICES)
    printed = models.CharField(_("name as printed"))
    corrected = models.CharField(_("meant, as stated later"), max_length=7, choices=_CHOICES, blank=True)

    objects = BallotQuerySet.as_manager()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        # There is no default ordering. This table is the largest, and an ordering would add two joins to each query.
        constraints = [models.UniqueConstraint(fields=["vote", "state"], name="one_ballot_a_state")]
        indexes = [models.Index(fields=["state", "choice"], name="ballot_of_state")]

    def __str__(self) -> str:
        return f"{self.printed}: {self.get_choice_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        Vote.objects.filter(pk=self.vote_id).update(updated_at=timezone.now())


class ProblemKind(models.TextChoices):
    UNKNOWN_NAME = "unknown_name", _("A name that no State has")
    NOT_A_MEMBER = "not_a_member", _("No member on that day")
    TWICE = "twice", _("A State twice in one vote")
    TOTALS = "totals", _("Totals and roll call disagree")
    SOURCES = "sources", _("Two sources disagree")
    DATE = "date", _("Clauses print another date")


class SettledProblem(models.Model):
    """A problem of a vote that a librarian has looked at and settled, with the reason.

    An import deletes problems and finds them again. The same problem is then settled already: the same kind and the
    same messages about the vote ``key``. A problem with other messages is a new problem.
    """

    key = models.CharField(db_index=True)
    kind = models.CharField(max_length=16, choices=ProblemKind.choices)
    messages = models.JSONField(default=list)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.key}: {self.kind}"


class VoteProblemQuerySet(models.QuerySet["VoteProblem"]):
    def settled(self) -> VoteProblemQuerySet:
        return self.filter(Exists(_SETTLED))

    def open(self) -> VoteProblemQuerySet:
        """The problems that no librarian has settled."""
        return self.exclude(Exists(_SETTLED))

    def with_settlement(self) -> VoteProblemQuerySet:
        """Problems with ``settled_because``: the reason why a librarian settled each, or None."""
        return self.annotate(settled_because=Subquery(_SETTLED.values("reason")[:1]))


# The settlements of a problem, for a query of problems.
_SETTLED = SettledProblem.objects.filter(
    key=OuterRef("vote__key"), kind=OuterRef("kind"), messages=OuterRef("messages")
)


class VoteProblem(models.Model):
    """A problem in a record. The record does not change. Pages show the problem beside the record.

    ``messages`` describe it: ``[{"code": "vote.unknown_name", "values": {"name": "ATLANTIS"}}]``.
    """

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="problems", verbose_name=_("vote"))
    kind = models.CharField(_("kind"), max_length=16, choices=ProblemKind.choices)
    messages = models.JSONField(_("detail"), default=list)

    objects = VoteProblemQuerySet.as_manager()

    class Meta:
        verbose_name = _("problem of a vote")
        verbose_name_plural = _("problems of votes")
        ordering = ["vote", "kind"]

    def __str__(self) -> str:
        return self.get_kind_display()
