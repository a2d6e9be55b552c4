"""What a page describes, for its head: a resolution, a document or a vote.

The values are those of the citations and the files of references (``archive.bibliography.facts``), so Zotero saves from
the page what it imports from a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import symbols
from archive.bibliography.facts import Facts
from archive.bibliography.reference import VOTE, Reference
from archive.models.clause import ClauseKind
from archive.views.adopted_texts import name_of
from archive.views.labels import Named, address, adoption, day
from archive.views.metadata.feeds import facts_separator
from archive.views.revision_content import RevisionContent

MOST_WORDS = 110  # characters of a text in a description; search engines show about as many
_TREATIES = (symbols.TREATY, symbols.INSTRUMENT)


@dataclass(frozen=True)
class Described:
    """``known`` are facts in words, such as the day and the vote. ``words`` are words of the text. ``subjects`` are
    names in the page's language. ``cites`` are the addresses of what a text cites, without host. ``texts`` are pairs of
    a language and the address of the text in it, without host. ``pdf`` is the absolute address of a PDF, "" if there is
    none."""

    reference: Reference
    known: tuple[str, ...] = ()
    words: str = ""
    subjects: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    pdf: str = ""

    @cached_property
    def facts(self) -> Facts:
        return Facts.of(self.reference)

    @property
    def title(self) -> str:
        return " ".join(dict.fromkeys(filter(None, (self.reference.symbol, self.facts.title))))

    @property
    def description(self) -> str:
        """One or two plain sentences: the facts, and the beginning of the words of the text."""
        facts = facts_separator().join(filter(None, self.known))
        if not self.words:
            return facts
        return _("%(facts)s. %(words)s") % {"facts": facts, "words": shortened(self.words, MOST_WORDS)}

    @property
    def pictured(self) -> str:
        """What the picture of the page shows, for readers who do not see it: its symbol and the facts. The title is
        beside the picture wherever it is shown, so it is said here only of a document without a symbol."""
        named = self.reference.symbol or self.title
        return facts_separator().join([named, *(each for each in self.known if each not in self.title)])

    @property
    def is_vote(self) -> bool:
        return self.reference.kind == VOTE

    @property
    def is_law(self) -> bool:
        """Whether it is a text that binds or declares: an adopted text or a treaty."""
        return self.reference.adopted or self.reference.kind in _TREATIES

    @property
    def is_report(self) -> bool:
        """Whether reference managers keep it as a report: everything with a symbol."""
        return bool(self.facts.number)


def shortened(words: str, most: int) -> str:
    """The beginning of a text, with a mark if it goes on. An English word is not divided.

    >>> shortened("要求所有国家采取行动。", 6), shortened("Calls upon all States", 12)
    ('要求所有国……', 'Calls upon……')
    """
    if len(words) <= most:
        return words
    cut = words[: most - 1]
    if words[most - 1].isascii() and words[most - 1].isalpha() and " " in cut:
        cut = cut.rpartition(" ")[0]
    return cut.rstrip(" ，、；,;:：") + "……"


def of_text(
    reference: Reference, content: RevisionContent, subjects: Iterable[str], texts: Iterable[str], pdf: str
) -> Described:
    """A resolution or a decision. Its description has how it was adopted, and its first operative paragraph.

    ``texts`` are the languages of its texts. ``pdf`` is the absolute address of its PDF, "" if there is none.
    """
    document = content.revision.text.resolution.document
    facts = (name_of(document.key), day(document.date), adoption(document))
    first = next((clause.text for clause in content.clauses if clause.kind == ClauseKind.OPERATIVE), "")
    by_place = (*content.citations.values(), *content.footnote_citations.values())
    cited = {(one.target.key if one.target else one.key): one.target for found in by_place for one in found}
    own = ("", document.key)  # an ambiguous citation has no key
    here = reverse("resolution", args=[document.key])
    return Described(
        reference,
        facts,
        first,
        tuple(subjects),
        tuple(address(key, getattr(target, "here", False)) for key, target in cited.items() if key not in own),
        tuple((language, f"{here}?text={language}") for language in texts),
        pdf,
    )


def of_document(reference: Reference, about: Named, resolutions: int) -> Described:
    """A document. Its description has its kind, its day, and how many resolutions cite it."""
    cited = ngettext("cited by %(count)s resolution", "cited by %(count)s resolutions", resolutions)
    facts = (about.kind, about.symbol, about.title, day(about.date), cited % {"count": resolutions})
    return Described(reference, facts)


def of_vote(reference: Reference, facts: Iterable[str]) -> Described:
    return Described(reference, tuple(facts))
