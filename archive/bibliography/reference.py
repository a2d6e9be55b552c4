"""The facts of one thing that can be cited. Styles, formats of records, metadata and harvests are all made of it.

Facts are codes and values, never sentences. A fact that the archive does not know is "" or None, and a style leaves it
out, or says so where its rules have words for it.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from hashlib import sha256

from archive import symbols
from archive.bibliography.paragraph import Paragraph

VOTE, DATASET = "vote", "dataset"  # the kinds that are no documents; all others are those of ``symbols.KINDS``

GENERAL_ASSEMBLY = "general_assembly"
SECURITY_COUNCIL = "security_council"
ECONOMIC_AND_SOCIAL_COUNCIL = "economic_and_social_council"
HUMAN_RIGHTS_COUNCIL = "human_rights_council"
TRUSTEESHIP_COUNCIL = "trusteeship_council"
CONFERENCE_ON_DISARMAMENT = "conference_on_disarmament"
DISARMAMENT_COMMISSION = "disarmament_commission"
SECRETARIAT = "secretariat"
IAEA = "iaea"

# The first part of a symbol names the organ that issued the document, or to which it was submitted.
_BODIES = (
    ("A/HRC/", HUMAN_RIGHTS_COUNCIL),
    ("A/CN.10/", DISARMAMENT_COMMISSION),
    ("A/", GENERAL_ASSEMBLY),
    ("S/", SECURITY_COUNCIL),
    ("E/", ECONOMIC_AND_SOCIAL_COUNCIL),
    ("T/", TRUSTEESHIP_COUNCIL),
    ("ST/", SECRETARIAT),
    ("CD/", CONFERENCE_ON_DISARMAMENT),
    ("DC/", DISARMAMENT_COMMISSION),
    ("INFCIRC/", IAEA),
)


def body_of(symbol: str) -> str:
    """The code of the organ in a symbol; "" if the symbol names none that is known here.

    >>> body_of("A/RES/65/72"), body_of("A/HRC/RES/49/3"), body_of("NPT/CONF.2010/50"), body_of("")
    ('general_assembly', 'human_rights_council', '', '')
    """
    return next((body for prefix, body in _BODIES if symbol.startswith(prefix)), "")


@dataclass(frozen=True, slots=True)
class VoteFacts:
    """What a vote was about, and how it ended.

    ``symbol`` is the resolution, "" if the source gives none. ``scope`` is a code of ``archive.voting.record.Scope``,
    and ``outcome`` one of ``archive.voting.outcome.Outcome``. ``counts`` are (yes, no, abstain); None if not known.
    ``paragraphs`` are the places of the clauses in a separate vote.
    """

    symbol: str
    scope: str
    outcome: str
    counts: tuple[int, int, int] | None = None
    in_committee: bool = False
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """What can be cited: a document, a resolution, one clause of a resolution, a vote, or a version of the data.

    ``key`` is the document's key in the archive; for a vote it is the key of the vote, for data "data:" and a version.
    ``symbol`` is the UN symbol, "" if it has none (a treaty); for a vote it is the symbol of the meeting's record.
    ``date`` is the day of adoption, signature or issue. ``date_certain`` is False if no own source of the document
    gives the day, or a source is known to be unreliable. ``language`` is that of the text that is cited, "" if the
    archive has no text. ``address`` is the absolute address in this archive. ``copy`` is the address of the official
    copy that the archive knows, in Chinese if the server has several languages; "" if none is known. ``reader`` is the
    language of the reader, ``zh`` or ``en``, in which a thing without a text is cited if its title is known in it. Only
    data have a ``version``, and an ``owner``: who runs the archive, "" if it does not say. ``unts`` and ``lnts`` are
    pairs of a volume and a number, of the treaty series of the United Nations and of the League of Nations.
    ``meeting_record`` is the symbol of the record of the meeting that adopted a text.
    """

    kind: str
    key: str
    symbol: str = ""
    title_zh: str = ""
    title_en: str = ""
    date: datetime.date | None = None
    date_certain: bool = True
    in_force: datetime.date | None = None
    place_zh: str = ""
    place_en: str = ""
    language: str = ""
    address: str = ""
    copy: str = ""
    session: str = ""
    meeting_record: str = ""
    unts: tuple[tuple[int, int], ...] = ()
    lnts: tuple[tuple[int, int], ...] = ()
    paragraph: Paragraph | None = None
    vote: VoteFacts | None = None
    reader: str = "zh"
    version: str = ""
    owner: str = ""

    @property
    def body(self) -> str:
        """The code of the organ that adopted or issued the document; "" if its symbol does not say."""
        return body_of(self.vote.symbol or self.symbol if self.vote else self.symbol)

    @property
    def adopted(self) -> bool:
        """Whether it is a text that an organ adopted under a number (``symbols.ADOPTED``)."""
        return self.kind in symbols.ADOPTED_KINDS

    @property
    def number(self) -> str:
        """The printed number of an adopted text (``65/72``, ``217A(III)``); other symbols unchanged."""
        return symbols.printed_number(self.symbol)

    @property
    def of_un(self) -> bool:
        """Whether the United Nations published it: a document with a symbol, except those of the IAEA and of bodies
        with other series (``symbols.is_series``)."""
        return self.body != IAEA and symbols.is_series(self.symbol.partition("/")[0])

    def title(self, language: str) -> str:
        """The title in a language (``zh`` or ``en``); the other title if the archive has only that; "" without any."""
        first, second = (self.title_zh, self.title_en) if language == "zh" else (self.title_en, self.title_zh)
        return first or second

    @property
    def year(self) -> int | None:
        """The year, if it is certain: that of the day, or the one in the number of a Security Council resolution."""
        if self.date:
            return self.date.year if self.date_certain else None
        return self.probable_year if self.kind == symbols.SC_RESOLUTION else None

    @property
    def probable_year(self) -> int | None:
        """The year of a day that is not certain, or the year in which the session of the symbol opened."""
        return self.date.year if self.date else symbols.adopted_year(self.symbol)

    def official(self, language: str) -> str:
        """The address of the official copy, in Chinese or in English where the server has both. "" if not known."""
        return self.copy if language == "zh" else self.copy.replace("docs.un.org/zh/", "docs.un.org/en/")

    def url(self, language: str) -> str:
        """The address that a citation gives: the official copy, or this archive where no official copy is known."""
        return self.official(language) or self.address


def item_of(key: str, path: str = "") -> str:
    """The short name of a reference in an address: a key, or a key and the path of a clause after ``#``.

    >>> item_of("A/RES/65/72", "op8"), item_of("treaty:NPT")
    ('A/RES/65/72#op8', 'treaty:NPT')
    """
    return f"{key}#{path}" if path else key


def citation_key(reference: Reference) -> str:
    """A key for BibTeX and CSL-JSON: letters of ASCII, digits and hyphens, the same in every export.

    A title in other letters, which has no symbol, is named by a digest.

    >>> citation_key(Reference(symbols.GA_RESOLUTION, "A/RES/217A(III)", "A/RES/217A(III)"))
    'A-RES-217A-III'
    """
    key = f"{VOTE}:{reference.key}" if reference.kind == VOTE else reference.key
    item = item_of(key, reference.paragraph.path if reference.paragraph else "")
    if not item.isascii():
        item = f"{item.partition(':')[0]}-{sha256(item.encode()).hexdigest()[:12]}"
    return re.sub("[^A-Za-z0-9]+", "-", item).strip("-")
