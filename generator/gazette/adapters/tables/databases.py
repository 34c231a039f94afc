"""User tables inside a database: attached read-only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.adapters.tables.engine import Engine, EngineError, literal, quoted
from gazette.adapters.tables.source import Kind, UserSource
from gazette.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Mapping

_EXPORT: Mapping[Kind, str] = {
    Kind.SQLITE: 'sqlite3 -csv -header FILE "SELECT * FROM users" > users.csv',
    Kind.POSTGRES: "psql URL -c '\\copy (SELECT * FROM users) TO users.csv CSV HEADER'",
    Kind.MYSQL: "an export of the table as CSV with a header",
}


def attach(engine: Engine, source: UserSource) -> str:
    """Attach the database read-only, once; returns the SQL name of its table.

    DuckDB files need nothing more. SQLite, PostgreSQL and MySQL need DuckDB's
    extension of that name, which is loaded where it is installed and never
    downloaded; TableError says how to get it, or how to do without.
    """
    if source.kind is not Kind.DUCKDB:
        _load_extension(engine, source)
    if not engine.rows("SELECT 1 FROM duckdb_databases() WHERE database_name = 'source'"):
        _open(engine, source)
    known = engine.rows(
        "SELECT schema_name FROM duckdb_tables() WHERE database_name = 'source' AND table_name = ?"
        " UNION ALL SELECT schema_name FROM duckdb_views()"
        " WHERE database_name = 'source' AND view_name = ?",
        (source.table, source.table),
    )
    if not known:
        raise TableError(
            f"there is no table {source.table!r} in this database",
            where=source.where,
            remedy="Name the table of the users with --table.",
        )
    return f"source.{quoted(known[0][0])}.{quoted(source.table)}"


def _open(engine: Engine, source: UserSource) -> None:
    kind = "" if source.kind is Kind.DUCKDB else f"TYPE {source.kind}, "
    try:
        engine.run(f"ATTACH {literal(source.location)} AS source ({kind}READ_ONLY)")
    except EngineError:
        # The engine's own message may repeat the URL, and so a password.
        raise TableError(
            "this database cannot be opened",
            where=source.where,
            remedy="Check that it exists, is not open for writing elsewhere, and may be read.",
        ) from None


def _load_extension(engine: Engine, source: UserSource) -> None:
    try:
        engine.run(f"LOAD {source.kind}")
    except EngineError:
        raise TableError(
            f"reading {source.kind} needs DuckDB's extension {str(source.kind)!r},"
            " which is not installed",
            where=source.where,
            remedy=(
                f"Export the users once ({_EXPORT[source.kind]}), or install the extension where"
                f" the network allows: python -c \"import duckdb; duckdb.sql('INSTALL"
                f" {source.kind}')\"."
            ),
        ) from None
