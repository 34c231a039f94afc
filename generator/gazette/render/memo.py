"""A memo for the terminal: labels in a gutter, text wrapped beside them.

Knows paper, not policies: what a verdict or a rule says is in `text`.
"""

from __future__ import annotations

from io import StringIO
from itertools import zip_longest
from typing import Self

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from gazette.model.comparison import NEW_OPS, OLD_OPS, Op, Redline
from gazette.render.excerpt import visible

GUTTER = 11
NARROW = 60
"""Below this width a label stands on the line above its text."""
WIDEST = 100
"""Longer lines are hard to read, however wide the terminal."""
WIDE = 150
"""From this width on there is room for two versions beside each other."""
_BETWEEN = " │ "

_MARKS = {
    Op.DELETE: ("[-", "-]"),
    Op.INSERT: ("{+", "+}"),
    Op.MOVED_AWAY: ("[<", "<]"),
    Op.MOVED_HERE: ("{>", ">}"),
}
_STYLES = {
    Op.DELETE: "red strike",
    Op.INSERT: "green underline",
    Op.MOVED_AWAY: "magenta strike",
    Op.MOVED_HERE: "magenta underline",
}


class Memo:
    """Lines of a memo, at most `width` columns wide, in colour or in plain text."""

    def __init__(self, *, width: int, colour: bool) -> None:
        self.width = min(width, WIDEST)
        self._columns = min(width, GUTTER + 2 * WIDEST)
        self.colour = colour
        self._lines: list[Text] = []
        self._console = Console(
            file=StringIO(),
            width=self._columns,
            force_terminal=colour,
            color_system="standard" if colour else None,
            legacy_windows=False,
            # Whoever calls decides on colour and width; rich would ask the environment.
            _environ={},
        )

    @property
    def room(self) -> int:
        """The columns beside the gutter."""
        return self.width - self._indent

    @property
    def wide(self) -> bool:
        """Whether two versions fit beside each other."""
        return self._columns >= WIDE

    @property
    def _indent(self) -> int:
        return GUTTER if self.width >= NARROW else 2

    def blank(self) -> Self:
        """Leave one line free, however often it is asked for."""
        if self._lines and self._lines[-1].plain:
            self._lines.append(Text())
        return self

    def paragraph(self, text: str | Text, *, style: str = "") -> Self:
        """Text over the whole width."""
        self._lines += self._wrapped(_styled(text, style), self.width)
        return self

    def divider(self, heading: str) -> Self:
        """A heading between two parts, with a line to the right edge."""
        lines = self._wrapped(_styled(heading, "bold"), self.width - 4)
        for line in lines:
            fill = "─" * (self.width - line.cell_len - 1) if line is lines[-1] else ""
            self._lines.append(Text.assemble(line, " ", (fill, "dim")))
        return self.blank()

    def row(self, label: str, body: str | Text, *, style: str = "", bold: bool = False) -> Self:
        """A label in `style`, and text beside it."""
        lines = self._wrapped(_styled(body, "bold" if bold else ""), self.room)
        return self._beside(label, lines, style)

    def hanging(self, label: Text, body: str, *, indent: int) -> Self:
        """A label and text beside it from column `indent` on."""
        for line in self._wrapped(_styled(body, ""), self.width - indent):
            space = " " * (indent - label.cell_len)
            self._lines.append(Text.assemble(label, space, line))
            label = Text()
        return self

    def unbroken(self, label: str, body: str) -> Self:
        """A row never wrapped, so that what it holds can be copied: an address, a path."""
        return self._beside(label, [_styled(body, "")], "")

    def clipped(self, label: str, body: Text) -> Self:
        """A row on one line, ending in “…” where there is more."""
        body = body.copy()
        body.truncate(self.room, overflow="ellipsis")
        return self._beside(label, [body], "dim")

    def compared(self, redline: Redline) -> Self:
        """The words of `redline`; where there is room, those of both versions side by side."""
        both = all(any(span.op in ops for span in redline) for ops in (OLD_OPS, NEW_OPS))
        if not (both and self.wide):
            return self.row("", self.redline(redline))
        width = (self._columns - GUTTER - cell_len(_BETWEEN)) // 2
        sides = [
            self._wrapped(self.redline(tuple(s for s in redline if s.op in ops)), width)
            for ops in (OLD_OPS, NEW_OPS)
        ]
        lines = []
        for old, new in zip_longest(*sides, fillvalue=Text()):
            space = " " * (width - old.cell_len)
            lines.append(Text.assemble(old, space, (_BETWEEN, "dim"), new))
        return self._beside("", lines, "")

    def redline(self, redline: Redline) -> Text:
        """The words of `redline` with their marks: colours, or brackets in plain text."""
        text = Text()
        before: Op | None = None
        spaced = False
        for span in redline:
            words = visible(span.text)
            if self.colour and before is Op.DELETE and span.op is Op.INSERT and not spaced:
                # Colour alone does not part “30” from “60”.
                text.append(" ")
            self._append(text, span.op, words)
            # Not asked of `text`, which would be put together anew each time.
            before, spaced = span.op, words[-1:].isspace() if words else spaced
        return text

    def _append(self, text: Text, op: Op, words: str) -> None:
        """Add `words` with the marks of `op`, the spaces around them left outside."""
        bare = words.strip()
        if op is Op.KEEP or not bare:
            text.append(words)
            return
        opening, closing = ("", "") if self.colour else _MARKS[op]
        lead, trail = words[: words.index(bare)], words[words.index(bare) + len(bare) :]
        text.append(lead).append(f"{opening}{bare}{closing}", _STYLES[op]).append(trail)

    def _beside(self, label: str, lines: list[Text], style: str) -> Self:
        if self._indent < GUTTER and label:
            self._lines.append(_styled(label, style or "dim"))
            label = ""
        for line in lines or [Text()]:
            gutter = _styled(label, style or "dim")
            space = " " * (self._indent - gutter.cell_len)
            self._lines.append(Text.assemble(gutter, space, line))
            label = ""
        return self

    def _wrapped(self, text: Text, width: int) -> list[Text]:
        return list(text.wrap(self._console, max(width, 1), overflow="fold"))

    def __str__(self) -> str:
        """The memo, without trailing spaces, ending in a line end."""
        for line in self._lines:
            line.rstrip()
        with self._console.capture() as captured:
            self._console.print(Text("\n").join(self._lines), soft_wrap=True)
        return captured.get()


def _styled(text: str | Text, style: str) -> Text:
    """`text` as rich text; a string is made safe to print."""
    return Text(visible(text), style) if isinstance(text, str) else text
