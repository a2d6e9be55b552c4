"""The scales of strength of opening phrases. Librarians correct them."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from archive.characters import plain
from archive.comparing.verbs import Scales, first_scales


class Scale(models.TextChoices):
    """What the phrases of a scale do."""

    RECEPTION = "reception", _("Takes note of something, or welcomes it")
    REQUEST = "request", _("Asks somebody to do something")
    CONCERN = "concern", _("Expresses concern")
    DISAPPROVAL = "disapproval", _("Regrets or condemns")
    PRAISE = "praise", _("Praises")
    SUPPORT = "support", _("Supports")
    RECOLLECTION = "recollection", _("Recalls")
    RECOGNITION = "recognition", _("Recognizes")


class VerbStepQuerySet(models.QuerySet["VerbStep"]):
    def scales(self) -> Scales:
        """The scales for ``archive.comparing.compare``. Before the first step is loaded: those of ``fixtures/``."""
        rows = self.order_by("scale", "step", "pk").values_list("scale", "step", "zh", "en")
        steps = [(scale, step, [*zh, *en]) for scale, step, zh, en in rows]
        return Scales.of(steps) if steps else first_scales()


class VerbStep(models.Model):
    """One step of a scale. A higher ``step`` is stronger.

    ``key`` names the row of ``fixtures/verbs/strength.csv`` that the step comes from; None for a step that a librarian
    has added. If ``corrected``, a new version of that file does not change the step.
    """

    key = models.CharField(max_length=40, unique=True, null=True, editable=False)
    scale = models.CharField(_("scale"), max_length=16, choices=Scale.choices)
    step = models.PositiveSmallIntegerField(_("step"), help_text=_("A higher step is stronger."))
    zh = ArrayField(
        models.CharField(max_length=60), verbose_name=_("Chinese phrases"), default=list, blank=True,
        help_text=_("With commas between them."),
    )  # fmt: skip
    en = ArrayField(
        models.CharField(max_length=60), verbose_name=_("English phrases"), default=list, blank=True,
        help_text=_("In small letters, with commas between them: urging, urges."),
    )  # fmt: skip
    source = models.TextField(_("source"), help_text=_("Where it says so, or that it is the archive's judgement."))
    corrected = models.BooleanField(_("corrected by a librarian"), default=False, editable=False)

    objects = VerbStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a scale of verbs")
        verbose_name_plural = _("scales of verbs")
        ordering = ["scale", "step", "pk"]

    def __str__(self) -> str:
        return f"{self.get_scale_display()} {self.step}"

    @property
    def code(self) -> str:
        """The name of the step in the history, the same in every language: ``request 8``."""
        return f"{self.scale} {self.step}"

    def clean(self) -> None:
        """Refuses a phrase that another step of the scale has: it would be on two steps."""
        here = {plain(phrase).lower() for phrase in (*self.zh, *self.en)}
        for other in VerbStep.objects.filter(scale=self.scale).exclude(pk=self.pk):
            if twice := here & {plain(phrase).lower() for phrase in (*other.zh, *other.en)}:
                words: dict[str, Any] = {"phrase": min(twice), "step": other.step}
                raise ValidationError(_now("%(phrase)s is on step %(step)s of this scale already.") % words)
