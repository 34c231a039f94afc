"""The compiled expression on hostile tables, beside an oracle in plain Python."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from subprocess import run
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.adapters.tables.engine import Engine
from gazette.adapters.tables.spelling import spelled
from gazette.audience import LEFT_OUT, rules_for
from gazette.audience.columns import RECIPIENT_COLUMNS, RULE_COLUMNS, user_columns
from gazette.audience.query import compile_queries
from gazette.audience.statements import Queries, rule_rows

TYPES = {
    "string": "VARCHAR",
    "timestamp": "TIMESTAMP",
    "boolean": "BOOLEAN",
    "int64": "BIGINT",
    "int32": "INTEGER",
}

letters = st.sampled_from(
    "abAB19.+-=_'éÜİΣς日😀ßı\u00a0\u2028\u200b\u202e\t\n\r\x00\u00ad\ufeff\ufffd ,;<\""
)
names = st.one_of(
    st.sampled_from(
        ["ann", "Ann", "ANN", "bo.b", "o'neil", "é", "É", "İ", "=1+1", "+1", "-a", "@a"]
    ),
    st.text(letters, max_size=6),
)
domains = st.sampled_from(
    [
        "example.com",
        "Example.COM",
        "bücher.example",
        "localhost",
        "a..b",
        "",
        "x.y",
        ".a",
        "a.",
        "a_b.c",
    ]
)
addresses = st.one_of(
    st.none(),
    st.sampled_from(["", " ", "  ", "NaN", "a@b@example.com", "a" * 250 + "@example.com"]),
    st.builds("{}@{}".format, names, domains),
    st.builds(" {}@{}  ".format, names, domains),
)
statuses = st.sampled_from(
    [
        None,
        "active",
        "deleted",
        "DELETED",
        " erased ",
        "cancelled",
        "Canceled",
        "opted-out",
        "?",
        "deleted\u00a0",
        "DELETED\t",
    ]
)
instants = st.sampled_from(
    [None, datetime(2020, 1, 1), datetime(2026, 10, 22, 23, 59, 59), datetime(2026, 10, 23)]  # noqa: DTZ001  # the table holds UTC
)
versions = st.sampled_from(
    [None, "", "1.0.0", "1.1.0", "2.0.0", "9.0.0", "1.0", " 1.0.0", "?", "draft"]
)
plans = st.sampled_from(
    [None, "", " ", "saas", "SaaS ", "cloud", "CLOUD", "self-hosted", "enterprise", "=saas"]
)
almost = st.sampled_from(["\u00a0", "ſaas", "SAAS\t", "self-hosted\u3000"])
"""A listed value in some engine's eyes, but for white space or case."""
users = st.fixed_dictionaries(
    {
        "user_id": st.text("ab9Zé😀", min_size=1, max_size=3),
        "email": addresses,
        "locale": st.sampled_from([None, "en", "pt-BR", "=x", "zh_Hant_TW", "?"]),
        "status": statuses,
        "status_since": instants,
        "bounced": st.sampled_from([None, False, True]),
        "accepted_version": versions,
        "plan": plans | almost,
        "region": st.sampled_from([None, "SK", "de", "US"]),
        "notice_ledger": st.sampled_from([0, 0, 0, 0, 1, 2, 4, 6, 7]),
    }
)
tables = st.lists(users, max_size=20, unique_by=lambda user: user["user_id"])


class Asked:
    """One history's question, compiled once, asked of many tables."""

    def __init__(self, made: Any, name: str, digest: Any = None) -> None:
        self.history = made.histories[name]
        policy = made.policy(*self.history, "9.0.0")
        rules = rules_for(
            policy,
            policy.versions[-1],
            made.verdicts(self.history),
            cancelled_before=made.cutoff,
        )
        self.columns = user_columns(rules)
        self.queries: Queries = compile_queries(rules, digest=digest)
        self.duckdb = duckdb.connect()
        self.create("users", self.columns)
        self.create("rules", RULE_COLUMNS)
        self.insert("rules", rule_rows(rules))
        self.duckdb.execute(f"CREATE VIEW judged AS {self.queries.judged}")
        self.duckdb.execute(f"CREATE VIEW shared AS {self.queries.shared}")
        self.list = spelled(Engine(self.duckdb), self.queries.chosen, rules=rule_rows(rules))

    def create(self, name: str, columns: dict[str, str]) -> None:
        described = ", ".join(f"{column} {TYPES[kind]}" for column, kind in columns.items())
        self.duckdb.execute(f"CREATE TABLE {name} ({described})")

    def insert(self, name: str, rows: Any) -> None:
        if rows:
            marks = ", ".join(f"({', '.join('?' for _ in row)})" for row in rows)
            cells = [cell for row in rows for cell in row]
            self.duckdb.execute(f"INSERT INTO {name} VALUES {marks}", cells)

    def answer(self, table: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[Any, int]]:
        self.duckdb.execute("DELETE FROM users")
        # Empty text is null in a table that the adapter lays out.
        self.insert("users", [[user.get(name) or None for name in self.columns] for user in table])
        rows = self.duckdb.execute(self.list).fetchall()
        tally = self.duckdb.execute(self.queries.tally).fetchall()
        counts = {str(LEFT_OUT[code]): users for code, users in tally if code is not None}
        return [dict(zip(RECIPIENT_COLUMNS, row, strict=True)) for row in rows], counts


