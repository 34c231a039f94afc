"""What stands above an entry or beside a cell, and makes of a word a statement.

“Your location” says nothing until one knows whether it stands below “we
collect” or “we share”; “30 days” nothing until one knows of which row and
which column it is. So an entry that left one list for another, where both
lists are there before and after, has not moved as a paragraph moves: it was
taken away in one place and put in at another. The same holds for a cell that
changed its row or its column. Where the list or the row itself is new, was
retitled, or is gone, nothing is told: then what stands above is an edit of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from gazette.materiality.facts import read_facts
from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazette.materiality.statements import Statement
    from gazette.model.comparison import Comparison, Pair
    from gazette.model.document import Clause, Document

_WHO = frozenset(("name", "organisation", "company", "country", "children"))
_GOVERNED = frozenset((ClauseKind.ITEM, ClauseKind.CELL))
_PLAIN = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)*|[A-Za-z]|[IVXivx]+)[.)]\s+")

_THINGS = r"(?:information|data|things?|items?|purposes?|reasons?|cases?|ways?|details|parties)"
_ANNOUNCING = re.compile(
    r"[\s,]*(?:\b(?:all|any|one or more|some) of )?\b(?:the following|these|as follows|below)"
    r"(?: (?:personal |types? of |kinds? of |categories of ){0,2}"
    rf"(?:{_THINGS}|types|kinds|categories))?\s*:?\s*$",
    re.IGNORECASE,
)
"""The end of a lead that only says that a list comes."""
_SOME = re.compile(
    r"\b(?:for|if|when|where|customers?|users?|members?|visitors?|applicants?|candidates?|employees?"
    r"|residents?|citizens?|children|minors?|students?|sellers?|buyers?|drivers?|guests?|plans?"
    r"|versions?|edition|saas|self[- ]hosted|on[- ]premises?|cloud)\b",
    re.IGNORECASE,
)
"""A heading that tells for whom, or in which case, what stands below it holds."""
_Row = tuple[int, str]
"""What a row says but for one column: the column's place, and the other cells."""


class Governors:
    """What governs the entries and the cells of two versions."""

    def __init__(
        self, comparison: Comparison, laid_out: tuple[Iterable[Clause], Iterable[Clause]] = ((), ())
    ) -> None:
        """`laid_out`: the entries of each version that are written as a sentence there."""
        documents = (comparison.old, comparison.new)
        self._sides = tuple(map(_Side, documents, map(tuple, laid_out)))

    def part(self, old: Statement, new: Statement) -> bool:
        """Whether the same words of both versions stand below, or beside, what is not the same."""
        return self.part_clauses(old.clause, new.clause)

    def part_clauses(self, old: Clause, new: Clause) -> bool:
        """The same of two whole clauses."""
        if old.headings != new.headings and self._part_scopes(old, new):
            return True
        if old.kind is not new.kind or old.kind not in _GOVERNED:
            return False
        is_entry = old.kind is ClauseKind.ITEM
        return self._part_entries(old, new) if is_entry else self._part_cells(old, new)

    def _part_scopes(self, old: Clause, new: Clause) -> bool:
        """Whether one holds for some, and the other for others, of whom both versions speak."""
        before, after = scope(old), scope(new)
        if old.kind is ClauseKind.HEADING or before <= after or after <= before:
            return False
        return before in self._sides[1].scopes and after in self._sides[0].scopes

    def tell_of_one(self, old: Clause, new: Clause) -> bool:
        """Whether two cells stand in one row and column, or two definitions below one term."""
        if old.kind is not new.kind or plain(old.lead) != plain(new.lead):
            return False
        if old.kind is not ClauseKind.CELL:
            return old.kind is ClauseKind.DEFINITION
        cells = (self._sides[0].cells[old.id], self._sides[1].cells[new.id])
        return bool(old.lead) and cells[0][0] == cells[1][0]

    def parted(self, pairs: Iterable[Pair]) -> Iterator[tuple[Clause, Clause]]:
        """The clauses that a comparison left where they are, but that part.

        Where a lead moved past an entry, the entry stands below another one.
        """
        pairs = tuple(pairs)
        changed = (c for pair in pairs if pair.change for c in pair.old + pair.new)
        cells = any(clause.kind is ClauseKind.CELL for clause in changed)
        for old, new in ((p.old[0], p.new[0]) for p in pairs if p.change is None and p.old):
            if old.kind is ClauseKind.CELL:
                # A row's name that stays is no news beside the cells that are another's now.
                told = cells and not self._names_row(old) and self._part_cells(old, new)
            else:
                told = self.part_clauses(old, new)
            if told:
                yield old, new

    def _names_row(self, cell: Clause) -> bool:
        return self._sides[0].cells[cell.id][0][0] == 0

    def _part_entries(self, old: Clause, new: Clause) -> bool:
        if old.lead == new.lead and old.heading == new.heading:
            return False
        lists = (_list_of(old), _list_of(new))
        before, after = self._sides
        if lists[0][0] != lists[1][0]:
            return lists[0][0] in after.leads and lists[1][0] in before.leads
        return lists[0] != lists[1] and lists[0] in after.lists and lists[1] in before.lists

    def _part_cells(self, old: Clause, new: Clause) -> bool:
        before, after = self._sides
        columns = (plain(old.lead), plain(new.lead))
        if columns[0] != columns[1]:
            return columns[0] in after.columns and columns[1] in before.columns
        cells = (before.cells.get(old.id), after.cells.get(new.id))
        return all(cells) and any(
            one != other and one in after.rows and other in before.rows
            for one, other in zip(cells[0] or (), cells[1] or (), strict=True)
        )


