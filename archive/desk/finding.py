"""A finding: one problem in a proof that a librarian should check, and may settle.

A finding has a place in the text and a message (``archive.messages``). ``checking`` makes the findings of a proof. It
also makes findings from the warnings of the reader. ``mends.settling`` settles a finding.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from archive.messages import Message
from archive.reading.draft import ReadingWarning

# The codes of findings that prevent publishing. The resolution would have no address, no title or no text.
BLOCKS = ("checking.no_symbol", "checking.odd_symbol", "checking.no_clause", "checking.no_title")

# A text from a scan, which no librarian has compared with the scan yet. It prevents publishing, too, until a librarian
# settles it: she then says that she has compared the words.
NOT_PROOFED = "checking.not_proofed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem. ``place`` has the form of ``ReadingWarning.place``. ``code`` and ``values`` make the ``message``."""

    place: str
    code: str
    values: dict[str, str] = field(default_factory=dict)

    @property
    def message(self) -> Message:
        return Message(self.code, self.values)

    @property
    def blocks(self) -> bool:
        """Whether a proof with this finding cannot be published."""
        return self.code in BLOCKS or self.code == NOT_PROOFED

    @property
    def can_be_settled(self) -> bool:
        """Whether a librarian can settle the finding. Other findings end when the proof is mended."""
        return self.code not in BLOCKS

    @property
    def key(self) -> str:
        """Place, code and values as one string, for forms. Findings with the same key are the same.

        >>> Finding("op2", "checking.no_end", {"end": "各国"}).key
        '{"code":"checking.no_end","place":"op2","values":{"end":"各国"}}'
        """
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def of_reader(warning: ReadingWarning) -> Finding:
    """The finding for a reader's warning."""
    return Finding(warning.place, warning.code, warning.values)


def from_key(key: str) -> Finding:
    """The finding with this key. Raises ValueError for a string that is not a key.

    >>> from_key('{"code":"checking.no_end","place":"op2","values":{"end":"各国"}}').place
    'op2'
    """
    try:
        finding = Finding(**json.loads(key))
        words = [finding.place, finding.code, *finding.values.values()]
    except (TypeError, AttributeError, RecursionError) as error:
        raise ValueError(key) from error
    storable = all(isinstance(word, str) and "\0" not in word for word in words)
    if not storable or finding.key != key:
        raise ValueError(key)
    return finding
