"""What both versions say in their headings and in the entries of lists, read once, when asked.

An edit is held against its whole section, and a section may have a thousand
edits: so the entries are found by their words, not one after the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from gazette.materiality.statements import canonical_forms
from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.model.comparison import Comparison
    from gazette.model.document import Clause, Document


_Entry = tuple[tuple[str, ...], tuple[str, ...]]
"""A lead and an entry below it, as canonical forms."""


@dataclass(slots=True)
class Entries:
    """The entries of one version's lists in one section, by their canonical forms."""

    _places: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _counts: Counter[str] = field(default_factory=Counter)
    _whole: Counter[_Entry] = field(default_factory=Counter)

    def add(self, place: int, lead: str, text: str) -> None:
        """Note the entry at `place`, under its lead."""
        forms = canonical_forms(text)
        self._whole[canonical_forms(lead), forms] += 1
        self._counts.update(forms)
        for form in forms:
            self._places[form].add(place)

    def saying(self, forms: Iterable[str]) -> int:
        """How many entries say all of one form or more."""
        places = sorted((self._places.get(form, set()) for form in forms), key=len)
        return len(places[0].intersection(*places[1:]))

    def holding(self, lead: str, text: str) -> int:
        """How many entries say just `text`, under that lead."""
        return self._whole[canonical_forms(lead), canonical_forms(text)]

    def times(self, form: str) -> int:
        """How often the entries say a form, all in all."""
        return self._counts[form]


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
            self._entries[section] = _entries(before), _entries(after)
        return self._entries[section]

    @cached_property
    def _items(self) -> tuple[dict[str, list[Clause]], ...]:
        return tuple(map(_items_by_section, self._documents))


def _items_by_section(document: Document) -> dict[str, list[Clause]]:
    items: dict[str, list[Clause]] = defaultdict(list)
    for clause in document.clauses:
        if clause.kind is ClauseKind.ITEM:
            items[clause.section].append(clause)
    return items


def _entries(items: Iterable[Clause]) -> Entries:
    entries = Entries()
    for place, item in enumerate(items):
        entries.add(place, item.lead, item.text)
    return entries
