"""The formats a list is written in, by the extension of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.adapters.tables.engine import literal
from gazette.adapters.tables.source import Kind
from gazette.audience.columns import RECIPIENT_COLUMNS
from gazette.errors import Location, OutputError

if TYPE_CHECKING:
    from pathlib import Path

_BY_SUFFIX = {
    ".csv": Kind.CSV,
    ".jsonl": Kind.JSON_LINES,
    ".ndjson": Kind.JSON_LINES,
    ".parquet": Kind.PARQUET,
}

# Row groups of a fixed size keep the bytes the same on every machine.
_COPY = {
    Kind.CSV: "FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"', ESCAPE '\"'",
    Kind.JSON_LINES: "FORMAT json, ARRAY false",
    Kind.PARQUET: "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880",
}


def recipient_format(path: Path) -> Kind:
    """The format that the name of `path` asks for; OutputError for any other."""
    try:
        return _BY_SUFFIX[path.suffix.lower()]
    except KeyError:
        raise OutputError(
            "this is not a format that a table can be written in",
            where=Location(str(path)),
            remedy=f"End the name in {', '.join(_BY_SUFFIX)}.",
        ) from None


def copy_to(kind: Kind) -> str:
    """The options of DuckDB's COPY for `kind`."""
    return _COPY[kind]


def read_back(kind: Kind, path: Path) -> str:
    """The SQL that reads a list just written."""
    name = literal(str(path))
    if kind is Kind.PARQUET:
        return f"read_parquet({name})"
    columns = ", ".join(f"'{column}': 'VARCHAR'" for column in RECIPIENT_COLUMNS)
    if kind is Kind.JSON_LINES:
        return f"read_json({name}, format='newline_delimited', columns={{{columns}}})"
    return (
        f"read_csv({name}, auto_detect=false, header=true, delim=',', quote='\"', escape='\"',"
        f" columns={{{columns}}})"
    )
