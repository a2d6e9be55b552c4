"""The names of organs and publishers in citations, by the code of the organ (``archive.bibliography.reference``)."""

from __future__ import annotations

from dataclasses import dataclass

from archive import symbols
from archive.bibliography import reference as bodies
from archive.bibliography.reference import Reference


@dataclass(frozen=True, slots=True)
class Body:
    """The names of an organ.

    ``oscola`` and ``bluebook`` are the short names in these styles. ``place_zh`` and ``place_en`` are where its
    documents are published.
    """

    zh: str
    en: str
    oscola: str
    bluebook: str
    place_zh: str
    place_en: str


_NEW_YORK = ("纽约", "New York")
_GENEVA = ("日内瓦", "Geneva")
BODIES = {
    bodies.GENERAL_ASSEMBLY: Body("联合国大会", "UN General Assembly", "UNGA", "G.A.", *_NEW_YORK),
    bodies.SECURITY_COUNCIL: Body("联合国安全理事会", "UN Security Council", "UNSC", "S.C.", *_NEW_YORK),
    bodies.ECONOMIC_AND_SOCIAL_COUNCIL: Body(
        "联合国经济及社会理事会", "UN Economic and Social Council", "ECOSOC", "E.S.C.", *_NEW_YORK
    ),
    bodies.HUMAN_RIGHTS_COUNCIL: Body(
        "联合国人权理事会", "UN Human Rights Council", "UNHRC", "Human Rights Council", *_GENEVA
    ),
    bodies.TRUSTEESHIP_COUNCIL: Body("联合国托管理事会", "UN Trusteeship Council", "UNTC", "T.C.", *_NEW_YORK),
    bodies.DISARMAMENT_COMMISSION: Body(
        "联合国裁军审议委员会", "UN Disarmament Commission", "UNDC", "Disarmament Comm’n", *_NEW_YORK
    ),
    bodies.SECRETARIAT: Body("联合国秘书处", "UN Secretariat", "UN Secretariat", "U.N. Secretariat", *_NEW_YORK),
    bodies.CONFERENCE_ON_DISARMAMENT: Body(
        "裁军谈判会议", "Conference on Disarmament", "Conference on Disarmament", "Conference on Disarmament", *_GENEVA
    ),
    bodies.IAEA: Body(
        "国际原子能机构", "International Atomic Energy Agency", "IAEA", "Int’l Atomic Energy Agency", "维也纳", "Vienna"
    ),
}
_PUBLISHERS = {"zh": "联合国", "en": "United Nations"}


def author(reference: Reference, language: str) -> str:
    """The organ that adopted or issued the document, or the owner of data; "" if it is not known."""
    if reference.kind == bodies.DATASET:
        return reference.owner
    body = BODIES.get(reference.body)
    return getattr(body, language) if body else ""


def publisher(reference: Reference, language: str) -> str:
    """Who published the document: the United Nations or the IAEA; "" if it is not known (a treaty)."""
    if reference.body == bodies.IAEA:
        return author(reference, language)
    return _PUBLISHERS[language] if reference.of_un else ""


def place(reference: Reference, language: str) -> str:
    """Where the organ's documents are published; "" if its symbol names no organ, or it has no symbol."""
    body = BODIES.get(reference.body) if reference.symbol else None
    if body is None:
        return ""
    return body.place_zh if language == "zh" else body.place_en


def english_number(reference: Reference) -> str:
    """The printed number with the spaces of an English text: ``217 A (III)``, ``49/75 K``, ``1540 (2004)``."""
    return symbols.spaced(reference.number)


ACTS = {
    symbols.GA_RESOLUTION: ("决议", "Resolution"),
    symbols.SC_RESOLUTION: ("决议", "Resolution"),
    symbols.ECOSOC_RESOLUTION: ("决议", "Resolution"),
    symbols.HRC_RESOLUTION: ("决议", "Resolution"),
    symbols.GA_DECISION: ("决定", "Decision"),
}
"""The word for an adopted text, in Chinese and in English, by its kind."""
