"""Which words two texts share: as many as possible, then as readably as possible.

An optimal word difference marks least, and nobody can read it: it keeps every
"the" and comma that two sentences have in common by chance. So the optimum of
rapidfuzz is taken, shared runs too short to carry meaning are given up, and
the edges of what is left are slid to where a careful person would put them.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel

from gazette.redline.chain import Match, heaviest_chain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gazette.redline.tokens import Tokens

LARGEST = 50_000_000
"""Cells of rapidfuzz's bit matrix, an eighth of a byte each; larger texts are
first cut at sequences that each has once."""
FEWEST = 3
"""Shared words between two changes that are worth keeping apart for."""
LONGER = 3
"""How many times longer than the changes around it a short run must be."""
SMALL = 4
"""How many times longer the changes on both sides of a run may be."""
_FARTHEST = 40
"""Tokens that a change is slid at most; repetitive text would take for ever."""
_ANCHOR = 3
"""Tokens in a sequence at which large texts are cut."""


class Run(NamedTuple):
    """`length` tokens that both texts have, at `old_at` and `new_at`."""

    old_at: int
    new_at: int
    length: int


def shared_runs(old: Tokens, new: Tokens) -> list[Run]:
    """The runs of tokens that a redline of the two texts keeps, in order."""
    runs = list(_join(common_runs(old.code, new.code)))
    runs = _worth_keeping(runs, old, new)
    return list(_join(_slide(runs, old, new)))


def similarity(old: str, new: str, *, at_least: float = 0.0) -> float:
    """The share of the tokens of two codes that they have in common, 0 to 1.

    In order; of very long texts in any order, which takes no more time than
    reading them.
    """
    if len(old) * len(new) > LARGEST:
        common = sum((Counter(old) & Counter(new)).values())
        score = 2 * common / (len(old) + len(new))
        return score if score >= at_least else 0.0
    return Indel.normalized_similarity(old, new, score_cutoff=at_least)


def common_runs(old: str, new: str) -> Iterator[Run]:
    """The runs of a longest common subsequence of two codes."""
    if len(old) * len(new) <= LARGEST:
        blocks = Indel.opcodes(old, new).as_matching_blocks()
        yield from (Run(*block) for block in blocks if block.size)
        return
    old_at = new_at = 0
    for run in [*_anchors(old, new), Run(len(old), len(new), 0)]:
        before = old[old_at : run.old_at], new[new_at : run.new_at]
        # Between anchors as large as this nothing is left to be found in time.
        if len(before[0]) * len(before[1]) <= LARGEST:
            for inner in common_runs(*before):
                yield Run(inner.old_at + old_at, inner.new_at + new_at, inner.length)
        if run.length:
            yield run
        old_at, new_at = run.old_at + run.length, run.new_at + run.length


def _anchors(old: str, new: str) -> list[Run]:
    """Sequences that both texts have exactly once, in order, not overlapping."""
    places = [_places_of_singles(code) for code in (old, new)]
    matches = [Match(at, places[1][key], 1) for key, at in places[0].items() if key in places[1]]
    runs: list[Run] = []
    for match in heaviest_chain(matches):
        last = runs[-1] if runs else Run(-_ANCHOR, -_ANCHOR, 0)
        old_over = last.old_at + last.length - match.old_at
        new_over = last.new_at + last.length - match.new_at
        over = max(old_over, new_over, 0)
        if over < _ANCHOR:
            runs.append(Run(match.old_at + over, match.new_at + over, _ANCHOR - over))
    return runs


def _places_of_singles(code: str) -> dict[str, int]:
    """Each sequence that `code` has exactly once, and where."""
    grams = [code[at : at + _ANCHOR] for at in range(len(code) - _ANCHOR + 1)]
    counts = Counter(grams)
    return {gram: at for at, gram in enumerate(grams) if counts[gram] == 1}


def _join(runs: Iterator[Run] | list[Run]) -> Iterator[Run]:
    """Join runs that touch on both sides."""
    last: Run | None = None
    for run in runs:
        if (
            last
            and last.old_at + last.length == run.old_at
            and last.new_at + last.length == run.new_at
        ):
            last = Run(last.old_at, last.new_at, last.length + run.length)
            continue
        if last:
            yield last
        last = run
    if last:
        yield last


def _worth_keeping(runs: list[Run], old: Tokens, new: Tokens) -> list[Run]:
    """The runs without those that would only crumble a change into pieces.

    A run of fewer than `FEWEST` words goes if the changes on both sides of it
    are at least as long as it is, as in Fraser's semantic clean-up. Giving up
    one makes the change around it longer, so this is repeated.
    """
    while True:
        ends = [Run(0, 0, 0), *runs, Run(len(old), len(new), 0)]
        gaps = [_gap(left, right, old.sizes, new.sizes) for left, right in pairwise(ends)]
        kept = [
            run
            for run, before, after in zip(runs, gaps, gaps[1:], strict=False)
            if _tells(run, new, min(before, after))
        ]
        if len(kept) == len(runs):
            return runs
        runs = kept


def _gap(left: Run, right: Run, old: list[int], new: list[int]) -> int:
    """Characters changed between two runs, on the side that has more of them."""
    gone = old[right.old_at] - old[left.old_at + left.length]
    come = new[right.new_at] - new[left.new_at + left.length]
    return max(gone, come)


def _tells(run: Run, new: Tokens, gap: int) -> bool:
    """Whether a run between changes of at least `gap` characters is worth keeping."""
    end = run.new_at + run.length
    length = new.sizes[end] - new.sizes[run.new_at]
    if length > gap * LONGER:
        return True
    words = new.words[run.new_at : end]
    return length * SMALL > gap and sum(word[0].isalnum() for word in words) >= FEWEST


def _slide(runs: list[Run], old: Tokens, new: Tokens) -> list[Run]:
    """Move each pure insertion or deletion to where it reads best."""
    ends = [Run(0, 0, 0), *runs, Run(len(old), len(new), 0)]
    for index in range(len(ends) - 1):
        left, right = ends[index], ends[index + 1]
        old_gap = right.old_at - left.old_at - left.length
        new_gap = right.new_at - left.new_at - left.length
        if bool(old_gap) is bool(new_gap):
            continue
        tokens, start, size = (
            (old, left.old_at + left.length, old_gap)
            if old_gap
            else (new, left.new_at + left.length, new_gap)
        )
        shift = _best_shift(tokens, start, size, (left.length, right.length))
        if shift:
            ends[index] = Run(left.old_at, left.new_at, left.length + shift)
            ends[index + 1] = Run(right.old_at + shift, right.new_at + shift, right.length - shift)
    return [run for run in ends if run.length > 0]


def _best_shift(tokens: Tokens, start: int, size: int, room: tuple[int, int]) -> int:
    """How far right (left if negative) to move the change `tokens[start:start + size]`."""
    words = tokens.words
    left, right = (min(length, _FARTHEST) for length in room)
    lowest = highest = 0
    while -lowest < left and words[start + lowest - 1] == words[start + size + lowest - 1]:
        lowest -= 1
    while highest < right and words[start + highest] == words[start + size + highest]:
        highest += 1

    if lowest == highest:
        return 0
    befores = range(start + lowest - 1, start + highest)
    ranks = [tokens.ending(at) + tokens.ending(at + size) for at in befores]
    # Of equally good places the last one, as a reader finds the change at the end.
    last = max(range(len(ranks)), key=lambda at: (ranks[at], at))
    return lowest + last
