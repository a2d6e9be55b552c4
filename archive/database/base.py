"""Django's PostgreSQL backend, on a server that is started when the first connection is asked for.

Not earlier: ``manage.py read`` and the like need no database, and should not wait for one.
"""

from __future__ import annotations

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.utils import OperationalError

from archive.database.server import PORT, Server, ServerError


class DatabaseWrapper(base.DatabaseWrapper):
    """The backend that ``ENGINE: "archive.database"`` names; ``DIRECTORY`` is where the server keeps its data."""

    def get_connection_params(self) -> dict[str, Any]:
        try:
            host = Server.at(self.settings_dict["DIRECTORY"]).running()
        except ServerError as error:
            raise OperationalError(str(error)) from error
        return {**super().get_connection_params(), "host": str(host), "port": PORT}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            # The server may have died since it was last seen; if it has, this starts it again.
            return super().get_new_connection({**conn_params, **self.get_connection_params()})
