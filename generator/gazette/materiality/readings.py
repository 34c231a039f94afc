"""An edit with what a rule needs to know: its topics, its speech, its context."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain, count, islice
from typing import TYPE_CHECKING, Generic, TypeVar

from gazette.materiality.facts import Fact, read_facts
from gazette.materiality.headings import announced
from gazette.materiality.lexicon import KINDS, phrasings, topic_of
from gazette.materiality.names import is_distinctive
from gazette.materiality.reversals import Reversal, reversal
from gazette.materiality.words import norms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazette.materiality.bearing import Bearings
    from gazette.materiality.edits import Edit
    from gazette.materiality.search import Search
    from gazette.materiality.statements import Statement

T = TypeVar("T")

# How much a fact counts for the topic, by where it stands.
_CHANGED, _SENTENCE, _LEAD, _HEADING, _OUTER = 3.0, 1.0, 3.0, 2.0, 0.5


class Drawn(Generic[T]):
    """What an iterator brings, drawn from it when first asked for, and kept."""

    def __init__(self, source: Iterator[T]) -> None:
        self._source = source
        self._drawn: list[T] = []

    def __iter__(self) -> Iterator[T]:
        """All of it from the first on."""
        for place in count():
            if place == len(self._drawn):
                self._drawn += islice(self._source, 1)
            if place == len(self._drawn):
                return
            yield self._drawn[place]


class Known:
    """The facts of a whole document, read only where a fact asked for can stand."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self._found: dict[tuple[str, str], bool] = {}
        self._stated: dict[tuple[str, str], Drawn[Statement]] = {}
        self._used: dict[str, bool] = {}

    def __contains__(self, fact: Fact) -> bool:
        """Whether the document has the fact, or for a name any distinctive word of it."""
        if fact.key not in self._found:
            self._found[fact.key] = self._has(fact)
        return self._found[fact.key]

    def uses(self, norm: str) -> bool:
        """Whether the document has a word of this norm."""
        if norm not in self._used:
            holding = self.search.statements((norm,))
            self._used[norm] = any(norm in norms(one.text) for one in holding)
        return self._used[norm]

    def _has(self, fact: Fact) -> bool:
        if fact.kind == "name":
            return any(self.uses(word) for word in norms(fact.value) if is_distinctive(word))
        return any(True for _ in self.stating(fact))

    def stating(self, fact: Fact) -> Iterable[Statement]:
        """The sentences that have a fact which is no name, looked for as far as they are asked."""
        if fact.key not in self._stated:
            self._stated[fact.key] = Drawn(self._stating(fact))
        return self._stated[fact.key]

    def saying(self, forms: Iterable[str]) -> Iterator[Statement]:
        """The sentences that can say all of the canonical forms."""
        return self.search.saying(forms)

    def _stating(self, fact: Fact) -> Iterator[Statement]:
        phrases = phrasings(fact.kind, fact.value)
        found = map(self._saying, phrases) if phrases else [self._holding(norms(fact.value))]
        met = set()
        for statement in chain.from_iterable(found):
            place = (statement.clause.id, statement.start)
            if place not in met and any(fact.key == f.key for f in read_facts(statement.text)):
                met.add(place)
                yield statement

    def _saying(self, phrase: tuple[str, ...]) -> Iterator[Statement]:
        """The sentences that say a phrase word for word, as one must that has its term."""
        said = f" {' '.join(phrase)} "
        for statement in self.search.phrase(phrase):
            if said in f" {' '.join(norms(statement.text))} ":
                yield statement

    def _holding(self, phrase: tuple[str, ...]) -> Iterator[Statement]:
        """The sentences that have all words of a phrase, in whatever order."""
        wanted = set(phrase)
        for statement in self.search.statements(phrase):
            if wanted.issubset(norms(statement.text)):
                yield statement


