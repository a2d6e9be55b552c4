"""Proofs (校样): Drafts on the librarian's desk, and the mends that correct them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from archive.models.codes import CodeField, language_choices
from archive.models.submission import Submission
from archive.models.text import Revision


class ProofState(models.TextChoices):
    OPEN = "open", _("To look at")
    APPROVAL = "approval", _("Waits for a second librarian")
    PUBLISHED = "published", _("Published")
    SET_ASIDE = "set_aside", _("Set aside")


class ProofQuerySet(models.QuerySet["Proof"]):
    def for_lists(self) -> ProofQuerySet:
        """Proofs without ``draft`` and ``citations``. These fields are large, and lists do not show them."""
        return self.defer("draft", "citations")


class Proof(models.Model):
    """One Draft on the desk, with its mends.

    ``draft`` is the result of reading, in the form of ``archive.desk.draft_json``. Only a new reading changes it.
    ``citations`` are the citations in the mended Draft, in the form of ``archive.desk.cited``. It is None if they are
    not stored. ``symbol``, ``language``, ``title`` and ``findings`` (the number of open findings) describe the mended
    Draft in lists. ``version`` counts the changes. A change names the version that the librarian saw. It is not made
    if somebody else has changed the proof since then. ``revision`` is the last revision published from the proof.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="proofs", verbose_name=_("submission"))
    part = models.PositiveIntegerField(_("place in the source"), default=0)
    draft = models.JSONField(editable=False)
    citations = models.JSONField(null=True, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=ProofState.choices, default=ProofState.OPEN, db_index=True
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    symbol = models.CharField(_("symbol"), max_length=400, blank=True, db_index=True)
    language = CodeField(_("language"), max_length=8, choices=language_choices)
    title = models.TextField(_("title"), blank=True)
    findings = models.PositiveIntegerField(_("to look at"), default=0)
    blocked = models.BooleanField(_("cannot be published"), default=False)
    ready_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proofs_ready",
        verbose_name=_("ready, says"),
    )
    revision = models.ForeignKey(
        Revision, models.SET_NULL, null=True, blank=True, related_name="proofs", verbose_name=_("revision")
    )
    created_at = models.DateTimeField(_("read"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ProofQuerySet.as_manager()

    class Meta:
        verbose_name = _("proof")
        verbose_name_plural = _("proofs")
        ordering = [F("findings").desc(), "pk"]
        default_permissions = ("view", "change")
        permissions = [
            ("publish_proof", _("Can publish a proof")),
            ("approve_proof", _("Can approve a proof that another librarian calls ready")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["submission", "part"], name="one_proof_a_part"),
            models.CheckConstraint(
                name="proof_for_approval_is_ready", condition=~Q(state="approval") | Q(ready_by__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol or '?'} {self.title}".strip()


class ProofMend(models.Model):
    """One mend of a proof. Mends are applied in the order of their primary keys.

    If a mend is taken back, its row stays and gets the user and the time.
    """

    proof = models.ForeignKey(Proof, models.CASCADE, related_name="mends", verbose_name=_("proof"))
    operation = models.CharField(_("operation"), max_length=24)
    arguments = models.JSONField(_("arguments"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by"))
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )

    class Meta:
        verbose_name = _("mend")
        verbose_name_plural = _("mends")
        ordering = ["proof", "pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.operation} ({self.proof_id})"
