"""The expression compiled for one engine: statements as text, ready to run.

Compiling needs no connection, and loads neither pandas nor pyarrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import ibis

from gazette.audience import expression
from gazette.audience.reasons import LeftOut

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from gazette.audience.rules import AudienceRules

JUDGED = "judged"
"""The name under which the engine keeps the answer of `Queries.judged`."""


@dataclass(frozen=True, slots=True)
class Queries:
    """One release's question, in the SQL of one engine.

    `judged` reads `users` and `rules`; `tally` reads what it answered, under
    the name `JUDGED`, and `recipients` reads that and `rules`. The rows of the
    table `rules` are `rules`, in the order of `RULE_COLUMNS`.
    """

    judged: str
    recipients: str
    tally: str
    rules: tuple[tuple[str | int, ...], ...]


def compile_queries(rules: AudienceRules, *, dialect: str = "duckdb") -> Queries:
    """The statements that answer who is told, for the engine called `dialect` by Ibis."""
    judged = expression.judged(rules)
    rows = ibis.table(judged.schema(), name=JUDGED)
    return Queries(
        judged=_sql(judged, dialect),
        recipients=_sql(expression.recipients(rows), dialect),
        tally=_sql(expression.tally(rows), dialect),
        rules=rule_rows(rules),
    )


@dataclass(frozen=True, slots=True)
class UserQueries:
    """The question why one user is told or not: `steps`, then `kin` for the eligible."""

    steps: str
    kin: str


def compile_user(rules: AudienceRules, user_id: str, *, dialect: str = "duckdb") -> UserQueries:
    """The statements that explain one user. `kin` reads `JUDGED`."""
    rows = ibis.table(expression.judged(rules).schema(), name=JUDGED)
    return UserQueries(
        steps=_sql(expression.steps_of(rules, user_id), dialect),
        kin=_sql(expression.kin_of(rows, user_id), dialect),
    )


STEPS = tuple(why for why in LeftOut if why is not LeftOut.SAME_ADDRESS)
"""The columns of `UserQueries.steps` after the first five, one answer each."""


def rule_rows(rules: AudienceRules) -> tuple[tuple[str | int, ...], ...]:
    """The rows of the table `rules`, one per cell."""
    return tuple(
        (
            number,
            cell.version,
            cell.members,
            " ".join(cell.segments),
            str(cell.action),
            str(cell.reason),
            cell.strength,
            " ".join(cell.rules),
        )
        for number, cell in enumerate(rules.cells)
    )


def _sql(table: ir.Table, dialect: str) -> str:
    return str(ibis.to_sql(table, dialect=dialect))
