"""One hostile table asked of every engine, beside the oracle in plain Python.

DuckDB, a real PostgreSQL server and a real Spark cluster must write the very
same bytes, and tell whom the oracle tells.
"""

from __future__ import annotations

import csv
import json
import pickle
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from subprocess import run
from typing import Any, TypeVar

import duckdb
import pytest

from gazette.adapters.notices.marks import write_marks
from gazette.adapters.tables import (
    ListRequest,
    ListResult,
    explain_users,
    user_source,
    write_list,
)
from gazette.adapters.tables.marks import MarkSource
from gazette.audience import AudienceRules, rules_for
from gazette.cli.audience_text import explanation_text
from gazette.errors import TableError
from oracles.clusters import mariadb_server, spark_cluster
from oracles.ledgers import ledger_of

NAMES = (
    "ann",
    "Ann",
    "ANN",
    "o'neil",
    "é",
    "É",
    "İ",
    "ß",
    "日本",
    "bo.b",
    "=1+1",
    "-a",
    "a b",
    "NaN",
)
DOMAINS = ("example.com", "Example.COM", "bücher.example", "localhost", "a..b", "x.y", "a_b.c")
ODD = (
    None,
    "",
    " ",
    "NaN",
    "\u00a0",
    "a@b@example.com",
    "ann@example.com\n",
    "ann@example.com\u2028",
)
INSTANTS = [
    datetime.fromisoformat(at) for at in ("2020-01-01", "2026-10-22T23:59:59", "2026-10-23")
]
"""In UTC."""
WORDS: dict[str, tuple[Any, ...]] = {
    "locale": (None, "en", "pt-BR", "=x", "zh_Hant_TW", "en\n"),
    "status": (None, "active", "DELETED", " erased ", "cancelled", "Canceled", "deleted\u00a0"),
    "status_since": (None, *INSTANTS),
    "bounced": (None, False, False, True),
    "accepted_version": (None, "", "1.0.0", "1.1.0", "2.0.0", "9.0.0", " 1.0.0", "?", "NaN"),
    "plan": (None, "", " ", "saas", "SaaS ", "CLOUD", "self-hosted", "ſaas", "SAAS\t", "NaN"),
    "region": (None, "SK", "de", "US", "İ"),
}  # fmt: skip
Answer = TypeVar("Answer")
LETTERS = "abAB19é😀Zz_İ"


def hostile(rows: int, seed: int) -> list[dict[str, Any]]:
    """Users as they should not be: every cell is drawn from the lists above."""
    draw = random.Random(seed)  # noqa: S311  # a table, not a secret
    ids: dict[str, None] = {}
    while len(ids) < rows:
        ids["".join(draw.choices(LETTERS, k=draw.randint(1, 5)))] = None
    return [
        {"user_id": user_id, "email": address(draw)}
        | {name: draw.choice(words) for name, words in WORDS.items()}
        for user_id in ids
    ]


def address(draw: random.Random) -> str | None:
    spaces = draw.choice(("", "", " "))
    made = (
        f"{spaces}{draw.choice(NAMES)}{draw.choice(('', '1', '+x'))}@{draw.choice(DOMAINS)}{spaces}"
    )
    return draw.choice((made, made, made, made, draw.choice(ODD)))


def elsewhere(asked: Callable[..., Answer], request: ListRequest, *more: object) -> Answer:
    """What `asked` answers in a process of its own: Spark leaves sockets and a Java in any."""
    program = (
        "import pickle, sys; asked, *given = pickle.load(sys.stdin.buffer);"
        "open(sys.argv[1], 'wb').write(pickle.dumps(asked(*given)))"
    )
    answer = request.output.parent.with_suffix(".answer")
    given = pickle.dumps((asked, request, *more))
    run([sys.executable, "-c", program, answer], input=given, check=True)
    result: Answer = pickle.loads(answer.read_bytes())  # noqa: S301  # our own
    return result


