"""One question, put to one engine: what was asked, and what came back.

Whatever engine judges and chooses, the embedded one writes: so the same
recipients are the same bytes.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from gazette.adapters.tables import marks
from gazette.adapters.tables.checks import Checked, check
from gazette.adapters.tables.engine import MEMORY, Engine
from gazette.adapters.tables.kept import statements
from gazette.adapters.tables.reading import lay_out
from gazette.adapters.tables.source import Kind
from gazette.audience.columns import RULE_COLUMNS
from gazette.audience.statements import JUDGED, SHARED, rule_rows
from gazette.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from gazette.adapters.sealing import Seal
    from gazette.adapters.tables.marks import MarkSource
    from gazette.adapters.tables.source import UserSource
    from gazette.audience.rules import AudienceRules
    from gazette.audience.statements import Queries

EMBEDDED = "duckdb"
POSTGRES = "postgres"


@dataclass(frozen=True, slots=True)
class ListRequest:
    """One list to make: whose table, by which rules, written where, in how much memory.

    In the folder `compiled` statements are kept for the next run. `engine` is
    `EMBEDDED`, `POSTGRES` for the server that holds the users, or the URL of a
    Spark cluster's master, to which the folder `staging` is common. With a
    `seal` the lists leave encrypted, and their names end in `.age`. What the
    notice ledger behind `ledger` knows counts; without one nothing of it does.
    """

    source: UserSource
    rules: AudienceRules
    output: Path
    memory: str = MEMORY
    threads: int | None = None
    compiled: Path | None = None
    engine: str = EMBEDDED
    staging: str = ""
    seal: Seal | None = None
    ledger: MarkSource | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine found: how many users, how many each reason leaves out, and the rest.

    `tally` has the numbers of `audience.columns.CODES`, and None for the
    eligible. `chosen` and `unreached` are the embedded engine's SQL for
    the rows that the queries of that name answered.
    """

    users: int
    notes: tuple[str, ...]
    tally: Mapping[int | None, int]
    chosen: str
    unreached: str
    queries: Queries
    engine: str


@dataclass(frozen=True, slots=True)
class Desk:
    """An engine in which `users`, `rules` and `asked` are laid out, and that speaks `dialect`."""

    dialect: str
    rows: Callable[[str], list[tuple[Any, ...]]]
    view: Callable[[str, str], None]
    """Gives a statement's answer a name."""


@contextmanager
def embedded_desk(
    request: ListRequest, engine: Engine, *, folder: Path, asked: Sequence[str]
) -> Iterator[Desk]:
    """The embedded engine; `rules` are laid out there already."""
    prepare(engine, request, folder)
    lay_asked(engine, asked)
    yield Desk(
        "duckdb",
        engine.rows,
        lambda name, sql: engine.run(f"CREATE TEMP VIEW {name} AS {sql}"),
    )


def ask_embedded(request: ListRequest, engine: Engine, *, folder: Path) -> Answer:
    """The answer of the embedded engine; the users are gone through once."""
    checked = prepare(engine, request, folder)
    queries = statements(request.rules, dialect="duckdb", folder=request.compiled)
    engine.run(f"CREATE TEMP TABLE {JUDGED} AS {queries.judged}")
    engine.run(f"CREATE TEMP TABLE {SHARED} AS {queries.shared}")
    return Answer(
        users=checked.users,
        notes=checked.notes,
        tally=dict(engine.rows(queries.tally)),
        chosen=queries.chosen,
        unreached=queries.unreached,
        queries=queries,
        engine=f"duckdb {duckdb.__version__}",
    )


def prepare(engine: Engine, request: ListRequest, folder: Path) -> Checked:
    """Lay out `users`, checked, in the embedded engine."""
    if request.source.kind is Kind.CLUSTER:
        raise TableError(
            "only a Spark cluster reads users from there",
            where=request.source.where,
            remedy="Name it with --engine spark://HOST:7077",
        )
    if request.ledger:
        marks.lay_out(engine)
    table = lay_out(
        engine,
        request.source,
        spool=folder / "users.csv",
        segments=segment_columns(request.rules),
        marked=request.ledger is not None,
    )
    checked = check(engine, table)
    if request.ledger:
        people = f"SELECT {table.user_id} AS user_id, email::VARCHAR AS email FROM raw"
        marks.mark(engine, request.ledger, people=people, folder=folder)
    return checked


def lay_rules(engine: Engine, rules: AudienceRules) -> None:
    """Lay out `rules` in the embedded engine."""
    columns = ", ".join(f"{name} {_SQL[kind]}" for name, kind in RULE_COLUMNS.items())
    engine.run(f"CREATE TEMP TABLE rules ({columns})")
    rows = rule_rows(rules)
    marks = ", ".join(f"({', '.join('?' for _ in RULE_COLUMNS)})" for _ in rows)
    engine.run(f"INSERT INTO rules VALUES {marks}", tuple(cell for row in rows for cell in row))


def lay_asked(engine: Engine, asked: Sequence[str]) -> None:
    """Lay out `asked`, the ids of the users to explain, in the embedded engine."""
    engine.run("CREATE TEMP TABLE asked (asked_id VARCHAR)")
    engine.run(f"INSERT INTO asked VALUES {', '.join('(?)' for _ in asked)}", tuple(asked))


def segment_columns(rules: AudienceRules) -> tuple[str, ...]:
    """The columns that the policy's segments name."""
    return tuple(dict.fromkeys(segment.column for segment in rules.segments))


_SQL = {"string": "VARCHAR", "int64": "BIGINT", "int32": "INTEGER", "timestamp": "TIMESTAMP"}
