"""The librarian's desk: from a file in the mail to a published resolution, and back.

    incoming   what comes in: each file or pasted text is stored at once, with its SHA-256
    queue      the work that waits, in PostgreSQL (procrastinate)
    tasks      what is done with it, by worker and working
    reader     reads one source in a process of its own, with limits of time and memory
    mending    puts a Draft right, one operation at a time; each can be taken back (anchors, mending_*)
    following  where words stand after mends of which something was said before
    checking   what a librarian should look at before publishing
    account    what each line of the original was taken for
    proofs     a Draft, its mends and its citations together: the proof that is shown and published
    publishing proof → archive.intake → models, in one transaction
    taking_back withdraw, restore, return to an earlier revision
    comparing  two wordings, clause by clause
    history    who did what, when and why
    roles      who may do what

``anchors``, ``mending``, ``following``, ``checking``, ``account``, ``comparing``, ``draft_json`` and ``reader`` know
neither Django nor a database. No module imports one that imports it (``tests/test_desk_rooms.py``).
"""