@dataclass(frozen=True)
class Asked:
    """A table in every engine, the rules, and what the oracle says of it."""

    users: list[dict[str, Any]]
    rules: AudienceRules
    parquet: Path
    told: list[dict[str, Any]]
    counts: dict[str, int]
    fates: dict[str, str]
    ledger: MarkSource

    def request(self, engine: str, table: str) -> ListRequest:
        output = self.parquet.parent / engine.partition(":")[0] / "list.csv"
        source = user_source(table)
        return ListRequest(source, self.rules, output, engine=engine, ledger=self.ledger)

    def by(self, engine: str, table: str) -> ListResult:
        request = self.request(engine, table)
        spark = engine.startswith("spark")
        return elsewhere(write_list, request) if spark else write_list(request)

    def explain(self, engine: str, table: str) -> None:
        """Each user is explained by the reason that the oracle counts them under."""
        request = self.request(engine, table)
        ids = tuple(self.fates)
        explained = explain_users(request, ids)
        named = {
            each.user_id: json.loads(explanation_text(each.user_id, self.rules, each, form="json"))
            for each in explained
        }
        assert {user: said["reason"] for user, said in named.items()} == self.fates
        heirs = {row["user_id"]: row["accounts"] for row in self.told}
        assert {user: said["accounts"] for user, said in named.items() if said["told"]} == heirs
        assert "@" not in json.dumps(list(named.values()))

    def check(self, engine: str, table: str) -> None:
        """The list by `engine` is the embedded engine's, byte for byte."""
        one, other = self.by("duckdb", str(self.parquet)), self.by(engine, table)
        assert other.output.read_bytes() == one.output.read_bytes()
        assert other.outcome == one.outcome
        assert json.loads(other.manifest.read_text())["engine"].startswith(engine[:5])


