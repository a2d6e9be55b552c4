"""The address of the archive's database, for connections beside Django's and for PostgreSQL's own programs."""

from __future__ import annotations

import os
from typing import Any

import psycopg
from django.db import connection
from psycopg import pq

from archive.database import LOST_SOON

# Django's own parameters, and time-outs that are meant for requests.
_LEFT_OUT = ("context", "cursor_factory", "prepare_threshold", "options")
# A dump, a digest or a migration takes as long as it takes. But the session ends if this machine is gone.
_PATIENT = {"statement_timeout": "0", "lock_timeout": "0", "idle_in_transaction_session_timeout": "0", **LOST_SOON}

Parameters = dict[str, Any]


def parameters(name: str | None = None) -> Parameters:
    """The parameters of a connection to the archive's database, or to the database ``name`` on the same server.

    Starts the archive's own server if the archive uses it.
    """
    found = {key: value for key, value in connection.get_connection_params().items() if key not in _LEFT_OUT}
    return found if name is None else {**found, "dbname": name}


def connect(parameters: Parameters) -> psycopg.Connection[Any]:
    """A connection in autocommit, without time-outs for its statements."""
    connection = psycopg.connect(**parameters, autocommit=True)
    connection.execute("; ".join(f"SET {name} = '{value}'" for name, value in _PATIENT.items()))
    return connection


def environment(parameters: Parameters) -> dict[str, str]:
    """The environment in which PostgreSQL's programs use ``parameters``. A command line would show the password."""
    names = {option.keyword.decode(): option.envvar.decode() for option in pq.Conninfo.get_defaults() if option.envvar}
    inherited = {name: value for name, value in os.environ.items() if name not in names.values()}
    given = {names[key]: str(value) for key, value in parameters.items() if key in names}
    return {**inherited, **given, "LC_ALL": "C"}
