"""Units that say nearly the same: which to look at, and how alike they are."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from gazette.redline.tokens import TOKEN
from gazette.redline.words import similarity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gazette.redline.units import Side, Unit

_ALL = 200
"""Pairs that are simply all looked at."""
_COMMON = 30
"""Units that share a pair of words beyond which that pair tells nothing."""
_CANDIDATES = 6
"""Units looked at for each unit, those with most word pairs in common first."""
_KEPT = 5_000
"""Units whose word pairs are kept: a text is compared with many others that it resembles."""


_OTHER_NAME = 0.5
"""Share of common tokens from which two table rows are one though nothing in their
first cells is the same: one supplier's row is seldom another's, edited."""


class Likeness(NamedTuple):
    """How much two units have in common.

    `score` is the share of their tokens (Dice), 0 to 1; `common` their number.
    """

    old_at: int
    new_at: int
    score: float
    common: int


def likenesses(
    old: Side, new: Side, old_ats: Sequence[int], new_ats: Sequence[int], *, at_least: float
) -> list[Likeness]:
    """The likenesses of at least `at_least` between two sets of units.

    Small sets are compared pair by pair. In large ones a unit is compared with
    those that share most of its word pairs, so the work grows with the text.
    """
    found = []
    for i, j in candidates(old, new, old_ats, new_ats):
        likeness = _likeness(old, new, i, j, at_least)
        if likeness:
            found.append(likeness)
    return found


def _likeness(old: Side, new: Side, i: int, j: int, at_least: float) -> Likeness | None:
    """How alike two units are, if at all and of a sort that can correspond."""
    here, there = old.units[i], new.units[j]
    if here.key == there.key:
        return Likeness(i, j, 1.0, max(new.words(j), 1))
    if here.is_row != there.is_row or not here.text or not there.text:
        return None
    if here.is_heading != there.is_heading:
        at_least = max(at_least, 0.75)
    elif here.is_row and not _may_be_one(here, there):
        at_least = max(at_least, _OTHER_NAME)
    old_code, new_code = old.code(i), new.code(j)
    named = bool(here.name) and here.name == there.name
    score = similarity(old_code, new_code, at_least=0.0 if named else at_least)
    if not score and not named:
        return None
    common = round(score * (len(old_code) + len(new_code)) / 2)
    # The same explicit id is its author's word that it is the same clause.
    return Likeness(i, j, max(score, 0.9), common + 3) if named else Likeness(i, j, score, common)


def _may_be_one(here: Unit, there: Unit) -> bool:
    """Whether two rows are about one thing, going by their first cells."""
    names = [set(TOKEN.findall(row.name.casefold())) for row in (here, there)]
    return not all(names) or not names[0].isdisjoint(names[1])


def candidates(
    old: Side, new: Side, old_ats: Sequence[int], new_ats: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """The pairs worth looking at: all, or those that have word pairs in common."""
    if len(old_ats) * len(new_ats) <= _ALL:
        for i in old_ats:
            for j in new_ats:
                yield i, j
        return
    index = _index(old, old_ats)
    known = frozenset(index)
    names = {old.units[i].name: i for i in old_ats if old.units[i].name}
    keys = {old.units[i].key: i for i in reversed(old_ats)}
    for j in new_ats:
        held = map(index.__getitem__, word_pairs(new.code(j)) & known)
        # At once: a counter asks of each thing that it is given whether it is a mapping.
        shared = Counter(chain.from_iterable(held))
        sure = [names.get(new.units[j].name), keys.get(new.units[j].key)]
        # Of those that share as much, the first: sorting keeps their order.
        likely = sorted(sorted(shared), key=shared.__getitem__, reverse=True)
        for i in dict.fromkeys([*(i for i in sure if i is not None), *likely[:_CANDIDATES]]):
            yield i, j


def _index(side: Side, ats: Sequence[int]) -> dict[str, list[int]]:
    """The units that hold each pair of words, without pairs that many hold."""
    index: dict[str, list[int]] = {}
    for at in ats:
        for pair in word_pairs(side.code(at)):
            index.setdefault(pair, []).append(at)
    return {pair: ats for pair, ats in index.items() if len(ats) <= _COMMON}


@lru_cache(maxsize=_KEPT)
def word_pairs(code: str) -> frozenset[str]:
    """Every two neighbouring tokens; the token itself where there is but one."""
    return frozenset([code[at : at + 2] for at in range(max(len(code) - 1, 1))])
