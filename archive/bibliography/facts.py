"""What the records of every format say of a reference, in one language (``styles.gbt.language_of``)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from archive import symbols
from archive.bibliography import names, words
from archive.bibliography.reference import DATASET, VOTE, Reference
from archive.bibliography.styles.gbt import language_of

_TYPES = {
    **names.ACTS,
    symbols.TREATY: ("条约", "Treaty"),
    symbols.REPORT: ("报告", "Report"),
    symbols.MEETING_RECORD: ("会议记录", "Meeting record"),
    VOTE: ("表决记录", "Voting record"),
    DATASET: ("数据集", "Dataset"),
}
_LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}
_PLACES = {"zh": words.CHINESE_PLACE, "en": words.CHICAGO_PLACE}


@dataclass(frozen=True, slots=True)
class Facts:
    """The values of a record. A value that is not known is "" or None. ``date`` is a day that is certain.

    ``title`` is the symbol if no title is known: Zotero refuses a whole list if one of its items has no title.
    """

    language: str
    author: str
    title: str
    number: str
    type: str
    place: str
    publisher: str
    date: datetime.date | None
    paragraph: str
    version: str
    url: str

    @property
    def language_tag(self) -> str:
        """The tag of the language (BCP 47), as programs for references read it."""
        return _LANGUAGE_TAGS[self.language]

    @classmethod
    def of(cls, reference: Reference) -> Facts:
        language = language_of(reference)
        number = reference.symbol if language == "zh" else symbols.spaced(reference.symbol)
        title = reference.title(language)
        type_zh, type_en = _TYPES.get(reference.kind, ("", ""))
        return cls(
            language,
            names.author(reference, language),
            words.vote_title(reference, _PLACES[language], title) if reference.kind == VOTE else title or number,
            number,
            type_zh if language == "zh" else type_en,
            names.place(reference, language),
            names.publisher(reference, language),
            reference.date if reference.date_certain else None,
            words.place(reference.paragraph, _PLACES[language]) if reference.paragraph else "",
            reference.version,
            reference.url(language),
        )
