"""Tests that the steps of citing grow in proportion to the text, also for texts that are made to be slow."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.citing import Catalogue, cite
from archive.reading.draft import OPERATIVE, Draft, DraftClause, DraftFootnote, Link, Mark
from tests.test_reading_time import steps

CATALOGUE = Catalogue()


def word(number: int) -> str:
    """A word of four Han characters that is different for each number."""
    return "".join(chr(0x4E10 + number // 9**place % 9 * 70) for place in range(4))


def titled(number: int) -> str:
    return f"《关于{word(number)}的国际公约》"


def titles(count: int) -> Draft:
    return of([f"回顾{titled(number)}，" for number in range(count)])


def titles_without_quotation_marks(count: int) -> Draft:
    return of(["以替代" + "和替代".join(f"关于{word(number)}的声明" for number in range(count)) + "，"])


def short_forms(count: int) -> Draft:
    return of([f"回顾{titled(number)}，" for number in range(count)] + ["履行《公约》，"] * count)


def short_titles(count: int) -> Draft:
    return of([f"回顾{titled(n)}，" for n in range(count)] + [f"履行《{word(n)}公约》，" for n in range(count)])


def short_forms_without_a_name(count: int) -> Draft:
    return of(["履行《条约》，"] * count)


def words_that_point_back(count: int) -> Draft:
    return of([f"回顾{titled(0)}，" + "该公约、上述决议、其第六条、" * count])


def symbols(count: int) -> Draft:
    return of(["回顾" + "、".join(f"A/57/{number}" for number in range(count)) + "，"])


def footnotes_of_many_documents(count: int) -> Draft:
    texts = [f"回顾{word(number)}小组的报告，" for number in range(count)]
    notes = ["、".join(f"A/57/{10 * number + one}" for one in range(10)) for number in range(count)]
    return of(texts + texts, notes)


def reports_that_are_named_again(count: int) -> Draft:
    texts = [f"回顾{word(number)}小组的报告，" for number in range(count)]
    return of(texts + texts, [f"A/57/{number}" for number in range(count)])


def one_footnote_in_each_clause(count: int) -> Draft:
    draft = of(["回顾某小组的报告，"] * count, ["A/57/1、A/57/2、A/57/3"] * count)
    for clause in draft.clauses:
        clause.marks = [Mark("1", mark.at) for mark in clause.marks]
    return draft


def footnotes_that_mean_the_one_before(count: int) -> Draft:
    return of(["回顾某小组的报告，"] * count, ["A/57/1", *["同上"] * (count - 1)])


def links(count: int) -> Draft:
    draft = of(["回顾" + "A/57/1000，附件、" * count])
    draft.clauses[0].links = [Link(2 + 13 * n, 11 + 13 * n, "https://undocs.org/zh/A/57/1000") for n in range(count)]
    return draft


def of(texts: list[str], notes: list[str] | None = None) -> Draft:
    """A Draft of clauses. The first clauses each have one mark of a footnote, before their last character."""
    clauses = [DraftClause(OPERATIVE, f"op{n}", f"{n}.", "", text) for n, text in enumerate(texts, 1)]
    for number, (clause, _) in enumerate(zip(clauses, notes or [], strict=False), 1):
        clause.marks = [Mark(str(number), len(clause.text) - 1)]
    footnotes = {str(n): DraftFootnote(str(n), note) for n, note in enumerate(notes or [], 1)}
    return Draft("a.txt", "text", "zh", "A/RES/90/1", clauses=clauses, footnotes=footnotes)


@pytest.mark.parametrize(
    "made",
    [
        titles,
        titles_without_quotation_marks,
        short_forms,
        short_titles,
        short_forms_without_a_name,
        words_that_point_back,
        symbols,
        footnotes_of_many_documents,
        reports_that_are_named_again,
        one_footnote_in_each_clause,
        footnotes_that_mean_the_one_before,
        links,
    ],
    ids=lambda made: made.__name__,
)
def test_steps_grow_in_proportion_to_the_text(made: Callable[[int], Draft]) -> None:
    def taken(count: int) -> int:
        draft = made(count)
        return steps(lambda: cite(draft, CATALOGUE), "archive.citing")

    assert taken(240) < 6 * taken(60)
