"""Sentences, paragraphs and lists of a text as places where something may stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from gazette.materiality.glance import letters_of
from gazette.materiality.search import holding_most
from gazette.materiality.statements import canonical_forms, read_statements
from gazette.materiality.words import is_number, norms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gazette.materiality.statements import Statement
    from gazette.model.document import Clause, Document

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


class _Group:
    """Clauses that are read together, as a whole and by their sentences; each but once."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = clauses
        self.letters = letters_of(" ".join(_texts(clauses)))

    @cached_property
    def passage(self) -> Passage:
        return _passage(self._clauses)

    @cached_property
    def sentences(self) -> tuple[tuple[str, Passage], ...]:
        """Each sentence, with its letters and those around it."""
        around = letters_of(" ".join(_around(self._clauses)))
        return tuple((around + letters_of(s.text), Passage((s,))) for s in self.passage.statements)


class Passages:
    """The passages of one text."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def having(self, words: frozenset[str], share: float, *, wide: bool) -> Iterator[Passage]:
        """The sentences that can have so large a share of `words`.

        If `wide`, the paragraphs and the lists with their leads too.
        """
        can_hold = holding_most(words, share)
        for group in self._groups:
            if not can_hold(group.letters):
                continue
            if wide:
                yield group.passage
            if wide and len(group.passage.statements) == 1:
                continue
            for letters, passage in group.sentences:
                if can_hold(letters):
                    yield passage

    @cached_property
    def _groups(self) -> tuple[_Group, ...]:
        """The paragraphs, and the entries of each list together."""
        groups: dict[tuple[str, str], list[Clause]] = {}
        for clause in self._document.clauses:
            if clause.text:
                key = (clause.section, clause.lead) if clause.lead else (clause.id, "")
                groups.setdefault(key, []).append(clause)
        return tuple(map(_Group, groups.values()))


def _texts(clauses: Sequence[Clause]) -> Iterator[str]:
    yield from _around(clauses)
    yield from (clause.text for clause in clauses)


def _around(clauses: Iterable[Clause]) -> set[str]:
    """The leads and headings of clauses."""
    return {text for clause in clauses for text in (clause.lead, clause.heading)}


def _passage(clauses: Iterable[Clause]) -> Passage:
    return Passage(tuple(s for clause in clauses for s in read_statements(clause)))


def words_of(statement: Statement) -> frozenset[str]:
    """The words of a statement that tell what it is about."""
    return telling(statement.text)


@lru_cache(maxsize=4096)
def telling(text: str) -> frozenset[str]:
    """The words of weight of a text that are no number and no word of every policy."""
    return frozenset(
        form for form in canonical_forms(text) if form not in _GENERIC and not is_number(form)
    )
