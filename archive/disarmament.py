"""What counts as disarmament: the one rule for imports, lists, series, measures and the pages of States.

A resolution or a vote counts if one of these is true:

1. The First Committee reported on it, or its draft is a document of the First Committee (``A/C.1/…``).
2. One of its subjects is in ``SUBJECTS``. These are terms of the UNBIS Thesaurus about arms and their control.
3. Voeten's data give it the issue ``di`` (arms control and disarmament) or ``nu`` (nuclear weapons and material). The
   votes on Jerusalem have ``di`` too. So a vote with the issue ``me`` (Middle East) needs words about arms.
4. Its words are about arms or international security (``about_arms``). The words are its agenda item, else its title,
   or a description by collectors. Words are read only if the source does not name the committee.

It does not count if its source gives such facts and none of them fits. The draft of another body (``A/79/L.45``) is
such a fact. If its source gives no such fact, the source does not tell. An archive takes and shows such a text or vote,
because somebody chose its file.

The Security Council, the Economic and Social Council and the Human Rights Council have no committee on disarmament, and
their drafts (``S/2004/326``, ``E/2024/L.13``, ``A/HRC/49/L.10``) do not tell a topic. So a text of these bodies counts
by its subjects, and without subjects because a librarian chose it. A decision of the General Assembly counts by the
same facts as a resolution.

``models`` asks the same questions of the database (``ResolutionQuerySet.on_disarmament``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

FIRST_COMMITTEE = "First"  # as the UN's XML and ``models.resolution.Committee`` write it
DRAFTS = "A/C.1/"  # the drafts of the First Committee begin so
COUNCIL_DRAFTS = ("S/", "E/", "A/HRC/")  # the drafts of bodies that have no committees begin so; they tell no topic
ISSUES, _MIDDLE_EAST = frozenset({"di", "nu"}), "me"  # Voeten's codes of issues

# The use of chemical weapons is not here, because the resolutions with this subject are about human rights in Syria.
SUBJECTS = frozenset(
    """
    AMMUNITION
    ANTI-MISSILE MISSILES
    ARMAMENTS
    ARMS LIMITATION
    ARMS RACE
    ARMS TRANSFERS
    BALLISTIC MISSILES
    BIOLOGICAL WEAPONS
    CERTIFICATION (DISARMAMENT)
    CHEMICAL AND BIOLOGICAL WARFARE
    CHEMICAL WEAPONS
    CHEMICAL-WEAPON-FREE ZONES
    CLUSTER MUNITIONS
    CONFIDENCE-BUILDING MEASURES
    CONVENTIONAL DISARMAMENT
    CONVENTIONAL WEAPONS
    DEPLETED URANIUM
    DIRECTED ENERGY WEAPONS
    DISARMAMENT
    DISARMAMENT AGREEMENTS
    DISARMAMENT EDUCATION
    DISARMAMENT NEGOTIATIONS
    DISARMAMENT RESEARCH
    DISARMAMENT-DEVELOPMENT LINK
    ENVIRONMENTAL WARFARE
    FLEET BALLISTIC MISSILE SYSTEMS
    FRAGMENTATION WEAPONS
    GUIDED MISSILES
    ILLICIT ARMS TRAFFICKING
    INCENDIARY WEAPONS
    INTERCONTINENTAL BALLISTIC MISSILES
    INTERMEDIATE RANGE NUCLEAR FORCES
    LANDMINES
    LASER WEAPONS
    MILITARY EXPLOSIVES
    MINE CLEARANCE
    MX MISSILES
    NAPALM WEAPONS
    NAVAL ARMAMENTS
    NEUTRON BOMB
    NON-LETHAL WEAPONS
    NON-NUCLEAR-WEAPON STATES
    NUCLEAR ARMS RACE
    NUCLEAR DISARMAMENT
    NUCLEAR FORCES
    NUCLEAR FREEZE
    NUCLEAR NON-PROLIFERATION
    NUCLEAR SAFEGUARDS
    NUCLEAR TERRORISM
    NUCLEAR WAR
    NUCLEAR WEAPON STATES
    NUCLEAR WEAPON TESTS
    NUCLEAR WEAPONS
    NUCLEAR WEAPONS USE
    NUCLEAR-WEAPON-FREE ZONES
    PEACEFUL NUCLEAR EXPLOSIONS
    RADIOLOGICAL WEAPONS
    RADIOLOGICAL WEAPONS USE
    REGIONAL DISARMAMENT
    SMALL ARMS
    SMALL CALIBRE WEAPON SYSTEMS
    SPACE WARFARE
    SPACE WEAPONS
    STOCKPILE MANAGEMENT
    STRATEGIC NUCLEAR WEAPONS SYSTEMS
    SUBMARINE MINES
    TACTICAL NUCLEAR WEAPONS
    TRANSPARENCY IN ARMAMENTS
    UNILATERAL DISARMAMENT
    WEAPONS DEPLOYMENT
    WEAPONS DESTRUCTION
    WEAPONS OF MASS DESTRUCTION
    WEAPONS SURRENDER
    WEAPONS SYSTEMS
    WEAPONS TRACING
    """.strip().split("\n    ")
)

# The second line has agenda items of the First Committee that do not name arms, the third what collectors write.
_WORDS = re.compile(
    r"disarm|weapon|\barms\b|armament|nuclear|proliferation|missile|munition|\bmines?\b|atomic (?:energy comm|bomb)"
    r"|international security|confidence-?building|warfare|in the Mediterranean|zones? of peace|question of Antarctica"
    r"|1st Comm|confin?dence building|land-?mine|fissi(?:le|on)|depleted uranium|test(?:ing)?[ -]ban|Geneva Protocol"
    r"|deterrence|\bSALT\b|napalm|military (?:budget|expenditure|matter|capabilit)|remnants of war|radioactive dumping",
    re.IGNORECASE,
)


class Topic(StrEnum):
    """What a list or a measure covers. Its value is in addresses and in data."""

    DISARMAMENT = "disarmament"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a source tells about the topic of a resolution or a vote. A value is empty if the source does not tell.

    ``words`` are the agenda item, the title, or a description that tells what the vote was about.
    """

    committee: str = ""
    draft_symbol: str = ""
    subjects: Iterable[str] = ()
    issues: Iterable[str] = ()
    words: str = ""


