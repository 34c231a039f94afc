"""A comparison as the paragraphs and tables of one Word file, changes marked.

Plain values, no XML. Accepting everything leaves the new version's clauses,
one paragraph each; rejecting everything leaves the old one's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazette.model.comparison import NEW_OPS, OLD_OPS, Op
from gazette.render.docx.atoms import Sort
from gazette.render.docx.bookmarks import bookmarks_of
from gazette.render.docx.endings import with_endings
from gazette.render.docx.flow import Cell, Flow, Paragraph, Piece, Row, Table
from gazette.render.docx.moves import name_moves
from gazette.render.docx.numbering import Numbering
from gazette.render.docx.pieces import one_sided, one_sided_op, shared
from gazette.render.docx.shapes import shape_of
from gazette.render.docx.steps import Group, Step, cell_of, gather, steps_of, table_of
from gazette.render.docx.tables import cells_of, rows_of, span_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gazette.model.comparison import Comparison
    from gazette.model.document import Clause


@dataclass(frozen=True, slots=True)
class Plan:
    """The body of the file, and the numberings that its paragraphs refer to."""

    flow: tuple[Flow, ...]
    numbering: Numbering


def plan_redline(comparison: Comparison) -> Plan:
    """Lay out `comparison`. Raises RedlineError where a redline misquotes its versions."""
    steps = steps_of(comparison)
    planner = _Planner(Numbering.of(steps, comparison.old.clauses, comparison.new.clauses))
    flow: list[Flow] = []
    for unit in gather(steps, table_of):
        flow.extend([planner.table(unit)] if isinstance(unit, Group) else planner.step(unit))
    return Plan(name_moves(with_endings(flow)), planner.numbering)


@dataclass(frozen=True, slots=True)
class _Planner:
    """Lays out steps; `numbering` counts the list items of both versions."""

    numbering: Numbering

    def step(self, step: Step) -> Iterator[Paragraph]:
        """The paragraphs of one step outside tables, or within one cell."""
        if step.both:
            yield from self._shared(step)
            return
        # Each clause that comes or goes takes its paragraph mark with it.
        side = 0 if step.old else 1
        move = step.change.id if step.moved and step.change else ""
        for clause, pieces in zip(step.old or step.new, one_sided(step, side), strict=True):
            yield Paragraph(
                pieces,
                one_sided_op(side, moved=step.moved),
                shape_of(clause, side, self.numbering),
                bookmarks=bookmarks_of(*((clause, None) if step.old else (None, clause))),
                move=move,
            )

    def _shared(self, step: Step) -> Iterator[Paragraph]:
        """The paragraphs of clauses that stand in both versions.

        Where one clause became several, or several one, only the paragraph
        marks between them are inserted or deleted. A mark that goes takes the
        shape of its paragraph along, so each carries both.
        """
        shapes = [
            [shape_of(clause, side, self.numbering) for clause in clauses]
            for side, clauses in enumerate((step.old, step.new))
        ]
        i = j = 0
        ahead: tuple[Clause | None, Clause | None] = step.old[0], step.new[0]
        pieces: list[Piece] = []
        for piece in (*shared(step), Piece(Op.KEEP, Sort.END, "")):
            if piece.sort is not Sort.END:
                pieces.append(piece)
                continue
            shape, was = shapes[1][j], shapes[0][i]
            yield Paragraph(
                tuple(pieces),
                piece.op,
                shape,
                was if was != shape else None,
                bookmarks=bookmarks_of(*ahead),
            )
            pieces = []
            i += piece.op in OLD_OPS
            j += piece.op in NEW_OPS
            # Each clause is named once, where it begins.
            ahead = (
                step.old[i] if piece.op in OLD_OPS and i < len(step.old) else None,
                step.new[j] if piece.op in NEW_OPS and j < len(step.new) else None,
            )

    def table(self, group: Group) -> Table:
        """One table: rows that are kept, deleted or inserted whole."""
        return Table(
            tuple(
                Row(row.op, tuple(self._cell(steps, row.op) for steps in cells_of(row)))
                for row in rows_of(group)
            )
        )

    def _cell(self, steps: Sequence[Step], op: Op) -> Cell:
        """One cell and its paragraphs."""
        paragraphs: list[Paragraph] = [p for step in steps for p in self.step(step)]
        # A cell's last paragraph cannot go; in a row that goes whole, all do.
        if op is Op.KEEP:
            paragraphs = [p for p in with_endings(paragraphs) if isinstance(p, Paragraph)]
        cell = cell_of((steps[0].new or steps[0].old)[0])
        return Cell(tuple(paragraphs), span_of(cell), bool(cell and cell.tag == "th"))
