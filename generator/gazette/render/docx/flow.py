"""The body of a Word file as plain values: what is kept, deleted, inserted or moved."""

from __future__ import annotations

from dataclasses import dataclass

from gazette.model.comparison import Op
from gazette.render.docx.atoms import PLAIN, Look, Sort
from gazette.render.docx.shapes import SPACER, Shape


@dataclass(frozen=True, slots=True)
class Piece:
    """A run: one operation, one look. `was` is how kept text looked before."""

    op: Op
    sort: Sort
    text: str
    look: Look = PLAIN
    was: Look | None = None
    target: str = ""
    move: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs and the mark that ends them. `was` is its shape before, where it differs.

    `move` names the move that the whole paragraph is an end of.
    """

    pieces: tuple[Piece, ...]
    mark: Op
    shape: Shape
    was: Shape | None = None
    bookmarks: tuple[str, ...] = ()
    move: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `span` is the number of columns it takes."""

    paragraphs: tuple[Paragraph, ...]
    span: int = 1
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A table row that is kept, deleted or inserted as a whole."""

    op: Op
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one or both versions."""

    rows: tuple[Row, ...]


Flow = Paragraph | Table
EMPTY = Paragraph((), Op.KEEP, SPACER)
"""An empty line of no height, the same in both versions."""


def paragraphs_of(item: Flow) -> tuple[Paragraph, ...]:
    """The paragraphs of `item`, those in cells included, in reading order."""
    if isinstance(item, Paragraph):
        return (item,)
    return tuple(p for row in item.rows for cell in row.cells for p in cell.paragraphs)
