"""`gazette notify bounces`: what a mail provider reports, written into the notice ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazette.adapters.notices.reports import read_report
from gazette.cli.notify_options import ledger_option
from gazette.cli.output import write_result

if TYPE_CHECKING:
    from gazette.cli.notify_options import LedgerAt


@click.command()
@click.argument("report", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@ledger_option
@click.option("--lift", is_flag=True, help="These addresses work again: forget that they bounced.")
def bounces(*, report: Path, ledger: LedgerAt, lift: bool) -> None:
    """Record what a mail provider says became of the notices.

    REPORT is its export or its events: of Mailgun, SendGrid or Amazon SES as
    JSON, or any CSV with a column email, address or recipient. Which one it is
    is seen from its shape. Kept is a keyed hash of each address that bounced
    for good, and later plans count it as bounced; the report itself holds
    addresses, so delete it then. What is deferred, or only complained about,
    changes nothing.
    """
    found = read_report(report)
    with ledger.opened() as book:
        if lift:
            lifted = book.lift(address for address, _ in found.outcomes)
            write_result(f"{lifted:,} addresses are no longer counted as bounced\n", None)
            return
        delivered, lost = book.record(found.outcomes)
    write_result(
        f"{found.shape} report: {found.bounced:,} bounced, "
        f"{len(found.outcomes) - found.bounced:,} delivered, {found.other:,} neither\n"
        f"{lost:,} notices bounced, {delivered:,} handed over have arrived\n",
        None,
    )
