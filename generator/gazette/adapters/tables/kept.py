"""Compiled statements, kept between runs: compiling takes longer than a small list.

They hold no cell of any table.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from gazette.adapters.keeping import digest_of, kept
from gazette.audience.statements import Queries, UserQueries

if TYPE_CHECKING:
    from pathlib import Path

    from gazette.audience.rules import AudienceRules


def statements(rules: AudienceRules, *, dialect: str, folder: Path | None) -> Queries:
    """The statements for `rules` in `dialect`, from `folder` where they were compiled before."""

    def compiled() -> Queries:
        # Imported here: Ibis is slow to load.
        from gazette.audience.query import compile_queries  # noqa: PLC0415

        return compile_queries(rules, dialect=dialect)

    path = folder / f"{_name(rules, dialect)}.json" if folder else None
    return kept(path, compiled, read=lambda said: Queries(**said), write=asdict)


def user_statements(rules: AudienceRules, *, dialect: str, folder: Path | None) -> UserQueries:
    """The statements that explain users, likewise."""

    def compiled() -> UserQueries:
        # Imported here: Ibis is slow to load.
        from gazette.audience.query import compile_user  # noqa: PLC0415

        return compile_user(rules, dialect=dialect)

    path = folder / f"{_name(rules, dialect)}.why.json" if folder else None
    return kept(path, compiled, read=lambda said: UserQueries(**said), write=asdict)


def _name(rules: AudienceRules, dialect: str) -> str:
    """What the statements depend on: not the verdicts, which are rows of a table."""
    segments = [(segment.column, segment.values) for segment in rules.segments]
    return digest_of([dialect, rules.labels, segments], "audience")
