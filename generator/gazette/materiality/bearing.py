"""Whether a text bears out, somewhere, what a statement of the other version says.

A summary, a box, a recast as questions and answers say again what a text says
elsewhere, in sentences that find no partner. What a reader could learn is
compared fact by fact: each fact that came must stand in one passage of the old
text, each that went in one passage of the new, with its anchor: the same
stance (whether the sentence denies, and whether it gives data away), the same
verbs, no “may” for “will”, and for a quantity the sentence nearest in its
words among all that name one of its kind. A passage is a sentence, or a
paragraph or list where no condition binds; it must have most of the words too.
What calls itself a summary may gather its facts from all over the text.

Nothing is cleared by that: a fact that both texts have was neither added nor
removed, but a person reads the sentence.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from gazette.materiality.clarifying import NO_NEWS
from gazette.materiality.facts import MODAL, Fact, read_facts
from gazette.materiality.lexicon import HINT
from gazette.materiality.passages import Passage, Passages, telling, words_of
from gazette.materiality.quantities import find_quantities
from gazette.materiality.rewriting import is_rewritten
from gazette.materiality.standing import part_around, standings
from gazette.materiality.statements import read_statements
from gazette.materiality.summaries import Summary
from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazette.materiality.edits import Edit
    from gazette.materiality.readings import Known
    from gazette.materiality.rewriting import Rewriting
    from gazette.materiality.statements import Statement
    from gazette.model.comparison import Comparison
    from gazette.model.document import Document

_QUANTITIES = frozenset(("duration", "age", "money", "percentage"))
_NAMES = frozenset(("name", "organisation", "company"))
_LISTED = frozenset((ClauseKind.ITEM, ClauseKind.CELL, ClauseKind.DEFINITION))
_SPEECH = frozenset((MODAL, "act"))
_TERMS = _SPEECH | {"commitment", "condition", "extent"}
"""What joins the facts of a sentence."""
_DENIALS = frozenset({(MODAL, "never"), (MODAL, "will")})
"""Said of each fact on its own, or of all that is done."""
_NEARLY_ALL = 0.75  # of a statement's words of weight, which the passage must have
_MEASURE = re.compile(
    r"\b(?:(?:day|week|month|year|hour|minute|quarter|decade|fortnight|euro|dollar|pound)s?"
    r"|daily|annual(?:ly)?|aged?|old|under|over|percent)\b|[%$€£¥₹]",
    re.IGNORECASE,
)
"""A word that a sentence with a quantity has."""
_CONDITION = re.compile(r"\b(?:if|when|whenever|where|unless|except|only|until)\b", re.IGNORECASE)
"""What binds a sentence to a case, so that only one sentence can say the same."""


class Bearings:
    """What each version of a comparison bears out of the other."""

    def __init__(
        self, comparison: Comparison, known: tuple[Known, Known], rewriting: Rewriting
    ) -> None:
        self._rewriting = rewriting
        documents = (comparison.old, comparison.new)
        self._sides = tuple(
            (Bearing(there, knows), Summary(here))
            for there, here, knows in zip(documents[::-1], documents, known[::-1], strict=True)
        )

    def news(self, edit: Edit) -> tuple[tuple[Fact, ...], tuple[Fact, ...]] | None:
        """The facts that an edit took and brought; None where both texts have all of them."""
        lost, gained = self._rewriting.without_carried(edit)
        if not (lost or gained) or not is_rewritten(edit):
            return lost, gained
        if edit.old and self._is_known(self._sides[0], edit.old, lost, edit.new):
            lost = ()
        if edit.new and self._is_known(self._sides[1], edit.new, gained, edit.old):
            gained = ()
        return (lost, gained) if lost or gained else None

    def _is_known(
        self,
        side: tuple[Bearing, Summary],
        statement: Statement,
        facts: tuple[Fact, ...],
        other: Statement | None,
    ) -> bool:
        bearing, summary = side
        section = (other or statement).clause.section
        if not facts:
            return False
        if other is None and summary.holds(statement):
            return summary.is_unbinding(statement) or bearing.sums_to(statement, facts, section)
        return bearing.bears(statement, facts, section)


class Bearing:
    """What one version of a text bears out."""

    def __init__(self, document: Document, known: Known) -> None:
        self._document = document
        self._known = known
        self._passages = Passages(known.search)
        self._measured: dict[str, tuple[Statement, ...]] = {}

    def bears(self, statement: Statement, facts: Iterable[Fact], section: str) -> bool:
        """Whether the text has all `facts` of a statement of the other version in one passage.

        `section`: the name here of the section in which the statement stands.
        """
        if self._belongs(statement, section):
            return False
        needed = tuple(fact for fact in facts if _counts(fact))
        own, words = Passage((statement,)), words_of(statement)
        there = tuple(fact for fact in needed if _stands_there(fact))
        if not words or not all(own.standings(fact.key) for fact in there):
            return False
        # Quick to tell; and for a figure that the text has nowhere, no passage is looked at.
        alone = (fact for fact in needed if fact.kind in _QUANTITIES | _NAMES)
        if not all(self._is_known(fact, statement, section) for fact in alone):
            return False
        passages = self._passages.having(
            words, _NEARLY_ALL, wide=not _CONDITION.search(statement.text), facts=there
        )
        return any(_bears(passage, own, words, there) for passage in passages)

    def sums_to(self, statement: Statement, facts: Iterable[Fact], section: str) -> bool:
        """Whether the text has each of the `facts` somewhere, as a summary of it may say them.

        A summary says much in few words: how it joins them is its own.
        """
        needed = [f for f in facts if _counts(f) and f.kind not in _TERMS]
        if not needed or not all(self._is_known(fact, statement, section) for fact in needed):
            return False
        return all(
            any(_stands_alike(statement, other, fact) for other in self._stating(fact))
            and not self._is_turned(fact, statement)
            for fact in needed
            if fact.kind not in _NAMES
        )

    def _is_turned(self, fact: Fact, statement: Statement) -> bool:
        """Whether the sentence that is most like a statement has a fact of it otherwise."""
        words = words_of(statement)
        near = max(self._stating(fact), key=lambda other: len(words & words_of(other)))
        alike = len(words & words_of(near)) >= _NEARLY_ALL * len(words)
        return alike and not _stands_alike(statement, near, fact)

    def _belongs(self, statement: Statement, section: str) -> bool:
        """Whether a statement is one of a table, or of a list that this text has there too.

        One more or fewer of those is news, though the text names it elsewhere.
        """
        kind = statement.clause.kind
        listed = kind in (ClauseKind.ITEM, ClauseKind.DEFINITION) and section in self._listing
        return kind is ClauseKind.CELL or listed

    @cached_property
    def _listing(self) -> frozenset[str]:
        """The sections that have a list, a table or defined terms."""
        clauses = self._document.clauses
        return frozenset(c.section for c in clauses if c.kind in _LISTED)

    def _is_known(self, fact: Fact, statement: Statement, section: str) -> bool:
        if fact.kind in _QUANTITIES:
            return self._is_nearest(fact, statement, section)
        return fact.kind == MODAL or fact in self._known

    def _stating(self, fact: Fact) -> Iterable[Statement]:
        """The sentences that have a fact."""
        if fact.kind in _QUANTITIES:
            return tuple(s for s in self._measuring(fact.kind) if _has(s, fact))
        return self._known.stating(fact)

    def _is_nearest(self, fact: Fact, statement: Statement, section: str) -> bool:
        """Whether a quantity is that of the sentence nearest to `statement` among its kind."""
        words = telling(part_around(fact, statement))
        same, other = -1, -1
        for candidate in self._measuring(fact.kind):
            nearness = len(words & words_of(candidate)) + (candidate.clause.section == section)
            if _has(candidate, fact):
                same = max(same, nearness)
            else:
                other = max(other, nearness)
        return same > 0 and same >= other

    def _measuring(self, kind: str) -> tuple[Statement, ...]:
        """The sentences that name a quantity of a kind."""
        if kind not in self._measured:
            self._measured[kind] = tuple(
                statement
                for clause in self._document.clauses
                if _MEASURE.search(clause.text)
                for statement in read_statements(clause)
                if any(quantity.kind == kind for quantity in find_quantities(statement.text))
            )
        return self._measured[kind]


def _counts(fact: Fact) -> bool:
    """Whether a rule may weigh that a fact came or went."""
    return (
        fact.kind in _SPEECH | _NAMES or (fact.kind not in NO_NEWS and not fact.kind.endswith(HINT))
    ) and fact.key != ("data", "personal data")


def _bears(passage: Passage, own: Passage, words: frozenset[str], facts: Iterable[Fact]) -> bool:
    """Whether a passage says what a statement says, `own`, with its `words` and its `facts`."""
    return (
        len(words & passage.words) >= _NEARLY_ALL * len(words)
        and own.concerned == passage.concerned
        and own.verbs <= passage.verbs
        and all(own.standings(fact.key) & passage.standings(fact.key) for fact in facts)
    )


def _stands_there(fact: Fact) -> bool:
    """Whether a passage must have a fact to bear it out: not a name, which the text must have."""
    return fact.kind not in _NAMES and fact.key not in _DENIALS


def _stands_alike(statement: Statement, other: Statement, fact: Fact) -> bool:
    return bool(standings(statement, fact.key) & standings(other, fact.key))


def _has(statement: Statement, fact: Fact) -> bool:
    texts = (statement.text, statement.clause.lead)
    return any(other.key == fact.key for text in texts for other in read_facts(text))
