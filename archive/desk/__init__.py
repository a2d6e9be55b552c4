"""The librarian's desk: from a file in a mail to a published resolution, and back.

    incoming    stores each file or pasted text at once, under its SHA-256
    queue       puts jobs into the queue in PostgreSQL (procrastinate)
    jobs        the work of these jobs, and the worker that does it
    confined    reads and cites one source in a separate process, with limits of time and memory
    mends       mends a Draft, one operation at a time; each mend can be taken back (operations: their table)
    cited       caches the citations of a proof, so that each version is cited once
    account     the role and the places of each line of the original
    checking    finds problems before publishing (``finding`` is the type of one; a librarian may settle it)
    proofs      a Draft with its mends, citations and findings, for pages and for publishing
    diff        compares two wordings, clause by clause
    foreseeing  the effects of publishing many proofs, for confirmation
    publishing  proof → archive.intake → models, in one transaction
    rereading   keeps the published mends when a source is imported again
    taking_back withdraws, restores, returns to an earlier revision (with bringing_back)
    history     the log: who did what, when and why
    roles       the groups and their permissions

``mends``, ``cited``, ``finding``, ``checking``, ``account``, ``draft_json``, ``confined`` and ``diff.comparing``
import neither Django nor the database. No two modules import each other, directly or through others
(``make imports``).
"""
