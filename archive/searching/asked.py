"""``Search``: what a reader asks for, as the parameters of the address of the search page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote_plus, urlencode

from archive.searching.document_lookup import keys_meant, keys_of_series, keys_voted
from archive.searching.field_conditions import Lookups
from archive.searching.meaning import Meaning, understand
from archive.searching.question import clean
from archive.searching.search_fields import facet_keys

RELEVANCE, NEWEST, OLDEST = "relevance", "newest", "oldest"
ORDERS = (RELEVANCE, NEWEST, OLDEST)
WORDS, CLAUSES, RESOLUTIONS = "words", "clauses", "resolutions"
GATHERINGS = (WORDS, CLAUSES, RESOLUTIONS)
_IN_ARCHIVE = Lookups(keys_meant, keys_voted, keys_of_series)
CHOSEN_AT_MOST = 20  # values of one facet; further values are ignored


@dataclass(frozen=True, slots=True)
class Search:
    """The parameters of the search page.

    ``chosen`` maps a facet to its chosen values, which are alternatives. ``since`` and ``until`` are the first and the
    last year of adoption; None means no bound. ``by`` tells what one hit is: the clauses with the same words, a
    clause, or a resolution. If ``names`` is True, the search for a name also finds the other names of the same
    concept.
    """

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: int | None = None
    until: int | None = None
    order: str = RELEVANCE
    by: str = WORDS
    page: int = 1
    names: bool = True

    @classmethod
    def of(cls, values: Mapping[str, list[str]]) -> Search:
        """The search that the parameters of an address describe. ``values``: parameter → values
        (``QueryDict.lists``). A value that makes no sense is ignored."""

        def one(name: str, allowed: Iterable[str]) -> str:
            given = values.get(name, [""])[-1]
            return given if given in allowed else next(iter(allowed))

        since, until = (_number(values.get(name, [""])[-1]) for name in ("since", "until"))
        if since and until and since > until:
            since, until = until, since
        return cls(
            q=clean(values.get("q", [""])[-1]).strip(),
            chosen={
                name: tuple(dict.fromkeys(value.replace("\0", " ") for value in values[name]))[:CHOSEN_AT_MOST]
                for name in facet_keys()
                if any(values.get(name, ()))
            },
            since=since,
            until=until,
            order=one("order", ORDERS),
            by=one("by", GATHERINGS),
            page=max(1, _number(values.get("page", ["1"])[-1]) or 1),
            names=values.get("names", ["1"])[-1] != "0",
        )

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The parameters of the address, without those that have their default value."""
        found = [("q", self.q)]
        found += [(name, value) for name in facet_keys() for value in self.chosen.get(name, ())]
        others = (("since", self.since), ("until", self.until), ("order", self.order), ("by", self.by))
        found += [(name, str(value)) for name, value in others if value not in (None, RELEVANCE, WORDS)]
        found += [("names", "0")] if not self.names else []
        return found + ([("page", str(self.page))] if self.page != 1 else [])

    def address(self, **changes: object) -> str:
        """The address of this search with some changes. The page is 1 if ``changes`` has no page.

        >>> Search("核武器", {"session": ("65",)}).address(order="newest")
        '?q=%E6%A0%B8%E6%AD%A6%E5%99%A8&session=65&order=newest'
        """
        search = replace(self, **{"page": 1} | changes)  # type: ignore[arg-type]
        return "?" + urlencode(search.parameters)

    def adding(self, name: str) -> Callable[..., str]:
        """A function from values of a facet to the address of this search with these values added. A page has hundreds
        of such addresses, and only the values differ.

        >>> Search("核", order="newest").adding("session")("65")
        '?q=%E6%A0%B8&session=65&order=newest'
        """
        found = replace(self, page=1).parameters
        ahead = {"q", *facet_keys()[: facet_keys().index(name) + 1]}
        before, after = (urlencode([p for p in found if (p[0] in ahead) is is_ahead]) for is_ahead in (True, False))
        after = f"&{after}" if after else ""
        return lambda *values: f"?{before}{''.join(f'&{name}={quote_plus(value)}' for value in values)}{after}"

    def without_value(self, name: str, value: str) -> str:
        values = tuple(v for v in self.chosen.get(name, ()) if v != value)
        return self.address(chosen={k: v for k, v in {**self.chosen, name: values}.items() if v})

    @property
    def is_narrowed(self) -> bool:
        """Whether facets or years narrow the search."""
        return bool(self.chosen or self.since or self.until)

    @property
    def meaning(self) -> Meaning:
        return understand(self.q, names=self.names, lookups=_IN_ARCHIVE)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 8 else None
