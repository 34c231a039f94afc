"""The question asked of the PostgreSQL server that holds the users (`--engine postgres`)."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from gazette.adapters.tables.asking import Answer, Desk
from gazette.adapters.tables.checks import notes
from gazette.adapters.tables.engine import literal
from gazette.adapters.tables.kept import statements
from gazette.adapters.tables.marks import lay_out as lay_out_marks
from gazette.adapters.tables.marks import mark
from gazette.adapters.tables.postgres import SQL, Server, check, lay_out, served
from gazette.adapters.tables.source import Kind
from gazette.audience.columns import RULE_COLUMNS
from gazette.audience.statements import JUDGED, SHARED, rule_rows
from gazette.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from gazette.adapters.tables.asking import ListRequest
    from gazette.adapters.tables.engine import Engine
    from gazette.adapters.tables.marks import MarkSource
    from gazette.audience.statements import Cellular, Queries


def ask_postgres(request: ListRequest, engine: Engine, *, folder: Path) -> Answer:
    """The answer of the server that holds the users; its rows go to a file in `folder`.

    Temporary tables keep what it found on the way, so it must be no standby.
    """
    queries = statements(request.rules, dialect="postgres", folder=request.compiled)
    spools = folder / "chosen.csv", folder / "unreached.csv"
    with _prepared(request, engine, folder=folder) as (server, users, said):
        tally = _judge(server, queries)
        for query, spool in zip((queries.chosen, queries.unreached), spools, strict=True):
            server.copy(query, spool)
        version = server.rows("SHOW server_version")[0][0].split()[0]
    chosen, unreached = map(_copied, spools)
    return Answer(users, said, tally, chosen, unreached, queries, f"postgresql {version}")


@contextmanager
def postgres_desk(
    request: ListRequest, engine: Engine, *, folder: Path, asked: Sequence[str]
) -> Iterator[Desk]:
    """The server that holds the users, to be asked about those in `asked`."""
    with _prepared(request, engine, folder=folder) as (server, _, _):
        server.run(f"CREATE TEMP TABLE asked (asked_id {SQL['string']})")
        with server.connection.cursor() as cursor:
            cursor.executemany("INSERT INTO asked VALUES (%s)", [[each] for each in asked])
        yield Desk(
            "postgres",
            server.rows,
            lambda name, sql: server.run(f"CREATE TEMP VIEW {name} AS {sql}"),
        )


@contextmanager
def _prepared(
    request: ListRequest, engine: Engine, *, folder: Path
) -> Iterator[tuple[Server, int, tuple[str, ...]]]:
    """The server with `users`, checked, and `rules`; how many users, and notes on them."""
    if request.source.kind is not Kind.POSTGRES:
        raise TableError(
            "these users are in no PostgreSQL server, so it cannot be asked",
            where=request.source.where,
            remedy="Leave out --engine.",
        )
    with served(request.source) as server:
        absent = lay_out(server, request.rules, marked=request.ledger is not None)
        users, foreign = check(server)
        if request.ledger:
            _mark(server, engine, request.ledger, folder=folder)
        _lay_rules(server, rule_rows(request.rules))
        yield server, users, notes(absent, foreign)


def _copied(spool: Path) -> str:
    """The embedded engine's SQL for what was copied to `spool`."""
    return (
        f"FROM read_csv({literal(str(spool))}, auto_detect=false, header=true, delim=',',"
        " quote='\"', escape='\"', columns={"
        + ", ".join(f"'{name}': '{kind}'" for name, kind in _COPIED[spool.stem].items())
        + "})"
    )


_COPIED = {
    "chosen": {
        "user_id": "VARCHAR",
        "address": "VARCHAR",
        "locale": "VARCHAR",
        "cell": "INTEGER",
        "accounts": "BIGINT",
    },
    "unreached": {"user_id": "VARCHAR", "cell": "INTEGER", "left_out": "INTEGER"},
}


def _lay_rules(server: Server, rules: Sequence[tuple[Cellular, ...]]) -> None:
    """Lay out `rules` on the server."""
    columns = ", ".join(f"{name} {SQL[kind]}" for name, kind in RULE_COLUMNS.items())
    server.run(f"CREATE TEMP TABLE rules ({columns})")
    marks = ", ".join("%s" for _ in RULE_COLUMNS)
    with server.connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO rules VALUES ({marks})", rules)


def _judge(server: Server, queries: Queries) -> dict[int | None, int]:
    """Answer `judged` and `shared` in temporary tables; returns the tally."""
    for name, query in ((JUDGED, queries.judged), (SHARED, queries.shared)):
        server.run(f"CREATE TEMP TABLE {name} AS {query}")
        # The planner knows nothing of a new table, and would sort where it may hash.
        server.run(f"ANALYZE {name}")
    return dict(server.rows(queries.tally))


def _mark(server: Server, engine: Engine, source: MarkSource, *, folder: Path) -> None:
    """Fill `marked` on the server: ids and addresses come here, ids and marks go back."""
    people, marked = folder / "people.csv", folder / "marked.csv"
    server.copy("SELECT user_id, email FROM users WHERE email IS NOT NULL", people)
    lay_out_marks(engine)
    columns = "{'user_id': 'VARCHAR', 'email': 'VARCHAR'}"
    read = f"FROM read_csv({literal(str(people))}, auto_detect=false, header=true, delim=',',"
    mark(
        engine,
        source,
        people=f"{read} quote='\"', escape='\"', columns={columns})",
        folder=folder,
    )
    people.unlink()
    engine.write("FROM marked", marked, options="FORMAT csv, HEADER")
    with (
        marked.open("rb") as stream,
        server.connection.cursor().copy("COPY marked FROM STDIN (FORMAT csv, HEADER)") as copied,
    ):
        while piece := stream.read(1 << 16):
            copied.write(piece)
    server.run("ANALYZE marked")
