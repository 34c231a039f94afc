"""`gazette notify rotate`: a new secret for the notice ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gazette.adapters.notices.rotation import rotate as change
from gazette.cli.notify_options import ledger_option
from gazette.cli.output import write_result

if TYPE_CHECKING:
    from gazette.cli.notify_options import LedgerAt


@click.command()
@ledger_option
def rotate(*, ledger: LedgerAt) -> None:
    """Give the notice ledger a new secret, as after somebody saw the old one.

    The ledger knows addresses by a hash that is keyed with the secret in the
    file beside it (--key). Every hash in it is keyed once more, so whoever has
    the old secret and the old ledger learns nothing of the new one, and nobody
    is told again. Back up both files together afterwards, and destroy the old
    backups: they still answer to the old secret.
    """
    with ledger.opened() as book:
        count = change(book, ledger.key)
    write_result(f"{count:,} keys made anew; back up {ledger.place} and {ledger.key}\n", None)