@pytest.fixture(scope="module")
def asked(made: Any, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    history = made.histories["changes for some"]
    policy = made.policy(*history, "9.0.0")
    rules = rules_for(
        policy, policy.versions[-1], made.verdicts(history), cancelled_before=made.cutoff
    )
    users = hostile(3000, seed=7)
    path = tmp_path_factory.mktemp("engines") / "users.parquet"
    with duckdb.connect() as base:
        base.execute("SET TimeZone = 'UTC'")
        base.execute(
            "CREATE TABLE users (user_id VARCHAR, email VARCHAR, locale VARCHAR, status VARCHAR,"
            " status_since TIMESTAMPTZ, bounced BOOLEAN, accepted_version VARCHAR, plan VARCHAR,"
            " region VARCHAR)"
        )
        base.executemany(
            "INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [list(user.values()) for user in users],
        )
        base.execute(f"COPY users TO '{path}'")
    known, ledger = remembered(made, users, path.with_name("notices.sqlite"))
    told, counts = made.tell(users, history, known)
    return Asked(users, rules, path, told, counts, made.fates(users, history, known), ledger)


def remembered(made: Any, users: list[dict[str, Any]], path: Path) -> tuple[Any, MarkSource]:
    """A notice ledger that knows some of the addresses, and some users by their ids alone."""
    draw = random.Random(11)  # noqa: S311  # a table, not a secret
    addresses = {made.key_of(user["email"]): user["email"] for user in users if user["email"]}
    keys = draw.sample(sorted(addresses), len(addresses) // 2)
    forgotten, bounced, told = (keys[part::3] for part in range(3))
    moved = {user["user_id"]: f"old{place}@example.com" for place, user in enumerate(users[::50])}
    slips = [("", addresses[key]) for key in told] + list(moved.items())
    ledger_of(
        path,
        release=RELEASE,
        told=slips,
        bounced=[addresses[key] for key in bounced],
        forgotten=[addresses[key] for key in forgotten],
    )
    sets = (frozenset(keys) for keys in (forgotten, bounced, told, moved))
    return made.known(*sets), partial(write_marks, place=path, key=None, release=RELEASE)


RELEASE = "privacy/9.0.0"


def test_duckdb_tells_whom_the_oracle_tells(asked: Asked) -> None:
    result = asked.by("duckdb", str(asked.parquet))
    with result.output.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    listed = [row | {"accounts": int(row["accounts"])} for row in rows]
    assert [
        {name: row[name] for name in one} for one, row in zip(asked.told, listed, strict=True)
    ] == asked.told
    assert {str(why): count for why, count in result.outcome.left_out} == asked.counts
    assert min(asked.counts.values()) > 0


def test_every_user_is_explained_by_the_reason_they_are_counted_under(asked: Asked) -> None:
    asked.explain("duckdb", str(asked.parquet))


def test_without_a_ledger_nobody_counts_as_told(asked: Asked, made: Any) -> None:
    result = write_list(replace(asked.request("duckdb", str(asked.parquet)), ledger=None))
    told, counts = made.tell(asked.users, made.histories["changes for some"])
    assert counts["already-told"] == 0
    assert {str(why): count for why, count in result.outcome.left_out} == counts
    assert result.outcome.recipients == len(told)


@pytest.fixture
def in_postgres(asked: Asked, postgres: str) -> Iterator[str]:
    """The table on a server whose own zone and order are not ours."""
    import psycopg  # noqa: PLC0415  # optional

    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("SET timezone = 'UTC'")
        connection.execute("DROP TABLE IF EXISTS users")
        connection.execute(
            "CREATE TABLE users (user_id text PRIMARY KEY, email text, locale text, status text,"
            " status_since timestamptz, bounced boolean, accepted_version varchar(20), plan text,"
            ' region text, "select" int)'
        )
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO users VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [list(user.values()) for user in asked.users],
            )
        connection.execute("ALTER ROLE gazette SET timezone = 'Asia/Kolkata'")
        yield postgres
        connection.execute("DROP TABLE users")
        connection.execute("ALTER ROLE gazette RESET timezone")


def test_postgres_as_the_engine_writes_the_same_bytes(asked: Asked, in_postgres: str) -> None:
    asked.check("postgres", in_postgres)
    asked.explain("postgres", in_postgres)


def test_a_table_in_postgres_gives_the_same_bytes(asked: Asked, in_postgres: str) -> None:
    here = asked.by("duckdb", str(asked.parquet)).output.read_bytes()
    assert asked.by("duckdb", in_postgres).output.read_bytes() == here


def test_postgres_is_left_as_it_was(asked: Asked, in_postgres: str) -> None:
    import psycopg  # noqa: PLC0415  # optional

    asked.by("postgres", in_postgres)
    with psycopg.connect(in_postgres) as connection:
        tables = connection.execute(
            "SELECT relname FROM pg_class WHERE relname IN ('judged', 'shared', 'rules', 'users')"
        ).fetchall()
    assert tables == [("users",)]


def test_a_fault_in_postgres_is_told_without_a_cell(asked: Asked, in_postgres: str) -> None:
    import psycopg  # noqa: PLC0415  # optional

    with psycopg.connect(in_postgres, autocommit=True) as connection:
        connection.execute("UPDATE users SET user_id = '=secret' WHERE user_id = %s",
                           [asked.users[0]["user_id"]])  # fmt: skip
    for engine in ("duckdb", "postgres"):
        with pytest.raises(TableError) as caught:
            asked.by(engine, in_postgres)
        assert "user" in str(caught.value)
        assert "secret" not in str(caught.value)


def test_spark_as_the_engine_writes_the_same_bytes(
    asked: Asked, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with spark_cluster(tmp_path_factory.mktemp("spark"), workers=2) as master:
        asked.check(master, str(asked.parquet))


def test_a_table_in_mariadb_gives_the_same_bytes(
    asked: Asked, tmp_path_factory: pytest.TempPathFactory
) -> None:
    import pymysql  # noqa: PLC0415  # optional

    here = asked.by("duckdb", str(asked.parquet)).output.read_bytes()
    with mariadb_server(tmp_path_factory.mktemp("mariadb")) as url:
        port = int(url.rpartition(":")[2].partition("/")[0])
        with pymysql.connect(host="127.0.0.1", port=port, user="gazette", database="crm") as base:
            texts = ", ".join(f"`{name}` VARCHAR(300)" for name in ("plan", "region"))
            cursor = base.cursor()
            cursor.execute(
                "CREATE TABLE users (user_id VARCHAR(20), email VARCHAR(300), locale VARCHAR(30),"
                " status VARCHAR(30), status_since DATETIME, bounced BOOLEAN,"
                f" accepted_version VARCHAR(30), {texts})"
                " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
            )
            cursor.executemany(
                "INSERT INTO users VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [list(user.values()) for user in asked.users],
            )
            base.commit()
        assert asked.by("duckdb", url).output.read_bytes() == here
