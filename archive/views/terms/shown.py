"""What the pages of terms have in common: a term with its address, its data, and its words marked in a clause."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from archive.models import Clause, Term, TermsMaking
from archive.searching.analysis import fold
from archive.views.clause_links import with_text
from archive.views.keys import terms
from archive.views.labels import address
from archive.views.markup import fill, joined

_WORD = re.compile(r"\w+")
_BETWEEN = r"\W{1,3}"


@dataclass(frozen=True)
class Rendering:
    """A rendering of a term. ``number`` is its place among them, from 1."""

    number: int
    data: dict[str, Any]

    @property
    def words(self) -> str:
        return str(self.data["words"])

    @property
    def forms(self) -> list[str]:
        return [form for form, _number in self.data["forms"]]

    @property
    def other_forms(self) -> list[str]:
        """The forms that differ from the commonest one in more than capitals."""
        by_letters = {form.lower(): form for form in reversed(self.forms)}
        return [form for letters, form in reversed(by_letters.items()) if letters != self.words.lower()]

    @property
    def as_json(self) -> terms.Rendering:
        forms: list[terms.PrintedForm] = [{"words": form, "clauses": number} for form, number in self.data["forms"]]
        return {
            "words": self.words,
            "forms": forms,
            "wordings": self.data["wordings"],
            "english": self.data["english"],
            "dice": self.data["dice"],
            "likelihood": self.data["likelihood"],
        }


@dataclass(frozen=True)
class ShownTerm:
    term: Term

    @property
    def url(self) -> str:
        return reverse("term", args=[self.term.kind, self.term.words])

    @cached_property
    def renderings(self) -> list[Rendering]:
        return [Rendering(number, data) for number, data in enumerate(self.term.renderings, 1)]

    @property
    def usual(self) -> Rendering:
        return self.renderings[0]

    @property
    def others(self) -> list[str]:
        return self.term.others.splitlines()

    @property
    def as_json(self) -> terms.Term:
        return {
            "kind": self.term.kind,
            "words": self.term.words,
            "other_names": self.others,
            "wordings": self.term.wordings,
            "renderings": [each.as_json for each in self.renderings],
            "url": self.url,
        }

    @cached_property
    def chinese_marks(self) -> re.Pattern[str]:
        return re.compile(re.escape(fold(self.term.words)))

    def english_marks(self, number: int | None) -> re.Pattern[str] | None:
        """The pattern of one rendering in a folded text; None without a rendering."""
        return pattern_of(self.renderings[number - 1].forms) if number else None


def pattern_of(forms: Iterable[str]) -> re.Pattern[str]:
    """English phrases in a folded text, with any spaces and hyphens between their words."""
    phrases = (_BETWEEN.join(map(re.escape, _WORD.findall(fold(form)))) for form in forms)
    either = "|".join(sorted(filter(None, phrases), key=len, reverse=True))
    return re.compile(rf"\b(?:{either})\b")


def marked(text: str, pattern: re.Pattern[str] | None, most: int = 0) -> SafeString:
    """The text with each match of the pattern marked. ``most`` is the greatest number of marks, 0 for all."""
    pieces, end = [], 0
    for number, match in enumerate(pattern.finditer(fold(text)) if pattern else (), 1):
        if most and number > most:
            break
        pieces += [fill("{}", text[end : match.start()]), fill("<mark>{}</mark>", text[match.start() : match.end()])]
        end = match.end()
    return joined([*pieces, fill("{}", text[end:])])


def clause_url(clause: Clause, key: str) -> str:
    """The address of a clause. ``key`` is that of its document."""
    text = clause.revision.text
    other = "" if text.leading else f"?text={text.language}"
    return with_text(f"{address(key, True)}{other}#{clause.path}", text.language)


def making() -> TermsMaking:
    """Of what the terms were computed."""
    return TermsMaking.objects.first() or TermsMaking()


def made_of(made: TermsMaking) -> terms.MadeOf:
    return {"made_at": made.made_at, "pairs": made.pairs}
