"""Compiled statements, kept between runs: compiling takes longer than a small list.

What is kept is found again only by the same question, in the same dialect,
of the same Gazette and Ibis; so nothing has to be cleared. It holds no cell of
any table. Where the folder cannot be read or written, every run compiles.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

from gazette.audience.statements import Queries

if TYPE_CHECKING:
    from pathlib import Path

    from gazette.audience.rules import AudienceRules


def statements(rules: AudienceRules, *, dialect: str, folder: Path | None) -> Queries:
    """The statements for `rules` in `dialect`, from `folder` where they were compiled before."""
    path = folder / f"{_digest(rules, dialect)}.json" if folder else None
    try:
        return (
            Queries(**json.loads(path.read_text(encoding="utf-8")))
            if path
            else _new(rules, dialect)
        )
    except (OSError, ValueError, TypeError):
        queries = _new(rules, dialect)
    if path is not None:
        _keep(path, queries)
    return queries


def _new(rules: AudienceRules, dialect: str) -> Queries:
    # Imported here: Ibis is slow to load.
    from gazette.audience.query import compile_queries  # noqa: PLC0415

    return compile_queries(rules, dialect=dialect)


def _keep(path: Path, queries: Queries) -> None:
    partial = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial.write_text(json.dumps(asdict(queries)), encoding="utf-8")
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)


def _digest(rules: AudienceRules, dialect: str) -> str:
    """What the statements depend on: not the verdicts, which are rows of a table."""
    segments = [(segment.column, segment.values) for segment in rules.segments]
    asked = [dialect, rules.labels, segments, version("ibis-framework"), version("sqlglot")]
    digest = hashlib.sha256(json.dumps(asked).encode())
    folder = files("gazette.audience")
    for source in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if source.name.endswith(".py"):
            digest.update(source.read_bytes())
    return digest.hexdigest()
