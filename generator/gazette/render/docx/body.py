"""A plan as WordprocessingML: what stands in the body of `word/document.xml`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gazette.render.docx.flow import Cell, Flow, Paragraph, Row, Table
from gazette.render.docx.runs import write_runs
from gazette.render.docx.shapes import Style
from gazette.render.docx.xml import element

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazette.render.docx.marks import Marks

TEXT_WIDTH = 9354
"""Twentieths of a point between the margins."""
_NARROWEST, _WIDEST = 8, 60
"""Characters within which a column's width follows its longest cell."""


@dataclass(frozen=True, slots=True)
class BodyWriter:
    """Writes the body and notes the styles that it uses."""

    marks: Marks
    styles: dict[str, Style] = field(default_factory=dict)

    def body(self, flow: Sequence[Flow]) -> str:
        """The children of Word's `body`, without its section."""
        return "".join(
            self._table(item) if isinstance(item, Table) else self._paragraph(item) for item in flow
        )

    def _paragraph(self, paragraph: Paragraph) -> str:
        properties = self._properties(paragraph)
        start, end = self.marks.move(paragraph.mark, paragraph.move) if paragraph.move else ("", "")
        runs = write_runs(paragraph.pieces, self.marks, within=paragraph.move)
        for name in paragraph.bookmarks:
            runs = self.marks.bookmark(name, runs)
        # The end stands behind the paragraph, so that its mark moves as well.
        return f"<w:p>{properties}{start}{runs}</w:p>{end}"

    def _properties(self, paragraph: Paragraph) -> str:
        """The paragraph's `pPr`: its shape, its mark, and its shape before."""
        shape, was = paragraph.shape, paragraph.was
        self.styles[shape.style.id] = shape.style
        inner = shape.xml()
        if mark := self.marks.sign(paragraph.mark):
            inner += f"<w:rPr>{mark}</w:rPr>"
        if was:
            self.styles[was.style.id] = was.style
            before = f"<w:pPr>{was.xml()}</w:pPr>"
            inner += f"<w:pPrChange {self.marks.stamped()}>{before}</w:pPrChange>"
        return f"<w:pPr>{inner}</w:pPr>" if inner else ""

    def _table(self, table: Table) -> str:
        widths = _widths(table)
        return element(
            "tbl",
            element(
                "tblPr",
                element("tblStyle", val="PolicyTable"),
                element("tblW", w=5000, type="pct"),
                _look(table),
            ),
            element("tblGrid", *(element("gridCol", w=width) for width in widths)),
            *(self._row(row, widths) for row in table.rows),
        )

    def _row(self, row: Row, widths: Sequence[int]) -> str:
        heading = all(cell.heading for cell in row.cells)
        properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if heading else "")
        cells = []
        column = 0
        for cell in row.cells:
            cells.append(self._cell(cell, sum(widths[column : column + cell.span])))
            column += cell.span
        return element("tr", element("trPr", properties, self.marks.sign(row.op)), *cells)

    def _cell(self, cell: Cell, width: int) -> str:
        span = element("gridSpan", val=cell.span) if cell.span > 1 else ""
        return element(
            "tc",
            element("tcPr", element("tcW", w=width, type="dxa"), span),
            *(self._paragraph(paragraph) for paragraph in cell.paragraphs),
        )


def _look(table: Table) -> str:
    """Which parts of the table's style apply: that of the first row, if it is a header."""
    heads = all(cell.heading for cell in table.rows[0].cells)
    return element("tblLook", val="0420" if heads else "0400", firstRow=int(heads), noVBand=1)


def _widths(table: Table) -> list[int]:
    """The width of each column: the more it has to say, the wider."""
    longest: dict[int, int] = {}
    for row in table.rows:
        column = 0
        for cell in row.cells:
            length = max(sum(len(piece.text) for piece in p.pieces) for p in cell.paragraphs)
            for place in range(column, column + cell.span):
                share = min(max(length // cell.span, _NARROWEST), _WIDEST)
                longest[place] = max(longest.get(place, 0), share)
            column += cell.span
    whole = sum(longest.values())
    return [TEXT_WIDTH * longest[place] // whole for place in sorted(longest)]
