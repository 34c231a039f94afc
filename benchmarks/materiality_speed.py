"""How much longer a comparison takes when it is judged too, in CPU time of one process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from time import process_time
from typing import Any, NamedTuple

from gazette.materiality import Catalogue, judge
from gazette.redline import compare_documents
from gazette.render.html import redline_html
from gazette.source import read_markdown

_TIMES = 3  # the least of three is reported: what else runs here only adds
LONG = 4000
"""Words from which a policy counts as long."""


class Timing(NamedTuple):
    """CPU seconds of a pair: reading, comparing, proving and emitting the redline; judging it."""

    words: int
    redline: float
    judging: float

    @property
    def ratio(self) -> float:
        """Redline and judging together, in redlines."""
        return (self.redline + self.judging) / self.redline


def time_pair(old: str, new: str, catalogue: Catalogue) -> Timing:
    """Time one pair as the first text that a process meets, but for what is read once."""
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
    return Timing(len(new.split()), redline, judging)


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
    rows: tuple[tuple[str, Callable[[Timing], bool]], ...] = (
        ("all pairs", lambda _: True),
        (f"pairs of {LONG:,} words and more", lambda t: t.words >= LONG),
    )
    lines = ["Redline and judging, in times of the redline alone (CPU; goal for long pairs: 2)"]
    for name, wanted in rows:
        ratios = sorted(t.ratio for t in timings if wanted(t))
        if ratios:
            median, most = ratios[len(ratios) // 2], ratios[int(len(ratios) * 0.95)]
            over = sum(ratio > 2 for ratio in ratios)  # noqa: PLR2004 - the goal
            lines.append(
                f"  {name:<30}median {median:.2f}, p95 {most:.2f}, over 2: {over} of {len(ratios)}"
            )
    return "\n".join(lines)
