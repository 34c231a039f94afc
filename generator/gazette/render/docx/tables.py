"""The rows and cells of a table that stands in one or both versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazette.model.comparison import Op
from gazette.render.docx.steps import Group, Step, apart, cell_of, gather, row_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gazette.model.document import Block, Clause

_MOST_COLUMNS = 63


def rows_of(table: Group) -> tuple[Group, ...]:
    """The rows of `table`. One is kept only where its cells are as many and as wide."""
    old, new = (_layouts(table.steps, side) for side in (0, 1))
    rows = gather(table.steps, row_of, fits=lambda here, there: old[here] == new[there])
    return tuple(row for row in rows if isinstance(row, Group))


def cells_of(row: Group) -> tuple[tuple[Step, ...], ...]:
    """The steps of each cell of `row`; in a kept row cells are matched by column."""
    columns = [_columns(row.steps, side) for side in (0, 1)]
    held: dict[int, list[Step]] = {}
    for step in _in_columns(row.steps, columns):
        side = 0 if step.old else 1
        held.setdefault(_column(_side(step, side)[0], columns[side]), []).append(step)
    return tuple(_exchanged(held[column], row.op) for column in sorted(held))


def span_of(cell: Block | None) -> int:
    """The number of columns that `cell` takes."""
    span = dict(cell.attributes).get("colspan", "") if cell else ""
    count = int(span) if span.isascii() and span.isdecimal() and len(span) <= 4 else 1  # noqa: PLR2004 - HTML ends at 1000
    return min(max(count, 1), _MOST_COLUMNS)


def _exchanged(steps: list[Step], op: Op) -> tuple[Step, ...]:
    """`steps`, or one step where a cell's one text gave way to another."""
    olds = [clause for step in steps for clause in step.old]
    news = [clause for step in steps for clause in step.new]
    if op is Op.KEEP and len(steps) > 1 and len(olds) == len(news) == 1:
        return (Step((olds[0],), (news[0],)),)
    return tuple(steps)


def _in_columns(steps: Sequence[Step], columns: Sequence[dict[int, int]]) -> Iterator[Step]:
    """`steps`, taken apart where one ties two columns together."""
    for step in steps:
        places = {_column(clause, columns[side]) for side in (0, 1) for clause in _side(step, side)}
        yield from (step,) if len(places) == 1 else apart(step)


def _side(step: Step, side: int) -> tuple[Clause, ...]:
    return step.new if side else step.old


def _columns(steps: Sequence[Step], side: int) -> dict[int, int]:
    """The column of each cell of one version of a row, by the cell's serial."""
    cells = (cell_of(clause) for step in steps for clause in _side(step, side))
    return {serial: n for n, serial in enumerate(dict.fromkeys(c.serial for c in cells if c))}


def _column(clause: Clause, columns: dict[int, int]) -> int:
    cell = cell_of(clause)
    return columns[cell.serial] if cell else 0


def _layouts(steps: Sequence[Step], side: int) -> dict[int, tuple[int, ...]]:
    """The widths of the cells of each row of one version, by the row's serial."""
    rows: dict[int, dict[int, int]] = {}
    for clause in (clause for step in steps for clause in _side(step, side)):
        cell, row = cell_of(clause), row_of(clause)
        if cell and row is not None:
            rows.setdefault(row, {})[cell.serial] = span_of(cell)
    return {row: tuple(cells.values()) for row, cells in rows.items()}
