"""No redline leaves that does not give back both of its texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.errors import RedlineError
from gazette.model.comparison import NEW_OPS, OLD_OPS

if TYPE_CHECKING:
    from gazette.model.comparison import Comparison


def check(comparison: Comparison) -> None:
    """Raise RedlineError unless the redline restores both documents, word for word."""
    for document, ops, which in (
        (comparison.old, OLD_OPS, "older"),
        (comparison.new, NEW_OPS, "newer"),
    ):
        restored = "".join([span.text for span in comparison.redline if span.op in ops])
        text = document.text
        # White space may differ, but mostly by a break more or less, and then this is quick.
        if _in_one_line(restored) != _in_one_line(text) and restored.split() != text.split():
            raise RedlineError(
                f"the redline does not give back the {which} text",
                remedy="This is a flaw of Gazette: please report it with the two texts.",
            )


def _in_one_line(text: str) -> str:
    return text.replace("\n", " ").rstrip()
