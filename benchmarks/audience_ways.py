"""The ways that benchmarks/audience.py measures beside Gazette; each reads and writes Parquet.

All answer the whole question: nine columns, one row an address, in order, and
how many users each reason leaves out. What changed for whom is given to them
as the table rules.parquet; nothing is checked.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import duckdb

from gazette.audience.address import ANY, LONGEST, PLAIN

COLUMNS = "user_id, email, locale, plan, status, status_since, bounced, accepted_version"
CUTOFF = date(2026, 11, 15)
LIST = (
    "user_id", "email", "locale", "action", "reason", "accepted_version", "segments", "accounts",
    "rules",
)  # fmt: skip


def scan(users: Path, output: Path) -> None:
    del output
    duckdb.sql(f"SELECT bit_xor(hash({COLUMNS})) FROM '{users}'").fetchall()


def write(users: Path, output: Path) -> None:
    del users
    found = output.with_name("gazette.parquet")
    duckdb.sql(f"COPY (FROM '{found}') TO '{output}' (FORMAT parquet, COMPRESSION zstd)")


def sql(users: Path, output: Path) -> None:
    """Everybody joins their rule, the first reason that fits leaves out, a window dedupes."""
    sound = f"length(email) <= {LONGEST} AND NOT contains(email, chr(10))"
    plain, anything = (pattern.replace("'", "''") for pattern in (PLAIN, ANY))
    duckdb.sql(f"SET temp_directory = '{output.parent}/spill'")
    duckdb.sql(f"""
        CREATE VIEW asked AS
        SELECT user_id, trim(email) AS email, coalesce(locale, '') AS locale, rules.*,
          regexp_matches(email, '{plain}') AS plain,
          CASE WHEN lower(trim(status)) = 'deleted' THEN 'deleted'
            WHEN lower(trim(status)) = 'cancelled' AND status_since < DATE '{CUTOFF}'
              THEN 'cancelled'
            WHEN lower(trim(status)) = 'erased' THEN 'erased'
            WHEN trim(email) IS NULL OR trim(email) = '' THEN 'no-address'
            WHEN NOT ({sound} AND (regexp_matches(email, '{plain}')
              OR regexp_matches(email, '{anything}'))) THEN 'malformed-address'
            WHEN bounced THEN 'bounced'
            WHEN action = 'none' THEN reason END AS left_out
        FROM '{users}' JOIN '{output.parent}/rules.parquet' AS rules
          ON rule_version = CASE WHEN accepted_version IS NULL THEN ''
            WHEN accepted_version = '1.0.0' THEN '1.0.0' ELSE '?' END
          AND rule_members = CASE lower(trim(plan)) WHEN 'saas' THEN 1 WHEN 'self-hosted' THEN 2
            ELSE CASE WHEN plan IS NULL THEN 3 ELSE 0 END END
    """)
    duckdb.sql(f"""
        COPY (
          WITH ranked AS (
            SELECT *, row_number() OVER (PARTITION BY key ORDER BY strength DESC, user_id) AS place,
              count(*) OVER (PARTITION BY key) AS accounts
            FROM (SELECT *, CASE WHEN plain THEN lower(email) ELSE email END AS key
              FROM asked WHERE left_out IS NULL)
          )
          SELECT user_id, email, locale, action, reason,
            CASE WHEN rule_version = '?' THEN '' ELSE rule_version END AS accepted_version,
            segments, accounts, rules
          FROM ranked WHERE place = 1 ORDER BY user_id
        ) TO '{output}' (FORMAT parquet, COMPRESSION zstd)
    """)
    _keep_counts(
        dict(duckdb.sql("SELECT left_out, count(*) FROM asked GROUP BY ALL").fetchall()), output
    )


def polars(users: Path, output: Path) -> None:
    """The same in Polars' streaming engine."""
    import polars as pl  # noqa: PLC0415  # only where it is installed

    email, status = pl.col("email").str.strip_chars(" "), pl.col("status").str.to_lowercase()
    plain = pl.col("email").str.contains(PLAIN)
    sound = (pl.col("email").str.len_chars() <= LONGEST) & ~pl.col("email").str.contains("\n")
    bits = {"saas": 1, "self-hosted": 2}
    rules = pl.scan_parquet(output.with_name("rules.parquet"))
    version = (
        pl.when(pl.col("accepted_version").is_null())
        .then(pl.lit(""))
        .when(pl.col("accepted_version") == "1.0.0")
        .then(pl.lit("1.0.0"))
        .otherwise(pl.lit("?"))
    )
    plan = pl.col("plan").str.strip_chars(" ").str.to_lowercase()
    members = plan.replace_strict(bits, default=0, return_dtype=pl.Int64)
    steps = (
        (status == "deleted", "deleted"),
        ((status == "cancelled") & (pl.col("status_since") < CUTOFF), "cancelled"),
        (status == "erased", "erased"),
        (email.is_null() | (email == ""), "no-address"),
        (~(sound & (plain | pl.col("email").str.contains(ANY))), "malformed-address"),
        (pl.col("bounced"), "bounced"),
        (pl.col("action") == "none", pl.col("reason")),
    )
    asked = (
        pl.scan_parquet(users)
        .with_columns(
            rule_version=version,
            rule_members=pl.when(pl.col("plan").is_null()).then(3).otherwise(members),
        )
        .join(rules, on=["rule_version", "rule_members"])
        .with_columns(
            left_out=pl.coalesce(
                pl.when(test).then(why if isinstance(why, pl.Expr) else pl.lit(why))
                for test, why in steps
            ),
            key=pl.when(plain).then(email.str.to_lowercase()).otherwise(email),
            email=email,
        )
    )
    counts = asked.group_by("left_out").len().collect(engine="streaming")
    _keep_counts(dict(counts.rows()), output)
    first = asked.filter(pl.col("left_out").is_null()).sort(
        ["key", "strength", "user_id"], descending=[False, True, False]
    )
    first.group_by("key").agg(
        pl.len().cast(pl.Int64).alias("accounts"),
        *(
            pl.col(name).first()
            for name in (
                "user_id",
                "email",
                "locale",
                "action",
                "reason",
                "segments",
                "rules",
                "rule_version",
            )
        ),
    ).with_columns(
        locale=pl.col("locale").fill_null(""),
        accepted_version=pl.col("rule_version").replace("?", ""),
    ).select(*LIST).sort("user_id").sink_parquet(output, compression="zstd")


