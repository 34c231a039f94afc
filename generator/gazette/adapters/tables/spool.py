"""Tables in servers and SQLite files, fetched into a text file that DuckDB reads.

No extension of DuckDB's is needed, and none is downloaded. The file lies in
the run's own folder, and goes with it.
"""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote, urlsplit

from gazette.adapters.tables.source import Kind, UserSource
from gazette.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_ROWS = 10_000


class Store(Protocol):
    """An open database with a user table in it."""

    columns: Mapping[str, str]
    """Its columns, in order, with DuckDB's name for their types."""

    def write(self, wanted: Sequence[str], path: Path) -> None:
        """Write the columns `wanted` to `path`, as CSV with a header; null is empty."""
        ...


@contextmanager
def stored(source: UserSource) -> Iterator[Store]:
    """The database of `source`; TableError where it cannot be opened or read."""
    if source.kind is Kind.POSTGRES:
        from gazette.adapters.tables import postgres  # noqa: PLC0415  # only where it is asked for

        with postgres.served(source) as server:
            yield _Served(server)
    elif source.kind is Kind.MYSQL:
        with _mysql(source) as cursor:
            yield _Cursor(cursor, source, "`")
    else:
        with _sqlite(source) as cursor:
            yield _Cursor(cursor, source, '"')


class _Served:
    def __init__(self, server: Any) -> None:  # noqa: ANN401  # `postgres.Server`, imported lazily
        self._server = server
        self.columns: Mapping[str, str] = server.columns

    def write(self, wanted: Sequence[str], path: Path) -> None:
        from gazette.adapters.tables import postgres  # noqa: PLC0415

        postgres.fetch(self._server, wanted, path)


class _Cursor:
    """A database of which Python's own interface (PEP 249) gives the rows."""

    def __init__(self, cursor: Any, source: UserSource, mark: str) -> None:  # noqa: ANN401
        self._cursor = cursor
        self._mark = mark
        self._table = ".".join(map(self._quoted, source.table.split(".")))
        cursor.execute(f"SELECT * FROM {self._table} LIMIT 0")
        names = [described[0] for described in cursor.description]
        cursor.fetchall()
        self.columns: Mapping[str, str] = dict.fromkeys(names, "VARCHAR")

    def write(self, wanted: Sequence[str], path: Path) -> None:
        names = ", ".join(map(self._quoted, wanted))
        self._cursor.execute(f"SELECT {names} FROM {self._table}")
        with path.open("w", encoding="utf-8", newline="") as stream:
            rows = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
            rows.writerow(wanted)
            while found := self._cursor.fetchmany(_ROWS):
                rows.writerows(found)

    def _quoted(self, name: str) -> str:
        return f"{self._mark}{name.replace(self._mark, self._mark * 2)}{self._mark}"


@contextmanager
def _sqlite(source: UserSource) -> Iterator[sqlite3.Cursor]:
    # By a URI, so that a missing file is not made and this one is not changed.
    place = source.path.absolute().as_uri() if source.path else ""
    try:
        with closing(sqlite3.connect(f"{place}?mode=ro", uri=True)) as connection:
            yield connection.cursor()
    except sqlite3.Error:
        raise _unread(source) from None


@contextmanager
def _mysql(source: UserSource) -> Iterator[Any]:
    try:
        # Imported here: PyMySQL is optional.
        import pymysql  # noqa: PLC0415
    except ImportError:
        raise TableError(
            "reading MySQL needs PyMySQL, which is not installed",
            where=source.where,
            remedy="Install it: pip install 'policy-gazette[mysql]'",
        ) from None
    parts = urlsplit(source.location)
    try:
        connection = pymysql.connect(
            host=parts.hostname or "localhost",
            port=parts.port or 3306,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            database=parts.path.lstrip("/") or None,
            charset="utf8mb4",
            init_command="SET SESSION time_zone = '+00:00'",
            cursorclass=pymysql.cursors.SSCursor,
            # Every cell as the server writes it: MySQL has dates that Python has not.
            conv=pymysql.converters.encoders,
        )
        with closing(connection):
            connection.begin()
            yield connection.cursor()
    except (pymysql.MySQLError, OSError):
        raise _unread(source) from None


def _unread(source: UserSource) -> TableError:
    # The engine's own message may repeat the URL, and so a password.
    return TableError(
        f"there is no table {source.table!r} that can be read in this database",
        where=source.where,
        remedy="Check that the database is there and may be read; name the table with --table.",
    )
