"""`gazette users`: a synthetic user table, to try an audience on."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.adapters.tables.synthetic import SyntheticUsers, write_synthetic
from gazette.source import load_policies

if TYPE_CHECKING:
    from gazette.model.policy import Policy


@click.command()
@click.option(
    "--rows", type=click.IntRange(1, 2**32), default=10_000, show_default=True, help="How many."
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32),
    default=1,
    show_default=True,
    help="Another seed, other users; the same seed, the same bytes.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("build/synthetic-users.parquet"),
    show_default=True,
    help="Where to; .parquet, .csv or .jsonl.",
)
@click.option(
    "--policy-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("policy"),
    show_default=True,
    help="Whose versions and segments the users have, where there is one.",
)
def users(rows: int, seed: int, output: Path, policy_dir: Path) -> None:
    """Make a synthetic user table: nobody in it exists.

    Addresses lie under domains that are reserved for examples. The same rows
    and seed give the same file, byte for byte.
    """
    policies = load_policies(policy_dir) if policy_dir.is_dir() else ()
    write_synthetic(described(rows, seed, policies), output)
    click.echo(output)
    click.echo(
        f"{rows:,} synthetic users: nobody in this table exists.\n"
        f"Next: gazette audience --users {output}",
        err=True,
    )


def described(rows: int, seed: int, policies: tuple[Policy, ...]) -> SyntheticUsers:
    """Users of the first policy: its versions, its segments' columns, its newest date."""
    if not policies or not policies[0].versions:
        return SyntheticUsers(rows, seed)
    policy = policies[0]
    columns: dict[str, dict[str, None]] = {}
    for segment in policy.segments:
        columns.setdefault(segment.column, {}).update(dict.fromkeys(segment.values))
    return SyntheticUsers(
        rows=rows,
        seed=seed,
        labels=tuple(version.label for version in policy.versions),
        columns=tuple((name, tuple(values)) for name, values in columns.items()),
        day=policy.versions[-1].published or date(2026, 1, 1),
    )
