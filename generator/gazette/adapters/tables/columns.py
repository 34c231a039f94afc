"""The columns of a user table: which must be there, and what each may hold."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from gazette.adapters.tables.engine import quoted
from gazette.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazette.errors import Location

REQUIRED = ("user_id", "email", "accepted_version")
"""Beside these, the columns that the policy's segments name must be there."""

OPTIONAL = ("locale", "status", "status_since", "bounced")
"""Where one of these is missing nobody is left out for it, and the run says so."""

NEVER = "false"
"""The condition of a column whose type rules out wrong cells."""

TRUE = ("true", "t", "yes", "y", "1")
FALSE = ("false", "f", "no", "n", "0")

_INSTANT = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)?)?$"


def check_columns(
    found: Sequence[str], *, segments: Sequence[str], where: Location
) -> tuple[str, ...]:
    """The optional columns that are missing; TableError where a required one is.

    An optional column that is missing while one with nearly its name is there
    is an error too: a misspelt `status` would tell people who are gone.
    """
    wanted = tuple(dict.fromkeys((*REQUIRED, *segments)))
    if not set(found) & {*wanted, *OPTIONAL}:
        # Names nothing: the first line may well be a person.
        raise TableError(
            "the first line does not name the columns",
            where=where,
            remedy=f"There must be {', '.join(wanted)}; {', '.join(OPTIONAL)} may be there.",
        )
    for name in wanted:
        if name not in found:
            raise _missing(name, found, where=where, guess=_closest(name, found, cutoff=0.5))
    absent = tuple(name for name in OPTIONAL if name not in found)
    spare = [name for name in found if name not in (*wanted, *OPTIONAL)]
    for name in absent:
        guess = _closest(name, spare, cutoff=0.8)
        if guess:
            raise _missing(name, found, where=where, guess=guess)
    for name in (*wanted, *OPTIONAL):
        if found.count(name) > 1:
            raise TableError(
                f"the column {name!r} is there {found.count(name)} times",
                where=where,
                remedy="Keep one of them.",
            )
    return absent


def _closest(name: str, found: Sequence[str], *, cutoff: float) -> str:
    folded = {_folded(other): other for other in found}
    close = get_close_matches(_folded(name), folded, n=1, cutoff=cutoff)
    return folded[close[0]] if close else ""


def _folded(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def _missing(name: str, found: Sequence[str], *, where: Location, guess: str) -> TableError:
    hint = f"Rename the column {guess!r}" if guess else "Add it"
    return TableError(
        f"the column {name!r} is missing; the columns are {', '.join(found)}",
        where=where,
        remedy=f"{hint}, so that there is a column {name!r}.",
    )


def conversion(name: str, stored: str) -> tuple[str, str] | None:
    """SQL for column `name` of SQL type `stored`: (its value, "true where it is wrong").

    None where a column of that type cannot be it. The result's types are
    those of `audience.expression.USER_COLUMNS`: text with empty as null,
    instants in UTC without zone, booleans.
    """
    column = quoted(name)
    text = stored == "VARCHAR" or stored.startswith("ENUM")
    if name == "bounced":
        return _boolean(column, stored, text=text)
    if name == "status_since":
        return _instant(column, stored, text=text)
    if not text and not (name == "user_id" and (stored in _INTEGERS or stored == "UUID")):
        return None
    value = f"nullif({column}::VARCHAR, '')"
    if name != "user_id":
        return value, NEVER
    # A spreadsheet would run it, or a line would break on it: see address.py.
    return value, rf"{value} IS NULL OR regexp_matches({value}, '^[=+@-]|[\x00-\x20\x7f]')"


_INTEGERS = frozenset(
    f"{sign}{size}INT" for sign in ("", "U") for size in ("TINY", "SMALL", "BIG", "HUGE")
) | {"INTEGER", "UINTEGER"}


def _boolean(column: str, stored: str, *, text: bool) -> tuple[str, str] | None:
    if stored == "BOOLEAN":
        return column, NEVER
    if not text and stored not in _INTEGERS:
        return None
    word = f"lower(trim({column}::VARCHAR))"
    value = f"CASE WHEN {word} IN {TRUE} THEN true WHEN {word} IN {FALSE} THEN false END"
    return value, f"{word} <> '' AND {word} NOT IN {TRUE + FALSE}"


def _instant(column: str, stored: str, *, text: bool) -> tuple[str, str] | None:
    if stored == "TIMESTAMP WITH TIME ZONE":
        return f"{column} AT TIME ZONE 'UTC'", NEVER
    if stored == "DATE" or stored.startswith("TIMESTAMP"):
        return f"{column}::TIMESTAMP", NEVER
    if not text:
        return None
    # The session's zone is UTC, so a time without an offset is read as UTC.
    word = f"trim({column})"
    instant = f"TRY_CAST({word} AS TIMESTAMPTZ) AT TIME ZONE 'UTC'"
    wrong = f"{word} <> '' AND ({instant} IS NULL OR NOT regexp_matches({word}, '{_INSTANT}'))"
    return instant, wrong
