"""Running text whose words stayed while the breaks between its clauses moved.

Three paragraphs that became two others with the same words are no edit. Where
the words around a break of one text stand in the other without one, that break
came or went, and the clauses on both sides of it belong together.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from gazette.redline.units import RUNNING
from gazette.redline.words import similarity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gazette.redline.units import Side

WHOLE = 0.8
"""Share of tokens that the clauses of both sides together must have in common."""
_AROUND = 3
"""Tokens before a break, and after it, that must stand together in the other text."""
_BREAK = "\0"
"""Stands for a break; no token has this code."""

Group = tuple[tuple[int, ...], tuple[int, ...]]


def regrouped(old: Side, new: Side, old_ats: Sequence[int], new_ats: Sequence[int]) -> list[Group]:
    """The groups of one gap, in order: places of old units, places of new ones.

    One side may have a single unit: such a group is a split or a merge.
    """
    if max(len(old_ats), len(new_ats)) < 2:  # noqa: PLR2004 - there is no break
        return []
    here, there = _strip(old, old_ats), _strip(new, new_ats)
    joints = [_Joint(at, unit, at + 1, unit) for at, unit in _healed(here, there)]
    joints += [_Joint(unit, at, unit, at + 1) for at, unit in _healed(there, here)]
    groups = [
        (here.ats[joint.old_from : joint.old_to + 1], there.ats[joint.new_from : joint.new_to + 1])
        for joint in _joined(sorted(joints))
    ]
    return [(olds, news) for olds, news in groups if _say_the_same(old, olds, new, news)]


class _Strip(NamedTuple):
    """The running units of a gap: their places, their tokens, and where each starts in `whole`."""

    ats: tuple[int, ...]
    codes: list[str]
    starts: list[int]
    whole: str


def _strip(side: Side, ats: Sequence[int]) -> _Strip:
    running = tuple(at for at in ats if side.units[at].kind in RUNNING)
    codes = [side.code(at) for at in running]
    ends = accumulate(len(code) + len(_BREAK) for code in codes)
    return _Strip(running, codes, [0, *ends], _BREAK.join(codes))


def _healed(broken: _Strip, other: _Strip) -> Iterator[tuple[int, int]]:
    """Each unit after which `broken` has a break that `other` has not, and the other's unit."""
    breaks: dict[str, int] = {}
    shapes: dict[tuple[str, str], set[tuple[int, int]]] = {}
    for at, (code, after) in enumerate(pairwise(broken.codes)):
        before, behind = code[-_AROUND:], after[:_AROUND]
        if broken.ats[at] + 1 == broken.ats[at + 1] and before and behind:
            breaks.setdefault(before + behind, at)
            shapes.setdefault((before[-1], behind[0]), set()).add((len(before), len(behind)))
    whole = other.whole if breaks else ""
    for place, around in enumerate(pairwise(whole), 1):
        for before_size, behind_size in shapes.get(around, ()):
            found = whole[max(place - before_size, 0) : place + behind_size]
            if found in breaks:
                yield breaks.pop(found), bisect_right(other.starts, place) - 1


class _Joint(NamedTuple):
    """Units that belong together: the first and the last on each side."""

    old_from: int
    new_from: int
    old_to: int
    new_to: int


def _joined(joints: list[_Joint]) -> Iterator[_Joint]:
    """`joints`, those as one that have a unit in common."""
    last: _Joint | None = None
    for joint in joints:
        if last and (joint.old_from <= last.old_to or joint.new_from <= last.new_to):
            last = _Joint(
                last.old_from,
                min(last.new_from, joint.new_from),
                max(last.old_to, joint.old_to),
                max(last.new_to, joint.new_to),
            )
            continue
        if last:
            yield last
        last = joint
    if last:
        yield last


def _say_the_same(old: Side, olds: tuple[int, ...], new: Side, news: tuple[int, ...]) -> bool:
    """Whether units are neighbours on each side, and say nearly the same all in all."""
    if any(ats[-1] - ats[0] != len(ats) - 1 for ats in (olds, news)):
        return False
    here, there = "".join(map(old.code, olds)), "".join(map(new.code, news))
    return bool(similarity(here, there, at_least=WHOLE))