class _Side:
    """One version's lists and tables."""

    def __init__(self, document: Document, laid_out: tuple[Clause, ...]) -> None:
        self._document = document
        self._laid_out = laid_out

    @cached_property
    def lists(self) -> frozenset[tuple[str, str]]:
        """The leads of all lists, each with the heading above it."""
        clauses = chain(self._document.clauses, self._laid_out)
        return frozenset(_list_of(c) for c in clauses if c.kind is ClauseKind.ITEM)

    @cached_property
    def scopes(self) -> frozenset[frozenset[str]]:
        """For whom its sections hold."""
        headings = {clause.headings: clause for clause in self._document.clauses}
        return frozenset(map(scope, headings.values()))

    @cached_property
    def leads(self) -> frozenset[str]:
        return frozenset(lead for lead, _ in self.lists)

    @cached_property
    def columns(self) -> frozenset[str]:
        """The headers of all columns."""
        clauses = self._document.clauses
        return frozenset(plain(c.lead) for c in clauses if c.kind is ClauseKind.CELL)

    @cached_property
    def cells(self) -> dict[str, tuple[_Row, _Row]]:
        """For each cell its row: by the first cell of it, and by all but the cell itself."""
        rows: dict[int, list[Clause]] = defaultdict(list)
        for clause in self._document.clauses:
            if clause.kind is ClauseKind.CELL:
                rows[row_of(clause)].append(clause)
        return {
            cell.id: _Beside(place, [plain(c.text) for c in cells]).told
            for cells in rows.values()
            for place, cell in enumerate(cells)
        }

    @cached_property
    def rows(self) -> frozenset[_Row]:
        return frozenset(row for rows in self.cells.values() for row in rows)


class _Beside(NamedTuple):
    """A cell's place in its row, and the row's texts."""

    place: int
    texts: list[str]

    @property
    def told(self) -> tuple[_Row, _Row]:
        others = [text for place, text in enumerate(self.texts) if place != self.place]
        # What only stands first names the row; the first cell itself is named by the rest.
        first = self.texts[0] if self.place else "\n".join(others)
        return (min(self.place, 1), first), (-1 - self.place, "\n".join(sorted(others)))


def row_of(cell: Clause) -> int:
    """The serial number of the row that a cell stands in."""
    return max((block.serial for block in cell.blocks if block.tag == "tr"), default=-1)


def _list_of(entry: Clause) -> tuple[str, str]:
    return lead_of(entry.lead), plain(entry.heading)


def scope(clause: Clause) -> frozenset[str]:
    """For whom, and in which case, the headings above a clause say that it holds."""
    return frozenset().union(*map(_scope_of, clause.headings))


@lru_cache(maxsize=1024)
def _scope_of(heading: str) -> frozenset[str]:
    named = {fact.value for fact in read_facts(heading) if fact.kind in _WHO}
    return frozenset(named | {match[0].casefold() for match in _SOME.finditer(heading)})


@lru_cache(maxsize=4096)
def lead_of(text: str) -> str:
    """A lead as `plain` has it, without words that only say that a list comes."""
    return plain(unannounced(text))


def unannounced(lead: str) -> str:
    """A lead without “the following information” and the like at its end."""
    return _ANNOUNCING.sub("", lead)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A lead, a heading or a cell without its number, its capitals and its punctuation."""
    return _PLAIN.sub(" ", _NUMBER.sub("", text)).strip().casefold()


def retitled(comparison: Comparison) -> Iterable[tuple[Clause, Clause]]:
    """Sections under another heading now: the heading before and after."""
    for change in comparison.changes:
        heads = [
            [clause for clause in side if clause.kind is ClauseKind.HEADING]
            for side in (change.old, change.new)
        ]
        if all(len(side) == 1 for side in heads):
            yield heads[0][0], heads[1][0]
