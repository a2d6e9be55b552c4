"""Serves the archive over HTTP: gunicorn keeps the processes, and waitress serves the requests in each of them.

worker   a gunicorn worker that runs waitress; limits for slow clients and large requests
heavy    a process of its own for heavy requests
lanes    threads by kind of request, so that heavy requests never take the threads of readers
refusals answers to requests that the server itself refuses
"""
