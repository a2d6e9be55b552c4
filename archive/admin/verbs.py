"""Admin of the scales of verbs."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from archive.admin.desk.by_hand import ByHand
from archive.desk import queue
from archive.models import VerbStep


@admin.register(VerbStep)
class VerbStepAdmin(ByHand):
    """A correction is kept when fixtures are loaded again, and the queue brings the stored comparisons up to date."""

    list_display = ("scale", "step", "phrases", "source", "corrected")
    list_display_links = ("scale", "step")
    list_filter = ("scale", "corrected")
    search_fields = ("zh", "en")
    fields = ("scale", "step", "zh", "en", "source", "reason")

    def save_model(self, request: HttpRequest, obj: VerbStep, form: Any, change: bool) -> None:
        obj.corrected = True
        super().save_model(request, obj, form, change)
        queue.defer_series()

    @admin.display(description=_("phrases"))
    def phrases(self, step: VerbStep) -> str:
        return "、".join([*step.zh, *step.en])
