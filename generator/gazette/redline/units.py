"""What alignment works on: a clause, or all the cells of one table row.

A row is aligned whole, so that a column of "Yes" and "No" is not matched
across rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from gazette.model.document import Block, Clause, ClauseKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazette.redline.tokens import Tokens, Vocabulary

_WITH_STOP = re.compile(
    r"(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlc]{1,6}|[IVXLC]{1,6})[.)]"
    r"|(?i:section|article|clause|part|annex|schedule|chapter)\s+[\dIVXLC.]+\s?[.:)–—-]?|§+\s?[\d.]+)\s+"
)
_STOP_WITHIN = 8
"""Characters of a text in which such a number has its first full stop or bracket, if any."""
_WORDS_BEGIN = frozenset("sSaAcCpP§")
"""How the words begin that may stand before a number."""
RUNNING = (ClauseKind.PARAGRAPH, ClauseKind.ITEM, ClauseKind.DEFINITION)
"""Clauses of running text, which may be divided or joined."""
# Kinds that are asked for often: to look one up in its class takes a call (before Python 3.12).
_CELL, _CODE, _HEADING = ClauseKind.CELL, ClauseKind.CODE, ClauseKind.HEADING
_IN_HEADING = re.compile(r"\d{1,3}(?:\.\d{1,3})+\s+")


class Unit(NamedTuple):
    """One unit of one document.

    `key` is equal for units that say the same: the text without the number it
    begins with, or what an empty clause is. `first` is the place of its first
    clause in the document, `kind` that clause's.
    """

    clauses: tuple[Clause, ...]
    first: int
    text: str
    key: str
    kind: ClauseKind

    @property
    def is_row(self) -> bool:
        """Whether this is a table row."""
        return self.kind is _CELL

    @property
    def is_heading(self) -> bool:
        """Whether this is a heading."""
        return self.kind is _HEADING

    @property
    def name(self) -> str:
        """What its author calls it: its explicit id, or a row's first cell; else ""."""
        if self.is_row:
            return self.clauses[0].text
        given = self.clauses[0].id
        return "" if "/" in given or given.startswith(("fn:", "fnref")) else given


def split_number(clause: Clause) -> tuple[str, str]:
    """The number that a clause's text begins with, as typed, and the rest."""
    return split_typed(clause.text, heading=clause.kind is _HEADING)


def split_typed(text: str, *, heading: bool) -> tuple[str, str]:
    """The number that `text` begins with, as typed, and the rest."""
    # Few clauses begin with a number, and to see that none does is quick.
    head = text[:_STOP_WITHIN]
    found = None
    if "." in head or ")" in head or head[:1] in _WORDS_BEGIN:
        found = _WITH_STOP.match(text)
    if not found and heading:
        found = _IN_HEADING.match(text)
    if not found or found.end() == len(text):
        return "", text
    return text[: found.end()], text[found.end() :]


def units_of(clauses: Sequence[Clause], start: int, stop: int) -> list[Unit]:
    """The units of `clauses[start:stop]`, in reading order."""
    units: list[Unit] = []
    while start < stop:
        clause = clauses[start]
        row = row_of(clause) if clause.kind is _CELL else None
        end = start + 1
        while row and end < stop and row_of(clauses[end]) is row:
            end += 1
        units.append(
            _single(clause, start) if end == start + 1 else _row(tuple(clauses[start:end]), start)
        )
        start = end
    return units


def cells_of(row: Unit) -> list[Unit]:
    """The clauses of a row as units of their own."""
    return [_single(clause, row.first + at) for at, clause in enumerate(row.clauses)]


def _single(clause: Clause, first: int) -> Unit:
    text = clause.text
    if not text or text.isspace():
        key = _wordless((clause,))
    elif clause.kind is _CODE:
        key = " ".join(text.split())
    else:
        key = split_number(clause)[1]
    return Unit((clause,), first, text, key, clause.kind)


def _row(cells: tuple[Clause, ...], first: int) -> Unit:
    text = " ".join([cell.text for cell in cells])
    key = text if text.strip() else _wordless(cells)
    return Unit(cells, first, text, key, cells[0].kind)


def _wordless(clauses: tuple[Clause, ...]) -> str:
    """The key of clauses without words: what they are, and the pictures in them."""
    pictures = [(m.tag, m.target, m.title) for c in clauses for m in c.marks]
    return f"\0{clauses[0].kind} {len(clauses)} {pictures}"


def row_of(clause: Clause) -> Block | None:
    """The innermost table row that a clause lies in."""
    if clause.kind is _CELL:
        for block in reversed(clause.blocks):
            if block.tag == "tr":
                return block
    return None


@dataclass(slots=True)
class Side:
    """One document's units, with their tokens made when they are asked for."""

    units: list[Unit]
    vocabulary: Vocabulary
    free: list[bool] = field(init=False)
    _tokens: dict[int, Tokens] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.free = [True] * len(self.units)

    def tokens(self, at: int) -> Tokens:
        """The tokens of one unit."""
        found = self._tokens.get(at)
        if found is None:
            found = self._tokens[at] = self.vocabulary.tokens(self.units[at].text)
        return found

    def code(self, at: int) -> str:
        """The tokens of one unit as characters."""
        return self.tokens(at).code

    def words(self, at: int) -> int:
        """About how many words one unit has; cheap."""
        text = self.units[at].text
        return text.count(" ") + 1 if text else 0
