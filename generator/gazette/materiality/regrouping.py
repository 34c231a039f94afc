"""Words that stayed in their order while sentences became a list, or a list sentences.

All words of a section are laid side by side, old against new, whatever clauses
they stand in. A clause all of whose words stand on the other side too, in
their order, says there what it said; an entry does so only where its lead and
the entries above it do. Words that moved past others are not in order, so an
entry that went from “we collect” to “we never collect” is never among them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from gazette.materiality.edits import Act, Edit
from gazette.materiality.statements import canonical_forms
from gazette.model.comparison import ChangeKind
from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.model.comparison import Comparison
    from gazette.model.document import Clause, Document

SAME, LISTED = "same", "listed"
_SPEAKERS = frozenset({"we", "us", "you"})
"""Whoever a lead addresses: exchanged, that is an edit of its own."""
_Place = tuple[int, str]  # the side, 0 or 1, and the clause's id there


class Regrouped:
    """Which clauses keep all their words in order, though not their limits."""

    def __init__(self, edits: Iterable[Edit], comparison: Comparison) -> None:
        self._stray: dict[_Place, set[str]] = {}
        documents = (comparison.old, comparison.new)
        for section in _rearranged(edits):
            self._lay_out(*(_clauses(document, section) for document in documents))

    def transition(self, edit: Edit) -> str:
        """`same`, `listed` where an opening such as “including” came or went, or nothing."""
        if edit.act is Act.SAME or not edit.sides:
            return ""
        places = [(n, s.clause.id) for n, s in enumerate((edit.old, edit.new)) if s]
        if not all(place in self._stray for place in places):
            return ""
        stray = set().union(*(self._stray[place] for place in places))
        changed = canonical_forms(f"{edit.removed_text} {edit.added_text}")
        if _SPEAKERS & stray.intersection(changed):
            return ""
        if stray <= _SPEAKERS:
            return SAME
        return LISTED if stray <= _SPEAKERS.union(canonical_forms("including")) else ""

    def _lay_out(self, old: list[Clause], new: list[Clause]) -> None:
        """Note for each clause of a section the words that have no like on the other side."""
        sides = (_words(old), _words(new))
        stray: tuple[dict[str, set[str]], ...] = (defaultdict(set), defaultdict(set))
        forms = [[form for form, _ in side] for side in sides]
        for code in Indel.opcodes(*forms):
            spans = ((code.src_start, code.src_end), (code.dest_start, code.dest_end))
            for side, words, (first, end) in zip(stray, sides, spans, strict=True):
                for form, place in words[first:end] if code.tag != "equal" else ():
                    side[place].add(form)
        for number, clauses in enumerate((old, new)):
            above: set[str] = set()
            for clause in clauses:
                # A word that strayed from the lead or an entry above speaks of those below.
                above = above if clause.kind is ClauseKind.ITEM else set()
                above = above | stray[number][clause.id]
                self._stray[number, clause.id] = above


def _rearranged(edits: Iterable[Edit]) -> list[str]:
    """The sections in which entries of a list came or went, in reading order."""
    return list(
        dict.fromkeys(
            side.clause.section
            for edit in edits
            if edit.act is not Act.SAME and edit.change.kind is not ChangeKind.FORMATTING
            for side in edit.sides
            if any(c.kind is ClauseKind.ITEM for c in edit.change.old + edit.change.new)
        )
    )


def _clauses(document: Document, section: str) -> list[Clause]:
    return [clause for clause in document.clauses if clause.section == section and clause.text]


def _words(clauses: list[Clause]) -> list[tuple[str, str]]:
    """Each word of weight with its clause."""
    return [(form, clause.id) for clause in clauses for form in canonical_forms(clause.text)]
