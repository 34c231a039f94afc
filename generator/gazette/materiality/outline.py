"""What both versions say in their headings and in the entries of lists, read once, when asked.

An edit is held against its whole section, and a section may have a thousand
edits: so the entries are found by their words, not one after the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from gazette.materiality.glance import letters_of
from gazette.materiality.governing import lead_of
from gazette.materiality.search import can_hold, signs_of
from gazette.materiality.statements import canonical_forms
from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.model.comparison import Comparison
    from gazette.model.document import Clause, Document

_FEW = 4  # questions about a section, beyond which all its entries are read


_Written = tuple[str, str]
"""A lead and an entry below it."""
_Entry = tuple[tuple[str, ...], tuple[str, ...]]
"""A lead and an entry below it, as canonical forms."""


class Entries:
    """The entries of one version's lists in one section, by their canonical forms."""

    def __init__(self, entries: tuple[_Written, ...]) -> None:
        self._entries = entries
        self._letters = [letters_of(text) for _, text in entries]
        self._asked = 0

    def saying(self, forms: frozenset[str]) -> Counter[str]:
        """How many entries say all of one form or more, by their leads."""
        self._asked += 1
        if self._asked > _FEW:
            places = sorted((self._places.get(form, set()) for form in forms), key=len)
            found = [self._entries[place] for place in places[0].intersection(*places[1:])]
        else:
            able = self._able(forms)
            found = [entry for entry in able if forms.issubset(canonical_forms(entry[1]))]
        return Counter(lead_of(lead) for lead, _ in found)

    def holding(self, lead: str, text: str) -> int:
        """How many entries say just `text`, under that lead."""
        self._asked += 1
        forms = canonical_forms(text)
        if self._asked > _FEW:
            return self._whole[canonical_forms(lead), forms]
        return sum(map((canonical_forms(lead), forms).__eq__, map(_read, self._able(forms))))

    @cached_property
    def leads(self) -> frozenset[str]:
        """The leads of all lists, as `saying` has them."""
        return frozenset(lead_of(lead) for lead, _ in self._entries)

    def times(self, form: str) -> int:
        """How often the entries say a form, all in all."""
        return self._counts[form]

    def _able(self, forms: Iterable[str]) -> list[_Written]:
        """The entries that can say all forms, by their letters."""
        signs = signs_of(forms)
        looked_at = zip(self._entries, self._letters, strict=True)
        return [entry for entry, letters in looked_at if can_hold(letters, *signs)]

    @cached_property
    def _whole(self) -> Counter[_Entry]:
        return Counter(map(_read, self._entries))

    @cached_property
    def _places(self) -> dict[str, set[int]]:
        places: dict[str, set[int]] = defaultdict(set)
        for place, text in enumerate(text for _, text in self._entries):
            for form in canonical_forms(text):
                places[form].add(place)
        return places

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(form for _, text in self._entries for form in canonical_forms(text))


def _read(entry: _Written) -> _Entry:
    lead, text = entry
    return canonical_forms(lead), canonical_forms(text)


class Outline:
    """The headings and the lists of two versions."""

    def __init__(self, comparison: Comparison) -> None:
        self._documents = (comparison.old, comparison.new)
        self._entries: dict[str, tuple[Entries, Entries]] = {}

    @cached_property
    def headings(self) -> frozenset[tuple[str, ...]]:
        """What the headings of either version say, as canonical forms."""
        clauses = (clause for document in self._documents for clause in document.clauses)
        return frozenset(
            canonical_forms(clause.text) for clause in clauses if clause.kind is ClauseKind.HEADING
        )

    def entries(self, section: str) -> tuple[Entries, Entries]:
        """The entries of lists in a section, before and after."""
        if section not in self._entries:
            before, after = (items.get(section, ()) for items in self._items)
            self._entries[section] = Entries(before), Entries(after)
        return self._entries[section]

    def begins(self, clause: Clause) -> bool:
        """Whether a list stands below a clause, none of whose entries the other version has."""
        lead = clause.text.strip()
        if not lead.endswith(":"):
            return False
        below = [
            {text for above, text in items.get(clause.section, ()) if above.strip() == lead}
            for items in self._items
        ]
        old, new = self._written
        return any(below) and below[0].isdisjoint(new) and below[1].isdisjoint(old)

    def below(self, clause: Clause) -> int:
        """How many entries the new version has below a lead."""
        entries = self._items[1].get(clause.section, ())
        return sum(lead.strip() == clause.text.strip() for lead, _ in entries)

    def lead_over(self, clause: Clause) -> str:
        """The lead of an entry; for a paragraph the one above its run that ends with a colon.

        An indented line is set as code, and below a lead it is an entry as well.
        """
        return clause.lead or self._announced.get(clause, "")

    @cached_property
    def _announced(self) -> dict[Clause, str]:
        """What a paragraph with a colon at its end announces, by each paragraph of the run below.

        Behind a list or a heading nothing is announced any more.
        """
        found: dict[Clause, str] = {}
        for document in self._documents:
            lead = ""
            for clause in document.clauses:
                if clause.kind not in (ClauseKind.PARAGRAPH, ClauseKind.CODE):
                    lead = ""
                elif clause.text.rstrip().endswith(":"):
                    lead = clause.text
                elif lead:
                    found[clause] = lead
        return found

    def governs(self, clause: Clause) -> bool:
        """Whether entries or cells stand right below a clause, which say nothing without it.

        A column whose cells went along with its head to another place is not told anew.
        """
        if clause.kind is ClauseKind.CELL:
            old, new = self._columns
            cells = [sorted(columns.get(clause.text, ())) for columns in (old, new)]
            return not clause.lead and cells[0] != cells[1]
        return clause in self._governing

    @cached_property
    def _columns(self) -> tuple[dict[str, list[str]], ...]:
        """The cells of each version's columns, by the columns' heads."""
        columns: tuple[dict[str, list[str]], ...] = (defaultdict(list), defaultdict(list))
        for document, below in zip(self._documents, columns, strict=True):
            for clause in document.clauses:
                if clause.kind is ClauseKind.CELL and clause.lead:
                    below[clause.lead].append(clause.text)
        return columns

    @cached_property
    def _governing(self) -> frozenset[Clause]:
        """The headings with a list or a table right below them."""
        below = (ClauseKind.ITEM, ClauseKind.CELL)
        return frozenset(
            clause
            for document in self._documents
            for clause, after in pairwise(document.clauses)
            if clause.kind is ClauseKind.HEADING and after.kind in below and not after.lead
        )

    @cached_property
    def _written(self) -> tuple[frozenset[str], ...]:
        """All entries of each version."""
        return tuple(
            frozenset(text for entries in items.values() for _, text in entries)
            for items in self._items
        )

    @cached_property
    def _items(self) -> tuple[dict[str, tuple[_Written, ...]], ...]:
        return tuple(map(_items_by_section, self._documents))


def _items_by_section(document: Document) -> dict[str, tuple[_Written, ...]]:
    items: dict[str, list[_Written]] = defaultdict(list)
    for clause in document.clauses:
        if clause.kind is ClauseKind.ITEM:
            items[clause.section].append((clause.lead, clause.text))
    return {section: tuple(entries) for section, entries in items.items()}
