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

Or, in the place of those, the product beside one peer:

* --spill 4GB: within that limit, beside without any;
* --postgres URL: users in a server on this machine, asked by the embedded
  engine and in the server, beside COPY of the same SQL there; the CPU of the
  server counts (its table gazette_benchmark_users is made anew);
* --spark URL: a cluster, beside `spark.sql` of the same text; only the CPU of
  the driver counts, so compare wall times.

All get the verdicts as a table. The lists are compared row by row, and beside
the first peers the counts too.
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
from audience_engines import TABLE, load, rules_of_draft, server_seconds
from audience_ways import CUTOFF, WAYS

from gazette.adapters.tables.synthetic import SyntheticUsers, write_synthetic
from gazette.audience.columns import RECIPIENT_COLUMNS, RULE_COLUMNS
from gazette.audience.statements import rule_rows

ROOT = Path(__file__).parents[1]
PEERS = ("sql", "polars", "pandas")
ENGINES = ("limited", "in postgres", "copy", "spark.sql")
"""What must write the list that the first way writes, row by row."""
BASES = ("sql", "unlimited", "copy", "spark.sql")
UNLIMITED = "1TB"


@dataclass(frozen=True, slots=True)
class Cost:
    """One run: seconds of wall and CPU time, peak memory in MB."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True, slots=True)
class Bench:
    """What is asked: the table and, where they are measured, a server and a cluster."""

    users: Path
    memory: str = ""
    spill: str = ""
    postgres: str = ""
    spark: str = ""

    def command(self, way: str, output: Path) -> list[str]:
        """How to run one way in a process of its own."""
        if way in WAYS:
            return [sys.executable, _beside("audience_ways.py"), way, str(self.users), str(output)]
        engines = [sys.executable, _beside("audience_engines.py")]
        if way == "copy":
            return [*engines, "copy", self.postgres, str(output)]
        if way == "spark.sql":
            return [*engines, "spark", self.spark, str(self.users), str(output)]
        program = "from gazette.cli import main; main()"
        options = {
            "--users": self.postgres if "postgres" in way else str(self.users),
            "--output": str(output),
            "--policy-dir": str(ROOT / "policy"),
            "--release": "draft",
            "--table": TABLE,
            "--memory": {"limited": self.spill, "unlimited": UNLIMITED}.get(way, self.memory),
            "--engine": {"in postgres": "postgres", "spark": self.spark}.get(way, ""),
        }
        given = [part for name, value in options.items() if value for part in (name, value)]
        return [sys.executable, "-c", program, "audience", *given]

    def measured(self, way: str, output: Path) -> Cost:
        """One run of one way; where a server does the work its CPU counts too."""
        served = self.postgres if way in {"copy", "postgres", "in postgres"} else ""
        before = server_seconds(served) if served else 0.0
        start = time.perf_counter()
        child = subprocess.Popen(
            self.command(way, output), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        if status:
            sys.exit(f"{way} failed")
        there = server_seconds(served) - before if served else 0.0
        return Cost(wall, used.ru_utime + used.ru_stime + there, used.ru_maxrss / 1024)


def _beside(name: str) -> str:
    return str(Path(__file__).with_name(name))


def differences(one: Path, other: Path) -> int:
    """How many rows the two lists do not share."""
    columns = ", ".join(RECIPIENT_COLUMNS)
    only = "SELECT {0} FROM {1} EXCEPT ALL SELECT {0} FROM {2}"
    first, second = (_read(each) for each in (one, other))
    both = (only.format(columns, first, second), only.format(columns, second, first))
    return sum(duckdb.sql(f"SELECT count(*) FROM ({each})").fetchall()[0][0] for each in both)


def _read(made: Path) -> str:
    if made.suffix == ".csv":
        # Every cell as text; an unquoted empty one is as empty as a quoted one.
        cells = ", ".join(
            f"{name}::BIGINT AS {name}" if name == "accounts" else f"coalesce({name}, '') AS {name}"
            for name in RECIPIENT_COLUMNS
        )
        return f"(SELECT {cells} FROM read_csv('{made}', all_varchar = true, header = true))"
    return f"'{made}/*.parquet'" if made.is_dir() else f"'{made}'"


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
    cells = ", ".join(str(row[:-1]) for row in rule_rows(rules_of_draft()))
    duckdb.sql(
        f"COPY (FROM (VALUES {cells}) AS rules({', '.join(tuple(RULE_COLUMNS)[:-1])}))"
        f" TO '{folder}/rules.parquet'"
    )
    return users


def compare(bench: Bench, runs: int, *, ways: list[str]) -> None:
    outputs = {way: bench.users.with_name(f"{way}.parquet") for way in ways}
    outputs |= {"copy": bench.users.with_name("copy.csv")} if "copy" in ways else {}
    costs: dict[str, list[Cost]] = {way: [] for way in ways}
    for _ in range(runs):
        for way, output in outputs.items():
            costs[way].append(bench.measured(way, output))
            print(f"{way} {costs[way][-1]}", file=sys.stderr, flush=True)
    for peer in PEERS:
        if peer in ways:
            agree(outputs, peer)
    for other in ways:
        if other in ENGINES and (unlike := differences(outputs[ways[0]], outputs[other])):
            sys.exit(f"the lists of {ways[0]} and {other} differ in {unlike} rows")
    median = {
        way: Cost(*(statistics.median(getattr(c, part) for c in found) for part in Cost.__slots__))
        for way, found in costs.items()
    }
    peer = next((way for way in BASES if way in ways), ways[0])
    base, of = median[peer], f"of {peer}"[:12]
    print(f"{'':<12}{'wall s':>8}{of:>13}{'CPU s':>8}{of:>13}{'peak MB':>9}{of:>13}")
    for way, cost in median.items():
        parts = ((cost.wall, base.wall, ".2f"), (cost.cpu, base.cpu, ".2f"))
        shown = "".join(f"{one:>8{form}}{one / other:>13.2f}" for one, other, form in parts)
        print(f"{way:<12}{shown}{cost.peak:>9.0f}{cost.peak / base.peak:>13.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--memory", default="", help="The product's limit. [default: its own]")
    parser.add_argument("--shuffled", action="store_true", help="The users in no order.")
    parser.add_argument("--without", nargs="*", default=[], metavar="WAY")
    parser.add_argument("--spill", default="", metavar="SIZE", help="Within it, and unlimited.")
    parser.add_argument("--postgres", default="", metavar="URL", help="A server on this machine.")
    parser.add_argument("--spark", default="", metavar="URL", help="A cluster's master.")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gazette-bench-") as name:
        users = prepare(given.rows, Path(name), shuffled=given.shuffled)
        if given.postgres:
            load(users, given.postgres)
        ways = [way for way in _ways(given) if way not in given.without]
        bench = Bench(users, given.memory, given.spill, given.postgres, given.spark)
        compare(bench, given.runs, ways=ways)


def _ways(given: argparse.Namespace) -> list[str]:
    """The product first, then what it is measured against."""
    if given.spill:
        return ["unlimited", "limited"]
    if given.postgres:
        return ["postgres", "in postgres", "copy"]
    if given.spark:
        return ["spark", "spark.sql"]
    return ["gazette", "sql", *(peer for peer in PEERS[1:] if find_spec(peer)), "scan", "write"]


if __name__ == "__main__":
    main()
