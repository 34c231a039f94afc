"""No redline leaves that does not give back both of its texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.errors import RedlineError
from gazette.model.comparison import NEW_OPS, OLD_OPS

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from gazette.model.comparison import Comparison, Op, Redline
    from gazette.model.document import Document


def check(comparison: Comparison) -> None:
    """Raise RedlineError unless the redline restores both documents, word for word."""
    for document, ops, which in (
        (comparison.old, OLD_OPS, "older"),
        (comparison.new, NEW_OPS, "newer"),
    ):
        if restored(comparison.redline, ops) != _words(document):
            raise RedlineError(
                f"the redline does not give back the {which} text",
                remedy="This is a flaw of Gazette: please report it with the two texts.",
            )


def restored(redline: Redline, ops: AbstractSet[Op]) -> list[str]:
    """The words that a redline leaves when only `ops` are taken."""
    return "".join([span.text for span in redline if span.op in ops]).split()


def _words(document: Document) -> list[str]:
    return document.text.split()
