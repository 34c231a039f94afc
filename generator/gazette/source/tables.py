"""Which cell of a table is being read, and what its column is called."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_WIDEST = 1000
"""HTML's own limit on `colspan`."""


@dataclass(slots=True)
class Table:
    """The table being read. `name` is its place: `cookies/t1`."""

    name: str
    row: int = 0
    cell: int = 0
    column: int = 0
    _headers: dict[int, str] = field(default_factory=dict)
    _next_column: int = 0

    def begin_row(self) -> None:
        """Go to the next row."""
        self.row += 1
        self.cell = self._next_column = 0

    def begin_cell(self, element: _Element) -> str:
        """Go to the next cell; returns its column's header, if it has one."""
        self.cell += 1
        self.column = self._next_column
        span = element.get("colspan") or ""
        width = int(span) if span.isascii() and span.isdigit() and len(span) <= 4 else 1  # noqa: PLR2004 - four digits hold _WIDEST
        self._next_column += min(max(width, 1), _WIDEST)
        return "" if element.tag == "th" else self._headers.get(self.column, "")

    def name_column(self, text: str) -> None:
        """Take `text` as the header of the current column, the first one winning."""
        self._headers.setdefault(self.column, text)

    @property
    def place(self) -> str:
        """The current cell's place: `cookies/t1r2c3`."""
        return f"{self.name}r{self.row}c{self.cell}"
