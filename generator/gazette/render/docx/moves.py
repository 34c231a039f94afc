"""Passages that moved within or between paragraphs, each tied to its other end.

A comparison's spans say that words moved away or arrived, not which belong
together. Equal words do, in reading order. An end whose other end was not
found is a plain deletion or insertion: Word rejects a move with one end.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from gazette.model.comparison import Op
from gazette.render.docx.flow import Flow, Paragraph, Piece, Table, paragraphs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_PLAIN = {Op.MOVED_AWAY: Op.DELETE, Op.MOVED_HERE: Op.INSERT}


def name_moves(flow: Sequence[Flow]) -> tuple[Flow, ...]:
    """`flow` with a name on each moved passage that has both its ends."""
    paragraphs = [p for item in flow for p in paragraphs_of(item)]
    passages = [passage for p in paragraphs for passage in _passages(p) if _is_loose(passage)]
    if not passages:
        return tuple(flow)
    names = iter(_names(passages))
    return tuple(_each(item, lambda p: _named(p, names)) for item in flow)


def _names(passages: Sequence[Sequence[Piece]]) -> list[str]:
    """The name of each passage, "" for one without another end."""
    ends: dict[tuple[Op, str], list[int]] = defaultdict(list)
    for place, passage in enumerate(passages):
        words = "".join("".join(piece.text for piece in passage).split())
        ends[passage[0].op, words].append(place)
    names = [""] * len(passages)
    for (op, words), places in ends.items():
        if op is Op.MOVED_AWAY:
            arrivals = ends.get((Op.MOVED_HERE, words), [])
            for away, here in zip(places, arrivals, strict=False):
                names[away] = names[here] = f"passage {away}"
    return names


def _named(paragraph: Paragraph, names: Iterator[str]) -> Paragraph:
    """`paragraph` with the next names on its moved passages."""
    pieces: list[Piece] = []
    for passage in _passages(paragraph):
        if not _is_loose(passage):
            pieces.extend(passage)
        elif name := next(names):
            pieces.extend(replace(piece, move=name) for piece in passage)
        else:
            pieces.extend(replace(piece, op=_PLAIN[piece.op]) for piece in passage)
    return replace(paragraph, pieces=tuple(pieces))


def _passages(paragraph: Paragraph) -> Iterator[tuple[Piece, ...]]:
    """The runs of neighbouring pieces with one operation in one move."""
    for _, passage in groupby(paragraph.pieces, key=lambda piece: (piece.op, piece.move)):
        yield tuple(passage)


def _is_loose(passage: Sequence[Piece]) -> bool:
    return passage[0].op in _PLAIN and not passage[0].move


def _each(item: Flow, change: Callable[[Paragraph], Paragraph]) -> Flow:
    """`item` with `change` made to each of its paragraphs, in reading order."""
    if isinstance(item, Paragraph):
        return change(item)
    rows = (
        replace(
            row,
            cells=tuple(
                replace(cell, paragraphs=tuple(map(change, cell.paragraphs))) for cell in row.cells
            ),
        )
        for row in item.rows
    )
    return Table(tuple(rows))
