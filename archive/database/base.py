"""Django's PostgreSQL backend with limits for a server that does not answer.

It also starts the archive's own server at the first connection. The server does not start earlier, because commands
such as ``manage.py read`` need no database and should not wait.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

import psycopg
from django.db.backends.postgresql import base, client
from django.db.utils import OperationalError

from archive.database.programs import client_folder
from archive.database.server import MAJOR, PORT, Server, ServerError

_HEALTH = 5  # most seconds for the check of a kept connection
_PAUSE = 5  # seconds in which nobody asks a server that did not answer


class DatabaseClient(client.DatabaseClient):
    """``manage.py dbshell``: psql of the archive's own server."""

    @classmethod
    def settings_to_cmd_args_env(cls, settings_dict: dict[str, Any], parameters: Iterable[str]) -> Any:
        if "DIRECTORY" not in settings_dict:
            return super().settings_to_cmd_args_env(settings_dict, parameters)
        host = Server.at(settings_dict["DIRECTORY"]).running()
        settings = {**settings_dict, "HOST": str(host), "PORT": PORT}
        arguments, environment = super().settings_to_cmd_args_env(settings, parameters)
        return [str(client_folder(at_least=MAJOR) / "psql"), *arguments[1:]], environment


class DatabaseWrapper(base.DatabaseWrapper):
    """The backend for ``ENGINE: "archive.database"``.

    ``DIRECTORY`` in the settings is the folder of the archive's own server; other servers have none. ``LIMITS`` has
    parameters of each session; those that the options of the address name stay as they are. ``ANSWER`` is the
    number of seconds in which a statement must be answered. PostgreSQL has such a limit too (``statement_timeout``),
    but a stopped server does not keep it.
    """

    client_class = DatabaseClient
    _frozen_until: ClassVar[dict[str, float]] = {}  # alias → a time of ``time.monotonic``

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._before_commit: list[Callable[[], None]] = []

    def before_commit(self, call: Callable[[], None]) -> None:
        """Call a function at the end of the open transaction and within it. If it fails, the transaction is rolled
        back. The same function is called only once."""
        if call not in self._before_commit:
            self._before_commit.append(call)

    def connect(self) -> None:
        self._before_commit.clear()  # a connection that was lost has ended its transaction
        super().connect()

    def _commit(self) -> None:
        try:
            while self._before_commit:
                self._before_commit.pop()()
        except BaseException:
            self.rollback()
            raise
        super()._commit()  # type: ignore[misc]  # missing in the stubs

    def _rollback(self) -> None:
        self._before_commit.clear()
        super()._rollback()  # type: ignore[misc]  # missing in the stubs

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        if "DIRECTORY" not in self.settings_dict:
            return params
        try:
            host = Server.at(self.settings_dict["DIRECTORY"]).running()
        except ServerError as error:
            raise OperationalError(str(error)) from error
        return {**params, "host": str(host), "port": PORT}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if time.monotonic() < self._frozen_until.get(self.alias, 0):
            raise psycopg.OperationalError("The database did not answer a moment ago.")
        try:
            connection = super().get_new_connection(conn_params)
        except psycopg.errors.ConnectionTimeout:
            self._pause()
            raise
        except psycopg.OperationalError:
            if "DIRECTORY" not in self.settings_dict:
                raise
            # The server may have died since the last connection. ``get_connection_params`` then starts it again.
            connection = super().get_new_connection({**conn_params, **self.get_connection_params()})
        if seconds := self.settings_dict.get("ANSWER"):
            self._limit(connection, seconds)
        return connection

    def init_connection_state(self) -> None:
        super().init_connection_state()
        given = self.settings_dict["OPTIONS"].get("options", "")
        limits = [f"SET {name} = '{value}'" for name, value in self.settings_dict.get("LIMITS", {}).items()]
        with self.cursor() as cursor:
            cursor.execute("; ".join(limit for limit in limits if limit.split()[1] not in given) or "SELECT 1")
        if not self.get_autocommit():
            self.connection.commit()

    def is_usable(self) -> bool:
        """Whether a kept connection still answers, within seconds."""
        if self.connection is None or "ANSWER" not in self.settings_dict:
            return bool(super().is_usable())
        self._limit(self.connection, min(_HEALTH, self.settings_dict["ANSWER"]))
        usable = bool(super().is_usable())
        self._limit(self.connection, self.settings_dict["ANSWER"])
        return usable

    def _limit(self, connection: psycopg.Connection[Any], seconds: float) -> None:
        """Makes a connection raise OperationalError, and closes it, if an answer takes longer.

        psycopg has the time limit in ``wait``, but offers no option for it.
        """

        def wait(gen: Any, **options: Any) -> Any:
            try:
                return type(connection).wait(connection, gen, **{"timeout": seconds, **options})
            except psycopg.errors._WaitTimeout:
                self._pause()
                connection.close()
                raise psycopg.OperationalError(f"The database did not answer within {seconds} seconds.") from None

        connection.wait = wait  # type: ignore[method-assign,assignment]

    def _pause(self) -> None:
        self._frozen_until[self.alias] = time.monotonic() + _PAUSE
