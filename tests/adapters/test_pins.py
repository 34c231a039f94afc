"""Ibis and DuckDB are upgraded on purpose, after the tests beside this one passed on both.

Ibis 12 installs beside DuckDB 2 and fails on it; DuckDB's extensions fit one version exactly.
"""

from __future__ import annotations

from importlib.metadata import requires, version
from typing import Any

import duckdb
import ibis


def test_the_pins_are_exact_and_installed() -> None:
    pinned = {name for name in requires("policy-gazette") or () if "==" in name}
    assert f"duckdb=={version('duckdb')}" in pinned
    major, minor, _ = version("ibis-framework").split(".")
    assert f"ibis-framework=={major}.{minor}.*" in pinned


def test_what_ibis_compiles_duckdb_runs(tmp_path: Any) -> None:
    people = ibis.table({"name": "string", "since": "timestamp"}, name="people")
    order = ibis.window(group_by=people.name.lower(), order_by=people.since)
    asked = people.mutate(
        place=ibis.row_number().over(order),
        known=ibis.cases((people.name.re_search("^a"), "a"), else_="other"),
    ).order_by("since")
    with duckdb.connect() as base:
        base.execute(
            "CREATE TABLE people AS SELECT * FROM (VALUES ('a', TIMESTAMP '2026-01-02'),"
            " ('A', TIMESTAMP '2026-01-01')) AS rows(name, since)"
        )
        statement = ibis.to_sql(asked, dialect="duckdb")
        base.execute(f"COPY ({statement}) TO '{tmp_path / 'out.csv'}' (FORMAT csv, HEADER)")
    assert (tmp_path / "out.csv").read_text().splitlines() == [
        "name,since,place,known",
        "A,2026-01-01 00:00:00,0,other",
        "a,2026-01-02 00:00:00,1,a",
    ]
