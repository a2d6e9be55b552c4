"""The advisory locks of the archive in PostgreSQL. All processes on all machines use these numbers."""

from __future__ import annotations

from enum import IntEnum, unique


@unique
class Lock(IntEnum):
    """The key of a lock. Any number is right, but each lock needs another one."""

    PREPARE = 65_72  # makes or updates the archive
    WORKER = 65_73  # does the jobs of the queue
    RESTORE = 65_74  # restores a back-up
    EXPORT = 65_75  # makes a version of the data
    INDEX_WRITER = 65_76  # writes to a search index in the database, for as long as it prepares its entries
    INDEX_CHANGE = 65_77  # changes the table of this index, until its transaction ends
    DISAGREEMENTS = 65_78  # compares the two languages of texts
    TERMS = 65_79  # stores the terms, until its transaction ends
