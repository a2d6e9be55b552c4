"""Citations and records of what the archive has: resolutions, their clauses, votes, treaties and other documents.

``reference`` has the facts of one thing that can be cited. A style makes a citation of them, and a format a record.
This room does not know Django or the database: ``archive.views.references`` makes the ``Reference`` from the models.
"""
