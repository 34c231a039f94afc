"""Which old statement became which new one.

First within a change: the same words, then the most alike. What is left over
is looked for in the other changes, and last in the text that did not change,
so that a provision that moved, or that is said twice, alarms nobody.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from gazette.materiality.phrases import likeness
from gazette.materiality.statements import (
    Statement,
    canonical_forms,
    read_statements,
)
from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gazette.materiality.search import Search, Searches
    from gazette.model.comparison import Change, Comparison

_ALIKE = 0.45  # within one change, where alignment already vouches for the place
_ALIKE_ELSEWHERE = 0.72  # across changes, where only the words vouch
_ALIKE_AS_A_WHOLE = 0.85
_MANY = 200  # statements looked for, beyond which the whole text is read
_SHORT = 3  # a statement of fewer tokens is not recognised elsewhere: too many say "United States"


@dataclass(frozen=True, slots=True)
class StatementPair:
    """An old statement, its new form, and the change that shows it.

    One side is None for a statement that came or went. `elsewhere`: the same
    words stand in the other version, outside this change.
    """

    change: Change
    old: Statement | None
    new: Statement | None
    elsewhere: bool = False


@dataclass(slots=True)
class _Left:
    """Statements of one change that have found no partner yet."""

    change: Change
    old: list[Statement]
    new: list[Statement]


def pair_statements(comparison: Comparison, searches: Searches) -> list[StatementPair]:
    """All statements of the changed clauses in pairs, in the order of the changes."""
    pairs: list[StatementPair] = []
    rest: list[_Left] = []
    for change in comparison.changes:
        left = _Left(change, _statements(change.old), _statements(change.new))
        pairs += _same(left)
        pairs += _joined(left)
        pairs += _parted(left)
        pairs += _alike(left)
        rest.append(left)
    pairs += _moved(rest)
    pairs += _unpaired(rest, searches)
    order = {change.id: n for n, change in enumerate(comparison.changes)}
    return sorted(pairs, key=lambda p: (order[p.change.id], _place(p)))


def _place(pair: StatementPair) -> tuple[int, int]:
    statement = pair.new or pair.old
    assert statement is not None  # noqa: S101 - a pair has a side
    return (statement.clause.line, statement.start)


def _statements(clauses: Iterable[object]) -> list[Statement]:
    return [s for clause in clauses for s in read_statements(clause)]  # type: ignore[arg-type]


def _same(left: _Left) -> list[StatementPair]:
    """Statements with the same letters, which need no reading, then with the same words."""
    return _taken(left, attrgetter("text")) + _taken(left, _bag)


def _taken(left: _Left, key: Callable[[Statement], object]) -> list[StatementPair]:
    """Statements with the same key, taken in order."""
    waiting: dict[object, deque[Statement]] = defaultdict(deque)
    for statement in left.old:
        waiting[key(statement)].append(statement)
    pairs = []
    for statement in list(left.new):
        partners = waiting[key(statement)]
        if partners:
            partner = partners.popleft()
            left.old.remove(partner)
            left.new.remove(statement)
            pairs.append(StatementPair(left.change, partner, statement))
    return pairs


def _bag(statement: Statement) -> tuple[str, ...]:
    """The words of a statement in no order, so that “for news, click here” meets its reverse."""
    return tuple(sorted(statement.forms))


def _joined(left: _Left) -> list[StatementPair]:
    """Sentences that were only joined or parted: together they say the same."""
    old = [form for statement in left.old for form in statement.forms]
    new = [form for statement in left.new for form in statement.forms]
    if not old or old != new:
        return []
    pair = StatementPair(left.change, _run(left.old), _run(left.new))
    left.old, left.new = [], []
    return [pair]


def _parted(left: _Left) -> list[StatementPair]:
    """Runs of sentences that differ little as a whole though their ends differ: a lost stop."""
    if not left.old or not left.new or len(left.old) == len(left.new):
        return []
    old, new = _run(left.old), _run(left.new)
    if likeness(old.forms, new.forms) < _ALIKE_AS_A_WHOLE:
        return []
    left.old, left.new = [], []
    return [StatementPair(left.change, old, new)]


def _run(statements: list[Statement]) -> Statement:
    """Several sentences as one statement, clause by clause, as the document's text has them."""
    first = statements[0]
    parts = []
    for _, group in groupby(statements, key=lambda s: s.clause.id):
        sentences = list(group)
        end = sentences[-1].start + len(sentences[-1].text)
        parts.append(sentences[0].clause.text[sentences[0].start : end])
    return Statement(first.clause, "\n".join(parts), first.start)