def counts(facts: Facts) -> bool | None:
    """Whether something with these facts counts as disarmament. None if the facts do not tell.

    >>> [counts(Facts(committee)) for committee in ("First", "Second", "")]
    [True, False, None]
    >>> counts(Facts("plenary", subjects=["Nuclear Weapon Tests"])), counts(Facts(words="Right to food"))
    (True, False)
    >>> [counts(Facts(draft_symbol=draft)) for draft in ("A/C.1/79/L.75", "A/79/L.45", "A/HRC/49/L.10")]
    [True, False, None]
    """
    subjects = {subject.strip().upper() for subject in facts.subjects if subject.strip()}
    issues = {issue for issue in facts.issues if issue}
    tells_draft = bool(facts.draft_symbol) and not facts.draft_symbol.startswith(COUNCIL_DRAFTS)
    if facts.committee == FIRST_COMMITTEE or facts.draft_symbol.startswith(DRAFTS):
        return True
    if subjects & SUBJECTS or (issues & ISSUES and (about_arms(facts.words) or _MIDDLE_EAST not in issues)):
        return True
    if facts.committee:
        return False
    if facts.words:
        return about_arms(facts.words)
    return False if subjects or issues or tells_draft else None


def about_arms(words: str) -> bool:
    """Whether English words are about arms, their control, or international security.

    >>> about_arms("Convention on Cluster Munitions"), about_arms("New Partnership for Africa’s Development")
    (True, False)
    """
    return _WORDS.search(words) is not None


def either(one: bool | None, other: bool | None) -> bool | None:
    """The verdict of two sources on the same resolution. It counts if one of the sources says so.

    >>> [either(*pair) for pair in ((True, False), (False, None), (None, None))]
    [True, False, None]
    """
    return True if one or other else False if False in (one, other) else None
