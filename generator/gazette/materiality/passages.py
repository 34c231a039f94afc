"""Sentences, paragraphs and lists of a text as places where something may stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
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


@dataclass(frozen=True, slots=True)
class Passage:
    """Statements that are read together."""

    statements: tuple[Statement, ...]

    @property
    def words(self) -> set[str]:
        """The words of weight that they say, with their leads and headings."""
        clauses = {s.clause.id: s.clause for s in self.statements}.values()
        texts = [s.text for s in self.statements] + list(_around(clauses))
        return {form for text in texts for form in canonical_forms(text)}


class Passages:
    """The passages of one text."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def having(self, words: set[str], share: float, *, wide: bool) -> Iterator[Passage]:
        """The sentences that can have so large a share of `words`.

        If `wide`, the paragraphs and the lists with their leads too.
        """
        can_hold = holding_most(words, share)
        for clauses, letters in self._groups:
            if not can_hold(letters):
                continue
            passage = _passage(clauses)
            if wide:
                yield passage
            if wide and len(passage.statements) == 1:
                continue
            around = letters_of(" ".join(_around(clauses)))
            for statement in passage.statements:
                if can_hold(around + letters_of(statement.text)):
                    yield Passage((statement,))

    @cached_property
    def _groups(self) -> tuple[tuple[tuple[Clause, ...], str], ...]:
        """The paragraphs, and the entries of each list together, with all their letters."""
        groups: dict[tuple[str, str], list[Clause]] = {}
        for clause in self._document.clauses:
            if clause.text:
                key = (clause.section, clause.lead) if clause.lead else (clause.id, "")
                groups.setdefault(key, []).append(clause)
        return tuple(
            (tuple(group), letters_of(" ".join(_texts(group)))) for group in groups.values()
        )


def _texts(clauses: Sequence[Clause]) -> Iterator[str]:
    yield from _around(clauses)
    yield from (clause.text for clause in clauses)


def _around(clauses: Iterable[Clause]) -> set[str]:
    """The leads and headings of clauses."""
    return {text for clause in clauses for text in (clause.lead, clause.heading)}


def _passage(clauses: Iterable[Clause]) -> Passage:
    return Passage(tuple(s for clause in clauses for s in read_statements(clause)))


def words_of(statement: Statement) -> set[str]:
    """The words of a statement that tell what it is about."""
    return telling(statement.text)


def telling(text: str) -> set[str]:
    """The words of weight of a text that are no number and no word of every policy."""
    return {form for form in canonical_forms(text) if form not in _GENERIC and not is_number(form)}
