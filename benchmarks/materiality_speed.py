"""How much longer a comparison takes when it is judged too, in CPU time of one process."""

from __future__ import annotations

import gc
import sys
from functools import cache
from time import process_time
from typing import Any, NamedTuple

from gazette.cli import OBJECTS
from gazette.materiality import Catalogue, judge
from gazette.redline import compare_documents
from gazette.render.html import redline_html
from gazette.source import read_markdown

_TIMES = 3  # the least of three is reported: what else runs here only adds
ASKED = (5_000, 8_000)
"""Words from and to which a pair counts for the goal, which speaks of 6,000."""
GOAL = 2
CHANGES = (
    ("  fewer than 5 changes", range(5)),
    ("  5 to 19 changes", range(5, 20)),
    ("  20 changes and more", range(20, sys.maxsize)),
)
"""By how many changes those pairs are told apart."""


class Timing(NamedTuple):
    """CPU seconds of a pair: reading, comparing, proving and emitting the redline; judging it."""

    words: int
    changes: int
    redline: float
    judging: float

    @property
    def ratio(self) -> float:
        """Redline and judging together, in redlines."""
        return (self.redline + self.judging) / self.redline


def time_pair(old: str, new: str, catalogue: Catalogue) -> Timing:
    """Time one pair as the first text that a process meets, but for what is read once."""
    gc.set_threshold(OBJECTS, *gc.get_threshold()[1:])  # as the command and the site's build do
    redline = judging = float("inf")
    for _ in range(_TIMES):
        _forget()
        begun = process_time()
        comparison = compare_documents(read_markdown(old), read_markdown(new))
        redline_html(comparison)
        between = process_time()
        judge(comparison, catalogue)
        redline = min(redline, between - begun)
        judging = min(judging, process_time() - between)
    return Timing(len(new.split()), len(comparison.changes), redline, judging)


def _forget() -> None:
    """Empty what gazette remembers of texts; word lists and rules are read once a process."""
    for remembered in _memories():
        remembered.cache_clear()


@cache
def _memories() -> tuple[Any, ...]:
    """Every bounded cache of the package."""
    modules = [module for name, module in sys.modules.items() if name.startswith("gazette")]
    found = [value for module in modules for value in vars(module).values()]
    return tuple(v for v in found if getattr(v, "cache_parameters", _unbounded)()["maxsize"])


def _unbounded() -> dict[str, None]:
    return {"maxsize": None}


def speed(timings: list[Timing]) -> str:
    """The table: redline and judging together against the redline alone."""
    least, most = ASKED
    asked = [t for t in timings if least <= t.words < most]
    rows = [("all pairs", timings), (f"pairs of {least:,} to {most:,} words", asked)]
    rows += [(name, [t for t in asked if t.changes in some]) for name, some in CHANGES]
    lines = [f"Redline and judging, in times of the redline alone (CPU; goal: {GOAL})"]
    return "\n".join(lines + [_row(name, found) for name, found in rows if found])


def _row(name: str, timings: list[Timing]) -> str:
    ratios = sorted(t.ratio for t in timings)
    median, high = ratios[len(ratios) // 2], ratios[int(len(ratios) * 0.95)]
    over = sum(ratio > GOAL for ratio in ratios)
    redline, judging = sum(t.redline for t in timings), sum(t.judging for t in timings)
    return (
        f"  {name:<30}median {median:.2f}, p95 {high:.2f}, over {GOAL}: {over:>2} of"
        f" {len(ratios):>3}; redlines {redline:.1f} s, judging {judging:.1f} s"
    )