@dataclass(frozen=True, slots=True)
class Reading:
    """An edit with all that a rule may ask of it.

    `topics`: what it speaks of, the strongest first. `transition`: what it was
    recognised as. `setting`: what the verbs, the lead and the headings around
    speak of most, whatever the changed words are. `spoken`: the kinds of fact in
    its sentences, leads and nearest headings. `lost` and `gained`: the edit's,
    and the kinds among them.
    `known`: the facts of the whole old and the whole new version. `deals`: whether
    it is a sentence that tells how someone is dealt with, and that stands alone.
    `reversal`: how it turned its sentence into its reverse.
    """

    edit: Edit
    topics: tuple[str, ...] = ()
    transition: str = ""
    setting: str = ""
    spoken: frozenset[str] = frozenset()
    lost: tuple[Fact, ...] = ()
    gained: tuple[Fact, ...] = ()
    kinds_lost: frozenset[str] = frozenset()
    kinds_gained: frozenset[str] = frozenset()
    known: tuple[Known, Known] | None = None
    deals: bool = False
    reversal: Reversal = ""

    @property
    def topic(self) -> str:
        """What the edit is most about; empty where nothing tells."""
        return self.topics[0] if self.topics else ""


def read_setting(edit: Edit) -> str:
    """The strongest topic of the lead, the headings and the verbs of the statement."""
    scores: dict[str, float] = defaultdict(float)
    for side in (edit.old, edit.new):
        if side is not None:
            _count(scores, [f for f in read_facts(side.text) if f.kind == "act"], _SENTENCE)
            _count_around(scores, side)
    return _ranked(scores)[0] if scores else ""


def read_edit(
    edit: Edit, known: tuple[Known, Known], bearings: Bearings, *, deals: bool = False
) -> Reading:
    """An edit that no transition explains, read for the rules.

    Where both texts have all that it says, a rule has nothing to speak of.
    """
    news = bearings.news(edit)
    if news is None:
        return Reading(edit, known=known)
    lost, gained = news
    return Reading(
        edit,
        topics=read_topics(edit),
        setting=read_setting(edit),
        spoken=read_context(edit),
        lost=lost,
        gained=gained,
        kinds_lost=frozenset(fact.kind for fact in lost),
        kinds_gained=frozenset(fact.kind for fact in gained),
        known=known,
        deals=deals,
        reversal=reversal(edit),
    )


def read_context(edit: Edit) -> frozenset[str]:
    """The kinds of fact that the statement, its lead and its nearest heading speak of."""
    texts = []
    for side in (edit.old, edit.new):
        if side is not None:
            texts += [side.text, side.clause.lead, side.clause.heading]
    return frozenset(fact.kind for text in texts for fact in read_facts(text))


def read_topics(edit: Edit) -> tuple[str, ...]:
    """The topics of an edit, the strongest first; ties in the order of `KINDS`."""
    scores: dict[str, float] = defaultdict(float)
    statement = edit.new or edit.old
    if statement is None:
        return ()
    for side, span in ((edit.old, edit.removed), (edit.new, edit.added)):
        if side is not None:
            _count(scores, _touching(side, span), _CHANGED)
            _count(scores, read_facts(side.text), _SENTENCE)
    _count_around(scores, statement)
    return _ranked(scores)


def _count_around(scores: dict[str, float], statement: Statement) -> None:
    clause = statement.clause
    _count(scores, read_facts(clause.lead), _LEAD)
    for depth, heading in enumerate(reversed(clause.headings)):
        weight = _HEADING if depth == 0 else _OUTER
        for topic in _topics(read_facts(heading)) or announced(heading):
            scores[topic] += weight


def _ranked(scores: dict[str, float]) -> tuple[str, ...]:
    return tuple(sorted(scores, key=lambda topic: (-scores[topic], _ORDER.get(topic, 99), topic)))


def _touching(statement: Statement, span: tuple[int, int]) -> Iterable[Fact]:
    """The facts on the changed words; a verb that changed tells no more than one that stayed."""
    return [
        fact
        for fact in read_facts(statement.text)
        if fact.first < span[1] and fact.last >= span[0] and fact.kind != "act"
    ]


_ORDER = {topic_of(kind): number for number, kind in reversed(list(enumerate(KINDS)))}


def _count(scores: dict[str, float], facts: Iterable[Fact], weight: float) -> None:
    """Add each topic once, however many of its words stand there."""
    for topic in _topics(facts):
        scores[topic] += weight


def _topics(facts: Iterable[Fact]) -> set[str]:
    return {_topic(fact) for fact in facts} - {""}


def _topic(fact: Fact) -> str:
    if fact.kind == "act":
        return fact.value
    return topic_of(fact.kind)
