"""The list as it is written: the numbers of cells in words, sorted.

Rows are sorted with numbers in the place of words, which are looked up on the
way out: as ENUMs, that a writer of Parquet takes for dictionaries as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.adapters.tables.engine import literal
from gazette.audience.expression import RECIPIENT_COLUMNS, RULE_COLUMNS
from gazette.audience.row import LOCALE
from gazette.audience.rules import MISSING, UNKNOWN

if TYPE_CHECKING:
    from gazette.adapters.tables.engine import Engine
    from gazette.audience.query import Queries

_PLACES = {name: place for place, name in enumerate(RULE_COLUMNS)} | {
    "accepted_version": tuple(RULE_COLUMNS).index("rule_version")
}
_COPIED = {
    "user_id": "user_id",
    "email": "address",
    "locale": f"CASE WHEN regexp_matches(locale, {literal(LOCALE)}) THEN locale ELSE '' END",
    "accounts": "accounts",
}


def spelled(engine: Engine, queries: Queries) -> str:
    """The query for the whole list, each row in `RECIPIENT_COLUMNS`, ordered by user id."""
    columns = ", ".join(
        f"{_COPIED.get(name) or _words(engine, queries, name)} AS {name}"
        for name in RECIPIENT_COLUMNS
    )
    return f"SELECT {columns} FROM (FROM ({queries.chosen}) ORDER BY user_id)"


def _words(engine: Engine, queries: Queries, name: str) -> str:
    """SQL for what the row's cell says in the column `name`."""
    said = [str(cell[_PLACES[name]]) for cell in queries.rules]
    if name == "accepted_version":
        said = ["" if version in {MISSING, UNKNOWN} else version for version in said]
    values = ", ".join(map(literal, dict.fromkeys(said)))
    engine.run(f"CREATE TYPE {name}_words AS ENUM ({values})")
    return f"([{', '.join(map(literal, said))}]::{name}_words[])[cell + 1]"
