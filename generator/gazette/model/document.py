"""A policy text as a visitor reads it: clauses in reading order.

A document is a flat tuple of clauses. Each clause carries the block elements
that enclose it, every element with a serial number, so the tree of the page
can be rebuilt exactly: two clauses lie in the same list when they share the
same `Block`. A flat sequence is what alignment, redlines and search need; the
tree is what a renderer needs; this is both.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class ClauseKind(StrEnum):
    """What a clause is on the page."""

    HEADING = "heading"
    """A heading of any level (`Clause.level`)."""
    PARAGRAPH = "paragraph"
    """Running text, also inside a quotation or a list item after its first line."""
    ITEM = "item"
    """The text of a list item: its first paragraph."""
    CELL = "cell"
    """One cell of a table, header cells included."""
    TERM = "term"
    """A defined term of a definition list."""
    DEFINITION = "definition"
    """The definition of such a term."""
    CODE = "code"
    """A preformatted block."""
    RULE = "rule"
    """A thematic break; it has no text."""


class Mark(NamedTuple):
    """Inline mark-up over `text[start:end]` of a clause.

    `tag` is the HTML element (`a`, `em`, `strong`, `code`, `img`, `br`, ...),
    `target` its `href` or `src`, `title` its `title` or, for an image, its
    alternative text. Images and line breaks have `start == end`.
    """

    start: int
    end: int
    tag: str
    target: str = ""
    title: str = ""


Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One block element that encloses a clause.

    `serial` numbers the document's block elements in reading order from 0;
    `attributes` holds what is kept of them, such as `("start", "3")`.
    """

    tag: str
    serial: int
    attributes: Attributes = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest addressable unit of text.

    `id` is stable within a version: the enclosing heading's id and the place
    below it (`data-retention/p2`), or an explicit id. `text` is what is seen,
    white space folded, without mark-up and without the numbers that a list
    makes; those are in `number` ("3.", "b."). `blocks` runs from the outermost
    element to the clause's own; `path` is the same without serials, equal where
    clauses of two documents stand in the same surroundings. `headings` are the
    texts of the headings above it, outermost first, its own not included.
    `lead` is the text that introduces it: the sentence before its list, or its
    table column's header.
    `line` is where it starts in the source file, counted from 1.
    """

    id: str
    kind: ClauseKind
    text: str
    line: int
    level: int = 0
    number: str = ""
    marks: tuple[Mark, ...] = ()
    blocks: tuple[Block, ...] = ()
    headings: tuple[str, ...] = ()
    section: str = ""
    lead: str = ""
    path: tuple[tuple[str, Attributes], ...] = ()

    @property
    def heading(self) -> str:
        """The nearest heading: its own text for a heading, or the one above."""
        if self.kind is ClauseKind.HEADING:
            return self.text
        return self.headings[-1] if self.headings else ""


@dataclass(frozen=True, slots=True)
class Document:
    """A text: its clauses in reading order, and its body as sanitised HTML.

    `html` is the very HTML that the clauses were read from, so what is
    compared is what is shown.
    """

    clauses: tuple[Clause, ...]
    html: str = ""

    @property
    def text(self) -> str:
        """All that a visitor reads, one clause a line."""
        return "\n".join([clause.text for clause in self.clauses if clause.text])
