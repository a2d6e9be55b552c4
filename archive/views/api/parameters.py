"""The parameters of the addresses: those in the path, and those of the query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.disarmament import Topic
from archive.languages import BY_CODE
from archive.models.document import Kind
from archive.models.resolution import Committee
from archive.models.term import TermKind
from archive.page_language import in_both_languages
from archive.searching.asked import CHOSEN_AT_MOST, GATHERINGS, ORDERS
from archive.searching.search_fields import facet_keys
from archive.voting.choice import Choice
from archive.voting.outcome import Outcome
from archive.voting.record import Scope


@dataclass(frozen=True, slots=True)
class Parameter:
    """``about`` says what it is. ``schema`` is its JSON Schema; a list can be given several times."""

    name: str
    about: Promise
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string"})
    example: Any = None
    in_path: bool = False

    def as_openapi(self) -> dict[str, Any]:
        found = {
            "name": self.name,
            "in": "path" if self.in_path else "query",
            "required": self.in_path,
            "description": in_both_languages(self.about),
            "schema": self.schema,
        }
        return found if self.example is None else found | {"example": self.example}


def _codes(codes: Iterable[str]) -> dict[str, Any]:
    return {"type": "string", "enum": [str(each) for each in codes]}


def sort(*columns: str) -> Parameter:
    """``?sort=``: a column in ascending order, or in descending order with a hyphen before it."""
    orders = [order for column in columns for order in (column, f"-{column}")]
    return Parameter("sort", _("the order of the list; a hyphen before the column means descending"), _codes(orders))


def _several(schema: dict[str, Any], most: int = CHOSEN_AT_MOST) -> dict[str, Any]:
    return {"type": "array", "items": schema, "maxItems": most}


_STRING: dict[str, Any] = {"type": "string"}
_NUMBER: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": 999_999_999}
_YEAR: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": 9_999_999}

# In the path. A slash in a value can be written as it is, or as %2F.
SYMBOL = Parameter("symbol", _("the UN symbol of a resolution, with its slashes"), _STRING, "A/RES/65/72", True)
CLAUSE = Parameter("path", _("the path of a clause"), _STRING, "op8", True)
KEY = Parameter("key", _("the key of a document"), _STRING, "treaty:NPT", True)
VOTE = Parameter("key", _("the source of a record of a vote, and its number there"), _STRING, "voeten:5079", True)
BEFORE = Parameter("before", _("the UN symbol of the earlier resolution"), _STRING, "A/RES/78/40", True)
AFTER = Parameter("after", _("the UN symbol of the later resolution"), _STRING, "A/RES/79/41", True)
SESSION_IN_PATH = Parameter("session", _("a session"), _STRING, "65", True)
YEAR_IN_PATH = Parameter("year", _("a year of adoption"), {"type": "integer", "minimum": 0}, 2010, True)
BODY = Parameter("slug", _("the name of a list of texts"), _STRING, "security-council", True)
SUBJECT_IN_PATH = Parameter("pk", _("the number of a subject"), {"type": "integer", "minimum": 0}, 12, True)
STATE_IN_PATH = Parameter("code", _("the code of a State"), _STRING, "CHN", True)
DATA_VERSION = Parameter("version", _("the name of a version of the data"), _STRING, "2026-11-29", True)
TERM_KIND_IN_PATH = Parameter("kind", _("what kind of term it is"), _codes(TermKind.values), "body", True)
TERM = Parameter("words", _("the Chinese words of a term"), _STRING, "大会", True)
PHRASE = Parameter("phrase", _("an opening phrase"), _STRING, "敦促", True)

# Of several addresses
TOPIC = Parameter("topic", _("disarmament (without the parameter), or all texts in the archive"), _codes(Topic))
PAGE = Parameter("page", _("the page of the list, from 1"), _NUMBER)
PAGE_LANGUAGE = Parameter(
    "language", _("the language of titles, names and sentences; Chinese without it"), _codes(dict(settings.LANGUAGES))
)
TEXT = Parameter("text", _("the language of the text, as a code"), _STRING, "en")
BESIDE = Parameter("with", _("the language of a second text beside it, as a code"), _STRING, "en")
SESSION = Parameter("session", _("only of this session"), _STRING, "65")
SUBJECT = Parameter("subject", _("only on the subject with this number"), _NUMBER)
COMMITTEE = Parameter("committee", _("only texts from this Main Committee"), _codes(Committee.values))
ADOPTED = Parameter("adopted", _("only texts that were adopted so"), _codes(Outcome))
GROUP = Parameter("group", _("a group of States"), _STRING, "eu")
STATE = Parameter("state", _("the code or the name of a State"), _STRING, "CHN")
STATES = Parameter("state", _("codes or names of States"), _several(_STRING), ["CHN", "USA"])
FIRST_SESSION = Parameter("from", _("the first session"), _STRING, "65")
LAST_SESSION = Parameter("to", _("the last session"), _STRING, "79")
CHOICE = Parameter("choice", _("only votes in which the State voted so"), _codes(Choice))

# Of one address
REVISION = Parameter("revision", _("the number of an earlier revision"), _STRING, "1")
PLACES = Parameter("at", _("paths of the clauses that are meant"), _several(_STRING, 200), ["op5"])
LISTED = Parameter("listed", _("all documents, also those that no resolution cites"), _codes(["all"]))
KIND = Parameter("kind", _("only documents of this kind"), _codes(Kind.values))
TREATY_KIND = Parameter("kind", _("only treaties, or only instruments"), _codes(["treaty", "instrument"]))
ROLE = Parameter("role", _("whether the State submitted the draft or joined later"), _codes(["submitted", "joined"]))
YEAR = Parameter("year", _("only of this year of adoption; unknown for texts without a date"), _STRING, "2004")
SCOPE = Parameter("scope", _("only votes on the whole text, or only on parts of it"), _codes(Scope))
CITING_TOPIC = Parameter("topic", _("only clauses of texts on disarmament, or only of others"), _STRING)
PART = Parameter("part", _("only clauses of this part of the text"), _STRING)
CITING_SESSION = Parameter("session", _("only clauses of texts of this session"), _STRING)
ARTICLE = Parameter("article", _("only clauses that cite this article; whole, or elsewhere"), _STRING)
FROM_TEXT = Parameter("from", _("the earlier resolution, as a symbol or a number"), _STRING, "65/72")
TO_TEXT = Parameter("to", _("the later resolution, as a symbol or a number"), _STRING)
SAME_SERIES = Parameter("series", _("only clauses of the same series, or only of others"), _codes(["own", "other"]))
BY_AGE = Parameter("order", _("by likeness, or the oldest first"), _codes(["likeness", "oldest"]))
SERIES = Parameter("series", _("a series, by a symbol or a number of one of its resolutions"), _STRING)
SEVERAL_SERIES = Parameter(
    "series", _("series, each by a symbol or a number of one of its resolutions"), _several(_STRING)
)
COUNTED_LANGUAGE = Parameter("text", _("the language whose texts are counted"), _codes(BY_CODE))
TITLE_WORDS = Parameter("q", _("words of the titles of series"), _STRING, "核武器")

# Of the search
QUESTION = Parameter("q", _("a question in the grammar of the search"), _STRING, "核武器")
TERM_KIND = Parameter("kind", _("only terms of this kind"), _codes(TermKind.values))
TERM_WORDS = Parameter("q", _("words of the Chinese or of the English"), _STRING, "treaty")
CONCORDANCE_WORDS = Parameter("q", _("Chinese or English words, or any question of the search"), _STRING, "核武器")
RENDERING = Parameter(
    "rendering",
    _("only clauses with the rendering of this number; 0 for none of them, other for all but the usual one"),
    _STRING,
)
TYPED = Parameter("q", _("the text that was typed so far"), _STRING, "核")
SEARCH = (
    QUESTION,
    *(Parameter(name, _("only clauses with one of these values"), _several(_STRING)) for name in facet_keys()),
    Parameter("since", _("the first year of adoption"), _YEAR),
    Parameter("until", _("the last year of adoption"), _YEAR),
    Parameter("order", _("the best match, the newest or the oldest first"), _codes(ORDERS)),
    Parameter("by", _("what the results are: words, clauses or resolutions"), _codes(GATHERINGS)),
    Parameter("names", _("0: search no other names of what the question names"), _codes(["0", "1"])),
    PAGE,
)
