"""The command `gazette`: a thin layer that reads arguments and prints results."""

from __future__ import annotations

import sys

from gazette.cli.group import gazette
from gazette.errors import GazetteError

__all__ = ["gazette", "main"]


def main() -> None:
    """Run the command line; an expected error is printed, never traced."""
    try:
        gazette.main(prog_name="gazette", standalone_mode=True)
    except GazetteError as error:
        # Imported here, as only errors quote what others wrote.
        from gazette.render.excerpt import visible  # noqa: PLC0415

        sys.stderr.write(f"error: {visible(str(error))}\n")
        sys.exit(1)
