"""Findings: what a librarian should look at in a proof, and what was settled of it.

A finding is a message of the catalogue (``archive.messages``) at a place of the text. What readers of files warn of and
what ``archive.desk.checking`` finds are findings alike.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from archive.messages import Message
from archive.reading.draft import ReadingWarning

# Without these a resolution has no address, or no text.
BLOCKS = ("checking.no_symbol", "checking.odd_symbol", "checking.no_clause", "checking.no_title")


@dataclass(frozen=True, slots=True)
class Finding:
    """``place`` as in ``ReadingWarning``; ``code`` and ``values`` are those of the ``message``."""

    place: str
    code: str
    values: dict[str, str] = field(default_factory=dict)

    @property
    def message(self) -> Message:
        return Message(self.code, self.values)

    @property
    def blocks(self) -> bool:
        """Whether the proof cannot be published while this is found."""
        return self.code in BLOCKS

    @property
    def key(self) -> str:
        """Place, code and values as one string: two findings with the same key are one. A form gives it back.

        >>> Finding("op2", "checking.no_end", {"end": "各国"}).key
        '{"code":"checking.no_end","place":"op2","values":{"end":"各国"}}'
        """
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def of_reader(warning: ReadingWarning) -> Finding:
    """A reader's warning, as a finding."""
    return Finding(warning.place, warning.code, warning.values)


def from_key(key: str) -> Finding:
    """The finding that has this key. Raises ValueError where none has it.

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
