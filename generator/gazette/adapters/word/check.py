"""No Word file leaves that does not give back both of its versions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gazette.adapters.word import read_word
from gazette.errors import RedlineError

if TYPE_CHECKING:
    from gazette.model.comparison import Comparison
    from gazette.model.document import Document

# What XML cannot hold at all: see gazette.render.docx.xml.
_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def check_restores(data: bytes, comparison: Comparison) -> None:
    """Raise RedlineError unless the Word file `data` restores both versions.

    Reads the very bytes: accepting every change must leave the new version's
    clauses, word for word, and rejecting every change the old one's.
    """
    for accept, document, which in (
        (True, comparison.new, "accepting every change does not give the new version"),
        (False, comparison.old, "rejecting every change does not give the old version"),
    ):
        if _words(read_word(data, path="<redline>", accept=accept).document) != _words(document):
            raise RedlineError(
                f"in the Word file, {which}",
                remedy="This is a flaw of Gazette: please report it with the two texts.",
            )


def _words(document: Document) -> list[tuple[int, str]]:
    """The level and words of each clause that has any."""
    texts = ((c.level, " ".join(_FORBIDDEN.sub("", c.text).split())) for c in document.clauses)
    return [(level, text) for level, text in texts if text]
