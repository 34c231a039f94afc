"""Where the cells of an HTML table lie, as the HTML standard places them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazette.model.document import Block

WIDEST = 63
"""Columns drawn at most: a page holds no more."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell at column `x` of row `y`, counted from 0, over `width` columns and `height` rows."""

    x: int
    y: int
    width: int
    height: int


def placed(rows: Sequence[Sequence[Block]]) -> tuple[tuple[Placed, ...], ...]:
    """The place of each cell of each row; no two overlap, and none leaves the table."""
    taken: set[tuple[int, int]] = set()
    found = [_row(cells, y, taken, below=len(rows) - y) for y, cells in enumerate(rows)]
    # A column in which no cell begins shows nothing.
    columns = max((cell.x + 1 for row in found for cell in row), default=1)
    return tuple(
        tuple(replace(cell, width=min(cell.width, columns - cell.x)) for cell in row)
        for row in found
    )


def _row(
    cells: Sequence[Block], y: int, taken: set[tuple[int, int]], *, below: int
) -> tuple[Placed, ...]:
    """The places of one row's cells; adds them to `taken`."""
    found = []
    x = 0
    for cell in cells:
        while (x, y) in taken:
            x += 1
        width, height = span(cell, "colspan"), min(span(cell, "rowspan"), below)
        # A cell from above that reaches into this row cuts this one short.
        width = next((n for n in range(1, width) if (x + n, y) in taken), width)
        taken |= {(x + i, y + j) for i in range(width) for j in range(height)}
        found.append(Placed(x, y, width, height))
        x += width
    return tuple(found)


def span(cell: Block, name: str) -> int:
    """How many columns or rows `cell` asks for."""
    text = dict(cell.attributes).get(name, "")
    count = int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else 1  # noqa: PLR2004 - HTML ends at 1000
    return min(max(count, 1), WIDEST)
