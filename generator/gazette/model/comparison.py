"""What changed between two documents, before anyone judges it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from gazette.model.document import Clause, Document
from gazette.model.note import Note


class Op(StrEnum):
    """What a segment of a redline is."""

    KEEP = "="
    DELETE = "-"
    INSERT = "+"
    MOVED_AWAY = "<"
    MOVED_HERE = ">"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with one operation. Its JSON form is `[op, text]`."""

    op: Op
    text: str


Redline = tuple[Span, ...]
"""Spans in reading order.

Taking `=`, `-`, `<` gives the old text; `=`, `+`, `>` gives the new; white
space between words is not significant.
"""

OLD_OPS = frozenset({Op.KEEP, Op.DELETE, Op.MOVED_AWAY})
NEW_OPS = frozenset({Op.KEEP, Op.INSERT, Op.MOVED_HERE})


class ChangeKind(StrEnum):
    """How an aligned clause differs."""

    EDITED = "edited"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    """Stands elsewhere; its words may be edited too."""
    SPLIT = "split"
    """One old clause became several."""
    MERGED = "merged"
    """Several old clauses became one."""
    RENUMBERED = "renumbered"
    """Only its number differs."""
    FORMATTING = "formatting"
    """Same words; mark-up, a link target, a level or a list type differs."""


@dataclass(frozen=True, slots=True)
class Change:
    """One aligned clause difference.

    `old` and `new` each hold the clauses concerned: none for an addition or a
    removal, several for a split or a merge, otherwise one. `redline` covers
    those clauses only. `notes` say in words what no redline shows, such as
    "heading level 2 → 3" or "link target a → b". `cause` is the id of the change
    that this one follows from, as renumberings follow from an inserted section.
    """

    id: str
    kind: ChangeKind
    old: tuple[Clause, ...]
    new: tuple[Clause, ...]
    redline: Redline
    notes: tuple[Note, ...] = ()
    cause: str = ""

    @property
    def old_text(self) -> str:
        """The old clauses' text, one a line."""
        return "\n".join(clause.text for clause in self.old)

    @property
    def new_text(self) -> str:
        """The new clauses' text, one a line."""
        return "\n".join(clause.text for clause in self.new)

    @property
    def clause(self) -> Clause:
        """The clause to point at: the new one, or the old one where it is gone."""
        return (self.new or self.old)[0]


class Pair(NamedTuple):
    """One step of the alignment in reading order: clauses and their change.

    `change` is None where the clauses are the same. A moved clause has two
    steps: one with only `old` where it was, one with only `new` where it is,
    both with the same change.
    """

    old: tuple[Clause, ...]
    new: tuple[Clause, ...]
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between two documents, in reading order."""

    old: Document
    new: Document
    changes: tuple[Change, ...]
    pairs: tuple[Pair, ...]
    redline: Redline

    def __bool__(self) -> bool:
        """Whether anything changed at all."""
        return bool(self.changes)
