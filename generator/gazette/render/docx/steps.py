"""The alignment as steps that Word can hold: tables by row and cell, the rest in line.

A comparison's pairs run through both texts at once. Word wants tables in one
piece, so that a row is kept, deleted or inserted as a whole; what does not
fit that is shown as deleted here and inserted there, which is always true.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from gazette.model.comparison import Change, ChangeKind, Comparison, Op, Pair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gazette.model.document import Block, Clause

    Key = Callable[[Clause], int | None]
    """The serial of the element that holds a clause, or None outside of any."""
    Name = tuple[int | None, int | None]
    """An old element and the new one it became."""


@dataclass(frozen=True, slots=True)
class Step:
    """Clauses of both sides that stand in one place; None as change: nothing to show.

    `moved` is set where a clause leaves or arrives; both ends hold the change.
    """

    old: tuple[Clause, ...]
    new: tuple[Clause, ...]
    change: Change | None = None
    moved: bool = False

    @property
    def both(self) -> bool:
        """Whether it stands in both versions."""
        return bool(self.old and self.new)


@dataclass(frozen=True, slots=True)
class Group:
    """The steps of one element (a table, a row), and whether it is kept, deleted or inserted."""

    op: Op
    steps: tuple[Step, ...]


def steps_of(comparison: Comparison) -> tuple[Step, ...]:
    """The pairs of `comparison` as steps, with both ends of every move marked.

    What moves into, out of or within a table is not marked: Word cannot show it.
    """
    ends = Counter(_end(pair) for pair in comparison.pairs if _is_end(pair))
    whole = {name for name, _ in ends if ends[name, True] == ends[name, False] == 1}
    return tuple(
        Step(p.old, p.new, p.change, moved=_is_end(p) and _end(p)[0] in whole)
        for p in comparison.pairs
    )


def _is_end(pair: Pair) -> bool:
    """Whether a clause leaves from `pair`, or arrives there."""
    change = pair.change
    return (
        change is not None
        and change.kind is ChangeKind.MOVED
        and bool(pair.old) != bool(pair.new)
        and not any(table_of(clause) is not None for clause in (*change.old, *change.new))
    )


def _end(pair: Pair) -> tuple[str, bool]:
    """Which move `pair` is an end of, and whether it is the one it leaves from."""
    return (pair.change.id if pair.change else "", bool(pair.old))


def table_of(clause: Clause) -> int | None:
    """The serial of the outermost table whose cell holds `clause`."""
    cell = _cell(clause.blocks)
    return clause.blocks[cell[0]].serial if cell else None


def row_of(clause: Clause) -> int | None:
    """The serial of the row that holds `clause` in that table."""
    cell = _cell(clause.blocks)
    return clause.blocks[cell[1]].serial if cell else None


def cell_of(clause: Clause) -> Block | None:
    """The cell that holds `clause` in that table."""
    cell = _cell(clause.blocks)
    return clause.blocks[cell[2]] if cell else None


def _cell(blocks: tuple[Block, ...]) -> tuple[int, int, int] | None:
    """Where in `blocks` the outermost table, its row and its cell stand."""
    if len(blocks) < 3:  # noqa: PLR2004 - a table, a row and a cell
        return None
    table = _first(blocks, ("table",))
    row = _first(blocks, ("tr",), table + 1) if table is not None else None
    if table is None or row is None:
        return None
    cell = _first(blocks, ("td", "th"), row + 1)
    return None if cell is None else (table, row, cell)


def _first(blocks: Sequence[Block], tags: Sequence[str], start: int = 0) -> int | None:
    """Where the first of `tags` stands among `blocks[start:]`."""
    for place in range(start, len(blocks)):
        if blocks[place].tag in tags:
            return place
    return None


def gather(
    steps: Sequence[Step], key: Key, *, fits: Callable[[int, int], bool] = lambda _old, _new: True
) -> tuple[Step | Group, ...]:
    """Collect the steps of each element that `key` names into one group.

    An old element and a new one are the same where most of their clauses are
    aligned and `fits(old, new)`; steps that tie others together come apart.
    A group stands where its two elements meet first. Each version's clauses
    keep their order.
    """
    if not any(key(clause) is not None for step in steps for clause in (*step.old, *step.new)):
        return tuple(steps)
    partners = _partners(steps, key, fits)
    names: dict[Name, Name] = {(old, None): (old, new) for old, new in partners}
    names |= {(None, new): (old, new) for old, new in partners}
    held: dict[Name, list[Step]] = {}
    placed: set[Name] = set()
    order: list[Step | Name] = []
    for step in chain.from_iterable(_apart(step, key, partners) for step in steps):
        met = (key(step.old[0]) if step.old else None, key(step.new[0]) if step.new else None)
        if met == (None, None):
            order.append(step)
            continue
        name = names.get(met, met)
        # Where two elements meet, all that comes before either has gone by.
        if name not in placed and (step.both or None in name):
            placed.add(name)
            order.append(name)
        held.setdefault(name, []).append(step)
    return tuple(
        entry if isinstance(entry, Step) else Group(_op(*entry), tuple(held[entry]))
        for entry in order
    )


def _op(old: int | None, new: int | None) -> Op:
    if old is None:
        return Op.INSERT
    return Op.DELETE if new is None else Op.KEEP


def _partners(
    steps: Iterable[Step], key: Key, fits: Callable[[int, int], bool]
) -> set[tuple[int, int]]:
    """The old and new elements that are one, each in one pair at most."""
    links: Counter[tuple[int, int]] = Counter()
    for step in steps:
        if len(step.old) == len(step.new) == 1:
            old, new = key(step.old[0]), key(step.new[0])
            if old is not None and new is not None:
                links[old, new] += 1
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    found = set()
    for (old, new), _ in links.most_common():
        if old not in taken_old and new not in taken_new and fits(old, new):
            found.add((old, new))
            taken_old.add(old)
            taken_new.add(new)
    return found


def _apart(step: Step, key: Key, partners: set[tuple[int, int]]) -> tuple[Step, ...]:
    """`step`, or its clauses one by one where it ties together what is not one."""
    olds, news = [key(c) for c in step.old], [key(c) for c in step.new]
    if not any(k is not None for k in (*olds, *news)):
        return (step,)
    if len(olds) == len(news) == 1 and (olds[0], news[0]) in partners:
        return (step,)
    return apart(step)


def apart(step: Step) -> tuple[Step, ...]:
    """The clauses of `step` one by one, deleted or inserted."""
    return (*(Step((c,), ()) for c in step.old), *(Step((), (c,)) for c in step.new))
