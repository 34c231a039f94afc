"""Embedded DuckDB, with its limits set: memory, where it spills, nothing downloaded."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from gazette.errors import OutputError, TableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEMORY = "1.8GB"
"""DuckDB's own default is most of the machine; this leaves room and spills the rest."""

_ROWS = 10_000
"""Rows fetched at a time."""


@dataclass(frozen=True, slots=True)
class Engine:
    """An open connection. Its statements' errors may quote rows, so they never get out."""

    connection: duckdb.DuckDBPyConnection

    def rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and fetch all it answers; only for small answers."""
        with _without_quotations():
            return self.connection.execute(sql, list(values)).fetchall()

    def stream(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """Run one statement and go through its answer, however long it is."""
        with _without_quotations():
            answer = self.connection.execute(sql)
            while rows := answer.fetchmany(_ROWS):
                yield from rows

    def value(self, sql: str) -> Any:  # noqa: ANN401  # whatever the one cell holds
        """The single cell that a statement answers."""
        return self.rows(sql)[0][0]

    def run(self, sql: str, values: tuple[Any, ...] = ()) -> None:
        """Run one statement for its effect."""
        self.rows(sql, values)

    def write(self, query: str, path: Path, *, options: str) -> None:
        """Write what `query` answers to the file `path`; OutputError where that fails."""
        try:
            self.run(f"COPY ({query}) TO {literal(str(path))} ({options})")
        except EngineError as error:
            if error.kind != duckdb.IOException.__name__:
                raise
            raise OutputError(
                "the result could not be written; an earlier one stands as it was",
                remedy="Check that there is room on the disk, then run it again.",
            ) from None


@contextmanager
def embedded(*, spill: Path, memory: str = MEMORY, threads: int | None = None) -> Iterator[Engine]:
    """Open an in-memory DuckDB that spills into the folder `spill`.

    `memory` is a size such as "2GB". Extensions are neither downloaded nor
    loaded unasked, and the session counts time in UTC, so an answer depends on
    the data alone.
    """
    settings: dict[str, Any] = {
        "memory_limit": memory,
        "temp_directory": str(spill),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": True,
    }
    if threads is not None:
        settings["threads"] = threads
    try:
        connection = duckdb.connect(":memory:", config=settings)
    except duckdb.Error:
        raise TableError(
            f"the memory limit {memory!r} is not a size that DuckDB understands",
            remedy='Write it as a number and a unit, such as "2GB".',
        ) from None
    with closing(connection):
        connection.execute("SET TimeZone = 'UTC'")
        yield Engine(connection)


@contextmanager
def _without_quotations() -> Iterator[None]:
    # DuckDB's messages quote the offending row, hence `from None` and no text of theirs.
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise OutputError(
            "the users do not fit into the memory limit and what may be spilled to disk",
            remedy="Raise --memory, or free disk space where the output goes.",
        ) from None
    except duckdb.Error as error:
        raise EngineError(type(error).__name__, str(error)) from None


class EngineError(Exception):
    """A statement failed. `detail` may quote rows: to be diagnosed, never to be shown."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail


def quoted(name: str) -> str:
    """An identifier as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A string as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
