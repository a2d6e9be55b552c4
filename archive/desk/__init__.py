"""The librarian's desk: from a file in a mail to a published resolution, and back.

    incoming    stores each file or pasted text at once, under its SHA-256
    jobs        the queue in PostgreSQL (procrastinate), its jobs, and the worker that does them
    confined    reads and cites one source in a process of its own, with limits of time and memory
    mends       mends a Draft, one operation at a time; each mend can be taken back (operations: their table)
    cited       keeps what citing found, so that each version of a proof is cited once
    account     what each line of the original was taken for
    findings    a finding: what a librarian should look at, and may settle
    checking    finds what to look at before publishing
    proofs      a Draft, its mends and its citations together: what is shown and published
    diff        compares two wordings, clause by clause
    foreseeing  what publishing many proofs would do
    publishing  proof → archive.intake → models, in one transaction
    rereading   keeps the published mends when a source is imported again
    taking_back withdraws, restores, returns to an earlier revision (with bringing_back)
    history     who did what, when and why
    roles       who may do what

``mends``, ``cited``, ``findings``, ``checking``, ``account``, ``draft_json``, ``confined`` and ``diff.comparing`` know
neither Django nor a database. No two modules import each other, directly or through others (``make imports``).
"""
