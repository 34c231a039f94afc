"""Lay a user table out as the view `users`, every column of its declared type.

A text file is read once into a temporary table, so that its rows have numbers
and cannot change between two looks; what is too large for memory spills.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazette.adapters.tables.columns import OPTIONAL, REQUIRED, check_columns, conversion
from gazette.adapters.tables.databases import attach
from gazette.adapters.tables.diagnosis import diagnose
from gazette.adapters.tables.engine import Engine, EngineError, literal, quoted
from gazette.adapters.tables.marks import with_marks
from gazette.adapters.tables.source import Kind, UserSource
from gazette.adapters.tables.spool import stored
from gazette.audience.columns import LEDGER, USER_COLUMNS
from gazette.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SAMPLE = 1000
"""Lines of a JSON lines file in which a column must show itself."""

_SQL_TYPES = {"string": "VARCHAR", "timestamp": "TIMESTAMP", "boolean": "BOOLEAN"}


@dataclass(frozen=True, slots=True)
class UserTable:
    """A table that is laid out: the views `raw` (as stored) and `users` (as declared).

    `wrong` maps a column to the SQL condition under which a raw cell is not
    what the column holds. `absent` are the optional columns it lacks.
    `user_id` is the SQL of a raw row's id.
    """

    source: UserSource
    user_id: str
    absent: tuple[str, ...]
    wrong: tuple[tuple[str, str], ...]


def lay_out(
    engine: Engine,
    source: UserSource,
    *,
    spool: Path,
    segments: Sequence[str] = (),
    marked: bool = False,
) -> UserTable:
    """Create `raw` and `users` in `engine`; nothing is checked row by row yet.

    `segments` are the further columns that the policy's segments need, each a
    string. What has to be fetched first goes through the file `spool`. Where
    `marked`, each user has the marks of the table that `marks.lay_out` made.
    TableError where the source cannot be read or lacks a column.
    """
    wanted = tuple(dict.fromkeys((*REQUIRED, *OPTIONAL, *segments)))
    if source.kind.is_fetched:
        absent, kinds = _fetch(engine, source, wanted, spool=spool, segments=segments)
    else:
        found = _columns(engine, source)
        absent = check_columns(source.ours(found), segments=segments, where=source.where)
        try:
            _load(engine, source, found, tuple(name for name in wanted if name not in absent))
        except EngineError as error:
            raise diagnose(source, error) from None
        kinds = {row[0]: row[1] for row in engine.rows("DESCRIBE raw")}
    selected, wrong, user_id = [], [], ""
    for name in wanted:
        if name in absent:
            kind = _SQL_TYPES[USER_COLUMNS[name]]
            selected.append(f"CAST(NULL AS {kind}) AS {quoted(name)}")
            continue
        value, test = _converted(name, kinds[name], source)
        selected.append(f"{value} AS {quoted(name)}")
        user_id = user_id or value
        wrong.append((name, test))
    rows, marks = with_marks("raw", user_id=user_id) if marked else ("raw", "0::BIGINT")
    selected.append(f"{marks} AS {LEDGER}")
    engine.run(f"CREATE TEMP VIEW users AS SELECT {', '.join(selected)} FROM {rows}")
    return UserTable(source, user_id, absent, tuple(wrong))


def _fetch(
    engine: Engine,
    source: UserSource,
    wanted: tuple[str, ...],
    *,
    spool: Path,
    segments: Sequence[str],
) -> tuple[tuple[str, ...], dict[str, str]]:
    """Fetch the table into `raw`, all text; returns the missing columns, and the types there."""
    with stored(source) as store:
        absent = check_columns(source.ours(store.columns), segments=segments, where=source.where)
        present = tuple(name for name in wanted if name not in absent)
        for name in present:
            _converted(name, store.columns[source.theirs(name)], source)
        store.write([source.theirs(name) for name in present], spool)
    copied = UserSource(Kind.CSV, str(spool))
    try:
        _load(engine, copied, present, present)
    except EngineError as error:
        raise diagnose(source, error) from None
    spool.unlink()
    return absent, dict.fromkeys(present, "VARCHAR")


def _converted(name: str, stored: str, source: UserSource) -> tuple[str, str]:
    converted = conversion(name, stored)
    if converted is None:
        expected = USER_COLUMNS.get(name, "string")
        raise TableError(
            f"the column {name!r} is of type {stored}; it must hold {_PLAIN_WORDS[expected]}",
            where=source.where,
            remedy="Export the table again with that column of that type.",
        )
    return converted


_PLAIN_WORDS = {
    "string": "text",
    "timestamp": "dates or times",
    "boolean": "true or false",
}


def _columns(engine: Engine, source: UserSource) -> tuple[str, ...]:
    """The names of the columns, as the source gives them."""
    path = source.path
    if path is not None and source.kind in {Kind.CSV, Kind.TSV}:
        return _header(path, source)
    if path is not None and source.kind is Kind.JSON_LINES:
        return _keys(path, source)
    try:
        if source.kind is Kind.PARQUET:
            described = engine.rows(f"DESCRIBE SELECT * FROM {_scan(source, ())}")
        else:
            described = engine.rows(f"DESCRIBE {attach(engine, source)}")
    except EngineError as error:
        raise diagnose(source, error) from None
    return tuple(row[0] for row in described)


def _header(path: Path, source: UserSource) -> tuple[str, ...]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        try:
            names = next(csv.reader(lines, delimiter=_delimiter(source), strict=True), [])
        except (UnicodeDecodeError, csv.Error):
            raise diagnose(source) from None
    if len(names) == 1 and ";" in names[0]:
        raise TableError(
            "the columns are separated by semicolons",
            where=source.where,
            remedy="Export it with commas; a spreadsheet offers that as “CSV UTF-8”.",
        )
    return tuple(names)


def _keys(path: Path, source: UserSource) -> tuple[str, ...]:
    keys: dict[str, None] = {}
    with path.open(encoding="utf-8") as lines:
        try:
            for _, line in zip(range(_SAMPLE), lines, strict=False):
                record = json.loads(line) if line.strip() else {}
                keys |= dict.fromkeys(record.keys())
        except (ValueError, AttributeError):  # not UTF-8, not JSON; not an object
            raise diagnose(source) from None
    return tuple(keys)


def _load(
    engine: Engine, source: UserSource, found: Sequence[str], wanted: tuple[str, ...]
) -> None:
    columns: tuple[str, ...] = tuple(source.theirs(name) for name in wanted)
    pairs = zip(columns, wanted, strict=True)
    names = ", ".join(f"{quoted(theirs)} AS {quoted(ours)}" for theirs, ours in pairs)
    if source.kind in {Kind.CSV, Kind.TSV}:
        # Columns go by their place: a header may hold names that SQL confuses.
        names = ", ".join(
            f"c{found.index(source.theirs(name))} AS {quoted(name)}" for name in wanted
        )
        columns = tuple(found)
    stored = "TABLE" if source.kind.is_text else "VIEW"
    origin = attach(engine, source) if source.kind.is_database else _scan(source, columns)
    engine.run(f"CREATE TEMP {stored} raw AS SELECT {names} FROM {origin}")


def _scan(source: UserSource, columns: Sequence[str]) -> str:
    """The table function that reads a file, every type declared, none guessed."""
    path = literal(_no_wildcards(source.location))
    if source.kind is Kind.PARQUET:
        return f"read_parquet({path})"
    if source.kind is Kind.JSON_LINES:
        types = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in columns)
        return f"read_json({path}, format='newline_delimited', columns={{{types}}})"
    types = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(columns)))
    return (
        f"read_csv({path}, auto_detect=false, header=true, columns={{{types}}},"
        f" delim={literal(_delimiter(source))}, quote='\"', escape='\"', encoding='utf-8')"
    )


def _delimiter(source: UserSource) -> str:
    return "\t" if source.kind is Kind.TSV else ","


def _no_wildcards(path: str) -> str:
    # DuckDB takes these for patterns over many files.
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in path)
