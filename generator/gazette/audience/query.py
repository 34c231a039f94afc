"""The expression compiled for one engine: statements as text, ready to run.

Compiling needs no connection, and loads neither pandas nor pyarrow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from gazette.audience import expression
from gazette.audience.statements import JUDGED, SHARED, Queries, UserQueries

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from gazette.audience.expression import Digest
    from gazette.audience.rules import AudienceRules


def compile_queries(
    rules: AudienceRules, *, dialect: str = "duckdb", digest: Digest | None = None
) -> Queries:
    """The statements that answer who is told, for the engine called `dialect` by Ibis.

    `digest` is what addresses are compared by first; any function of the text
    gives the same list.
    """
    judged = expression.judged(rules, digest=digest or _DIGESTS.get(dialect, _itself))
    rows = ibis.table(judged.schema(), name=JUDGED)
    shared = expression.shared(rows)
    chosen = expression.chosen(rows, ibis.table(shared.schema(), name=SHARED))
    return Queries(
        judged=_sql(judged, dialect),
        tally=_sql(expression.tally(rows), dialect),
        shared=_sql(shared, dialect),
        chosen=_sql(chosen, dialect),
        unreached=_sql(expression.unreached(rows), dialect),
    )


@ibis.udf.scalar.builtin(name="hash")  # type: ignore[untyped-decorator]  # Ibis has no types
def _hash(text: str) -> int:  # type: ignore[empty-body]  # the engine has the body
    """DuckDB's own: Ibis' `.hash()` casts its answer twice."""


@ibis.udf.scalar.builtin(name="xxhash64")  # type: ignore[untyped-decorator]  # Ibis has no types
def _xxhash64(text: str) -> int:  # type: ignore[empty-body]  # the engine has the body
    """Spark's 64-bit hash: Ibis' `.hash()` is its 32-bit one."""


def _itself(text: ir.StringValue) -> ir.Value:
    return text


_DIGESTS: dict[str, Digest] = {
    "duckdb": _hash,
    "postgres": lambda text: text.hash(),
    "pyspark": _xxhash64,
    "databricks": _xxhash64,
}


def compile_user(rules: AudienceRules, *, dialect: str = "duckdb") -> UserQueries:
    """The statements that explain the users in the table `asked`."""
    judged = expression.judged(rules, digest=_DIGESTS.get(dialect, _itself))
    rows = ibis.table(judged.schema(), name=JUDGED)
    return UserQueries(
        steps=_sql(expression.steps_of(rules), dialect),
        judged=_sql(judged, dialect),
        kin=_sql(expression.kin_of(rows), dialect),
    )


def _sql(table: ir.Table, dialect: str) -> str:
    return str(ibis.to_sql(table, dialect=dialect))
