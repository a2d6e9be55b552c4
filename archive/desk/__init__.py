"""The librarian's desk: from a file in a mail to a published resolution, and back.

    incoming    stores each file or pasted text at once, under its SHA-256
    queue       puts jobs into the queue in PostgreSQL (procrastinate)
    jobs        does the queued jobs, in a separate worker process
    confined    reads and cites one source in a separate process, with the limits of ``archive.confining``
    mends       applies mends to a Draft; each mend can be taken back (the table of operations is ``mends.operations``)
    cited       caches the citations of a proof, so that each version of the proof is cited once
    account     lists the lines of the original, with the role and the places of each line
    checking    finds problems before publishing (``finding`` is the type of a problem)
    proofs      a Draft with its mends, citations and findings, for pages and for publishing
    diff        compares two wordings, clause by clause
    foreseeing  finds the effects of publishing many proofs, before a librarian confirms it
    publishing  publishes proofs through ``archive.intake``, in one transaction
    rereading   applies the published mends when a source is imported again
    taking_back withdraws or restores a resolution, or returns to an earlier revision (with ``bringing_back``)
    history     records who did what, when and why
    roles       defines the groups and their permissions

``mends``, ``cited``, ``finding``, ``checking``, ``account``, ``draft_json``, ``confined`` and ``diff.comparing``
import neither Django nor the database. No two modules import each other, directly or through others
(``make imports``).
"""
