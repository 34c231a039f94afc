"""Where a user table lies, from what is written on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gazette.errors import Location, TableError

if TYPE_CHECKING:
    from collections.abc import Iterable


class Kind(StrEnum):
    """How a table is stored."""

    CSV = "csv"
    TSV = "tsv"
    JSON_LINES = "jsonl"
    PARQUET = "parquet"
    DUCKDB = "duckdb"
    SQLITE = "sqlite"
    POSTGRES = "postgres"
    MYSQL = "mysql"
    CLUSTER = "cluster"
    """Where a Spark cluster reads it: Parquet by URL, or a table of its catalogue."""

    @property
    def is_text(self) -> bool:
        """Whether it is a file with lines."""
        return self in {Kind.CSV, Kind.TSV, Kind.JSON_LINES}

    @property
    def is_database(self) -> bool:
        """Whether it holds named tables."""
        return self is Kind.DUCKDB or self.is_fetched

    @property
    def is_fetched(self) -> bool:
        """Whether its rows are fetched into a text file before they are asked."""
        return self in {Kind.SQLITE, Kind.POSTGRES, Kind.MYSQL}


_SUFFIXES = {
    ".csv": Kind.CSV,
    ".tsv": Kind.TSV,
    ".jsonl": Kind.JSON_LINES,
    ".ndjson": Kind.JSON_LINES,
    ".parquet": Kind.PARQUET,
    ".duckdb": Kind.DUCKDB,
    ".ddb": Kind.DUCKDB,
    ".sqlite": Kind.SQLITE,
    ".sqlite3": Kind.SQLITE,
}
CATALOG = "catalog:"
"""What the name of a table in Spark's catalogue begins with."""

_SCHEMES = {
    "postgres": Kind.POSTGRES,
    "postgresql": Kind.POSTGRES,
    "mysql": Kind.MYSQL,
} | dict.fromkeys(("hdfs", "s3a", "abfss", "gs"), Kind.CLUSTER)


@dataclass(frozen=True, slots=True)
class UserSource:
    """A user table: a file, or `table` in a database file or server.

    `location` is a path or a URL, and may hold a password; `name` never does.
    `renamed` are columns that the table calls otherwise: (our name, its name).
    """

    kind: Kind
    location: str
    table: str = "users"
    renamed: tuple[tuple[str, str], ...] = ()

    def theirs(self, name: str) -> str:
        """What the table calls our column `name`."""
        return dict(self.renamed).get(name, name)

    def ours(self, found: Iterable[str]) -> tuple[str, ...]:
        """The columns `found` as we call them; what a renamed one hides keeps no name of ours."""
        known = {theirs: ours for ours, theirs in self.renamed}
        hidden = {ours for ours, _ in self.renamed}
        return tuple(
            known.get(name) or (f"{name} (not read)" if name in hidden else name) for name in found
        )

    @property
    def path(self) -> Path | None:
        """The file, or None for what is reached by URL."""
        return (
            None if self.kind in {Kind.POSTGRES, Kind.MYSQL, Kind.CLUSTER} else Path(self.location)
        )

    @property
    def name(self) -> str:
        """What to call it in messages: the file, or the server without credentials."""
        if self.path is not None:
            return self.location
        if self.kind is Kind.CLUSTER and self.location.startswith(CATALOG):
            return self.location
        parts = urlsplit(self.location)
        host = parts.hostname or "localhost"
        return f"{parts.scheme}://{host}{parts.path}"

    @property
    def where(self) -> Location:
        """The place to name in an error."""
        return Location(self.name)


def user_source(
    text: str, *, table: str = "users", renamed: tuple[tuple[str, str], ...] = ()
) -> UserSource:
    """Read `text` as a path (by its extension) or a database URL.

    TableError where it is neither, or the file does not exist or is empty.
    """
    scheme = text.partition("://")[0].lower() if "://" in text else ""
    if scheme in _SCHEMES:
        return UserSource(_SCHEMES[scheme], text, table, renamed)
    if text.startswith(CATALOG):
        return UserSource(Kind.CLUSTER, text, table, renamed)
    path = Path(text)
    where = Location(text if not scheme else f"{scheme}://...")
    kind = _SUFFIXES.get(path.suffix.lower())
    if kind is None:
        raise TableError(
            "this is not a kind of user table that can be read",
            where=where,
            remedy=f"Give a file ending in {', '.join(_SUFFIXES)}, or a postgresql:// URL.",
        )
    if not path.is_file():
        what = "this is a folder" if path.is_dir() else "there is no such file"
        remedy = "Check the path, or make synthetic users with `gazette users --output` and it."
        raise TableError(what, where=where, remedy=remedy)
    if path.stat().st_size == 0:
        raise TableError("the user table is empty", where=where, remedy="Export it again.")
    return UserSource(kind, text, table, renamed)
