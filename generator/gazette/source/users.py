"""`users.toml`: what the organisation's user table calls the columns that Gazette reads."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from gazette.errors import Location, SourceError
from gazette.source.files import read_text

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = (
    "user_id", "email", "accepted_version", "status", "status_since", "bounced", "locale",
)  # fmt: skip
"""The columns by the names that Gazette gives them; segments name theirs themselves."""


def read_columns(path: Path) -> tuple[tuple[str, str], ...]:
    """(our name, the table's name) of each column in the table `[columns]` of the file.

    SourceError for a file that is missing or not TOML, a column that Gazette
    does not read, and a name that is no text or is given twice.
    """
    where = Location(str(path))
    try:
        said = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"this is not TOML: {error}", where=where, remedy="Mend it.") from None
    columns = said.get("columns")
    if set(said) != {"columns"} or not isinstance(columns, dict):
        raise SourceError(
            "this file does not name the columns of a user table",
            where=where,
            remedy='Write [columns], and below it lines such as email = "mail_address".',
        )
    for ours, theirs in columns.items():
        if ours not in COLUMNS:
            raise SourceError(
                f"`columns.{ours}` is no column that is read",
                where=where,
                remedy=f"There are {', '.join(COLUMNS)}; segments name theirs in policy.toml.",
            )
        if not isinstance(theirs, str) or not theirs:
            raise SourceError(
                f"`columns.{ours}` is no text",
                where=where,
                remedy=f'Write {ours} = "name", as the table calls it.',
            )
    if len(set(columns.values())) < len(columns):
        raise SourceError(
            "two columns are read from one", where=where, remedy="Name another for one of them."
        )
    return tuple(columns.items())
