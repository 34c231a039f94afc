"""Which source line each clause starts on.

Neither Python-Markdown nor nh3 keeps positions, so the words of each clause
are looked up in the source, in order: a clause begins with a run of plain
words, and those stand in the source just as they are shown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gazette.model.document import Mark

_FIRST_WORDS = re.compile(r"[^\W_]{1,40}(?: [^\W_]{1,40}){0,4}")
_NEAR = 2000
"""Characters after the last clause within which any match is believed."""
_TELLING = 3
"""Words that are believed at any distance."""


class Lines:
    """Finds clauses in a source text, asked for in reading order."""

    def __init__(self, source: str, *, first_line: int = 1) -> None:
        """Look in `source`, whose first line has the number `first_line` in its file."""
        self._source = source
        self._first_line = first_line
        self._starts = [0, *accumulate(len(line) + 1 for line in source.split("\n"))][:-1]
        self._cursor = self._here = 0

    def line_of(self, text: str, marks: tuple[Mark, ...]) -> int:
        """The line, counted from 1, on which the next clause begins.

        A clause whose words are nowhere (written as entities, say) gets its
        predecessor's.
        """
        found = _find(_plain_start(text, marks), self._source, self._cursor)
        if found >= 0:
            self._here = found
        # A footnote is shown last but may be written anywhere, so going back
        # does not move the search back.
        if found >= self._cursor:
            self._cursor = found + len(text)
        return bisect_right(self._starts, self._here) - 1 + self._first_line


def _plain_start(text: str, marks: tuple[Mark, ...]) -> str:
    """The first few words of `text` with no mark-up between them."""
    edge = min((mark.start or mark.end for mark in marks if mark.end), default=len(text))
    words = _FIRST_WORDS.search(text, 0, edge) or _FIRST_WORDS.search(text)
    return words[0] if words else text.strip()[:1]


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
