"""The command `gazette`: a thin layer that reads arguments and prints results."""

from __future__ import annotations

import gc
import sys

from gazette.cli.group import gazette
from gazette.errors import GazetteError

__all__ = ["gazette", "main"]
OBJECTS = 100_000
"""New objects after which Python looks for garbage in cycles; 700 is usual. A command loads many
modules and keeps nearly all that it makes: to look through it again and again is a twentieth of
its work."""


def main() -> None:
    """Run the command line; an expected error is printed, never traced."""
    gc.set_threshold(OBJECTS, *gc.get_threshold()[1:])
    try:
        gazette.main(prog_name="gazette", standalone_mode=True)
    except GazetteError as error:
        # Imported here, as only errors quote what others wrote.
        from gazette.render.excerpt import visible  # noqa: PLC0415

        sys.stderr.write(f"error: {visible(str(error))}\n")
        sys.exit(1)
    finally:
        # At its end Python looks through all that is left, to free what the system frees anyway.
        gc.freeze()
