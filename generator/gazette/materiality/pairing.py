"""Which old statement became which new one.

First within a change: the same words, then the most alike. What is left over
is looked for in the other changes, and last in the text that did not change,
so that a provision that moved, or that is said twice, alarms nobody.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from functools import partial
from itertools import groupby, starmap
from operator import attrgetter
from typing import TYPE_CHECKING

from gazette.materiality.alike import Gone, alike
from gazette.materiality.governing import Governors
from gazette.materiality.layouts import lay_out
from gazette.materiality.phrases import likeness
from gazette.materiality.statements import (
    Statement,
    asks_whether,
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
    governors: Governors

    def part(self, old: Statement, new: Statement) -> bool:
        """Whether two statements cannot be one, since they stand below other leads."""
        return self.governors.part(old, new)

    def take(self, places: list[tuple[int, int]]) -> list[StatementPair]:
        """Pair the old and new statements at these places, which are left no longer."""
        pairs = [StatementPair(self.change, self.old[i], self.new[j]) for i, j in places]
        gone, come = ({pair[side] for pair in places} for side in (0, 1))
        self.old = [s for i, s in enumerate(self.old) if i not in gone]
        self.new = [s for j, s in enumerate(self.new) if j not in come]
        return pairs


def pair_statements(comparison: Comparison, searches: Searches) -> list[StatementPair]:
    """All statements of the changed clauses in pairs, in the order of the changes."""
    pairs: list[StatementPair] = []
    rest: list[_Left] = []
    layout = lay_out(comparison)
    governors = Governors(comparison, layout.entries)
    for change in comparison.changes:
        left = _Left(change, *layout.statements(change), governors)
        rest.append(left)
    _add_parted(rest, comparison, governors)
    for left in rest:
        pairs += _same(left)
        pairs += _joined(left)
        pairs += _parted(left)
        pairs += _alike(left)
    pairs += _moved(rest)
    pairs += _unpaired(rest, searches, governors)
    pairs += starmap(StatementPair, layout.pairs)
    order = {change.id: n for n, change in enumerate(comparison.changes)}
    return sorted(pairs, key=lambda p: (order[p.change.id], _place(p)))


def _place(pair: StatementPair) -> tuple[int, int]:
    statement = pair.new or pair.old
    assert statement is not None  # noqa: S101 - a pair has a side
    return (statement.clause.line, statement.start)


def _add_parted(rest: list[_Left], comparison: Comparison, governors: Governors) -> None:
    """Add the entries past which a lead moved, to the change of what stands before them now."""
    if not rest:
        return
    places = [
        {clause.id: left for left in rest for clause in clauses(left.change)}
        for clauses in (attrgetter("old"), attrgetter("new"))
    ]
    before: list[_Left] = [rest[0], rest[0]]
    parted = {old.id for old, _ in governors.parted(comparison.pairs)}
    for pair in comparison.pairs if parted else ():
        for side, clauses in enumerate((pair.old, pair.new)):
            for clause in clauses:
                before[side] = places[side].get(clause.id, before[side])
        if pair.change is None and pair.old and pair.old[0].id in parted:
            before[0].old += read_statements(pair.old[0])
            before[1].new += read_statements(pair.new[0])


def _same(left: _Left) -> list[StatementPair]:
    """Statements with the same letters, which need no reading, then with the same words."""
    return _taken(left, attrgetter("text")) + _taken(left, _bag)


def _taken(left: _Left, key: Callable[[Statement], object]) -> list[StatementPair]:
    """Statements with the same key, taken in order."""
    if not left.old or not left.new:
        return []
    waiting: dict[object, deque[int]] = defaultdict(deque)
    for place, statement in enumerate(left.old):
        waiting[key(statement)].append(place)
    taken: dict[int, int] = {}
    for place, statement in enumerate(left.new):
        partners = waiting.get(key(statement), ())
        fitting = (old for old in partners if not left.part(left.old[old], statement))
        partner = next(fitting, None)
        if partner is not None:
            waiting[key(statement)].remove(partner)
            taken[place] = partner
    return left.take([(old, new) for new, old in taken.items()])


def _bag(statement: Statement) -> tuple[str, ...]:
    """The words of a statement in no order, so that “for news, click here” meets its reverse."""
    asks = ("?",) if asks_whether(statement.text) else ()
    return (*sorted(statement.forms), *asks)


def _joined(left: _Left) -> list[StatementPair]:
    """Sentences that were only joined or parted: together they say the same."""
    old = [form for statement in left.old for form in statement.forms]
    new = [form for statement in left.new for form in statement.forms]
    if not old or old != new or left.part(left.old[0], left.new[0]):
        return []
    pair = StatementPair(left.change, _run(left.old), _run(left.new))
    left.old, left.new = [], []
    return [pair]


def _parted(left: _Left) -> list[StatementPair]:
    """Runs of sentences that differ little as a whole though their ends differ: a lost stop."""
    if not left.old or not left.new or len(left.old) == len(left.new):
        return []
    old, new = _run(left.old), _run(left.new)
    if likeness(old.forms, new.forms) < _ALIKE_AS_A_WHOLE or left.part(old, new):
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
    if not left.old or not left.new:
        return []
    if len(left.old) == len(left.new) == 1 and left.old[0].clause.kind is left.new[0].clause.kind:
        # The alignment says that one became the other, however much was rewritten.
        floor = 0.25
    else:
        floor = _ALIKE
    old, new = [s.forms for s in left.old], [s.forms for s in left.new]
    partners: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted((-score, i, j) for score, i, j in alike(old, new, floor)):
        if i not in partners and j not in taken and not left.part(left.old[i], left.new[j]):
            partners[i] = j
            taken.add(j)
    return left.take(list(partners.items()))


def _moved(rest: list[_Left]) -> list[StatementPair]:
    """Statements that left one change and appear in another, with or without edits."""
    gone: Gone[tuple[int, int]] = Gone(_ALIKE_ELSEWHERE)
    for place, left in enumerate(rest):
        for number, statement in enumerate(left.old):
            gone.add(statement.forms, (place, number))
    pairs: list[StatementPair] = []
    moved: set[tuple[int, int]] = set()
    for left in rest:
        stayed = []
        for statement in left.new:
            found = gone.take(statement.forms, _fits(rest, left, statement))
            if found is None:
                stayed.append(statement)
                continue
            moved.add(found)
            source = rest[found[0]]
            partner = source.old[found[1]]
            pairs.append(StatementPair(left.change, partner, statement))
            if source.change is not left.change:
                pairs.append(StatementPair(source.change, partner, None, elsewhere=True))
        left.new = stayed
    for place, left in enumerate(rest):
        left.old = [s for number, s in enumerate(left.old) if (place, number) not in moved]
    return pairs


def _fits(rest: list[_Left], left: _Left, new: Statement) -> Callable[[tuple[int, int]], bool]:
    """Tells of the place of a statement that went whether it may have become `new`."""
    return lambda place: not left.part(rest[place[0]].old[place[1]], new)


def _unpaired(rest: list[_Left], searches: Searches, governors: Governors) -> list[StatementPair]:
    gone = [(x.change, s) for x in rest for s in x.old]
    come = [(x.change, s) for x in rest for s in x.new]
    in_old, in_new = (
        _sayings(search, len(asked)) for search, asked in zip(searches, (come, gone), strict=True)
    )
    return [
        StatementPair(change, s, None, _known(s, in_new, partial(governors.part, s)))
        for change, s in gone
    ] + [
        StatementPair(change, None, s, _known(s, in_old, partial(_part_new, governors, s)))
        for change, s in come
    ]


def _part_new(governors: Governors, new: Statement, old: Statement) -> bool:
    return governors.part(old, new)


def _sayings(search: Search, asked: int) -> Callable[[Statement], Iterable[Statement]]:
    """For each of the `asked` statements what the document says in the same words.

    To look for a few is cheaper than to read the whole document, and to look
    for many is dearer: then each would be held against every sentence.
    """
    if asked <= _MANY:
        return lambda s: (o for o in search.saying(s.forms) if _said(o) == _said(s))
    said: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for statement in search.all_statements():
        said[_said(statement)].append(statement)
    return lambda s: said.get(_said(s), ())


def _known(
    statement: Statement,
    says: Callable[[Statement], Iterable[Statement]],
    parted: Callable[[Statement], bool],
) -> bool:
    """Whether the other version says the same, at whatever place that is not governed otherwise."""
    if not statement.forms:
        return True
    return len(statement.forms) >= _SHORT and not all(map(parted, says(statement)))


def _said(statement: Statement) -> tuple[str, ...]:
    """What a statement says: an entry of a list says nothing without its lead, a question asks."""
    forms = (*statement.forms, "?") if asks_whether(statement.text) else statement.forms
    if statement.clause.kind is not ClauseKind.ITEM:
        return forms
    return (*forms, "", *canonical_forms(statement.clause.lead))
