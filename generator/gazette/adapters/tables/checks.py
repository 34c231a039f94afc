"""What must hold of every user table, row by row, before anyone is judged by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazette.adapters.tables.columns import FALSE, NEVER, TRUE
from gazette.adapters.tables.diagnosis import diagnose, line_of_record
from gazette.adapters.tables.engine import Engine, EngineError
from gazette.audience.columns import STATUSES
from gazette.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazette.adapters.tables.reading import UserTable

_ABSENT = {
    "locale": "there is no column 'locale': every notice is in the policy's own language",
    "status": "there is no column 'status': nobody is left out as deleted, cancelled or erased",
    "status_since": "there is no column 'status_since': nobody is left out as cancelled long ago",
    "bounced": "there is no column 'bounced': nobody is left out as bounced",
}

IDS = "Give every user an id without white space that does not begin with = + - or @."
_REMEDIES = {
    "user_id": IDS,
    "bounced": f"Write {TRUE[0]} or {FALSE[0]}, or leave it empty.",
    "status_since": "Write it as 2026-11-22 or 2026-11-22T10:00:00Z, or leave it empty.",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A table that passed: how many users, and what a careful reader should know of it."""

    users: int
    notes: tuple[str, ...]


def check(engine: Engine, table: UserTable) -> Checked:
    """Count the users and check every cell that has a form; TableError at the first fault."""
    known = ", ".join(f"'{word}'" for word in STATUSES)
    foreign = f"lower(trim(status)) NOT IN ({known})"
    faults = "".join(f", count_if({test})" for _, test in table.wrong if test != NEVER)
    try:
        # As many different hashes as rows proves that no id is there twice.
        users, distinct, foreign, *wrong = engine.rows(
            f"SELECT count(*), count(DISTINCT hash({table.user_id})),"
            f" count_if({'false' if 'status' in table.absent else foreign}){faults} FROM raw"
        )[0]
    except EngineError as error:
        raise diagnose(table.source, error) from None
    if not users:
        raise TableError(
            "the user table holds no users, only the names of its columns",
            where=table.source.where,
            remedy="Export it again.",
        )
    possible = [(name, test) for name, test in table.wrong if test != NEVER]
    for (name, test), number in zip(possible, wrong, strict=True):
        if number:
            raise _wrong_cells(engine, table, name=name, test=test)
    if distinct < users:
        _refuse_duplicates(engine, table)
    return Checked(users, notes(table.absent, foreign))


def notes(absent: Sequence[str], foreign: int) -> tuple[str, ...]:
    """What a careful reader should know of a table that lacks `absent` columns.

    `foreign` users have a status that means nothing.
    """
    said = [_ABSENT[name] for name in absent]
    if foreign:
        said.append(f"{foreign} users have a status that means nothing here: taken as active")
    return tuple(said)


def _wrong_cells(engine: Engine, table: UserTable, *, name: str, test: str) -> TableError:
    count, first = engine.rows(
        f"SELECT count(*), min(record) FROM ({_NUMBERED.format('raw')}) WHERE {test}"
    )[0]
    place = line_of_record(table.source, first)
    return TableError(
        f"the column {name!r} holds {count} {'value' if count == 1 else 'values'} it may not hold"
        f"{_first_row(place.line, first)}",
        where=place,
        remedy=_REMEDIES.get(name, "Correct them and export the table again."),
    )


_NUMBERED = "SELECT *, row_number() OVER () AS record FROM {}"


def _refuse_duplicates(engine: Engine, table: UserTable) -> None:
    twice = (
        "SELECT user_id, count(*) AS times, min(record) AS first,"
        " list_sort(list(record))[2] AS second"
        f" FROM ({_NUMBERED.format('users')}) GROUP BY user_id HAVING count(*) > 1"
    )
    answer = engine.rows(f"SELECT count(*), arg_min((first, second), second) FROM ({twice})")[0]
    count, places = answer
    if not count:
        return
    first, second = places.values() if isinstance(places, dict) else places
    earlier, later = (line_of_record(table.source, record) for record in (first, second))
    rows = f"rows {first} and {second}" if later.line is None else f"line {earlier.line} and here"
    raise TableError(
        f"user ids that are there more than once: {count}, the first on {rows}",
        where=later,
        remedy="Give one row per user: choose which row is right, then export the table again.",
    )


def _first_row(line: int | None, record: int) -> str:
    return ", the first here" if line is not None else f", the first in row {record}"
