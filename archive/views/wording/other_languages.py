"""Finds verbs that changed in one language only.

Translators sometimes render one English verb in two ways: 吁请 became 促请, and the English text has “Calls upon” in
both years. Then the verb of the resolution did not change, so the page must say it beside the change.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from archive.models import ClauseStep
from archive.models.codes import language_choices

# What identifies a pair of clauses in any language: both resolutions and both paths.
PLACE = ("step__earlier__text__resolution", "step__later__text__resolution", "earlier__path", "later__path")
Place = tuple[int, int, str, str]


def places(steps: QuerySet[ClauseStep]) -> dict[Place, int]:
    """Place → step, for the steps with a changed verb. One query."""
    found = steps.exclude(verb_after="").values_list("pk", *PLACE)
    return {(earlier, later, before, after): pk for pk, earlier, later, before, after in found}


def place_of_step(step: ClauseStep) -> Place | None:
    """The place of a step with a changed verb; None for other steps. No query if the step has its texts."""
    if not (step.verb_after and step.earlier and step.later):
        return None
    texts = step.step.earlier.text, step.step.later.text
    return texts[0].resolution_id, texts[1].resolution_id, step.earlier.path, step.later.path


def unchanged_elsewhere(asked: Mapping[Place, int]) -> dict[int, str]:
    """Step → a note that the opening phrase is the same in another language, with this phrase. At most one query.

    The texts in the other language must be ones that readers may see.
    """
    if not asked:
        return {}
    steps = ClauseStep.objects.of_readers().filter(
        verb_after="", earlier__isnull=False, step__later__text__resolution__in={place[1] for place in asked},
        later__path__in={place[3] for place in asked},
    ).exclude(later__opening="").exclude(earlier__opening="")  # fmt: skip
    names = dict(language_choices())
    notes = {}
    for language, phrase, earlier, later, before, after in steps.order_by("pk").values_list(
        "step__later__text__language", "later__opening", *PLACE
    ):
        if step := asked.get((earlier, later, before, after)):
            words = {"language": names[language], "phrase": phrase}
            notes[step] = _("not changed in the %(language)s text: %(phrase)s") % words
    return notes
