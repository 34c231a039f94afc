"""A document as nested blocks for the template of a PDF, told in JSON.

Each is `{"kind": ...}` with what the kind needs; `templates/pdf/version.typ`
draws them. The clauses carry the elements around them, so the nesting of the
page is read off them: what lies in the same element has its serial number.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from gazette.model.document import ClauseKind
from gazette.publish.outline import has_title
from gazette.render.pdf.grid import placed
from gazette.render.pdf.runs import Links, runs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gazette.model.document import Block, Clause, Document
    from gazette.render.json import Json

    Clauses = Sequence[Clause]
    Node = dict[str, Json]

DEEPEST = 6
NARROWEST = 24
"""Elements within elements that are set apart: deeper ones have no width left on a page."""
_ALIGNED = re.compile(r"text-align:\s*(right|center)")


def blocks_of(document: Document, *, page: str) -> list[Json]:
    """The blocks of `document` below its own title; `page` is the address of its page."""
    links = Links.of(document, page=page)
    clauses = document.clauses[1:] if has_title(document) else document.clauses
    nodes = list(_Tree(links).blocks(clauses, 0))
    _close_ranks(nodes)
    return [*nodes]


def _close_ranks(nodes: list[Node]) -> None:
    """Number the levels of headings from 1 without a gap, as PDF/UA asks."""
    open_levels: list[int] = []
    for heading in _headings(nodes):
        level = int(str(heading["level"]))
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        heading["level"] = min(len(open_levels), DEEPEST)


def _headings(nodes: list[Node]) -> Iterator[Node]:
    """The headings among `nodes` and in them, in reading order."""
    for node in nodes:
        if node["kind"] == "heading":
            yield node
        for part in ("items", "children", "cells"):
            inner = node.get(part)
            if isinstance(inner, list):
                yield from _headings([each for each in inner if isinstance(each, dict)])


class _Tree:
    """Puts clauses back into the elements that they came from."""

    def __init__(self, links: Links) -> None:
        self._links = links

    def blocks(self, clauses: Clauses, depth: int) -> Iterator[Node]:
        """The blocks that `clauses` make inside of the same `depth` elements."""
        for block, members in _inside(clauses, depth):
            if block is None:
                yield from (self._leaf(each) for each in members)
            else:
                yield from self._block(block, members, depth + 1)

    def _block(self, block: Block, members: Clauses, depth: int) -> Iterator[Node]:
        """One element; `depth` is that of what it holds."""
        if depth > NARROWEST:
            yield from self.blocks(members, depth)
        elif block.tag in ("ul", "ol"):
            yield {
                "kind": "list",
                "ordered": block.tag == "ol",
                "items": [self._item(each, depth + 1) for _, each in _inside(members, depth)],
            }
        elif block.tag == "table":
            yield from self._table(members, depth)
        elif block.tag == "blockquote":
            yield {"kind": "quote", "children": [*self.blocks(members, depth)]}
        elif block.tag == "dd":
            yield {"kind": "definition", "children": [*self.blocks(members, depth)]}
        else:
            yield from self.blocks(members, depth)

    def _leaf(self, clause: Clause) -> Node:
        """A clause by itself."""
        if clause.kind is ClauseKind.RULE:
            return {"kind": "rule"}
        if clause.kind is ClauseKind.CODE:
            return {"kind": "code", "text": clause.text}
        kind = "paragraph"
        if clause.kind in (ClauseKind.HEADING, ClauseKind.TERM):
            kind = str(clause.kind)
        anchor = clause.id if clause.id in self._links.targets else ""
        runs = runs_of(clause, self._links)
        return {"kind": kind, "level": clause.level, "id": anchor, "runs": runs}

    def _item(self, members: Clauses, depth: int) -> Node:
        """An item of a list, with the number that the list gives it."""
        first = members[0]
        own = len(first.blocks) >= depth and first.kind is ClauseKind.ITEM
        number = first.number if own else ""
        return {"kind": "item", "number": number, "children": [*self.blocks(members, depth)]}

    def _table(self, members: Clauses, depth: int) -> Iterator[Node]:
        """A table below its caption."""
        rows: list[tuple[bool, list[tuple[Block, Clauses]]]] = []
        for block, inner in _inside(members, depth):
            if block is None or block.tag not in ("tr", "thead", "tbody", "tfoot"):
                yield from self.blocks(inner, depth + 1)
                continue
            lines = [(block, inner)] if block.tag == "tr" else _within(inner, depth + 1)
            level = depth + 1 if block.tag == "tr" else depth + 2
            for _, line in lines:
                cells = _within(line, level)
                heads = block.tag == "thead" or all(cell.tag == "th" for cell, _ in cells)
                rows.append((heads, [(cell, each) for cell, each in cells]))
        if rows:
            yield self._grid(rows)

    def _grid(self, rows: Sequence[tuple[bool, Sequence[tuple[Block, Clauses]]]]) -> Node:
        """The cells of a table, each with its place; the first rows of headers repeat."""
        places = placed([[cell for cell, _ in cells] for _, cells in rows])
        heads = next((n for n, (head, _) in enumerate(rows) if not head), len(rows))
        # A cell that reaches out of the header would tear the table apart.
        reaching = (p.y + p.height for row in places[:heads] for p in row)
        heads = heads if heads < len(rows) and max(reaching, default=0) <= heads else 0
        cells: list[Json] = [
            {
                "kind": "cell",
                "x": place.x,
                "y": place.y,
                "width": place.width,
                "height": place.height,
                "align": _alignment(cell),
                "head": cell.tag == "th",
                "children": [*self.blocks(inner, _depth(inner, cell))],
            }
            for row, (_, line) in zip(places, rows, strict=True)
            for place, (cell, inner) in zip(row, line, strict=True)
        ]
        columns = max((p.x + p.width for row in places for p in row), default=1)
        # What is repeated on the next page is no part of the text, where links may not be.
        header = (clause for _, line in rows[:heads] for _, inner in line for clause in inner)
        repeat = not any(mark.target for clause in header for mark in clause.marks)
        counts: Node = {"columns": columns, "heads": heads, "repeat": repeat}
        return {"kind": "table", **counts, "cells": cells}


def _inside(clauses: Clauses, depth: int) -> Iterator[tuple[Block | None, list[Clause]]]:
    """`clauses` by the element at `depth` that they lie in; None where they end there."""

    def element(clause: Clause) -> Block | None:
        # A leaf's own element, such as `p` or `h2`, is what the clause is.
        leaf = len(clause.blocks) - 1 if _is_own(clause) else len(clause.blocks)
        return clause.blocks[depth] if depth < leaf else None

    for block, members in groupby(clauses, key=element):
        yield block, list(members)


def _within(clauses: Clauses, depth: int) -> list[tuple[Block, Clauses]]:
    """`clauses` by the element at `depth`, whatever it is."""
    grouped = groupby(clauses, key=lambda each: each.blocks[depth])
    return [(block, list(members)) for block, members in grouped]


def _is_own(clause: Clause) -> bool:
    """Whether the clause's last element says no more than the clause's kind does."""
    last = clause.blocks[-1].tag if clause.blocks else ""
    return last in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr", "dt")


def _depth(clauses: Clauses, cell: Block) -> int:
    """The depth of what lies in `cell`."""
    return clauses[0].blocks.index(cell) + 1


def _alignment(cell: Block) -> str:
    """How a cell's text is set."""
    found = _ALIGNED.search(dict(cell.attributes).get("style", ""))
    return {"right": "end", "center": "center"}[found[1]] if found else "start"
