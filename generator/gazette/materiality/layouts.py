"""One layout for both versions, before it is asked which statement became which.

A list became a sentence, a sentence a list, a table a list: the text is the
same, and no statement of the one is one of the other. So what one version has
as a list is read as one in the other too, where a sentence begins with the
list's lead and names its entries; and a row of a table is read as the entry
that bears its name. From there on an entry that was dropped, added, edited, or
that stands below another lead is what it would be had nothing been laid out anew.
Nothing is said to be the same here: only what is to be compared with what.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gazette.materiality.governing import retitled
from gazette.materiality.records import match_records
from gazette.materiality.relisting import read_lists
from gazette.materiality.series import unmarked
from gazette.materiality.sides import Layout, Side
from gazette.materiality.statements import read_statements
from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from gazette.model.comparison import Change, Comparison

_PROSE = frozenset((ClauseKind.PARAGRAPH, ClauseKind.ITEM))
_LAID_OUT = frozenset((ClauseKind.ITEM, ClauseKind.CELL, ClauseKind.TERM, ClauseKind.DEFINITION))


def lay_out(comparison: Comparison) -> Layout:
    """How to read the changed clauses of both versions so that their layouts are alike."""
    layout = Layout()
    changed = _changed(comparison)
    _read_unmarked(layout, comparison)
    clauses = (clause for change in comparison.changes for clause in change.old + change.new)
    if not any(clause.kind in _LAID_OUT for clause in clauses):
        return layout
    titles = {old.text: new.text for old, new in retitled(comparison)}
    sides = (Side(comparison.old, changed[0], titles), Side(comparison.new, changed[1], {}))
    for side, other in (sides, sides[::-1]):
        side.gather(other.headings)
    for section in sorted(sides[0].clauses.keys() & sides[1].clauses.keys()):
        match_records(layout, sides, section)
        for here in (0, 1):
            read_lists(layout, sides, section, here)
    return layout


def _read_unmarked(layout: Layout, comparison: Comparison) -> None:
    """Read sentences whose parts are marked “(a)”, “(b)” without the marks."""
    for change in comparison.changes:
        for side, clauses in enumerate((change.old, change.new)):
            for clause in clauses:
                bare = unmarked(clause.text) if clause.kind in _PROSE else clause.text
                if bare != clause.text:
                    read = read_statements(replace(clause, text=bare, marks=()))
                    layout.read(side, clause, read)


def _changed(comparison: Comparison) -> tuple[dict[str, Change], dict[str, Change]]:
    """The changes by the ids of their clauses, before and after."""
    old: dict[str, Change] = {}
    new: dict[str, Change] = {}
    for change in comparison.changes:
        old.update((clause.id, change) for clause in change.old)
        new.update((clause.id, change) for clause in change.new)
    return old, new
