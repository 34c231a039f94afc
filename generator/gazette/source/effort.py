"""How often Python-Markdown may go over one text.

It reads what people write about once. A few thousand brackets, tags or marks
in one paragraph make it go over all the rest from each of them: minutes for a
page. So what it goes over is counted, and beyond a bound that grows with the
text no faster than the text, it is told to stop.
"""

from __future__ import annotations

import re

FREE = 20_000_000
"""Characters that may be gone over again in any text: about a second."""
TIMES = 100
"""The same for each character of the text. Real policies need less than 5."""
SLOWLY = 8
"""Characters that a simple pattern goes over while Python's own code, or one that
looks for much at once, goes over one."""
MOST_ABBREVIATIONS = 1_000
"""Python-Markdown looks for each of them at each word."""

_ABBREVIATION = re.compile(r"\*\[[^\]\n]*\][ ]?:")
_PLACEHOLDER = re.compile("\x02[^\x03]*\x03|[\x02\x03\n]")
"""What Python-Markdown puts in place of what it has read; and line breaks."""


class OverworkedError(Exception):
    """Python-Markdown would need more than its bound; `near` is text where it did."""

    def __init__(self, near: str) -> None:
        """Keep the longest piece of `near` that stands so in the source."""
        super().__init__(near)
        self.near = max(_PLACEHOLDER.split(near), key=len)

    def line_in(self, markdown: str) -> int | None:
        """The line of `markdown`, counted from 1, where `near` first stands."""
        at = markdown.find(self.near) if self.near.strip() else -1
        return None if at < 0 else markdown.count("\n", 0, at) + 1


class Effort:
    """What is left to go over of one text."""

    def __init__(self) -> None:
        """Nothing is, before a text is begun."""
        self.left = 0

    def begin(self, markdown: str) -> None:
        """Count for `markdown` from now on. Raises OverworkedError where it cannot but end so."""
        self.left = FREE + TIMES * len(markdown)
        for count, found in enumerate(_ABBREVIATION.finditer(markdown), 1):
            if count > MOST_ABBREVIATIONS:
                raise OverworkedError(markdown[found.start() :][:80])

    def spend(self, characters: int, near: str) -> None:
        """Count `characters` gone over. Raises OverworkedError beyond the bound."""
        self.left -= characters
        if self.left < 0:
            raise OverworkedError(near)
