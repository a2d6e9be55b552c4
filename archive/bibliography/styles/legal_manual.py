"""《法学引注手册》, the manual of Chinese law journals. It has notes only. What is not known is left out.

Its own examples are 《世界人权宣言》，联合国大会决议，217A(III)，1948年12月10日通过 and
《全球努力打击恐怖主义的宣言》，联合国安理会决议，S/RES/1377(2001). So the Security Council has its short name, and
its resolutions have the symbol. The example of a report has title, kind (联合国秘书长报告), symbol and day.
"""

from __future__ import annotations

import datetime

from archive import symbols
from archive.bibliography import names, words
from archive.bibliography.cited import Citation, Italic, sentence
from archive.bibliography.reference import DATASET, SECURITY_COUNCIL, VOTE, Reference


def legal_manual(reference: Reference, _today: datetime.date) -> Citation:
    """A note."""
    place = words.place(reference.paragraph, words.CHINESE_PLACE) if reference.paragraph else ""
    if reference.kind == VOTE:
        title = words.vote_title(reference, words.CHINESE_PLACE, reference.title("zh"))
        parts = [title, *_document(reference), _day(reference)]
    elif reference.adopted:
        of_council = reference.body == SECURITY_COUNCIL
        organ = "联合国安理会" if of_council else names.author(reference, "zh")
        act = organ + names.ACTS[reference.kind][0]
        number = reference.symbol if of_council else reference.number
        verb = "" if symbols.corrected(reference.symbol) else "通过"  # a corrigendum is not adopted
        parts = [_title(reference), act, number, _day(reference, verb)]
    elif reference.kind == DATASET:
        owner = f"{reference.owner}：" if reference.owner else ""
        parts = [owner + _title(reference), words.version(reference, "zh"), _day(reference), reference.address]
    else:
        parts = [_title(reference), *_document(reference), _day(reference), *_in_force(reference)]
    return sentence([*parts, place], "，", "。")


def _title(reference: Reference) -> str:
    """A Chinese title in 《》, in which further brackets become 〈〉; a title in another language in italics."""
    title = reference.title_zh.translate(str.maketrans("《》", "〈〉"))
    return f"《{title}》" if title else Italic(reference.title_en)


def _document(reference: Reference) -> list[str]:
    """Whose document it is, and its symbol; [] for a treaty, which has none."""
    if not reference.symbol:
        return []
    owner = "联合国" if reference.of_un else names.author(reference, "zh")
    return [f"{owner}文件", reference.symbol]


def _day(reference: Reference, verb: str = "") -> str:
    """The day, if it is certain."""
    return words.chinese_day(reference.date) + verb if reference.date and reference.date_certain else ""


def _in_force(reference: Reference) -> list[str]:
    return [f"{words.chinese_day(reference.in_force)}生效"] if reference.in_force else []
