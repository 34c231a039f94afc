"""User tables inside a DuckDB file: attached read-only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.adapters.tables.engine import Engine, EngineError, literal, quoted
from gazette.errors import TableError

if TYPE_CHECKING:
    from gazette.adapters.tables.source import UserSource


def attach(engine: Engine, source: UserSource) -> str:
    """Attach the database read-only, once; returns the SQL name of its table."""
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
    try:
        engine.run(f"ATTACH {literal(source.location)} AS source (READ_ONLY)")
    except EngineError:
        raise TableError(
            "this database cannot be opened",
            where=source.where,
            remedy="Check that it exists, is not open for writing elsewhere, and may be read.",
        ) from None
