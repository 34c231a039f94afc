"""Edits: what a comparison changed, statement by statement.

A change of a whole clause is too coarse to judge and a single word too fine.
An edit is a statement that came, went, or was reworded in one place, with the
words concerned; rules speak about edits.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from gazette.materiality.facts import Fact, read_facts
from gazette.materiality.pairing import pair_statements
from gazette.materiality.phrases import differing

if TYPE_CHECKING:
    from gazette.materiality.search import Searches
    from gazette.materiality.statements import Statement
    from gazette.model.comparison import Change, Comparison


class Act(StrEnum):
    """What happened to a statement."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    SAME = "same"
    """Its words differ in dress only, or it stands elsewhere now."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One place where what the policy says may have changed.

    `removed` and `added` are ranges of words (`first`, `last + 1`) of the old
    and new statement. For a whole statement they cover all of it.
    `elsewhere` tells that the same statement stands in the other version at
    another place.
    """

    change: Change
    act: Act
    old: Statement | None = None
    new: Statement | None = None
    removed: tuple[int, int] = (0, 0)
    added: tuple[int, int] = (0, 0)
    elsewhere: bool = False

    @property
    def sides(self) -> tuple[Statement, ...]:
        """The statement before and after, or the only one there is."""
        return tuple(side for side in (self.old, self.new) if side)

    @property
    def removed_text(self) -> str:
        """The words that went, as written."""
        return _written(self.old, self.removed)

    @property
    def added_text(self) -> str:
        """The words that came, as written."""
        return _written(self.new, self.added)

    @property
    def lost(self) -> tuple[Fact, ...]:
        """Facts of the old statement that touch the removed words and are not in the new one."""
        return _only_in(self.old, self.removed, self.new)

    @property
    def gained(self) -> tuple[Fact, ...]:
        """Facts of the new statement that touch the added words and were not in the old one."""
        return _only_in(self.new, self.added, self.old)


def _written(statement: Statement | None, span: tuple[int, int]) -> str:
    if statement is None or span[0] >= span[1]:
        return ""
    words = statement.words
    return statement.text[words[span[0]].start : words[span[1] - 1].end]


def _only_in(
    statement: Statement | None, span: tuple[int, int], other: Statement | None
) -> tuple[Fact, ...]:
    if statement is None:
        return ()
    return _facts_only_in(statement.text, span, other.text if other else "")


@lru_cache(maxsize=8192)
def _facts_only_in(text: str, span: tuple[int, int], other: str) -> tuple[Fact, ...]:
    known = {fact.key for fact in read_facts(other)}
    return tuple(
        fact
        for fact in read_facts(text)
        if fact.first < span[1] and fact.last >= span[0] and fact.key not in known
    )


def read_edits(comparison: Comparison, searches: Searches) -> tuple[Edit, ...]:
    """All edits of a comparison, in the order of its changes."""
    edits: list[Edit] = []
    for pair in pair_statements(comparison, searches):
        if pair.old is None and pair.new is not None:
            span = (0, len(pair.new.words))
            act = Act.SAME if pair.elsewhere else Act.ADDED
            edits.append(Edit(pair.change, act, None, pair.new, (0, 0), span, pair.elsewhere))
        elif pair.new is None and pair.old is not None:
            span = (0, len(pair.old.words))
            act = Act.SAME if pair.elsewhere else Act.REMOVED
            edits.append(Edit(pair.change, act, pair.old, None, span, (0, 0), pair.elsewhere))
        elif pair.old is not None and pair.new is not None:
            edits += _reworded(pair.change, pair.old, pair.new)
    return tuple(edits)


def _reworded(change: Change, old: Statement, new: Statement) -> list[Edit]:
    places = differing(old, new)
    if not places:
        return [Edit(change, Act.SAME, old, new)]
    return [Edit(change, Act.REWORDED, old, new, gone, come) for gone, come in places]
