"""A page's tree as a plain sequence of the blocks that Markdown knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazette.render.source.inline import pieces_of
from gazette.source.clauses import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from gazette.render.source.inline import Piece

HEADINGS = {f"h{level}": level for level in range(1, 7)}
_KNOWN = frozenset(("p", "ul", "ol", "dl", "blockquote", "pre", "table", "hr", *HEADINGS))
"""Any other block only groups what it holds."""
TEXT = ""
"""The tag of text that no paragraph holds, such as a list item's."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its element, or the loose text and elements between two of them."""

    tag: str
    element: _Element | None = None
    pieces: tuple[Piece, ...] = ()

    @property
    def identity(self) -> str:
        """Its id, if it has one."""
        return self.element.get("id") or "" if self.element is not None else ""


def flow(element: _Element) -> Iterator[Block]:
    """The blocks right inside `element`, in order; what only groups is opened."""
    loose: list[Piece] = []
    for piece in pieces_of(element):
        if isinstance(piece, str) or piece.tag not in BLOCKS:
            loose.append(piece)
            continue
        yield from _text(loose)
        loose = []
        if piece.tag in _KNOWN:
            yield Block(str(piece.tag), piece, tuple(pieces_of(piece)))
        else:
            yield from flow(piece)
    yield from _text(loose)


def _text(loose: list[Piece]) -> Iterator[Block]:
    """`loose` as a block, if it shows anything."""
    if any(not isinstance(piece, str) or piece.strip() for piece in loose):
        yield Block(TEXT, pieces=tuple(loose))
