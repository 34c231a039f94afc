"""The list as it is written: the numbers of cells in words, sorted.

Rows are sorted with numbers in the place of words, which are looked up on the
way out: as ENUMs, that a writer of Parquet takes for dictionaries as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.adapters.tables.engine import literal
from gazette.audience.columns import LOCALE, RECIPIENT_COLUMNS, RULE_COLUMNS
from gazette.audience.rules import MISSING, UNKNOWN

if TYPE_CHECKING:
    from gazette.adapters.tables.engine import Engine
    from gazette.audience.statements import Cellular

_PLACES = {name: place for place, name in enumerate(RULE_COLUMNS)} | {
    "accepted_version": tuple(RULE_COLUMNS).index("rule_version")
}
_COPIED = {
    "user_id": "user_id",
    "email": "address",
    "locale": f"CASE WHEN regexp_matches(locale, {literal(LOCALE)}) THEN locale ELSE '' END",
    "accounts": "accounts",
}


def spelled(engine: Engine, chosen: str, *, rules: tuple[tuple[Cellular, ...], ...]) -> str:
    """The query for the whole list of which the query `chosen` gives the rows.

    Each has `RECIPIENT_COLUMNS`; they are ordered by user id. `rules` are the
    rows of the table `rules`.
    """
    columns = ", ".join(
        f"{_COPIED.get(name) or _words(engine, name, rules=rules)} AS {name}"
        for name in RECIPIENT_COLUMNS
    )
    return f"SELECT {columns} FROM (FROM ({chosen}) ORDER BY user_id)"


def _words(engine: Engine, name: str, *, rules: tuple[tuple[Cellular, ...], ...]) -> str:
    """SQL for what the row's cell says in the column `name`."""
    said = [str(cell[_PLACES[name]]) for cell in rules]
    if name == "accepted_version":
        said = ["" if version in {MISSING, UNKNOWN} else version for version in said]
    values = ", ".join(map(literal, dict.fromkeys(said)))
    engine.run(f"CREATE TYPE {name}_words AS ENUM ({values})")
    return f"([{', '.join(map(literal, said))}]::{name}_words[])[cell + 1]"
