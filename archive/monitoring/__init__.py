"""What administrators and their programs see of a running archive.

health     checks of the database, the search index, the queue and the disk
pages      the addresses for programs: /healthz, /readyz and /robots.txt
"""
