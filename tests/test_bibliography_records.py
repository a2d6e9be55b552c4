"""Records read back by the formats' own readers: rispy, pybtex and citeproc-py."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
import rispy
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_string

from archive.bibliography.records import RECORD_FORMATS
from archive.bibliography.reference import Reference, citation_key
from tests.bibliography_cases import CASES, reference

TODAY = datetime.date(2026, 11, 29)
REFERENCES = [reference(case) for case in CASES]
UNIQUE = list({citation_key(each): each for each in REFERENCES}.values())  # a program refuses a key that comes twice


def written(code: str, references: list[Reference]) -> str:
    return "".join(RECORD_FORMATS[code].write(references, TODAY))


def one(name: str) -> Reference:
    return reference(next(case for case in CASES if case["name"] == name))


RESOLUTION: dict[str, Any] = {
    "type_of_reference": "RPRT",
    "id": "A-RES-65-72-op8",
    "authors": ["联合国大会"],
    "title": "采取联合行动彻底消除核武器",
    "issn": "A/RES/65/72",  # Zotero reads the number of a report from SN
    "type_of_work": "决议",
    "place_published": "纽约",
    "publisher": "联合国",
    "year": "2010",
    "date": "2010/12/08/",
    "start_page": "第8段",
    "language": "zh-CN",
    "urls": ["https://docs.un.org/zh/A/RES/65/72"],
    "access_date": "2026/11/29/",
}


def test_ris() -> None:
    [found] = rispy.loads(written("ris", [one("an operative paragraph")]))
    assert {name: found.get(name) for name in RESOLUTION} == RESOLUTION


def test_every_reference_is_one_record_of_ris() -> None:
    found = rispy.loads(written("ris", UNIQUE))
    assert [each["id"] for each in found] == [citation_key(each) for each in UNIQUE]
    assert all(each["title"] for each in found)


def test_a_title_cannot_begin_another_tag_of_ris() -> None:
    hostile = Reference("report", "A/77/275", "A/77/275", title_en="One\nER  - \nTY  - BOOK")
    [found] = rispy.loads(written("ris", [hostile]))
    assert found["title"] == "One ER - TY - BOOK"


def test_bibtex() -> None:
    entry = parse_string(written("bib", [one("an operative paragraph")]), "bibtex").entries["A-RES-65-72-op8"]
    assert entry.type == "techreport"
    assert str(entry.persons["author"][0]) == "{联合国大会}"
    assert dict(entry.fields) == {
        "title": "{采取联合行动彻底消除核武器}",
        "institution": "联合国",
        "type": "决议",
        "number": "A/RES/65/72",
        "address": "纽约",
        "year": "2010",
        "month": "December",
        "date": "2010-12-08",
        "note": "第8段",
        "url": "https://docs.un.org/zh/A/RES/65/72",
        "urldate": "2026-11-29",
        "langid": "chinese",
    }


def test_an_entry_of_bibtex_without_an_author_has_a_key_to_sort_by() -> None:
    entries = parse_string(written("bib", UNIQUE), "bibtex").entries.values()
    assert {bool(each.persons) != ("key" in each.fields) for each in entries} == {True}
    [treaty] = parse_string(written("bib", [one("a treaty")]), "bibtex").entries.values()
    assert treaty.fields["key"] == "不扩散核武器条约"


def test_every_reference_is_one_entry_of_bibtex() -> None:
    found = parse_string(written("bib", UNIQUE), "bibtex").entries
    assert list(found) == [citation_key(each) for each in UNIQUE]


ESCAPED = [
    ("A & B", r"{A \& B}"),
    ("50% of $5 #1 a_b", r"{50\% of \$5 \#1 a\_b}"),
    ("{x} ~ ^ \\", r"{\textbraceleft{}x\textbraceright{} \textasciitilde{} \textasciicircum{} \textbackslash{}}"),
]


@pytest.mark.parametrize(("title", "expected"), ESCAPED)
def test_bibtex_escapes_what_tex_reads(title: str, expected: str) -> None:
    text = written("bib", [Reference("report", "A/77/275", "A/77/275", title_en=title)])
    assert f"  title = {{{expected}}}," in text
    assert list(parse_string(text, "bibtex").entries) == ["A-77-275"]


def test_a_title_cannot_begin_another_entry_of_bibtex() -> None:
    hostile = Reference("report", "A/77/275", "A/77/275", title_en="} }\n@book{evil, title = {x")
    assert list(parse_string(written("bib", [hostile]), "bibtex").entries) == ["A-77-275"]


def test_csl_json() -> None:
    [found] = json.loads(written("csl", [one("an operative paragraph")]))
    assert found == {
        "id": "A-RES-65-72-op8",
        "type": "report",
        "title": "采取联合行动彻底消除核武器",
        "author": [{"literal": "联合国大会"}],
        "genre": "决议",
        "number": "A/RES/65/72",
        "publisher": "联合国",
        "publisher-place": "纽约",
        "issued": {"date-parts": [[2010, 12, 8]]},
        "page": "第8段",
        "language": "zh-CN",
        "URL": "https://docs.un.org/zh/A/RES/65/72",
        "accessed": {"date-parts": [[2026, 11, 29]]},
    }


@pytest.mark.filterwarnings("error")
def test_a_processor_of_csl_reads_every_item() -> None:
    """It warns of a field and refuses a type that CSL does not have."""
    found = CiteProcJSON(json.loads(written("csl", UNIQUE)))
    assert set(found) == {citation_key(each).lower() for each in UNIQUE}


def test_a_treaty_is_a_treaty() -> None:
    [found] = json.loads(written("csl", [one("a treaty")]))
    assert (found["type"], found["title"]) == ("treaty", "不扩散核武器条约")


DATA = [
    (
        "ris",
        "TY  - DATA\r\nID  - data-2026-11-28\r\nAU  - Institute for Arms Control\r\nTI  - 裁军决议档案数据\r\n"
        "ET  - 2026-11-28\r\nM3  - 数据集\r\nPY  - 2026\r\nDA  - 2026/11/28/\r\nLA  - zh-CN\r\n"
        "UR  - https://archive.example/data:2026-11-28/\r\nY2  - 2026/11/29/\r\nER  - \r\n\r\n",
    ),
    (
        "bib",
        "@misc{data-2026-11-28,\n  author = {{Institute for Arms Control}},\n  title = {{裁军决议档案数据}},\n"
        "  year = {2026},\n  month = nov,\n  date = {2026-11-28},\n  note = {2026-11-28版},\n"
        "  url = {https://archive.example/data:2026-11-28/},\n  urldate = {2026-11-29},\n  langid = {chinese},\n}\n\n",
    ),
    (
        "csl",
        '[\n{"id": "data-2026-11-28", "type": "dataset", "title": "裁军决议档案数据", "author": [{"literal":'
        ' "Institute for Arms Control"}], "genre": "数据集", "version": "2026-11-28", "issued": {"date-parts":'
        ' [[2026, 11, 28]]}, "language": "zh-CN", "URL": "https://archive.example/data:2026-11-28/", "accessed":'
        ' {"date-parts": [[2026, 11, 29]]}}\n]\n',
    ),
]  # fmt: skip


@pytest.mark.parametrize(("code", "expected"), DATA)
def test_the_record_of_a_version_of_the_data(code: str, expected: str) -> None:
    assert written(code, [one("a version of the data")]) == expected


@pytest.mark.parametrize(("code", "expected"), [("bib", ""), ("ris", ""), ("csl", "[]\n")])
def test_no_references(code: str, expected: str) -> None:
    assert written(code, []) == expected
