"""Limits the processes that read files from strangers.

    limits      limits the time, memory, files and connections of a process, and ends a process
    landlock    limits the files and connections (used by ``limits``)
    readers     processes that read and cite sources for a command, one source after another
    worker      the work of one of these processes

The desk has processes of its own, one for each source (``archive.desk.confined``). They have the same limits. This
package does not use Django.
"""
