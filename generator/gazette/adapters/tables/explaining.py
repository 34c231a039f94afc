"""Why single users are told or left out, by the engine that would make the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gazette.adapters.tables.asking import EMBEDDED, POSTGRES, embedded_desk
from gazette.adapters.tables.kept import user_statements
from gazette.adapters.tables.run import opened
from gazette.audience.statements import JUDGED, STEPS
from gazette.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from gazette.adapters.tables.asking import Desk, ListRequest
    from gazette.adapters.tables.engine import Engine
    from gazette.audience.reasons import LeftOut


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one user is told or left out; holds no address.

    `steps` are the reasons tried, in order, with whether each fits; after the
    first that does, the others no longer matter. `heir` is the account that
    gets the notice for this user's address, among `accounts` of them, or ""
    for a user who is left out before that.
    """

    user_id: str
    version: str
    segments: str
    action: str
    reason: str
    rules: str
    steps: tuple[tuple[LeftOut, bool], ...]
    heir: str = ""
    accounts: int = 0

    @property
    def is_heir(self) -> bool:
        """Whether the notice goes to this account."""
        return self.heir == self.user_id


def explain_user(request: ListRequest, user_id: str) -> Explanation:
    """Why `user_id` is told or left out; writes nothing. TableError where there is no such user."""
    return explain_users(request, (user_id,))[0]


def explain_users(request: ListRequest, user_ids: Sequence[str]) -> tuple[Explanation, ...]:
    """Why each of `user_ids` is told or left out, in their order, by one look at the table.

    Writes nothing. TableError where there is no such user.
    """
    with (
        opened(request) as (engine, shop),
        _desk(request, engine, folder=shop.folder, asked=user_ids) as desk,
    ):
        queries = user_statements(request.rules, dialect=desk.dialect, folder=request.compiled)
        steps = {row[0]: row for row in desk.rows(queries.steps)}
        if any(user_id not in steps for user_id in user_ids):
            raise TableError(
                "no user has this id",
                where=request.source.where,
                remedy="Check the id; ids are compared character by character.",
            )
        kin = {}
        if not all(any(row[_FACTS:]) for row in steps.values()):
            desk.view(JUDGED, queries.judged)
            kin = {asked: (heir, accounts) for asked, heir, accounts in desk.rows(queries.kin)}
    return tuple(_explained(steps[user_id], kin.get(user_id, ("", 0))) for user_id in user_ids)


def _explained(row: tuple[Any, ...], kin: tuple[str, int]) -> Explanation:
    user_id, version, segments, action, reason, rules, *answers = row
    tried = tuple(zip(STEPS, map(bool, answers), strict=True))
    return Explanation(user_id, version, segments, action, reason, rules, tried, *kin)


_FACTS = 6
"""The columns of `UserQueries.steps` before the answers to its tests."""


def _desk(
    request: ListRequest, engine: Engine, *, folder: Path, asked: Sequence[str]
) -> AbstractContextManager[Desk]:
    if request.engine == EMBEDDED:
        return embedded_desk(request, engine, folder=folder, asked=asked)
    # Imported here: their libraries are optional, and slow to load.
    if request.engine == POSTGRES:
        from gazette.adapters.tables.in_postgres import postgres_desk  # noqa: PLC0415

        return postgres_desk(request, engine, folder=folder, asked=asked)
    from gazette.adapters.tables.spark import spark_desk  # noqa: PLC0415

    return spark_desk(request, engine, folder=folder, asked=asked)
