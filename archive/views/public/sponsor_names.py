"""The names of sponsors on the page of a resolution, in the page's language."""

from __future__ import annotations

import csv
import datetime
import re
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.models import MemberState, Resolution
from archive.models.snapshot import Remembered
from archive.page_language import reads_chinese
from archive.views.labels import language_of
from archive.views.markup import fill
from archive.voting.former_holders import former_name
from archive.voting.sponsors import sponsor_code
from archive.voting.states import FIXTURES

_FOR_A_GROUP = re.compile(
    r" \(on behalf of (?:the States Members of the United Nations that are )?(?:members of )*(?P<group>.+)\)$"
)


_CHINESE: Remembered[str, str] = Remembered(
    lambda codes: dict(MemberState.objects.filter(code__in=codes).values_list("code", "short_zh"))
)


@dataclass(frozen=True, slots=True)
class SponsorName:
    """A sponsor. ``url`` is "" if no Member State has the printed name."""

    name: str
    url: str

    @property
    def html(self) -> SafeString:
        """A resolution can have a hundred sponsors, and a template takes too long for them."""
        if self.url:
            return fill('<span><a href="{}" lang="{}">{}</a></span> ', self.url, language_of(self.name), self.name)
        return fill('<span lang="{}">{}</span> ', language_of(self.name), self.name)


@dataclass(frozen=True, slots=True)
class SponsorNames:
    """Those who submitted the draft, and those who joined later."""

    submitted: list[SponsorName]
    joined: list[SponsorName]

    @property
    def number(self) -> int:
        return len(self.submitted) + len(self.joined)


def sponsor_names(resolution: Resolution) -> SponsorNames:
    """The sponsors of a resolution. At most one query, on a Chinese page.

    Sources print English names. A Chinese page has the Chinese names of the archive's States on the day of the
    resolution, and the printed name of a sponsor that is no Member State.
    """
    lists = (resolution.sponsors, resolution.additional_sponsors)
    codes = {code for printed in lists for name in printed if (code := sponsor_code(name))}
    states = _CHINESE.of(codes) if reads_chinese() else None
    day = resolution.document.date
    submitted, joined = ([_named(printed, states, day) for printed in names] for names in lists)
    return SponsorNames(submitted, joined)


def _named(printed: str, states: dict[str, str] | None, day: datetime.date | None) -> SponsorName:
    """``states`` has the Chinese names of States by code. It is None on an English page."""
    code = sponsor_code(printed)
    url = _address(code) if code else ""
    if states is None:
        return SponsorName(printed, url)
    name = _chinese(code, states, day) if code else _others().get(printed, "")
    if name and (spoken_for := _FOR_A_GROUP.search(printed)):
        group = _others().get(spoken_for["group"].removeprefix("the "), "")
        name = _("%(state)s (on behalf of %(group)s)") % {"state": name, "group": group} if group else ""
    return SponsorName(name or printed, url)


@cache
def _address(code: str) -> str:
    return reverse("sponsor", args=[code])


def _chinese(code: str, states: dict[str, str], day: datetime.date | None) -> str:
    if former := former_name(code, day):
        return former[0]
    return states.get(code, "")


@cache
def _others() -> dict[str, str]:
    """English name → Chinese name of sponsors that are no Member States, and of groups for which a State speaks."""
    with (FIXTURES / "sponsors.csv").open(encoding="utf-8", newline="") as stream:
        return {row["name_en"]: row["name_zh"] for row in csv.DictReader(stream)}
