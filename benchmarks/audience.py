"""What finding the audience costs, beside raw SQL that answers the same question.

    python benchmarks/audience.py --rows 1000000 [--runs 3]

Makes synthetic users, then runs each way in a process of its own and prints
the median wall time, CPU time and peak memory:

* scan: reading the columns that the question needs, in bare DuckDB;
* write: writing the recipients that were found, in bare DuckDB;
* sql: one hand-written DuckDB query, straight to the file, nothing checked;
* gazette: the product as a command, from start to files on the disk: policy
  read, draft judged, table checked, list written, counted and hashed.

The recipients of `sql` and `gazette` are compared row by row.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from gazette.adapters.tables.synthetic import SyntheticUsers, write_synthetic
from gazette.audience.address import ANY, LONGEST, PLAIN

ROOT = Path(__file__).parents[1]
COLUMNS = "user_id, email, locale, plan, status, status_since, bounced, accepted_version"
CUTOFF = date(2026, 11, 15)


@dataclass(frozen=True, slots=True)
class Cost:
    """One run: seconds of wall and CPU time, peak memory in MB."""

    wall: float
    cpu: float
    peak: float


def scan(users: Path, output: Path) -> None:
    del output
    duckdb.sql(f"SELECT bit_xor(hash({COLUMNS})) FROM '{users}'").fetchall()


def write(users: Path, output: Path) -> None:
    del users
    found = output.with_name("gazette.parquet")
    duckdb.sql(f"COPY (FROM '{found}') TO '{output}' (FORMAT parquet, COMPRESSION zstd)")


def sql(users: Path, output: Path) -> None:
    """Ask in plain SQL what the draft of the repository's own policy asks.

    Everybody is concerned by it but who is gone or cannot be reached, so the
    verdict is one constant here; the product has to look it up.
    """
    sound = f"length(email) <= {LONGEST} AND NOT contains(email, chr(10))"
    plain, anything = (pattern.replace("'", "''") for pattern in (PLAIN, ANY))
    duckdb.sql(f"""
        COPY (
          WITH asked AS (
            SELECT user_id, trim(email) AS email, coalesce(locale, '') AS locale,
              regexp_matches(email, '{plain}') AS plain,
              CASE WHEN accepted_version = '1.0.0' THEN 'material'
                WHEN accepted_version IS NULL THEN 'missing-version'
                ELSE 'unknown-version' END AS reason
            FROM '{users}'
            WHERE status NOT IN ('deleted', 'erased')
              AND NOT (status = 'cancelled' AND status_since < DATE '{CUTOFF}')
              AND NOT bounced AND {sound}
              AND (regexp_matches(email, '{plain}') OR regexp_matches(email, '{anything}'))
          ), ranked AS (
            SELECT *, row_number() OVER address AS place,
              count(*) OVER (PARTITION BY key) AS accounts
            FROM (SELECT *, CASE WHEN plain THEN lower(email) ELSE email END AS key FROM asked)
            WINDOW address AS (PARTITION BY key ORDER BY user_id)
          )
          SELECT user_id, email, locale, reason, accounts FROM ranked WHERE place = 1
          ORDER BY user_id
        ) TO '{output}' (FORMAT parquet, COMPRESSION zstd)
    """)


WAYS = {"scan": scan, "write": write, "sql": sql}


def command(way: str, users: Path, output: Path) -> list[str]:
    """How to run one way in a process of its own."""
    if way != "gazette":
        return [sys.executable, __file__, "--way", way, str(users), str(output)]
    program = "from gazette.cli import main; main()"
    policy = str(ROOT / "policy")
    options = ("--users", users, "--output", output, "--policy-dir", policy, "--release", "draft")
    return [sys.executable, "-c", program, "audience", *map(str, options)]


def measured(way: str, users: Path, output: Path) -> Cost:
    start = time.perf_counter()
    child = subprocess.Popen(
        command(way, users, output), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    if status:
        sys.exit(f"{way} failed")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def differences(one: Path, other: Path) -> int:
    """How many rows the two lists do not share."""
    columns = "user_id, email, locale, reason, accounts"
    only = f"SELECT {columns} FROM '{{}}' EXCEPT ALL SELECT {columns} FROM '{{}}'"
    both = (only.format(one, other), only.format(other, one))
    return sum(duckdb.sql(f"SELECT count(*) FROM ({each})").fetchall()[0][0] for each in both)


def compare(rows: int, runs: int, folder: Path) -> None:
    users = folder / "users.parquet"
    start = time.perf_counter()
    write_synthetic(SyntheticUsers(rows, day=CUTOFF), users)
    print(f"{rows:,} synthetic users made in {time.perf_counter() - start:.1f} s", flush=True)
    outputs = {way: folder / f"{way}.parquet" for way in ("gazette", "sql", "scan", "write")}
    costs: dict[str, list[Cost]] = {way: [] for way in outputs}
    for _ in range(runs):
        for way, output in outputs.items():
            costs[way].append(measured(way, users, output))
    if unlike := differences(outputs["gazette"], outputs["sql"]):
        sys.exit(f"the two lists differ in {unlike} rows")
    median = {
        way: Cost(*(statistics.median(getattr(c, part) for c in found) for part in Cost.__slots__))
        for way, found in costs.items()
    }
    print(f"{'':<10}{'wall s':>8}{'of sql':>8}{'CPU s':>8}{'of sql':>8}{'peak MB':>9}")
    for way, cost in median.items():
        wall, cpu = cost.wall / median["sql"].wall, cost.cpu / median["sql"].cpu
        print(f"{way:<10}{cost.wall:>8.2f}{wall:>8.2f}{cost.cpu:>8.2f}{cpu:>8.2f}{cost.peak:>9.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--way", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.way:
        way, users, output = given.way
        WAYS[way](Path(users), Path(output))
        return
    with tempfile.TemporaryDirectory(prefix="gazette-bench-") as folder:
        compare(given.rows, given.runs, Path(folder))


if __name__ == "__main__":
    main()
