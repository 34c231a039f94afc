"""What no redline can do better: `python benchmarks/redline_floor.py DIR`.

DIR is laid out as for `benchmarks/redline.py`, whose figures these bound:

* islands/100 of any redline without moves that marks, in every pair, at most
  so many times the optimum;
* min p90 of any redline without confetti, and without moves: no two changes
  with fewer than three unchanged words between them;
* of the pairs whose clauses changed their order, the share of the optimum left
  as deleted and inserted by any redline whose kept and moved passages have at
  least five tokens each: what stands in no such passage of the other text.

The first two come from the exact least cost of aligning two texts when an island costs
something too (affine gaps, Gotoh 1982). With the cost `L` at the price `p` an
island, a redline that marks `m` tokens has at least `(L - m) / p` islands; the
best of several prices is taken. Needs numpy, as nothing else here does
(`python -m pip install numpy`), and some minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Indel
from redline_figures import NEAR, REORDERED, TOKEN, mean, percentile, relocated

from gazette.source import read_markdown

PRICES = (4.0, 8.0, 16.0)
CAPS = (1.05, 1.25)
PASSAGE = 5
"""Tokens of the shortest passage that a reader recognises as moved."""
NEVER = 1e6
"""The price of what must not be."""


def main(folder: str) -> None:
    """Print the bounds for every pair below `folder` together."""
    optima: list[int] = []
    islands: dict[float, list[float]] = {cap: [] for cap in CAPS}
    smooth: list[float] = []
    left: list[float] = []
    for old_path in sorted(Path(folder).rglob("old.md")):
        documents = [
            read_markdown(path.read_text(encoding="utf-8-sig"))
            for path in (old_path, old_path.with_name("new.md"))
        ]
        old, new = (TOKEN.findall(document.text) for document in documents)
        optimum = Indel.distance(old, new)
        if not optimum:
            continue
        optima.append(optimum)
        if relocated(*documents) >= REORDERED * optimum:
            left.append(100 * (foreign(old, new) + foreign(new, old)) / optimum)
        old, new = differing(old, new)
        costs = [(price, least(old, new, island=price)) for price in PRICES]
        for cap in CAPS:
            bound = max((cost - cap * optimum) / price for price, cost in costs)
            islands[cap].append(max(bound, 1.0))
        smooth.append(least(old, new, confetti=NEVER) / optimum)
    print(f"{len(optima)} pairs with changed words")
    for cap in CAPS:
        found = 100 * sum(islands[cap]) / sum(optima)
        print(
            f"islands/100 at least {found:.2f} where every pair marks at most {cap} of its optimum"
        )
    print(f"min p90 at least {percentile(smooth, 90):.2f} without confetti")
    print(f"left at least {mean(left):.0f} over {len(left)} reordered pairs")


def foreign(tokens: list[str], other: list[str]) -> int:
    """How many of `tokens` stand in no passage of `other`."""
    passages = {tuple(other[at : at + PASSAGE]) for at in range(len(other) - PASSAGE + 1)}
    covered = bytearray(len(tokens))
    for at in range(len(tokens) - PASSAGE + 1):
        if tuple(tokens[at : at + PASSAGE]) in passages:
            covered[at : at + PASSAGE] = b"\1" * PASSAGE
    return len(tokens) - sum(covered)


def differing(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Two texts without what they begin and end with alike."""
    start, most = 0, min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return old[start : len(old) - end], new[start : len(new) - end]


def least(
    old: Sequence[str], new: Sequence[str], *, island: float = 0.0, confetti: float = 0.0
) -> float:
    """The least cost of a redline: its tokens, and what its islands and its confetti cost.

    One row for each old token, one column for each new one. `kept[n]` is the
    cost where the last token is kept and `n` words are since the last island
    (the last for more, or for no island yet); `marked` where it is marked.
    """
    codes: dict[str, int] = {}
    here, there = (np.array([codes.setdefault(w, len(codes)) for w in side]) for side in (old, new))
    is_word = np.array([word[0].isalnum() for word in codes] or [False])
    width = len(there) + 1
    place = np.arange(width, dtype=float)
    # What is near need not be known where it costs nothing.
    last = NEAR + 1 if confetti else 0
    kept = [np.full(width, np.inf) for _ in range(last + 1)]
    kept[-1][0] = 0.0
    marked = np.full(width, np.inf)
    opened = _opened(kept, island, confetti)
    marked[1:] = _inserted(np.concatenate(([np.inf], opened[:-1] + 1.0)), place)[1:]
    for code in here:
        same = there == code
        before = [*kept, marked]
        kept = [np.full(width, np.inf) for _ in kept]
        for count, row in enumerate(before):
            since = min((0 if row is marked else count) + int(is_word[code]), last)
            moved = np.where(same, row[:-1], np.inf)
            np.minimum(kept[since][1:], moved, out=kept[since][1:])
        gone = np.minimum(marked, opened) + 1.0
        opened = _opened(kept, island, confetti)
        come = np.concatenate(([np.inf], opened[:-1] + 1.0))
        marked = _inserted(np.minimum(gone, come), place)
    return float(min(marked[-1], *(row[-1] for row in kept)))


def _opened(kept: list[np.ndarray], island: float, confetti: float) -> np.ndarray:
    """The cost of beginning an island, in each column."""
    if len(kept) == 1:
        return kept[0] + island
    near = np.minimum.reduce(kept[:-1]) + confetti
    return np.minimum(kept[-1], near) + island


def _inserted(begun: np.ndarray, place: np.ndarray) -> np.ndarray:
    """The cost with any number of further insertions, one token each."""
    return np.minimum.accumulate(begun - place) + place


if __name__ == "__main__":
    main(*sys.argv[1:])
