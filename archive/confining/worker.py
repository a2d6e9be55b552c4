"""Reads and cites sources in a limited process, one after another. ``readers`` starts this process.

The process has neither Django nor a database.
"""

from __future__ import annotations

import pickle
from multiprocessing.connection import Connection

from archive.citing import Catalogue, Citations
from archive.citing.citing import cite
from archive.confining.limits import Limits, confine, start_clock, stop_clock
from archive.messages import Message
from archive.reading import Draft, Unreadable
from archive.reading.readers import read
from archive.reading.told import Told
from archive.reading.wanted import ReadText, Wanted

# The Drafts of a source with their citations, or the reason why the source cannot be read. A Draft that is not wanted
# has no citations, because finding them takes most of the time.
Outcome = list[tuple[Draft, Citations]] | Message


def work(connection: Connection, catalogue: Catalogue, limits: Limits, folder: str, wanted: Wanted) -> None:
    """Answers each (content, name, told) that arrives with a pickled ``Outcome``, until the other side closes.

    The first message is empty: it says that the process is ready. If the memory is used up, the process ends after its
    answer, because the next source would have less of it.
    """
    confine(limits, folder)
    connection.send_bytes(b"")
    while True:
        try:
            content, name, told = connection.recv()
        except EOFError:
            return
        start_clock(limits)
        try:
            answer = pickle.dumps(_read_and_cite(content, name, told, catalogue, wanted))
        except MemoryError:
            connection.send_bytes(pickle.dumps(Message("confined.too_much_memory")))
            return
        stop_clock()
        connection.send_bytes(answer)


def _read_and_cite(content: bytes, name: str, told: Told, catalogue: Catalogue, wanted: Wanted) -> Outcome:
    try:
        return [
            (draft, cite(draft, catalogue) if wanted.takes(ReadText.of(draft)) else Citations())
            for draft in read(content, name, told)
        ]
    except Unreadable as error:
        return error.message
    except RecursionError:
        return Message("confined.nested_too_deeply")
    except MemoryError:
        raise
    except Exception as error:  # the file has exposed a bug in a reader: only this file is refused
        return Message("confined.broke_down", {"error": type(error).__name__})
