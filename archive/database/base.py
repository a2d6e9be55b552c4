"""Django's PostgreSQL backend for the archive's own server, which the first connection starts.

The server does not start earlier, because commands such as ``manage.py read`` need no database and should not wait.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import psycopg
from django.db.backends.postgresql import base, client
from django.db.utils import OperationalError

from archive.database.programs import client_folder
from archive.database.server import MAJOR, PORT, Server, ServerError


class DatabaseClient(client.DatabaseClient):
    """``manage.py dbshell``: psql of the archive's own server."""

    @classmethod
    def settings_to_cmd_args_env(cls, settings_dict: dict[str, Any], parameters: Iterable[str]) -> Any:
        host = Server.at(settings_dict["DIRECTORY"]).running()
        settings = {**settings_dict, "HOST": str(host), "PORT": PORT}
        arguments, environment = super().settings_to_cmd_args_env(settings, parameters)
        return [str(client_folder(at_least=MAJOR) / "psql"), *arguments[1:]], environment


class DatabaseWrapper(base.DatabaseWrapper):
    """The backend for ``ENGINE: "archive.database"``. The setting ``DIRECTORY`` is the server's folder."""

    client_class = DatabaseClient

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
