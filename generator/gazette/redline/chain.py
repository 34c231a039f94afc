"""The heaviest set of matches that keep their order.

The weighted form of the longest increasing subsequence (Fredman 1975), with a
Fenwick tree for the best chain so far: n log n, whatever the input.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Match(NamedTuple):
    """`old[old_at]` corresponds to `new[new_at]`; `weight` says how much is at stake."""

    old_at: int
    new_at: int
    weight: int


def heaviest_chain(matches: Sequence[Match]) -> list[Match]:
    """The chain of greatest total weight that rises strictly on both sides.

    Among equally heavy chains the one that is found first in reading order
    wins, so the result depends on nothing but the matches.
    """
    if _rises(matches):
        return list(matches)
    ordered = sorted(matches, key=lambda m: (m.old_at, -m.new_at, -m.weight))
    if _rises(ordered):
        return ordered
    ranks = {at: rank for rank, at in enumerate(sorted({m.new_at for m in ordered}), 1)}
    tree: list[tuple[int, int]] = [(0, -1)] * (len(ranks) + 1)
    before: list[int] = []
    best = (0, -1)
    # Equal `old_at` come with falling `new_at`, so no chain uses two of them.
    for index, match in enumerate(ordered):
        rank = ranks[match.new_at]
        weight, previous = _best_below(tree, rank)
        before.append(previous)
        chain = (weight + match.weight, index)
        _raise(tree, rank, chain)
        if chain[0] > best[0]:
            best = chain
    return _trace(ordered, before, best[1])


def _rises(matches: Sequence[Match]) -> bool:
    """Whether `matches` are a chain already, which they mostly are."""
    last_old = last_new = -1
    for old_at, new_at, _ in matches:
        if old_at <= last_old or new_at <= last_new:
            return False
        last_old, last_new = old_at, new_at
    return True


def _best_below(tree: list[tuple[int, int]], rank: int) -> tuple[int, int]:
    """The heaviest chain that ends below `rank`."""
    best = (0, -1)
    rank -= 1
    while rank > 0:
        if tree[rank][0] > best[0]:
            best = tree[rank]
        rank -= rank & -rank
    return best


def _raise(tree: list[tuple[int, int]], rank: int, chain: tuple[int, int]) -> None:
    """Record that `chain` ends at `rank`."""
    while rank < len(tree):
        if chain[0] > tree[rank][0]:
            tree[rank] = chain
        rank += rank & -rank


def _trace(ordered: list[Match], before: list[int], last: int) -> list[Match]:
    chain = []
    while last >= 0:
        chain.append(ordered[last])
        last = before[last]
    return chain[::-1]
