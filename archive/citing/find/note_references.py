"""Finds the words that point to another footnote of the same text: 见脚注1, 见上文脚注2，第5段."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.citing.places import pinpoint_after
from archive.citing.reference import NOTE, Reference

# 脚注 directly after a document is a place in that document. So 脚注 counts only after words such as 见 or 上文, or at
# the beginning of a sentence.
_NOTES = re.compile(
    r"""
    (?:(?:^|(?<=[；。(]))(?:上文|前文|上述)?脚注
     | (?:(?<=见)|(?<=同)|(?<=参看)|(?<=参阅))(?:上文|前文|上述|本文件?|上|前)?(?:脚注|注释|附注|注)
     | (?:上文|前文|上述)(?:脚注|注释|附注|注))
    [ ]?(?P<markers>\d{1,3}(?:(?:、|和|及)\d{1,3})*)(?![\d/])
  | (?:[Ss]ee|[Ss]upra)[ ](?:also[ ])?(?:foot)?notes?[ ]
    (?P<english>\d{1,3}(?:(?:,[ ]|[ ]and[ ])\d{1,3})*)(?![\d/])(?:[ ]above)?
    """,
    re.X,
)
_NUMBERED = re.compile(r"注释?[ ]?\d|notes? \d")


def note_references(folded: str) -> Iterator[Reference]:
    if not _NUMBERED.search(folded):
        return
    for m in _NOTES.finditer(folded):
        markers = " ".join(re.findall(r"\d+", m["markers"] or m["english"]))
        yield Reference(NOTE, m.start(), m.end(), markers, pinpoint=pinpoint_after(folded, m.end()))
