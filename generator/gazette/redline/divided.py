"""One clause that became several, or several that became one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from gazette.redline.similar import candidates, word_pairs
from gazette.redline.units import RUNNING
from gazette.redline.words import similarity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gazette.redline.units import Side

WHOLE = 0.6
"""Share of tokens that one clause and its parts together must have in common."""
GAIN = 0.6
"""Share of the other parts' tokens that must stand in the whole beside the best part's."""
_CONTAINED = 0.75
"""Share of a part's tokens that must stand in the whole."""
_FEWEST = 3
"""Tokens that a part needs; fewer stand anywhere."""
_LONG = 4_000
"""Tokens of a whole beyond which its parts are looked for by their word pairs: each
comparison goes over all of it, and a thousand parts would each ask for one."""

Divided = tuple[tuple[int, ...], tuple[int, ...]]


def divided(old: Side, new: Side, old_ats: Sequence[int], new_ats: Sequence[int]) -> list[Divided]:
    """The splits and merges in one gap, in order and not crossing.

    Each is the places of the old units and of the new ones: one on one side,
    several neighbours on the other.
    """
    splits: list[Divided] = [((i,), parts) for i, parts in _splits(old, new, old_ats, new_ats)]
    merges: list[Divided] = [(parts, (j,)) for j, parts in _splits(new, old, new_ats, old_ats)]
    taken: list[Divided] = []
    for olds, news in sorted(splits + merges):
        if not taken or (olds[0] > taken[-1][0][-1] and news[0] > taken[-1][1][-1]):
            taken.append((olds, news))
    return taken


def _splits(
    whole: Side, parts: Side, whole_ats: Sequence[int], part_ats: Sequence[int]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Units of `whole` with the neighbouring units of `parts` that they became."""
    if len(part_ats) < 2:  # noqa: PLR2004 - two parts at least
        return
    contained: dict[int, list[int]] = {}
    wholes: dict[int, _Whole] = {}
    for i, j in candidates(whole, parts, whole_ats, part_ats):
        if i not in wholes:
            wholes[i] = _Whole(whole.code(i))
        if _is_part(whole, i, parts, j, wholes[i]):
            contained.setdefault(i, []).append(j)
    for i, found in sorted(contained.items()):
        for run in _neighbours(sorted(found)):
            codes = [parts.code(j) for j in run]
            together = similarity(whole.code(i), "".join(codes), at_least=WHOLE)
            if together and _gain(wholes[i], codes, together) >= GAIN:
                yield i, run
                break


def _neighbours(ats: list[int]) -> Iterator[tuple[int, ...]]:
    """The runs of two or more places that follow one another."""
    run: list[int] = []
    for at in [*ats, -1]:
        if run and at != run[-1] + 1:
            if len(run) > 1:
                yield tuple(run)
            run = []
        run.append(at)


def _gain(whole: _Whole, parts: list[str], together: float) -> float:
    """The share of the other parts' tokens that the best part alone does not explain."""
    every = sum(map(len, parts))
    best, length = max((whole.common(part), len(part)) for part in parts)
    return (together * (len(whole.code) + every) / 2 - best) / (every - length)


class _Whole:
    """The code of a unit in which many parts are looked for."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._pairs = word_pairs(code) if len(code) > _LONG else frozenset[str]()

    def common(self, part: str) -> float:
        """How many tokens `part` has in common with this, in order; in long ones, by pairs."""
        if not self._pairs:
            return similarity(self.code, part) * (len(self.code) + len(part)) / 2
        shared = [part[at : at + 2] in self._pairs for at in range(len(part) - 1)]
        return sum(here or before for here, before in pairwise([False, *shared, False]))


def _is_part(whole: Side, i: int, parts: Side, j: int, code: _Whole) -> bool:
    """Whether most of unit `j` stands in unit `i`, whose code it is, and both are running text."""
    kinds = whole.units[i].kind, parts.units[j].kind
    if not all(kind in RUNNING for kind in kinds):
        return False
    part = parts.code(j)
    if not _FEWEST <= len(part) < len(code.code):
        return False
    return code.common(part) >= _CONTAINED * len(part)
