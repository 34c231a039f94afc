"""Which paragraph marks carry an insertion or deletion, so that one always stays.

A mark that goes joins its words to the next paragraph. So the last paragraph
before a table, in a cell or in the file cannot lose its mark: the words that
come after "A" at an end are tracked as Word itself does it, from A's mark on,
and their own last mark stays and takes the place of A's.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from gazette.model.comparison import Op
from gazette.render.docx.flow import EMPTY, Flow, Paragraph, Piece, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAIN = {Op.MOVED_AWAY: Op.DELETE, Op.MOVED_HERE: Op.INSERT}


def with_endings(flow: Sequence[Flow]) -> list[Flow]:
    """`flow` with a mark that stays before every table and at the end.

    Where no paragraph can give its mark, and between two tables, which Word
    would join, stands an empty line that both versions have.
    """
    ended = _handed_back(flow)
    spaced: list[Flow] = []
    for item, after in pairwise([*ended, None]):
        if item is not None:
            spaced.append(item)
        if not isinstance(after, Paragraph) and not _stays(item):
            spaced.append(EMPTY)
    return spaced or [EMPTY]


def _handed_back(flow: Sequence[Flow]) -> list[Flow]:
    """`flow` with the marks of what comes or goes at an end handed to what it follows.

    The same for what comes right after words that come: LibreOffice takes
    both for one insertion, and on rejecting it loses the mark between them.
    """
    ended: list[Flow] = []
    runs = [(op, list(run)) for op, run in groupby(flow, key=_fate)]
    for (op, run), (_, following) in pairwise([*runs, (None, [])]):
        before, last = (ended[-1] if ended else None), run[-1]
        at_end = not (following and isinstance(following[0], Paragraph))
        if op and isinstance(before, Paragraph) and isinstance(last, Paragraph) and _stays(before):
            extends = op is Op.INSERT and before.pieces and _settled(before.pieces[-1]) is op
            if at_end or extends:
                ended[-1] = replace(before, mark=op)
                run[-1] = _in_place_of(before, last)
        ended.extend(run)
    return ended


def _in_place_of(before: Paragraph, last: Paragraph) -> Paragraph:
    """`last` with a mark that stays: the one of `before` once either side is settled."""
    if last.mark is Op.INSERT:
        shape, was = last.shape, before.was or before.shape
    else:
        shape, was = before.shape, last.shape
    return replace(last, mark=Op.KEEP, shape=shape, was=was if was != shape else None)


def _fate(item: Flow) -> Op | None:
    """What becomes of a paragraph that comes or goes with all its words, and does not move."""
    if isinstance(item, Table) or item.move or item.mark is Op.KEEP:
        return None
    return item.mark if all(_settled(piece) is item.mark for piece in item.pieces) else None


def _settled(piece: Piece) -> Op:
    """What becomes of a run here, wherever it moves to or comes from."""
    return _PLAIN.get(piece.op, piece.op)


def _stays(item: Flow | None) -> bool:
    return isinstance(item, Paragraph) and item.mark is Op.KEEP
