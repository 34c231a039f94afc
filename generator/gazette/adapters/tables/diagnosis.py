"""Why a table could not be read: which line, what is wrong with it, what to do.

Runs only after the engine has failed, so it may take its time and reads the
file again in plain Python. It never quotes what it finds.
"""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING

from gazette.adapters.tables.source import Kind, UserSource
from gazette.errors import Location, TableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gazette.adapters.tables.engine import EngineError

_BROKEN = -1
_ENGINE_LINE = re.compile(r"CSV Error on Line: (\d+)")


def diagnose(source: UserSource, error: EngineError | None = None) -> TableError:
    """The error to raise for a source that cannot be read."""
    path = source.path
    if path is not None and source.kind.is_text:
        found = _not_utf8(path) or (
            _broken_json(path) if source.kind is Kind.JSON_LINES else _broken_csv(path, source)
        )
        if found:
            return found
    number = _ENGINE_LINE.search(error.detail) if error else None
    line = int(number[1]) if number else None
    suffix = f" as {source.kind}" if not source.kind.is_database else ""
    return TableError(
        f"the user table cannot be read{suffix}",
        where=Location(source.name, line),
        remedy="Check that the file is whole and of the kind its name says; export it again.",
    )


def line_of_record(source: UserSource, number: int) -> Location:
    """Where record `number` (from 1, the header not counted) starts in the file.

    For a table without lines, the place is the table itself.
    """
    path = source.path
    if path is None or not source.kind.is_text:
        return source.where
    if source.kind is Kind.JSON_LINES:
        with path.open("rb") as lines:
            full = (line for line, text in enumerate(lines, start=1) if text.strip())
            return Location(source.name, _nth(full, number))
    records = (line for line, _ in _records(path, source))
    return Location(source.name, _nth(records, number + 1))


def _nth(lines: Iterator[int], number: int) -> int | None:
    return next((line for count, line in enumerate(lines, start=1) if count == number), None)


def _records(path: Path, source: UserSource) -> Iterator[tuple[int, int]]:
    """(line where it starts, number of fields) of every record, header included.

    The number is `_BROKEN` for a record whose quotes are, which is the last.
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        delimiter = "\t" if source.kind is Kind.TSV else ","
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            start = reader.line_num + 1
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield start, _BROKEN
                return
            if fields:  # DuckDB skips blank lines too
                yield start, len(fields)


def _not_utf8(path: Path) -> TableError | None:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return TableError(
                    "the user table is not UTF-8",
                    where=Location(str(path), number),
                    remedy="Export it as UTF-8; a spreadsheet offers that as “CSV UTF-8”.",
                )
    return None


def _broken_csv(path: Path, source: UserSource) -> TableError | None:
    width = 0
    for line, fields in _records(path, source):
        if fields == _BROKEN:
            return TableError(
                "a field that begins with a double quote does not end with one",
                where=Location(str(path), line),
                remedy='Close the quote; a double quote inside a field is written twice: "".',
            )
        width = width or fields
        if fields != width:
            return TableError(
                f"this line has {fields} fields; the first line has {width}",
                where=Location(str(path), line),
                remedy="Mend the line; a field with a comma in it stands in double quotes.",
            )
    return _mixed_line_ends(path)


def _mixed_line_ends(path: Path) -> TableError | None:
    with path.open("rb") as lines:
        first = next(lines, b"").endswith(b"\r\n")
        for number, line in enumerate(lines, start=2):
            if line.endswith(b"\n") and line.endswith(b"\r\n") is not first:
                return TableError(
                    "the lines before this one end differently (LF and CRLF mixed)",
                    where=Location(str(path), number),
                    remedy="Write all line ends alike, for example with dos2unix.",
                )
    return None


def _broken_json(path: Path) -> TableError | None:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            problem = _json_problem(line) if line.strip() else ""
            if problem:
                return TableError(
                    problem,
                    where=Location(str(path), number),
                    remedy='Write one JSON object a line, such as {"user_id": "1", ...}.',
                )
    return None


def _json_problem(line: str) -> str:
    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        if len(dict(pairs)) < len(pairs):
            raise KeyError
        return dict(pairs)

    try:
        record = json.loads(line, object_pairs_hook=once)
        json.dumps(record, ensure_ascii=False).encode()
    except KeyError:
        return "this line has the same key twice"
    except UnicodeEncodeError:
        return "this line holds half a character (a lone surrogate)"
    except ValueError:
        return "this line is not JSON"
    return "" if isinstance(record, dict) else "this line is not a JSON object"
