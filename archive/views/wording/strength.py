"""The page of the scales by which a change of verb is called stronger or weaker."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.models import VerbStep
from archive.models.verb_step import Scale
from archive.views.answer import answer
from archive.views.csv_answer import csv_answer
from archive.views.keys import wording

_COLUMNS = ("scale", "step", "zh", "en", "source", "corrected")
_JUDGED = "archive's judgement"  # the source of a step that neither the UN nor the literature orders


@require_safe
def verb_strength(request: HttpRequest) -> HttpResponseBase:
    """All scales, each from its weakest to its strongest step."""
    steps = list(VerbStep.objects.all())
    return answer(
        request,
        "wording/strength.html",
        lambda: {"scales": _scales(steps)},
        lambda: wording.Scales(scales=[_step_data(step) for step in steps]),
        csv=lambda: csv_answer("strength", _COLUMNS, (_cells(step) for step in steps)),
    )


def _scales(steps: Iterable[VerbStep]) -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "name": Scale(code).label if code in Scale.values else code,
            "steps": [
                {"step": step, "source": _("the archive's judgement") if step.source == _JUDGED else step.source}
                for step in members
            ],
        }
        for code, members in groupby(steps, lambda step: step.scale)
    ]


def _step_data(step: VerbStep) -> wording.ScaleStep:
    return {
        "scale": step.scale,
        "step": step.step,
        "zh": step.zh,
        "en": step.en,
        "source": step.source,
        "corrected": step.corrected,
    }


def _cells(step: VerbStep) -> list[Any]:
    phrases = ["|".join(step.zh), "|".join(step.en)]
    return [step.scale, step.step, *phrases, step.source, "yes" if step.corrected else ""]
