"""Sentences, paragraphs and lists of a text as places where something may stand."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from gazette.materiality.beginnings import Beginnings, Together
from gazette.materiality.citations import CITING
from gazette.materiality.facts import read_facts
from gazette.materiality.glance import bare_words, glance
from gazette.materiality.lexicon import phrasings
from gazette.materiality.search import ways_of
from gazette.materiality.standing import standings
from gazette.materiality.statements import canonical_forms, read_statements
from gazette.materiality.words import is_number, norms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gazette.materiality.beginnings import Texts, Ways
    from gazette.materiality.facts import Fact
    from gazette.materiality.search import Search
    from gazette.materiality.standing import Standing
    from gazette.materiality.statements import Statement
    from gazette.model.document import Clause

_FEW = 8  # sentences of a group, up to which each is looked at
_GENERIC = frozenset(
    norms("we us our you your they it data information personal service policy notice term")
    + norms("day week month year hour minute use customer user time account")
)


class Passage:
    """Statements that are read together; what they say is read once."""

    def __init__(self, statements: tuple[Statement, ...]) -> None:
        self.statements = statements
        self._standings: dict[tuple[str, str], frozenset[Standing]] = {}

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of weight that they say, with their leads and headings."""
        texts = {s.text for s in self.statements} | _around(s.clause for s in self.statements)
        return frozenset().union(*map(canonical_forms, texts))

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

    def standings(self, key: tuple[str, str]) -> frozenset[Standing]:
        """How a fact stands wherever they have it."""
        if key not in self._standings:
            found = (standings(statement, key) for statement in self.statements)
            self._standings[key] = frozenset().union(*found)
        return self._standings[key]


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

    def having_most(self, wanted: Iterable[Ways], missing: int) -> Iterable[Passage]:
        """The sentences that, with what is around them, may lack so few of the things."""
        if len(self._sentences) <= _FEW:
            return self._sentences
        without = [
            tuple(tuple(each for each in way if not self._around.having(each)) for way in ways)
            for ways in wanted
        ]
        places = self._own.having_most(filter(all, without), missing)
        return [self._sentences[place] for place in places]

    @cached_property
    def _sentences(self) -> tuple[Passage, ...]:
        return tuple(Passage((s,)) for s in self.passage.statements)

    @cached_property
    def _own(self) -> Texts:
        return Beginnings([bare_words(s.text) for s in self.passage.statements])

    @cached_property
    def _around(self) -> Texts:
        return Beginnings(list(map(bare_words, _around(self._clauses))))


class Passages:
    """The passages of one text."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._stating: dict[tuple[str, str], frozenset[int] | None] = {}

    def having(
        self, words: frozenset[str], share: float, *, wide: bool, facts: Iterable[Fact] = ()
    ) -> Iterator[Passage]:
        """The sentences that can have so large a share of `words`, where all `facts` can stand.

        If `wide`, the paragraphs and the lists with their leads too.
        """
        wanted, missing = ways_of(words), int((1 - share) * len(words))
        for place in self._texts.having_most(wanted, missing):
            if not all(self._can_state(place, fact) for fact in facts):
                continue
            group = self._groups[place]
            if wide:
                yield group.passage
            if wide and len(group.passage.statements) == 1:
                continue
            yield from group.having_most(wanted, missing)

    def _can_state(self, place: int, fact: Fact) -> bool:
        """Whether a group can state a fact: it says one of its phrases, or cites an article."""
        if fact.key not in self._stating:
            glances = tuple(map(glance, phrasings(fact.kind, fact.value)))
            known = None
            if glances and None not in glances:
                able = map(self._texts.saying, filter(None, glances))
                known = self._texts.having(CITING).union(*able)
            self._stating[fact.key] = known
        found = self._stating[fact.key]
        return found is None or place in found

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
    def _texts(self) -> Texts:
        """All that is in a group: its clauses, and what is around them."""
        search = self._search
        texts = [clause.text for clause in search.clauses] + list(search.around)
        numbers = {text: number for number, text in enumerate(texts)}
        wholes: list[set[int]] = [set() for _ in texts]
        for group, places in enumerate(self._together):
            around = _around(search.clauses[place] for place in places)
            for number in (*places, *map(numbers.__getitem__, around)):
                wholes[number].add(group)
        return Together(search.beginnings, wholes)


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