def _alike(left: _Left) -> list[StatementPair]:
    """The most alike first; each statement once."""
    if len(left.old) == len(left.new) == 1 and left.old[0].clause.kind is left.new[0].clause.kind:
        # The alignment says that one became the other, however much was rewritten.
        floor = 0.25
    else:
        floor = _ALIKE
    scored = sorted(
        (-score, i, j)
        for i, o in enumerate(left.old)
        for j, n in enumerate(left.new)
        if (score := likeness(o.forms, n.forms, floor)) >= floor
    )
    pairs, gone_old, gone_new = [], set(), set()
    for _, i, j in scored:
        if i not in gone_old and j not in gone_new:
            gone_old.add(i)
            gone_new.add(j)
            pairs.append(StatementPair(left.change, left.old[i], left.new[j]))
    left.old = [s for i, s in enumerate(left.old) if i not in gone_old]
    left.new = [s for j, s in enumerate(left.new) if j not in gone_new]
    return pairs


def _moved(rest: list[_Left]) -> list[StatementPair]:
    """Statements that left one change and appear in another, with or without edits."""
    gone = _Gone()
    for place, left in enumerate(rest):
        for statement in left.old:
            gone.add(place, statement)
    pairs: list[StatementPair] = []
    for left in rest:
        for statement in list(left.new):
            found = gone.best(statement)
            if found:
                place, partner = found
                rest[place].old.remove(partner)
                left.new.remove(statement)
                pairs.append(StatementPair(left.change, partner, statement))
                if rest[place].change is not left.change:
                    pairs.append(StatementPair(rest[place].change, partner, None, elsewhere=True))
    return pairs


@dataclass(slots=True)
class _Gone:
    """Removed statements by what they say: a text may say the same a thousand times."""

    _waiting: dict[tuple[str, ...], deque[tuple[int, Statement]]] = field(default_factory=dict)
    _index: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)

    def add(self, place: int, statement: Statement) -> None:
        """Note a statement that left the change at `place`."""
        if statement.forms not in self._waiting:
            self._waiting[statement.forms] = deque()
            for form in set(statement.forms):
                self._index.setdefault(form, []).append(statement.forms)
        self._waiting[statement.forms].append((place, statement))

    def best(self, statement: Statement) -> tuple[int, Statement] | None:
        """Take the one most like `statement`, by the words they share; the first of equals."""
        if len(statement.forms) < _SHORT:
            return None
        words = sorted(set(statement.forms))
        shared = Counter(forms for word in words for forms in self._index.get(word, ()))
        best: tuple[float, tuple[str, ...]] | None = None
        for forms, count in shared.items():
            if self._waiting[forms] and count * 2 >= _ALIKE_ELSEWHERE * len(words):
                score = likeness(forms, statement.forms)
                if score >= _ALIKE_ELSEWHERE and (best is None or score > best[0]):
                    best = score, forms
        return self._waiting[best[1]].popleft() if best else None


def _unpaired(rest: list[_Left], searches: Searches) -> list[StatementPair]:
    gone = [(x.change, s) for x in rest for s in x.old]
    come = [(x.change, s) for x in rest for s in x.new]
    in_old, in_new = (
        _sayings(search, len(asked)) for search, asked in zip(searches, (come, gone), strict=True)
    )
    return [StatementPair(change, s, None, _known(s, in_new)) for change, s in gone] + [
        StatementPair(change, None, s, _known(s, in_old)) for change, s in come
    ]


def _sayings(search: Search, asked: int) -> Callable[[Statement], bool]:
    """Tells of each of the `asked` statements whether the document says the same.

    To look for a few is cheaper than to read the whole document, and to look
    for many is dearer: then each would be held against every sentence.
    """
    if asked > _MANY:
        said = set(map(_said, search.all_statements()))
        return lambda statement: _said(statement) in said
    return lambda statement: _said(statement) in map(_said, search.saying(statement.forms))


def _known(statement: Statement, says: Callable[[Statement], bool]) -> bool:
    """Whether the other version says the same, at whatever place."""
    if not statement.forms:
        return True
    return len(statement.forms) >= _SHORT and says(statement)


def _said(statement: Statement) -> tuple[str, ...]:
    """What a statement says: an entry of a list says nothing without its lead."""
    if statement.clause.kind is not ClauseKind.ITEM:
        return statement.forms
    return (*statement.forms, "", *canonical_forms(statement.clause.lead))
