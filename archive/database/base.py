"""Django's PostgreSQL backend for the archive's own server, which the first connection starts.

The server does not start earlier, because commands such as ``manage.py read`` need no database and should not wait.
"""

from __future__ import annotations

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from django.db.utils import OperationalError

from archive.database.server import PORT, Server, ServerError


class DatabaseWrapper(base.DatabaseWrapper):
    """The backend for ``ENGINE: "archive.database"``. The setting ``DIRECTORY`` is the server's folder."""

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
            # The server may have died since the last connection. ``get_connection_params`` then starts it again.
            return super().get_new_connection({**conn_params, **self.get_connection_params()})
