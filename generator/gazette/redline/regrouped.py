"""Running text whose words stayed while the breaks between its clauses moved.

Three paragraphs that became two others with the same words are no edit. A
break is gone where words that both texts have run on over it, and new where it
parts such words; the clauses on both sides of those breaks belong together.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from gazette.redline.units import RUNNING
from gazette.redline.words import common_runs, similarity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gazette.redline.units import Side
    from gazette.redline.words import Run

WHOLE = 0.8
"""Share of tokens that the clauses of both sides together must have in common."""
_OVER = 2
"""Shared tokens before and after a break for the text to run on over it."""

Group = tuple[tuple[int, ...], tuple[int, ...]]


def regrouped(old: Side, new: Side, old_ats: Sequence[int], new_ats: Sequence[int]) -> list[Group]:
    """The groups of one gap, in order: places of old units, places of new ones.

    One side may have a single unit: such a group is a split or a merge.
    """
    if max(len(old_ats), len(new_ats)) < 2:  # noqa: PLR2004 - there is no break
        return []
    here, there = _strip(old, old_ats, "\0"), _strip(new, new_ats, "\1")
    joints = [j for run in common_runs(here.code, there.code) for j in _joints(run, here, there)]
    return [
        (tuple(here.ats[g.old_from : g.old_to + 1]), tuple(there.ats[g.new_from : g.new_to + 1]))
        for g in _grouped(joints)
        if similarity(
            here.between(g.old_from, g.old_to), there.between(g.new_from, g.new_to), at_least=WHOLE
        )
    ]


class _Strip(NamedTuple):
    """Running units one after another, with where each starts in `code`."""

    ats: list[int]
    starts: list[int]
    code: str

    def unit(self, token: int) -> int:
        """Which unit a token of `code` belongs to."""
        return bisect_right(self.starts, token) - 1

    def breaks(self, start: int, end: int) -> list[int]:
        """The units that begin between two tokens."""
        return list(range(bisect_left(self.starts, start), bisect_right(self.starts, end)))

    def between(self, first: int, last: int) -> str:
        """The tokens of some units."""
        end = self.starts[last + 1] if last + 1 < len(self.starts) else len(self.code)
        return self.code[self.starts[first] : end]


def _strip(side: Side, ats: Iterable[int], apart: str) -> _Strip:
    """The running units among `ats`; `apart` goes between those that are no neighbours."""
    strip = _Strip([], [], "")
    pieces: list[str] = []
    length = 0
    for at in ats:
        if side.units[at].clauses[0].kind not in RUNNING:
            continue
        if strip.ats and strip.ats[-1] + 1 != at:
            pieces.append(apart)
            length += 1
        strip.ats.append(at)
        strip.starts.append(length)
        pieces.append(side.code(at))
        length += len(pieces[-1])
    return strip._replace(code="".join(pieces))


class _Joint(NamedTuple):
    """Units that belong together: the first and the last on each side."""

    old_from: int
    new_from: int
    old_to: int
    new_to: int


def _joints(run: Run, old: _Strip, new: _Strip) -> Iterator[_Joint]:
    """What the breaks of one side tie together that stand within a shared run."""
    olds = old.breaks(run.old_at + _OVER, run.old_at + run.length - _OVER)
    news = new.breaks(run.new_at + _OVER, run.new_at + run.length - _OVER)
    shift = run.new_at - run.old_at
    stay = {old.starts[at] + shift for at in olds} & {new.starts[at] for at in news}
    for at in olds:
        if old.starts[at] + shift not in stay:
            unit = new.unit(old.starts[at] + shift)
            yield _Joint(at - 1, unit, at, unit)
    for at in news:
        if new.starts[at] not in stay:
            unit = old.unit(new.starts[at] - shift)
            yield _Joint(unit, at - 1, unit, at)


def _grouped(joints: list[_Joint]) -> Iterator[_Joint]:
    """`joints`, those joined that have a unit in common."""
    last: _Joint | None = None
    for joint in sorted(joints):
        if last and (joint.old_from <= last.old_to or joint.new_from <= last.new_to):
            last = last._replace(
                old_to=max(last.old_to, joint.old_to), new_to=max(last.new_to, joint.new_to)
            )
            continue
        if last:
            yield last
        last = joint
    if last:
        yield last
