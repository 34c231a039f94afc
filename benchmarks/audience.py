"""What finding the audience costs, beside others that answer the same question.

    python benchmarks/audience.py --rows 1000000 [--runs 3] [--memory 4GB] [--shuffled]

Makes synthetic users, then runs each way in a process of its own and prints
the median wall time, CPU time and peak memory:

* gazette: the product as a command, from start to files on the disk: policy
  read, draft judged, table checked, list written, counted and hashed;
* sql: hand-written DuckDB, the list straight to the file and the count of
  every reason, nothing checked;
* polars, pandas: the same, where they are installed (audience_peers.txt);
* scan: reading the columns that the question needs, in bare DuckDB;
* write: writing the recipients that were found, in bare DuckDB.

All get the verdicts as a table. The lists are compared row by row, and so are
the counts.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import duckdb
from audience_ways import CUTOFF, WAYS

from gazette.adapters.tables.synthetic import SyntheticUsers, write_synthetic
from gazette.audience.columns import RECIPIENT_COLUMNS, RULE_COLUMNS
from gazette.audience.statements import rule_rows
from gazette.cli.question import choose_release, pose
from gazette.source import load_policies

ROOT = Path(__file__).parents[1]
PEERS = ("sql", "polars", "pandas")


@dataclass(frozen=True, slots=True)
class Cost:
    """One run: seconds of wall and CPU time, peak memory in MB."""

    wall: float
    cpu: float
    peak: float


def command(way: str, users: Path, output: Path, memory: str) -> list[str]:
    """How to run one way in a process of its own."""
    if way in WAYS:
        ways = str(Path(__file__).with_name("audience_ways.py"))
        return [sys.executable, ways, way, str(users), str(output)]
    program = "from gazette.cli import main; main()"
    policy = str(ROOT / "policy")
    options = ("--users", users, "--output", output, "--policy-dir", policy, "--release", "draft")
    limit = ("--memory", memory) if memory else ()
    return [sys.executable, "-c", program, "audience", *map(str, options), *limit]


def measured(way: str, users: Path, output: Path, memory: str) -> Cost:
    start = time.perf_counter()
    child = subprocess.Popen(
        command(way, users, output, memory), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    if status:
        sys.exit(f"{way} failed")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def differences(one: Path, other: Path) -> int:
    """How many rows the two lists do not share."""
    columns = ", ".join(RECIPIENT_COLUMNS)
    only = f"SELECT {columns} FROM '{{}}' EXCEPT ALL SELECT {columns} FROM '{{}}'"
    both = (only.format(one, other), only.format(other, one))
    return sum(duckdb.sql(f"SELECT count(*) FROM ({each})").fetchall()[0][0] for each in both)


def agree(outputs: dict[str, Path], peer: str) -> None:
    """Stop where a peer found other recipients, or counted otherwise."""
    if unlike := differences(outputs["gazette"], outputs[peer]):
        sys.exit(f"the lists of gazette and {peer} differ in {unlike} rows")
    manifest = json.loads(outputs["gazette"].with_name("gazette.manifest.json").read_text())
    ours = {why: count for why, count in manifest["counts"]["left_out"].items() if count}
    ours.pop("same-address")
    theirs = json.loads(outputs[peer].with_suffix(".counts.json").read_text())
    if ours != theirs:
        sys.exit(f"the counts of gazette and {peer} differ: {ours} {theirs}")


def prepare(rows: int, folder: Path, *, shuffled: bool) -> Path:
    """The users, and the verdicts as a table for the peers."""
    users = folder / "users.parquet"
    write_synthetic(SyntheticUsers(rows, day=CUTOFF), users)
    if shuffled:
        ordered, users = users, folder / "shuffled.parquet"
        duckdb.sql(f"SET temp_directory = '{folder}/spill'")
        duckdb.sql(
            f"COPY (FROM '{ordered}' ORDER BY hash(user_id)) TO '{users}' (COMPRESSION zstd)"
        )
    policy = load_policies(ROOT / "policy")[0]
    question = pose(policy, choose_release(policy, "draft"), decisions=(), as_of=None)
    cells = ", ".join(str(row[:-1]) for row in rule_rows(question.rules))
    duckdb.sql(
        f"COPY (FROM (VALUES {cells}) AS rules({', '.join(tuple(RULE_COLUMNS)[:-1])}))"
        f" TO '{folder}/rules.parquet'"
    )
    return users


def compare(users: Path, runs: int, *, ways: list[str], memory: str) -> None:
    outputs = {way: users.with_name(f"{way}.parquet") for way in ways}
    costs: dict[str, list[Cost]] = {way: [] for way in ways}
    for _ in range(runs):
        for way, output in outputs.items():
            costs[way].append(measured(way, users, output, memory))
            print(f"{way} {costs[way][-1]}", file=sys.stderr, flush=True)
    for peer in PEERS:
        if peer in ways:
            agree(outputs, peer)
    median = {
        way: Cost(*(statistics.median(getattr(c, part) for c in found) for part in Cost.__slots__))
        for way, found in costs.items()
    }
    base = median.get("sql", median["gazette"])
    print(f"{'':<10}{'wall s':>8}{'of sql':>8}{'CPU s':>8}{'of sql':>8}{'peak MB':>9}{'of sql':>8}")
    for way, cost in median.items():
        parts = ((cost.wall, base.wall, ".2f"), (cost.cpu, base.cpu, ".2f"))
        shown = "".join(f"{one:>8{form}}{one / other:>8.2f}" for one, other, form in parts)
        print(f"{way:<10}{shown}{cost.peak:>9.0f}{cost.peak / base.peak:>8.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--memory", default="", help="The product's limit. [default: its own]")
    parser.add_argument("--shuffled", action="store_true", help="The users in no order.")
    parser.add_argument("--without", nargs="*", default=[], metavar="WAY")
    given = parser.parse_args()
    ways = ["gazette", "sql", *(peer for peer in PEERS[1:] if find_spec(peer)), "scan", "write"]
    with tempfile.TemporaryDirectory(prefix="gazette-bench-") as name:
        users = prepare(given.rows, Path(name), shuffled=given.shuffled)
        ways = [way for way in ways if way not in given.without]
        compare(users, given.runs, ways=ways, memory=given.memory)


if __name__ == "__main__":
    main()
