"""The words of the data: a key that means the same everywhere is described once, here.

A description is a sentence fragment for users of the data. ``documented`` turns it into OpenAPI and into the help.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from archive.disarmament import Topic as Topics
from archive.models.citation import Status
from archive.models.clause import ClauseKind
from archive.models.document import Kind
from archive.voting.choice import Choice as Choices
from archive.voting.outcome import Outcome as Outcomes
from archive.voting.record import Scope as Scopes

# Names and addresses
Key = Annotated[str, _("the key of a document: its symbol, or “treaty:” or “title:” with a name")]
Symbol = Annotated[str, _("the UN symbol of a resolution or decision")]
SymbolOrNone = Annotated[str | None, _("the UN symbol; null where it is not known or there is none")]
Url = Annotated[str, _("the address of its page in the archive")]
OfficialUrl = Annotated[str | None, _("the address of the official copy; null where none is known")]
Path = Annotated[str, _("the path of the clause in its text (op8); it does not change")]
Paths = Annotated[list[str], _("paths of clauses")]
Title = Annotated[str, _("the title, in the language of the page")]
TitleZh = Annotated[str, _("the Chinese title")]
TitleEn = Annotated[str, _("the English title")]
NameZh = Annotated[str, _("the name in Chinese")]
NameEn = Annotated[str, _("the name in English")]
Description = Annotated[str, _("the words of collectors of votes, where no title is known")]

# Times
AdoptedOn = Annotated[date | None, _("the day of adoption or of issue; null where it is not known")]
Session = Annotated[str, _("the session: a number, or S and E with a number for special and emergency sessions")]
Sessions = Annotated[list[int], _("the regular sessions")]
Since = Annotated[date | None, _("the first day; null where it is not known")]
Until = Annotated[date | None, _("the last day; null where it has not ended or is not known")]

# Texts
Language = Annotated[str, _("the language of the text, as a code (zh, en, …)")]
Languages = Annotated[list[str], _("the languages of the texts, as codes")]
Words = Annotated[str, _("the words as they are printed")]
Opening = Annotated[str, _("the opening phrase, which is printed in italics")]
Label = Annotated[str, _("the printed number or letter of the clause; empty where it has none")]
PartOfText = Annotated[str, _("the part of the text that the clause belongs to"), ClauseKind]
KindOfDocument = Annotated[str, _("the kind of the document"), Kind]
Changes = Annotated[list[list[str]], _("pairs of changed words: before and after")]
Doubtful = Annotated[bool, _("whether it is doubtful that the two clauses belong together")]
Likeness = Annotated[
    float, _("the share of the words of both clauses that they have in common, in the same order: at most 1")
]
VerbBeforeAfter = Annotated[list[str] | None, _("the opening phrases before and after; null where they do not differ")]
Strength = Annotated[
    str | None, _("stronger or weaker, where a scale of verbs has both phrases; otherwise null or empty")
]
Moved = Annotated[bool, _("whether the clause has another place in the order of the clauses")]

# Numbers
Resolutions = Annotated[int, _("the number of resolutions")]
Clauses = Annotated[int, _("the number of clauses")]
VoteCount = Annotated[int, _("the number of votes")]
InFavour = Annotated[int | None, _("the number of votes in favour; null where it is not known")]
Against = Annotated[int | None, _("the number of votes against; null where it is not known")]
Abstaining = Annotated[int | None, _("the number of abstentions; null where it is not known")]

# Lists
TopicCode = Annotated[str, _("what the list has: disarmament, or all texts in the archive"), Topics]
CountOnAllPages = Annotated[int, _("the number of items on all pages")]
Page = Annotated[int, _("the number of this page, from 1")]
Pages = Annotated[int, _("the number of pages")]

# Votes
StateCode = Annotated[str, _("the code of a State (CHN), or of a former holder of its seat (CHN-1971)")]
StateCodeOrNone = Annotated[
    str | None, _("the code of a State (CHN), or of a former holder of its seat (CHN-1971); null where it is not known")
]
StateCodes = Annotated[list[str], _("codes of States")]
ChoiceCode = Annotated[str, _("how the State voted"), Choices]
CountsByChoice = Annotated[dict[Choices, int], _("how often each choice was made, by its code")]
OutcomeCode = Annotated[str | None, _("how the text was adopted; null where it is not known"), Outcomes]
ScopeCode = Annotated[str, _("what was voted on"), Scopes]
VoteKey = Annotated[str, _("the source of the record, and its number in the source")]
CitationStatus = Annotated[str, _("whether the cited document is known"), Status]
