"""What the commands about planned notices share; light, because sending must start at once."""

from __future__ import annotations

from pathlib import Path

import click

ledger_option = click.option(
    "--ledger",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("private/notices.sqlite"),
    show_default=True,
    help="The notice ledger. Keep it and the .key beside it, and back both up.",
)