@pytest.fixture(scope="module")
def asked(made: Any) -> Iterator[dict[str, Asked]]:
    questions = {name: Asked(made, name) for name in made.histories}
    # Almost every address shares its digest with another one.
    questions["digests that collide"] = Asked(made, "changes for some", lambda key: key.length())
    yield questions
    for question in questions.values():
        question.duckdb.close()


@pytest.fixture(scope="module", params=range(5))
def question(request: pytest.FixtureRequest, asked: dict[str, Asked]) -> Asked:
    return list(asked.values())[request.param]


@settings(max_examples=40, deadline=None)
@given(table=tables)
def test_the_expression_tells_whom_the_oracle_tells(
    made: Any, question: Asked, table: list[dict[str, Any]]
) -> None:
    told, counts = made.tell(table, question.history)
    rows, tally = question.answer(table)
    shared = sum(row["accounts"] - 1 for row in rows)
    assert [
        {name: row[name] for name in each} for each, row in zip(told, rows, strict=True)
    ] == told
    assert {why: tally.get(why, 0) for why in made.left_out} == counts | {"same-address": 0}
    assert shared == counts["same-address"]
    assert len(rows) + sum(counts.values()) == len(table)


@settings(max_examples=15, deadline=None)
@given(table=tables, data=st.data())
def test_the_order_of_the_table_does_not_matter(
    question: Asked, table: list[dict[str, Any]], data: st.DataObject
) -> None:
    assert question.answer(table) == question.answer(data.draw(st.permutations(table)))


@settings(max_examples=15, deadline=None)
@given(table=tables)
def test_nothing_that_is_written_runs_in_a_spreadsheet_or_breaks_a_header(
    question: Asked, table: list[dict[str, Any]]
) -> None:
    for row in question.answer(table)[0]:
        assert row["email"][0] not in "=+-@"
        assert row["email"].isprintable()
        assert not set(row["email"]) & set(' ,;:<>"()[]\\')
        assert row["locale"][:1] not in {"=", "+", "-", "@"}


def test_the_strongest_action_wins_then_the_smallest_id(asked: dict[str, Asked]) -> None:
    question = asked["changes for some"]
    empty = dict.fromkeys(question.columns)
    table = [
        empty | {"user_id": "a", "email": "X@example.com", "accepted_version": "1.1.0"},
        empty | {"user_id": "c", "email": "x@example.com", "accepted_version": "1.0.0"},
        empty | {"user_id": "b", "email": " x@Example.com", "accepted_version": "1.0.0"},
    ]
    (row,), _ = question.answer(table)
    assert (row["user_id"], row["reason"], row["accounts"]) == ("b", "material", 3)


def test_an_address_beyond_ascii_is_compared_as_it_is_written(asked: dict[str, Asked]) -> None:
    question = asked["no earlier version"]
    empty = dict.fromkeys(question.columns)
    addresses = ("é@example.com", "É@example.com", "a@example.com", "A@EXAMPLE.COM")
    table = [empty | {"user_id": each, "email": each} for each in addresses]
    accounts = {row["email"]: row["accounts"] for row in question.answer(table)[0]}
    assert accounts == {"A@EXAMPLE.COM": 2, "É@example.com": 1, "é@example.com": 1}


def test_the_same_expression_compiles_for_other_engines(made: Any) -> None:
    policy = made.policy("1.0.0")
    rules = rules_for(policy, policy.draft, made.verdicts({"1.0.0": []}))
    for dialect in ("duckdb", "postgres", "pyspark", "bigquery", "trino", "snowflake"):
        assert "judged" in compile_queries(rules, dialect=dialect).chosen


def test_compiling_loads_neither_pandas_nor_pyarrow_nor_an_engine() -> None:
    program = (
        "import sys; import gazette.audience.query;"
        "print([name for name in ('pandas', 'pyarrow', 'numpy', 'duckdb') if name in sys.modules])"
    )
    done = run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
