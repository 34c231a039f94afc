"""Which source line each clause starts on.

Neither Python-Markdown nor nh3 keeps positions, so the words of each clause
are looked up in the source, in order: a clause begins with a run of plain
words, and those stand in the source just as they are shown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gazette.model.document import Clause

_FIRST_WORDS = re.compile(r"[^\W_]{1,40}(?: [^\W_]{1,40}){0,4}")
_NEAR = 2000
"""Characters after the last clause within which any match is believed."""
_TELLING = 3
"""Words that are believed at any distance."""


def with_lines(
    clauses: tuple[Clause, ...], source: str, *, first_line: int = 1
) -> tuple[Clause, ...]:
    """`clauses` with the line, counted from 1, on which each begins in `source`.

    `first_line` is the number of `source`'s first line in its file. A clause
    whose words are nowhere (written as entities, say) gets its predecessor's.
    """
    starts = [0, *accumulate(len(line) + 1 for line in source.split("\n"))][:-1]
    cursor = here = 0
    placed = []
    for clause in clauses:
        found = _find(_plain_start(clause), source, cursor)
        here = found if found >= 0 else here
        # A footnote is shown last but may be written anywhere, so going back
        # does not move the search back.
        cursor = max(cursor, found + len(clause.text)) if found >= cursor else cursor
        placed.append(replace(clause, line=bisect_right(starts, here) - 1 + first_line))
    return tuple(placed)


def _plain_start(clause: Clause) -> str:
    """The first few words of `clause` with no mark-up between them."""
    edges = [mark.start or mark.end for mark in clause.marks if mark.end]
    words = _FIRST_WORDS.search(clause.text, 0, min(edges, default=len(clause.text)))
    words = words or _FIRST_WORDS.search(clause.text)
    return words[0] if words else clause.text.strip()[:1]


def _find(words: str, source: str, cursor: int) -> int:
    """Where `words` stand in `source`, if possible soon after `cursor`; else -1."""
    if not words:
        return -1
    near = source.find(words, cursor, cursor + _NEAR)
    if near >= 0:
        return near
    parts = words.split(" ")
    # Across a line break, or with mark-up that the page does not show.
    apart = re.compile(r"\W+".join(map(re.escape, parts))).search(source, cursor, cursor + _NEAR)
    if apart:
        return apart.start()
    if len(parts) >= _TELLING:
        far = source.find(words, cursor)
        return far if far >= 0 else source.find(words)
    return source.find(parts[0], cursor, cursor + _NEAR)
