"""User tables in PostgreSQL: fetched for the embedded engine, or laid out where they are.

Needs psycopg 3, the extra `postgres`. Rows move by COPY, never through Python
objects. One transaction sees one state of the table. What the server says is
never repeated: its messages quote rows.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gazette.adapters.tables.asking import segment_columns
from gazette.adapters.tables.checks import IDS
from gazette.adapters.tables.columns import check_columns
from gazette.adapters.tables.engine import literal, quoted
from gazette.adapters.tables.marks import with_marks
from gazette.audience.columns import LEDGER, STATUSES, user_columns
from gazette.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import psycopg

    from gazette.adapters.tables.source import UserSource
    from gazette.audience.rules import AudienceRules

_TYPES = {
    "text": "VARCHAR",
    "character varying": "VARCHAR",
    "character": "VARCHAR",
    "citext": "VARCHAR",
    "smallint": "SMALLINT",
    "integer": "INTEGER",
    "bigint": "BIGINT",
    "uuid": "UUID",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp without time zone": "TIMESTAMP",
    "timestamp with time zone": "TIMESTAMP WITH TIME ZONE",
}
"""PostgreSQL's types -> those of DuckDB that `columns.conversion` speaks of."""

_DESCRIBE = """
SELECT attname, CASE WHEN typtype = 'e' THEN 'text' ELSE format_type(atttypid, NULL) END
FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""


@dataclass(frozen=True, slots=True)
class Server:
    """One transaction on the server, and the columns of the user table there with their types."""

    connection: psycopg.Connection[tuple[Any, ...]]
    source: UserSource
    columns: Mapping[str, str]

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """What a statement answers; only for small answers."""
        return self.connection.execute(sql, list(values) or None).fetchall()

    def run(self, sql: str) -> None:
        """Run one statement for its effect."""
        self.connection.execute(sql)

    def copy(self, query: str, path: Path) -> None:
        """Write what `query` answers to `path`, as CSV with a header."""
        statement = f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)"
        with path.open("wb") as stream, self.connection.cursor().copy(statement) as copied:
            for piece in copied:
                stream.write(piece)


@contextmanager
def served(source: UserSource) -> Iterator[Server]:
    """The server at `source`, in one transaction that is undone at the end.

    TableError where it cannot be reached, has no such table, or fails.
    """
    try:
        # Imported here: psycopg is optional.
        import psycopg  # noqa: PLC0415
    except ImportError:
        raise TableError(
            "reading PostgreSQL needs psycopg, which is not installed",
            where=source.where,
            remedy="Install it: pip install 'policy-gazette[postgres]'",
        ) from None
    try:
        options = "-c timezone=UTC -c datestyle=ISO"
        with closing(psycopg.connect(source.location, options=options)) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            columns: dict[str, str] = dict(
                connection.execute(_DESCRIBE, [_name(source)]).fetchall()
            )
            if not columns:
                raise _no_table(source)
            types = {name: _TYPES.get(kind, kind) for name, kind in columns.items()}
            yield Server(connection, source, types)
    except psycopg.Error as error:
        state = f" (SQLSTATE {error.sqlstate})" if error.sqlstate else ""
        raise TableError(
            f"the PostgreSQL server did not answer the question{state}",
            where=source.where,
            remedy="Check that it runs, that the URL is right, and that the table may be read.",
        ) from None


def fetch(server: Server, wanted: Sequence[str], path: Path) -> None:
    """Copy the columns `wanted` of the user table to `path`, every cell as text."""
    selected = ", ".join(_text(server, name) for name in wanted)
    server.copy(f"SELECT {selected} FROM {_name(server.source)}", path)


def lay_out(server: Server, rules: AudienceRules, *, marked: bool) -> tuple[str, ...]:
    """Create the view `users` on the server; returns the optional columns that are missing.

    Where `marked`, it reads marks from the table `marked`, empty as yet.

    TableError where a column is missing or of a type it cannot be.
    """
    absent = check_columns(
        server.source.ours(server.columns),
        segments=segment_columns(rules),
        where=server.source.where,
    )
    values = {
        name: f"NULL::{SQL[kind]}" if name in absent else _value(server, name, kind)
        for name, kind in user_columns(rules).items()
        if name != LEDGER
    }
    table, marks = _name(server.source), "0::BIGINT"
    if marked:
        server.run(f"CREATE TEMP TABLE marked (marked_id {SQL['string']}, marks BIGINT)")
        table, marks = with_marks(table, user_id=values["user_id"])
    selected = [f"{value} AS {quoted(name)}" for name, value in values.items()]
    selected.append(f"{marks} AS {LEDGER}")
    server.run(f"CREATE TEMP VIEW users AS SELECT {', '.join(selected)} FROM {table}")
    return absent


def check(server: Server) -> tuple[int, int]:
    """How many users there are, and with a status that means nothing; TableError for wrong ids."""
    known = ", ".join(map(literal, STATUSES))
    users, wrong, foreign = server.rows(
        "SELECT count(*), count(*) FILTER (WHERE user_id IS NULL"
        r" OR user_id ~ '^[=+@-]' OR user_id ~ '[\x01-\x20\x7f]'),"
        f" count(*) FILTER (WHERE lower(btrim(status)) NOT IN ({known})) FROM users"
    )[0]
    twice = 0
    if not wrong:
        repeated = "SELECT user_id FROM users GROUP BY user_id HAVING count(*) > 1"
        twice = server.rows(f"SELECT count(*) FROM ({repeated}) AS repeated")[0][0]
    for number, what, remedy in (
        (not users, "the user table holds no users", "Name the table of the users with --table."),
        (wrong, f"{wrong} user ids are empty, hold white space or begin with = + - or @", IDS),
        (twice, f"user ids that are there more than once: {twice}", "Give one row per user."),
    ):
        if number:
            raise TableError(what, where=server.source.where, remedy=remedy)
    return users, foreign


# Bytewise, whatever the database sorts and lower-cases by.
SQL = {
    "string": 'TEXT COLLATE "C"',
    "int64": "BIGINT",
    "int32": "INTEGER",
    "timestamp": "TIMESTAMP",
    "boolean": "BOOLEAN",
}


def _value(server: Server, name: str, kind: str) -> str:
    theirs = server.source.theirs(name)
    column, stored = quoted(theirs), server.columns[theirs]
    if kind == "boolean" and stored == "BOOLEAN":
        return column
    if kind == "boolean" and stored in {"SMALLINT", "INTEGER", "BIGINT"}:
        return f"{column} <> 0"
    if kind == "timestamp" and stored == "TIMESTAMP WITH TIME ZONE":
        return f"{column} AT TIME ZONE 'UTC'"
    if kind == "timestamp" and stored in {"DATE", "TIMESTAMP"}:
        return f"{column}::TIMESTAMP"
    if kind == "string" and (stored == "VARCHAR" or (name == "user_id" and stored in _IDENTIFIERS)):
        return f"nullif({column}::TEXT, '') COLLATE \"C\""
    raise wrong_type(server.source, name, stored, kind)


_IDENTIFIERS = {"SMALLINT", "INTEGER", "BIGINT", "UUID"}


def wrong_type(source: UserSource, name: str, stored: str, kind: str) -> TableError:
    """The error for a column of a type that it cannot be."""
    held = {"string": "text", "timestamp": "dates or times", "boolean": "true or false"}[kind]
    return TableError(
        f"the column {name!r} is of type {stored}; it must hold {held}",
        where=source.where,
        remedy="Give it that type, or leave out --engine if the text in it spells that.",
    )


def _text(server: Server, name: str) -> str:
    column = quoted(name)
    if server.columns[name] == "TIMESTAMP WITH TIME ZONE":
        return f"({column} AT TIME ZONE 'UTC')::TEXT"
    return f"{column}::TEXT"


def _name(source: UserSource) -> str:
    return ".".join(map(quoted, source.table.split(".")))


def _no_table(source: UserSource) -> TableError:
    return TableError(
        f"there is no table {source.table!r} in this database",
        where=source.where,
        remedy="Name the table of the users with --table.",
    )
