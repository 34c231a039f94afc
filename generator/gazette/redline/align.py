"""Which clauses of two documents correspond.

In this order, each step only looking at what the ones before have left:
identical units that keep their order (anchors); identical units elsewhere
(moves); within the gaps between anchors, splits and merges, then similar
units; similar units elsewhere (moves, edited as well); and in what is left of
each gap, units that are at least related or stand alone in the same place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from gazette.redline.chain import Match, heaviest_chain
from gazette.redline.divided import divided
from gazette.redline.identical import anchors, elsewhere
from gazette.redline.regrouped import regrouped
from gazette.redline.similar import likenesses
from gazette.redline.units import Side, cells_of, row_of, units_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gazette.model.document import Clause
    from gazette.redline.tokens import Vocabulary
    from gazette.redline.units import Unit

LIKE = 0.5
"""Share of common tokens from which two clauses in the same gap are one, edited."""
LIKE_ELSEWHERE = 0.6
"""The same for clauses in different places, where chance has more room."""
RELATED = 0.3
"""The same for what is left of a gap once all better matches are made."""
FEWEST_TO_MOVE = 5
"""Words that a text needs to be called moved: shorter ones recur by chance."""
FEWEST_TO_MOVE_EDITED = 8
"""The same for a text that was also edited."""

_NEW = attrgetter("new_at")
SHORT = 80
"""Characters up to which the only old and the only new clause of a gap are
linked though they share nothing: "Google" became "Meta"."""


class Link(NamedTuple):
    """Clauses that correspond: `old[old_at:][:old_count]` and those of the new.

    As many on both sides correspond one by one, unless they do so only all
    `together`, as in a split or a merge. `moved` links may cross others.
    """

    old_at: int
    new_at: int
    old_count: int = 1
    new_count: int = 1
    together: bool = False
    moved: bool = False


def align(old: Sequence[Clause], new: Sequence[Clause], vocabulary: Vocabulary) -> list[Link]:
    """The links between two sequences of clauses, in order of the new one."""
    start = _same_start(old, new)
    end = _same_end(old, new, start)
    links = [Link(0, 0, start, start)] if start else []
    if start + end < max(len(old), len(new)):
        old_units = units_of(old, start, len(old) - end)
        new_units = units_of(new, start, len(new) - end)
        links += _joined(sorted(_align_units(old_units, new_units, vocabulary), key=_NEW))
    if end:
        links.append(Link(len(old) - end, len(new) - end, end, end))
    return links


def _joined(links: list[Link]) -> Iterator[Link]:
    """`links`, neighbours that correspond one by one as one."""
    first, count = None, 0
    for link in links:
        if link.together or link.moved:
            if first:
                yield Link(first.old_at, first.new_at, count, count)
                first = None
            yield link
        elif first and link.old_at == first.old_at + count and link.new_at == first.new_at + count:
            count += link.new_count
        else:
            if first:
                yield Link(first.old_at, first.new_at, count, count)
            first, count = link, link.new_count
    if first:
        yield Link(first.old_at, first.new_at, count, count)


def _same_start(old: Sequence[Clause], new: Sequence[Clause]) -> int:
    """How many clauses are equal from the start, without cutting a table row."""
    at, most = 0, min(len(old), len(new))
    while at < most and old[at].text == new[at].text and old[at].kind is new[at].kind:
        at += 1
    while at and (_cuts_row(old, at) or _cuts_row(new, at)):
        at -= 1
    return at


def _same_end(old: Sequence[Clause], new: Sequence[Clause], start: int) -> int:
    """How many more clauses are equal from the end, without cutting a table row."""
    count, most = 0, min(len(old), len(new)) - start
    while count < most and old[-1 - count].text == new[-1 - count].text:
        if old[-1 - count].kind is not new[-1 - count].kind:
            break
        count += 1
    while count and (_cuts_row(old, len(old) - count) or _cuts_row(new, len(new) - count)):
        count -= 1
    return count


def _cuts_row(clauses: Sequence[Clause], at: int) -> bool:
    """Whether the same table row stands on both sides of place `at`."""
    if not 0 < at < len(clauses):
        return False
    row = row_of(clauses[at])
    return row is not None and row == row_of(clauses[at - 1])


def _align_units(old: list[Unit], new: list[Unit], vocabulary: Vocabulary) -> Iterator[Link]:
    aligner = _Aligner(Side(old, vocabulary), Side(new, vocabulary))
    aligner.run()
    for olds, news, moved in aligner.links:
        here, there = old[olds[0]], new[news[0]]
        if here.is_row and there.is_row:
            yield from _align_cells(here, there, vocabulary, moved=moved)
        else:
            together = len(olds) > 1 or len(news) > 1
            yield Link(here.first, there.first, len(olds), len(news), together, moved)


def _align_cells(old: Unit, new: Unit, vocabulary: Vocabulary, *, moved: bool) -> Iterator[Link]:
    """The cells of two rows: by column, unless a column came or went."""
    count = len(old.clauses)
    if count == len(new.clauses):
        if not moved:
            yield Link(old.first, new.first, count, count)
            return
        for at in range(count):
            yield Link(old.first + at, new.first + at, moved=True)
        return
    aligner = _Aligner(Side(cells_of(old), vocabulary), Side(cells_of(new), vocabulary))
    aligner.stay_in_place()
    for olds, news, _ in aligner.links:
        yield Link(old.first + olds[0], new.first + news[0], moved=moved)


@dataclass(slots=True)
class _Aligner:
    """The state of one alignment: what is linked, and the gaps between.

    `bounds` are the links around each gap, `fixed` the links made in them since.
    """

    old: Side
    new: Side
    links: list[tuple[tuple[int, ...], tuple[int, ...], bool]] = field(default_factory=list)
    fixed: list[tuple[int, int]] = field(default_factory=list)
    bounds: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)

    def run(self) -> None:
        """Take every step."""
        self._anchor(anchors(self.old, self.new))
        for pair in elsewhere(self.old, self.new, fewest=FEWEST_TO_MOVE):
            self._move(*pair)
        for step in (regrouped, divided):
            for old_ats, new_ats in self._gaps():
                for olds, news in step(self.old, self.new, old_ats, new_ats):
                    self._link(olds, news)
        self._match_in_gaps(LIKE)
        self._match_elsewhere()
        self._match_in_gaps(RELATED)
        self._match_lonely()
        self._follow_moves()

    def stay_in_place(self) -> None:
        """Take only the steps that keep the order."""
        self._anchor(anchors(self.old, self.new))
        self._match_in_gaps(RELATED)
        self._match_lonely()

    def _anchor(self, pairs: list[tuple[int, int]]) -> None:
        """Link `pairs`, and find the gaps between them."""
        self.links += [((i,), (j,), False) for i, j in pairs]
        last = (-1, -1)
        for i, j in [*pairs, (len(self.old.units), len(self.new.units))]:
            if i - last[0] > 1 and j - last[1] > 1:
                self.bounds.append((last, (i, j)))
            last = i, j
        for i, j in pairs:
            self.old.free[i] = self.new.free[j] = False

    def _link(self, olds: tuple[int, ...], news: tuple[int, ...], *, moved: bool = False) -> None:
        self.links.append((olds, news, moved))
        for at in olds:
            self.old.free[at] = False
        for at in news:
            self.new.free[at] = False
        if not moved:
            self.fixed.append((olds[0], news[0]))

    def _fix(self, i: int, j: int) -> None:
        self._link((i,), (j,))

    def _move(self, i: int, j: int) -> None:
        self._link((i,), (j,), moved=True)

    def _gaps(self) -> list[tuple[list[int], list[int]]]:
        """What is free on both sides between each two links that keep the order."""
        found, bounds = [], []
        fixed = sorted(self.fixed, reverse=True)
        for start, end in self.bounds:
            last = start
            while last != end:
                here = fixed.pop() if fixed and fixed[-1] < end else end
                old_ats = [at for at in range(last[0] + 1, here[0]) if self.old.free[at]]
                new_ats = [at for at in range(last[1] + 1, here[1]) if self.new.free[at]]
                if old_ats and new_ats:
                    found.append((old_ats, new_ats))
                    bounds.append((last, here))
                last = here
        self.bounds, self.fixed = bounds, []
        return found

    def _match_in_gaps(self, at_least: float) -> None:
        """Link similar units within each gap, the most text in order winning."""
        for old_ats, new_ats in self._gaps():
            found = likenesses(self.old, self.new, old_ats, new_ats, at_least=at_least)
            chain = heaviest_chain(
                [Match(f.old_at, f.new_at, int(f.common * f.score * 100) + 1) for f in found]
            )
            for match in chain:
                self._fix(match.old_at, match.new_at)

    def _match_elsewhere(self) -> None:
        """Link similar units across gaps as moved, the most alike first."""
        found = likenesses(
            self.old,
            self.new,
            _long_enough(self.old),
            _long_enough(self.new),
            at_least=LIKE_ELSEWHERE,
        )
        for like in sorted(found, key=lambda f: (-f.score, -f.common, f.old_at, f.new_at)):
            if self.old.free[like.old_at] and self.new.free[like.new_at]:
                self._move(like.old_at, like.new_at)

    def _match_lonely(self) -> None:
        """Link what alone is left on both sides of a gap and is of one sort."""
        for old_ats, new_ats in self._gaps():
            if len(old_ats) != 1 or len(new_ats) != 1:
                continue
            here, there = self.old.units[old_ats[0]], self.new.units[new_ats[0]]
            short = here.is_heading or here.is_row or len(here.text) < SHORT
            if here.kind is there.kind and here.text and there.text and short:
                self._fix(old_ats[0], new_ats[0])

    def _follow_moves(self) -> None:
        """Move short equal neighbours along with what was moved."""
        waiting = [(olds[-1], news[-1]) for olds, news, moved in self.links if moved]
        while waiting:
            i, j = waiting.pop()
            for step in (1, -1):
                near = i + step, j + step
                if self._is_free(*near) and (
                    self.old.units[near[0]].key == self.new.units[near[1]].key
                ):
                    self._move(*near)
                    waiting.append(near)

    def _is_free(self, i: int, j: int) -> bool:
        inside = 0 <= i < len(self.old.units) and 0 <= j < len(self.new.units)
        return inside and self.old.free[i] and self.new.free[j]


def _long_enough(side: Side) -> list[int]:
    return [
        at for at, free in enumerate(side.free) if free and side.words(at) >= FEWEST_TO_MOVE_EDITED
    ]
