"""`gazette notify forget`: erase persons, and never tell them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import click

from gazette.cli.notify_options import ledger_option
from gazette.cli.output import write_result

if TYPE_CHECKING:
    from gazette.cli.notify_options import LedgerAt


@click.command()
@click.option(
    "--addresses",
    type=click.File(encoding="utf-8"),
    required=True,
    help="One e-mail address a line; - for stdin. Not on the command line, where others see it.",
)
@ledger_option
def forget(*, addresses: TextIO, ledger: LedgerAt) -> None:
    """Erase persons from the notice ledger.

    What stays is a keyed hash of the address, which tells nothing without the
    ledger's secret, and keeps the person from being told again.
    """
    asked = [line.strip() for line in addresses if line.strip()]
    with ledger.opened() as book:
        erased = book.forget(asked)
    write_result(f"{len(asked)} forgotten, {erased} records erased\n", None)
    click.echo("Lists made before still hold them: make them again, or delete them.", err=True)
