"""Words that stayed in their order while sentences became a list, or a list sentences.

All words of a section are laid side by side, old against new, whatever clauses
they stand in. A clause all of whose words stand on the other side too, in
their order, says there what it said; an entry does so only where its lead and
the entries above it do. Words that moved past others are not in order, so an
entry that went from “we collect” to “we never collect” is never among them.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, cached_property
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from gazette.materiality.edits import Act, Edit
from gazette.materiality.phrases import exchanges_bounds
from gazette.materiality.search import can_hold, signs_of
from gazette.materiality.statements import canonical_forms
from gazette.model.comparison import ChangeKind
from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.materiality.search import Search, Searches
    from gazette.model.document import Clause

SAME, LISTED = "same", "listed"
_SPEAKERS = frozenset({"we", "us", "you"})
"""Whoever a lead addresses: exchanged, that is an edit of its own."""
_Strays = dict[str, set[str]]  # by the clause's id


class Regrouped:
    """Which clauses keep all their words in order, though not their limits."""

    def __init__(self, edits: Iterable[Edit], searches: Searches) -> None:
        self._rearranged = _rearranged(edits)
        self._searches = searches
        self._places = tuple(map(_by_section, searches))
        self._sections: dict[str, _Section] = {}

    def transition(self, edit: Edit) -> str:
        """`same`, `listed` where an opening such as “including” came or went, or nothing."""
        turned = exchanges_bounds(edit.removed_text, edit.added_text)
        if edit.act is Act.SAME or not edit.sides or turned:
            return ""
        if not all(side.clause.section in self._rearranged for side in edit.sides):
            return ""
        clauses = [(n, s.clause) for n, s in enumerate((edit.old, edit.new)) if s]
        for look in (_Section.may_have_likes, _Section.has_likes):  # the cheaper one first
            if not all(look(self._section(clause), n, clause) for n, clause in clauses):
                return ""
        stray = set().union(*(self._section(clause).strays[n][clause.id] for n, clause in clauses))
        changed = canonical_forms(f"{edit.removed_text} {edit.added_text}")
        if _SPEAKERS & stray.intersection(changed):
            return ""
        if stray <= _SPEAKERS:
            return SAME
        return LISTED if stray <= _light() else ""

    def _section(self, clause: Clause) -> _Section:
        """The section that a clause stands in, on both sides."""
        name = clause.section
        if name not in self._sections:
            sides = zip(self._searches, self._places, strict=True)
            self._sections[name] = _Section(
                *(_Side(s, places.get(name, [])) for s, places in sides)
            )
        return self._sections[name]


class _Side:
    """The clauses of one version in a section."""

    def __init__(self, search: Search, places: list[int]) -> None:
        self.clauses = [search.clauses[place] for place in places]
        self._beginnings = search.beginnings
        self._places = frozenset(places)

    def may_say(self, forms: frozenset[str]) -> bool:
        """Whether it can have all forms, told without reading it."""
        return can_hold(self, *signs_of(forms))

    def __contains__(self, beginning: object) -> bool:
        """Whether a word of it can begin so."""
        return not self._places.isdisjoint(self._beginnings.having(str(beginning)))

    @cached_property
    def words(self) -> list[tuple[str, str]]:
        """Each word of weight with its clause."""
        return [(form, c.id) for c in self.clauses for form in canonical_forms(c.text)]

    @cached_property
    def forms(self) -> frozenset[str]:
        """The words of weight."""
        return frozenset(form for form, _ in self.words)


class _Section:
    """A section of both versions, laid side by side only where that can tell something."""

    def __init__(self, old: _Side, new: _Side) -> None:
        self._sides = (old, new)

    def may_have_likes(self, side: int, clause: Clause) -> bool:
        """Whether `has_likes` may hold, told without reading the section."""
        return self._sides[1 - side].may_say(_heavy(clause))

    def has_likes(self, side: int, clause: Clause) -> bool:
        """Whether all words of weight of a clause stand on the other side too, in any order."""
        return self._sides[1 - side].forms.issuperset(_heavy(clause))

    @cached_property
    def strays(self) -> tuple[_Strays, _Strays]:
        """For each clause the words that have no like on the other side, its own or above it."""
        stray: tuple[_Strays, _Strays] = (defaultdict(set), defaultdict(set))
        words = [side.words for side in self._sides]
        forms = [[form for form, _ in side] for side in words]
        for code in Indel.opcodes(*forms):
            spans = ((code.src_start, code.src_end), (code.dest_start, code.dest_end))
            for side, said, (first, end) in zip(stray, words, spans, strict=True):
                for form, place in said[first:end] if code.tag != "equal" else ():
                    side[place].add(form)
        old, new = (side.clauses for side in self._sides)
        return _with_those_above(old, stray[0]), _with_those_above(new, stray[1])


def _with_those_above(clauses: list[Clause], stray: _Strays) -> _Strays:
    """Add what strayed from the lead or an entry above: it speaks of the entries below.

    One word of weight tells as much as all of them.
    """
    together: _Strays = {}
    above: set[str] = set()
    for clause in clauses:
        above = above if clause.kind is ClauseKind.ITEM else set()
        above = above | stray[clause.id]
        above = above & _light() | set(sorted(above - _light())[:1])
        together[clause.id] = above
    return together


@cache
def _light() -> frozenset[str]:
    """The words that may stray: whoever is addressed, and what only opens a list."""
    return _SPEAKERS.union(canonical_forms("including"))


def _rearranged(edits: Iterable[Edit]) -> frozenset[str]:
    """The sections in which entries of a list came or went."""
    return frozenset(
        side.clause.section
        for edit in edits
        if edit.act is not Act.SAME and edit.change.kind is not ChangeKind.FORMATTING
        for side in edit.sides
        if any(c.kind is ClauseKind.ITEM for c in edit.change.old + edit.change.new)
    )


def _by_section(search: Search) -> dict[str, list[int]]:
    """The places of each section's clauses."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, clause in enumerate(search.clauses):
        places[clause.section].append(place)
    return places


def _heavy(clause: Clause) -> frozenset[str]:
    """The words of weight of a clause that may not stray."""
    return frozenset(canonical_forms(clause.text)) - _light()
