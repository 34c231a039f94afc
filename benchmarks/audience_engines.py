"""The peers of benchmarks/audience.py in other engines: the same SQL text, run by hand.

`copy` has a PostgreSQL server write the list by COPY, in one statement.
`spark` has a Spark cluster write it, by `spark.sql` of one statement. Neither
checks the users or counts whom it leaves out; Gazette does both.
"""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from gazette.audience.columns import LEDGER, RULE_COLUMNS, user_columns
from gazette.audience.query import compile_queries
from gazette.audience.statements import rule_rows
from gazette.cli.question import choose_release, pose
from gazette.source import load_policies

if TYPE_CHECKING:
    from gazette.audience.rules import AudienceRules

POLICY = Path(__file__).parents[1] / "policy"
TABLE = "gazette_benchmark_users"
_TYPES = {"timestamp": "timestamp", "boolean": "boolean", "int64": "bigint", "int32": "int"}
_LIST = (
    "SELECT user_id, address AS email, coalesce(locale, '') AS locale, action, reason,"
    " CASE WHEN rule_version = '?' THEN '' ELSE rule_version END AS accepted_version, segments,"
    " accounts, rules FROM chosen JOIN rules USING (cell) ORDER BY user_id"
)


def rules_of_draft() -> AudienceRules:
    policy = load_policies(POLICY)[0]
    release = choose_release(policy, "draft")
    return pose(policy, release, decisions=(), as_of=None).rules


def one_statement(rules: AudienceRules, dialect: str) -> str:
    """The whole list as one statement over `users` and `rules`."""
    asked = compile_queries(rules, dialect=dialect)
    parts = (("judged", asked.judged), ("shared", asked.shared), ("chosen", asked.chosen))
    return f"WITH {', '.join(f'{name} AS ({text})' for name, text in parts)} {_LIST}"


def load(users: Path, url: str) -> None:
    """Put the users into a table of the PostgreSQL server at `url`."""
    import psycopg  # noqa: PLC0415  # only where it is asked for

    types = {name: kind for name, kind in user_columns(rules_of_draft()).items() if name != LEDGER}
    columns = ", ".join(f"{name} {_TYPES.get(kind, 'text')}" for name, kind in types.items())
    made = users.with_suffix(".csv")
    duckdb.sql(f"COPY (SELECT {', '.join(types)} FROM '{users}') TO '{made}' (HEADER false)")
    with psycopg.connect(url, autocommit=True) as connection, made.open("rb") as stream:
        connection.execute(f"DROP TABLE IF EXISTS {TABLE}")
        connection.execute(f"CREATE TABLE {TABLE} ({columns}, PRIMARY KEY (user_id))")
        with connection.cursor().copy(f"COPY {TABLE} FROM STDIN (FORMAT csv)") as copied:
            while piece := stream.read(1 << 20):
                copied.write(piece)
        connection.execute(f"VACUUM ANALYZE {TABLE}")
    made.unlink()


def server_seconds(url: str) -> float:
    """The CPU seconds of all ended connections to the server at `url`, which must be here."""
    import psycopg  # noqa: PLC0415

    with psycopg.connect(url) as connection:
        own = connection.execute("SELECT pg_backend_pid()").fetchone()
        parent = _stat(own[0] if own else 0)[1]
    # What its children spent that it has waited for: fields 16 and 17, counted from 1.
    spent = sum(map(int, _stat(int(parent))[13:15]))
    return spent / os.sysconf("SC_CLK_TCK")


def _stat(process: int) -> list[str]:
    return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()


def copy(url: str, output: Path) -> None:
    import psycopg  # noqa: PLC0415

    rules = rules_of_draft()
    kinds = RULE_COLUMNS | {}
    columns = ", ".join(f"{name} {_TYPES.get(kind, 'text')}" for name, kind in kinds.items())
    with psycopg.connect(url) as connection:
        connection.execute(
            f"CREATE TEMP VIEW users AS SELECT *, 0::bigint AS {LEDGER} FROM {TABLE}"
        )
        connection.execute(f"CREATE TEMP TABLE rules ({columns})")
        marks = ", ".join("%s" for _ in RULE_COLUMNS)
        connection.cursor().executemany(f"INSERT INTO rules VALUES ({marks})", rule_rows(rules))
        statement = f"COPY ({one_statement(rules, 'postgres')}) TO STDOUT (FORMAT csv, HEADER)"
        with output.open("wb") as stream, connection.cursor().copy(statement) as copied:
            for piece in copied:
                stream.write(piece)


def spark(master: str, users: Path, output: Path) -> None:
    from pyspark.sql import SparkSession  # noqa: PLC0415  # optional

    rules = rules_of_draft()
    builder = SparkSession.builder.master(master).appName("benchmark")
    session = builder.config(
        map={"spark.sql.session.timeZone": "UTC", "spark.ui.enabled": "false"}
    ).getOrCreate()
    types = {
        "string": "STRING", "timestamp": "TIMESTAMP_NTZ", "boolean": "BOOLEAN",
        "int64": "BIGINT", "int32": "INT",
    }  # fmt: skip
    wanted = user_columns(rules)
    cells = [f"CAST({name} AS {types[kind]}) AS {name}" for name, kind in wanted.items()]
    cells[list(wanted).index(LEDGER)] = f"CAST(0 AS BIGINT) AS {LEDGER}"
    session.read.parquet(users.as_uri()).selectExpr(*cells).createOrReplaceTempView("users")
    rows = rule_rows(rules)
    marks = ", ".join(f"({', '.join('?' for _ in RULE_COLUMNS)})" for _ in rows)
    columns = ", ".join(
        f"CAST({name} AS {types[kind]}) AS {name}" for name, kind in RULE_COLUMNS.items()
    )
    values = [
        str(cell) if isinstance(cell, date | datetime) else cell for row in rows for cell in row
    ]
    names = ", ".join(RULE_COLUMNS)
    session.sql(
        f"SELECT {columns} FROM VALUES {marks} AS rules({names})", values
    ).createOrReplaceTempView("rules")
    session.sql(one_statement(rules, "pyspark")).write.mode("overwrite").parquet(output.as_uri())
    session.stop()


if __name__ == "__main__":
    if sys.argv[1] == "copy":
        copy(sys.argv[2], Path(sys.argv[3]))
    else:
        spark(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
