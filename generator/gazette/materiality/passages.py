"""Sentences, paragraphs and lists of a text as places where something may stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from gazette.materiality.beginnings import Beginnings
from gazette.materiality.facts import read_facts
from gazette.materiality.glance import bare_words_of
from gazette.materiality.search import ways_of
from gazette.materiality.statements import canonical_forms, read_statements
from gazette.materiality.words import is_number, norms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gazette.materiality.beginnings import Ways
    from gazette.materiality.search import Search
    from gazette.materiality.statements import Statement
    from gazette.model.document import Clause

_GENERIC = frozenset(
    norms("we us our you your they it data information personal service policy notice term")
    + norms("day week month year hour minute use customer user time account")
)


@dataclass(frozen=True)
class Passage:
    """Statements that are read together."""

    statements: tuple[Statement, ...]

    @cached_property
    def words(self) -> set[str]:
        """The words of weight that they say, with their leads and headings."""
        clauses = {s.clause.id: s.clause for s in self.statements}.values()
        texts = [s.text for s in self.statements] + list(_around(clauses))
        return {form for text in texts for form in canonical_forms(text)}

    @cached_property
    def concerned(self) -> frozenset[str]:
        """Whom headings and leads name as those for whom they hold."""
        texts = {t for s in self.statements for t in (s.clause.lead, *s.clause.headings)}
        return _values(texts, _CONCERNED)

    @cached_property
    def verbs(self) -> frozenset[str]:
        """What they say is done, in whatever verb, with their leads and headings."""
        texts = {t for s in self.statements for t in (s.text, s.clause.lead, s.clause.heading)}
        return _values(texts, _VERBS)


_CONCERNED, _VERBS = frozenset(("country", "children")), frozenset(("act",))


def _values(texts: Iterable[str], kinds: frozenset[str]) -> frozenset[str]:
    return frozenset(f.value for text in texts for f in read_facts(text) if f.kind in kinds)


class _Group:
    """Clauses that are read together, as a whole and by their sentences."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = clauses

    @cached_property
    def passage(self) -> Passage:
        return Passage(tuple(s for clause in self._clauses for s in read_statements(clause)))

    @cached_property
    def sentences(self) -> tuple[Passage, ...]:
        return tuple(Passage((s,)) for s in self.passage.statements)

    def having_most(self, wanted: Iterable[Ways], missing: int) -> Iterator[Passage]:
        """The sentences that, with what is around them, lack at most so many of the things."""
        without = [
            tuple(tuple(each for each in way if not self._around.having(each)) for way in ways)
            for ways in wanted
        ]
        for place in self._own.having_most(filter(all, without), missing):
            yield self._sentences[place]

    @cached_property
    def _sentences(self) -> tuple[Passage, ...]:
        return tuple(Passage((s,)) for s in self.passage.statements)

    @cached_property
    def _own(self) -> Beginnings:
        return Beginnings([bare_words_of(s.text) for s in self.passage.statements])

    @cached_property
    def _around(self) -> Beginnings:
        return Beginnings(list(map(bare_words_of, _around(self._clauses))))


class Passages:
    """The passages of one text."""

    def __init__(self, search: Search) -> None:
        self._search = search

    def having(self, words: frozenset[str], share: float, *, wide: bool) -> Iterator[Passage]:
        """The sentences that can have so large a share of `words`.

        If `wide`, the paragraphs and the lists with their leads too.
        """
        wanted, missing = ways_of(words), int((1 - share) * len(words))
        for place in self._beginnings.having_most(wanted, missing):
            group = self._groups[place]
            if wide:
                yield group.passage
            if wide and len(group.passage.statements) == 1:
                continue
            yield from group.having_most(wanted, missing)

    @cached_property
    def _together(self) -> tuple[tuple[int, ...], ...]:
        """The places of the paragraphs, and of the entries of each list together."""
        together: dict[tuple[str, str], list[int]] = {}
        for place, clause in enumerate(self._search.clauses):
            key = (clause.section, clause.lead) if clause.lead else (clause.id, "")
            together.setdefault(key, []).append(place)
        return tuple(map(tuple, together.values()))

    @cached_property
    def _groups(self) -> tuple[_Group, ...]:
        clauses = self._search.clauses
        return tuple(_Group([clauses[place] for place in places]) for places in self._together)

    @cached_property
    def _beginnings(self) -> Beginnings:
        clauses, bare = self._search.clauses, self._search.bare
        said = cache(bare_words_of)  # many clauses stand under one heading
        return Beginnings(
            [
                [
                    *chain.from_iterable(bare[place] for place in places),
                    *chain.from_iterable(map(said, _around(clauses[place] for place in places))),
                ]
                for places in self._together
            ]
        )


def _around(clauses: Iterable[Clause]) -> set[str]:
    """The leads and headings of clauses."""
    return {text for clause in clauses for text in (clause.lead, clause.heading)}


def words_of(statement: Statement) -> frozenset[str]:
    """The words of a statement that tell what it is about."""
    return telling(statement.text)


@lru_cache(maxsize=4096)
def telling(text: str) -> frozenset[str]:
    """The words of weight of a text that are no number and no word of every policy."""
    return frozenset(
        form for form in canonical_forms(text) if form not in _GENERIC and not is_number(form)
    )
