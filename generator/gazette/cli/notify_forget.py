"""`gazette notify forget`: erase persons, and never tell them again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from gazette.adapters.notices.remains import erase_remains
from gazette.cli.notify_options import ledger_option
from gazette.cli.output import write_result
from gazette.errors import Location, NoticeError

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
@click.option(
    "--lists",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build"),
    show_default=True,
    help="Where lists and request bodies were written.",
)
def forget(*, addresses: TextIO, ledger: LedgerAt, lists: Path) -> None:
    """Erase persons from the notice ledger and from the lists made before.

    What stays is a keyed hash of the address, which tells nothing without the
    ledger's secret, and keeps the person from being told again. A list that
    holds one of them is deleted: make it again. Request bodies that hold one
    are named, and the command fails until they are sent or deleted, since only
    who sends them knows. Erase the person from the user table, too.
    """
    asked = frozenset(line.strip() for line in addresses if line.strip())
    with ledger.opened() as book:
        erased = book.forget(asked)
    remains = erase_remains(lists, asked)
    deleted = "".join(f"deleted {path}, which held one of them\n" for path in remains.deleted)
    write_result(f"{len(asked)} forgotten, {erased} records erased\n{deleted}", None)
    for folder in remains.bodies:
        raise NoticeError(
            "request bodies here hold one of them, or may because they are encrypted",
            where=Location(str(folder)),
            remedy="Send them without that person, or not at all; delete them, then run it again.",
        )