def pandas(users: Path, output: Path) -> None:
    """The same in pandas, all in memory."""
    import numpy as np  # noqa: PLC0415  # only where it is installed
    import pandas as pd  # noqa: PLC0415

    rules = pd.read_parquet(output.with_name("rules.parquet"))
    table = pd.read_parquet(users, columns=COLUMNS.split(", "))
    table["rule_version"] = table.accepted_version.where(
        table.accepted_version.isna() | (table.accepted_version == "1.0.0"), "?"
    ).fillna("")
    members = table.plan.str.strip(" ").str.lower().map({"saas": 1, "self-hosted": 2}).fillna(0)
    table["rule_members"] = members.where(table.plan.notna(), 3).astype("int64")
    table = table.merge(rules, on=["rule_version", "rule_members"])
    since = pd.to_datetime(table.status_since)
    status, email = table.status.str.lower(), table.email.str.strip(" ")
    plain = table.email.str.contains(PLAIN, na=False)
    sound = (table.email.str.len() <= LONGEST) & ~table.email.str.contains("\n", na=False)
    usable = sound & (plain | table.email.str.contains(ANY, na=False))
    steps = (
        (status == "deleted", "deleted"),
        ((status == "cancelled") & (since < pd.Timestamp(CUTOFF)), "cancelled"),
        (status == "erased", "erased"),
        (email.isna() | (email == ""), "no-address"),
        (~usable, "malformed-address"),
        (table.bounced, "bounced"),
        *(
            ((table.action == "none") & (table.reason == why), why)
            for why in rules.reason[rules.action == "none"].unique()
        ),
    )
    table["left_out"] = np.select(
        [test.to_numpy(dtype=bool) for test, _ in steps], [why for _, why in steps], ""
    )
    table["key"] = email.str.lower().where(plain, email)
    table["email"] = email
    counts = table.left_out.value_counts()
    _keep_counts({why: int(count) for why, count in counts.items() if why}, output)
    told = table[table.left_out == ""].sort_values(
        ["key", "strength", "user_id"], ascending=[True, False, True]
    )
    told["accounts"] = told.groupby("key").user_id.transform("size")
    told = told.drop_duplicates("key").sort_values("user_id")
    told["locale"] = told.locale.fillna("")
    told["accepted_version"] = told.rule_version.replace("?", "")
    told[list(LIST)].to_parquet(output, compression="zstd", index=False)


def _keep_counts(counts: dict[str | None, int], output: Path) -> None:
    kept = {why: count for why, count in counts.items() if why}
    output.with_suffix(".counts.json").write_text(json.dumps(kept))


WAYS = {"scan": scan, "write": write, "sql": sql, "polars": polars, "pandas": pandas}

if __name__ == "__main__":
    WAYS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
