"""The changed clauses of two versions, and how they are to be read for being compared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gazette.materiality.governing import plain
from gazette.materiality.statements import Statement, read_statements, sentences
from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.model.comparison import Change
    from gazette.model.document import Clause, Document

ELSEWHERE = "\n"
"""In the place of a heading: below one that the other version has not."""
_Pair = tuple["Change", Statement | None, Statement | None, bool]
_Place = tuple[int, str]
"""A side, and the id of a clause of it."""


@dataclass(slots=True)
class Layout:
    """How the changed clauses are read: `pairs` are statements that have found each other."""

    pairs: list[_Pair] = field(default_factory=list)
    entries: tuple[list[Clause], list[Clause]] = field(default_factory=lambda: ([], []))
    _read: dict[_Place, tuple[Statement, ...]] = field(default_factory=dict)

    def statements(self, change: Change) -> tuple[list[Statement], list[Statement]]:
        """The statements of a change that are left to be paired, before and after."""
        old, new = (
            [s for clause in clauses for s in self.of(side, clause)]
            for side, clauses in enumerate((change.old, change.new))
        )
        return old, new

    def of(self, side: int, clause: Clause) -> tuple[Statement, ...]:
        """What is left to be paired of a clause."""
        read = self._read.get((side, clause.id))
        return read_statements(clause) if read is None else read

    def read(self, side: int, clause: Clause, statements: Iterable[Statement]) -> None:
        """Read a clause as these statements and no others."""
        self._read[side, clause.id] = tuple(statements)

    def pair(self, homes: tuple[Change, Change], pair: tuple[Statement, Statement]) -> None:
        """Note two statements that are one, in whichever changes they are."""
        old, new = pair
        self.pairs.append((homes[1], old, new, False))
        if homes[0] is not homes[1]:
            self.pairs.append((homes[0], old, None, True))

    def is_read(self, side: int, clause: Clause) -> bool:
        """Whether it has been told how to read a clause."""
        return (side, clause.id) in self._read

    def is_taken(self, side: int, clause: Clause) -> bool:
        """Whether nothing of a clause is left to be paired."""
        return self._read.get((side, clause.id)) == ()


class Side:
    """The changed clauses of one version, in reading order, by the headings above them."""

    def __init__(
        self, document: Document, changed: dict[str, Change], titles: dict[str, str]
    ) -> None:
        self.document = document
        self.changed = changed
        self.headings = frozenset(plain(titles.get(c.heading, c.heading)) for c in document.clauses)
        self.clauses: dict[str, list[Clause]] = defaultdict(list)
        for clause in document.clauses:
            if clause.id in changed and clause.text:
                heading = titles.get(clause.heading, clause.heading)
                self.clauses[plain(heading)].append(clause)

    def gather(self, headings: frozenset[str]) -> None:
        """Read as one section what stands below a heading that is none of the `headings`.

        Where a heading came as another went, one may be the other.
        """
        for heading in [h for h in self.clauses if h not in headings]:
            self.clauses[ELSEWHERE] += self.clauses.pop(heading)

    def lists(self, section: str) -> dict[str, list[Clause]]:
        """The entries of one sentence in a section, by their leads."""
        found: dict[str, list[Clause]] = defaultdict(list)
        for clause in self.clauses.get(section, ()):
            if clause.kind is ClauseKind.ITEM and clause.lead and len(sentences(clause.text)) == 1:
                found[clause.lead].append(clause)
        # Two lists of one lead say of different things what they say: which is which is not told.
        return {lead: one for lead, one in found.items() if len({c.section for c in one}) == 1}


Sides = tuple[Side, Side]
"""The old version's and the new one's."""
