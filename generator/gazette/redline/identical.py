"""Units that say the same in both documents, in order: the anchors of alignment.

Patience matching (Cohen): what each side has exactly once is sure to
correspond; the heaviest set that keeps its order stays in place, and grows to
both sides over equal neighbours, which settles what is repeated or short.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gazette.redline.chain import Match, heaviest_chain

if TYPE_CHECKING:
    from gazette.redline.units import Side

_TELLING = 4
"""Words that a unit needs to be an anchor by itself. "Yes." is no landmark."""


def anchors(old: Side, new: Side) -> list[tuple[int, int]]:
    """Pairs of units with equal keys, rising on both sides."""
    old_keys = [unit.key for unit in old.units]
    new_keys = [unit.key for unit in new.units]
    start = _same_start(old_keys, new_keys)
    end = _same_end(old_keys, new_keys, start)
    inner = (start, len(old_keys) - end), (start, len(new_keys) - end)
    matches = [
        Match(i, j, words)
        for i, j in _singles(old_keys, new_keys, *inner)
        if (words := new.words(j)) >= _TELLING
    ]
    pairs = _grow(heaviest_chain(matches), old_keys, new_keys, *inner)
    head = [(at, at) for at in range(start)]
    tail = [(len(old_keys) - at, len(new_keys) - at) for at in range(end, 0, -1)]
    return head + pairs + tail


def elsewhere(old: Side, new: Side, *, fewest: int) -> list[tuple[int, int]]:
    """Free units with equal keys, as many times on each side, in reading order.

    `fewest` is the number of words below which a text says nothing about where
    it came from.
    """
    places: dict[str, tuple[list[int], list[int]]] = {}
    for side, slot in ((old, 0), (new, 1)):
        for at, unit in enumerate(side.units):
            if side.free[at] and side.words(at) >= fewest:
                places.setdefault(unit.key, ([], []))[slot].append(at)
    return [
        pair
        for here, there in places.values()
        if len(here) == len(there)
        for pair in zip(here, there, strict=True)
    ]


def _same_start(old: list[str], new: list[str]) -> int:
    at = 0
    while at < len(old) and at < len(new) and old[at] == new[at]:
        at += 1
    return at


def _same_end(old: list[str], new: list[str], start: int) -> int:
    count = 0
    most = min(len(old), len(new)) - start
    while count < most and old[-1 - count] == new[-1 - count]:
        count += 1
    return count


def _singles(
    old: list[str], new: list[str], old_range: tuple[int, int], new_range: tuple[int, int]
) -> list[tuple[int, int]]:
    """Where each key lies that both ranges have exactly once."""
    old_counts = Counter(old[slice(*old_range)])
    new_counts = Counter(new[slice(*new_range)])
    places = {new[j]: j for j in range(*new_range)}
    return [
        (i, places[old[i]])
        for i in range(*old_range)
        if old_counts[old[i]] == 1 and new_counts.get(old[i]) == 1
    ]


def _grow(
    chain: list[Match],
    old: list[str],
    new: list[str],
    old_range: tuple[int, int],
    new_range: tuple[int, int],
) -> list[tuple[int, int]]:
    """`chain` with the equal neighbours of each match, first forwards, then back."""
    pairs: list[tuple[int, int]] = []
    ends = (old_range[0] - 1, new_range[0] - 1)
    following = [*((m.old_at, m.new_at) for m in chain), (old_range[1], new_range[1])]
    for at, (i, j) in enumerate(following):
        last = pairs[-1] if pairs else ends
        back = 1
        while i - back > last[0] and j - back > last[1] and old[i - back] == new[j - back]:
            back += 1
        # Nothing grows back from the end: that neighbour is known to differ.
        pairs.extend((i - step, j - step) for step in range(back - 1, 0, -1))
        if at == len(chain):
            break
        pairs.append((i, j))
        stop = following[at + 1]
        step = 1
        while i + step < stop[0] and j + step < stop[1] and old[i + step] == new[j + step]:
            pairs.append((i + step, j + step))
            step += 1
    return pairs
