"""Gate on plain language: sentences that nobody reads to their end.

The measure is the length of a sentence in words, which needs no dictionary and
holds in every language with spaces between words. Government style guides ask
for about 25; more than twice that is told here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from gazette.errors import Location
from gazette.model.document import ClauseKind
from gazette.release.complaints import warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.model.document import Document
    from gazette.model.gate import Gate
    from gazette.release.proposal import Proposal

LONG = 60
"""The words of the longest sentence that passes."""
_RUNNING = (ClauseKind.PARAGRAPH, ClauseKind.ITEM, ClauseKind.CELL, ClauseKind.DEFINITION)
_END = re.compile(r"(?<=[.!?…])[”\"’)]?\s+(?=[“\"‘(]?[^\W\d_a-zß-öø-ÿ])")
_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_SHOWN = 6
"""The words of a long sentence that are enough to find it."""


class Sentence(NamedTuple):
    """A sentence, its words, and the line on which its clause begins."""

    text: str
    words: int
    line: int


def check_plainness(proposal: Proposal) -> Iterator[Gate]:
    """No sentence is longer than `LONG` words."""
    text = proposal.text
    long = [each for each in sentences(text.document) if each.words > LONG] if text else []
    if text is None or not long:
        return
    longest = max(long, key=lambda sentence: sentence.words)
    many = f", and {len(long) - 1} more of over {LONG}" if len(long) > 1 else ""
    lines = ", ".join(dict.fromkeys(str(each.line) for each in long))
    begins = " ".join(longest.text.split()[:_SHOWN])
    yield warning(
        f"a sentence of {longest.words} words begins “{begins} …”{many}",
        where=Location(text.path, longest.line),
        remedy=f"Say it in several, or as a list; see line{'s' * (len(long) > 1)} {lines}.",
    )


def sentences(document: Document) -> Iterator[Sentence]:
    """Every sentence of the running text, in reading order."""
    for clause in document.clauses:
        for text in _END.split(clause.text) if clause.kind in _RUNNING else ():
            yield Sentence(text, len(_WORD.findall(text)), clause.line)
