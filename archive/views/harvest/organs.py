"""The organs that adopted the texts, as records name them."""

from __future__ import annotations

from dataclasses import dataclass

from archive.bibliography.reference import (
    ECONOMIC_AND_SOCIAL_COUNCIL,
    GENERAL_ASSEMBLY,
    HUMAN_RIGHTS_COUNCIL,
    SECURITY_COUNCIL,
)

PUBLISHER = {"zh": "联合国", "en": "United Nations"}


@dataclass(frozen=True, slots=True)
class Organ:
    """``library`` is the name in the headings of the UN Digital Library. ``country`` is MARC's code of ``place``, where
    the organ's documents are issued."""

    zh: str
    en: str
    library: str
    place: str = "New York"
    country: str = "nyu"


ORGANS = {
    GENERAL_ASSEMBLY: Organ("联合国大会", "General Assembly", "UN. General Assembly"),
    SECURITY_COUNCIL: Organ("联合国安全理事会", "Security Council", "UN. Security Council"),
    ECONOMIC_AND_SOCIAL_COUNCIL: Organ(
        "联合国经济及社会理事会", "Economic and Social Council", "UN. Economic and Social Council"
    ),
    HUMAN_RIGHTS_COUNCIL: Organ(
        "联合国人权理事会", "Human Rights Council", "UN. Human Rights Council", "Geneva", "sz "
    ),
}
