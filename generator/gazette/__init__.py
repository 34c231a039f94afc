"""Gazette: policies published, compared, judged, and announced.

The library's surface; everything else is reached through the command
`gazette` or the MkDocs plugin of the same name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gazette.model.comparison import Comparison

__all__ = ["__version__", "compare"]

__version__ = "0.1.0"


def compare(old_markdown: str, new_markdown: str) -> Comparison:
    """Compare two Markdown texts as a visitor would read them.

    Pure: no repository, clock or network. Takes any text, with or without
    front matter.
    """
    # Imported here so that `import gazette` and `gazette --help` stay instant.
    from gazette.redline import compare_documents  # noqa: PLC0415
    from gazette.source import read_markdown  # noqa: PLC0415

    return compare_documents(read_markdown(old_markdown), read_markdown(new_markdown))
