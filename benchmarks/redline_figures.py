"""The figures of `benchmarks/redline.py`; its first lines say what they mean."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from rapidfuzz.distance import Indel

from gazette.model.comparison import NEW_OPS, OLD_OPS, Op
from gazette.model.document import Document

TOKEN = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
NEAR = 2
"""Unchanged words between two changes up to which the second is confetti."""
FEWEST = 5
"""Words of a clause that can be told to have been moved."""
REORDERED = 0.1
"""Share of the optimum in relocated clauses from which a pair counts as reordered."""

Marked = list[tuple[Op, str]]


@dataclass
class Figures:
    """What was measured for one tool."""

    wrong_new: int = 0
    wrong_old: int = 0
    failed: int = 0
    ratios: list[float] = field(default_factory=list)
    free: list[float] = field(default_factory=list)
    optimum: int = 0
    islands: int = 0
    confetti: int = 0
    moved: list[float] = field(default_factory=list)
    left: list[float] = field(default_factory=list)
    silent: int = 0
    wordless: int = 0
    wrong_blocks: int = 0
    milliseconds: list[float] = field(default_factory=list)

    def row(self, name: str) -> str:
        """One line of the table."""
        islands = 100 * self.islands / max(self.optimum, 1)
        confetti = 100 * self.confetti / max(self.islands, 1)
        return (
            f"{name:12} {self.failed:4} {self.wrong_new:6} {self.wrong_old:6}"
            f" {statistics.median(self.ratios):7.2f} {percentile(self.ratios, 90):6.2f}"
            f" {percentile(self.free, 90):6.2f} {islands:6.1f} {confetti:5.0f}%"
            f" {mean(self.moved):5.0f}/{mean(self.left):<4.0f} {self.silent:3}/{self.wordless:<3}"
            f"  {cpu(self.milliseconds)}"
        )


def judge(figures: Figures, redline: Marked, old: Document, new: Document) -> None:
    """Add what `redline` is worth to `figures`."""
    figures.wrong_new += taken(redline, NEW_OPS) != "".join(new.text.split())
    figures.wrong_old += taken(redline, OLD_OPS) != "".join(old.text.split())
    optimum = Indel.distance(TOKEN.findall(old.text), TOKEN.findall(new.text))
    if not optimum and marks(old) != marks(new):
        figures.wordless += 1
        figures.silent += all(op is Op.KEEP for op, _ in redline)
    if optimum:
        sizes = [(op, len(TOKEN.findall(text))) for op, text in redline]
        marked = sum(size for op, size in sizes if op is not Op.KEEP)
        moved = sum(size for op, size in sizes if op in (Op.MOVED_AWAY, Op.MOVED_HERE))
        figures.ratios.append(marked / optimum)
        figures.free.append((marked - moved) / optimum)
        figures.optimum += optimum
        islands = list(gaps_before_islands(redline))
        figures.islands += len(islands)
        figures.confetti += sum(gap <= NEAR for gap in islands[1:])
        if relocated(old, new) >= REORDERED * optimum:
            figures.moved.append(100 * moved / optimum)
            figures.left.append(100 * (marked - moved) / optimum)


def marks(document: Document) -> list[tuple[int, tuple[tuple[str, str], ...]]]:
    """The heading levels and the inline mark-up of a document."""
    return [
        (clause.level, tuple((mark.tag, mark.target) for mark in clause.marks))
        for clause in document.clauses
    ]


def relocated(old: Document, new: Document) -> int:
    """Tokens that must be marked because whole unchanged clauses changed their order."""
    sides = [[c.text for c in d.clauses if c.text.count(" ") >= FEWEST - 1] for d in (old, new)]
    counts = [Counter(side) for side in sides]
    both = {text for text in sides[0] if counts[0][text] == counts[1][text] == 1}
    here, there = ([text for text in side if text in both] for side in sides)
    stay = Counter(
        text
        for op in Indel.opcodes(here, there)
        if op.tag == "equal"
        for text in here[op.src_start : op.src_end]
    )
    return sum(2 * len(TOKEN.findall(text)) for text in here if text not in stay)


def taken(redline: Marked, ops: frozenset[Op]) -> str:
    """The text that a redline leaves when only `ops` are taken, without white space."""
    return "".join("".join(text for op, text in redline if op in ops).split())


def gaps_before_islands(redline: Marked) -> Iterator[int]:
    """For each run of changed tokens, the unchanged words since the one before."""
    gap, inside = 0, False
    for op, text in redline:
        tokens = TOKEN.findall(text)
        if not tokens:
            continue
        if op is Op.KEEP:
            gap += sum(token[0].isalnum() for token in tokens)
            inside = False
        elif not inside:
            yield gap
            gap, inside = 0, True


def mean(values: list[float]) -> float:
    """The mean; 0 of nothing."""
    return statistics.fmean(values) if values else 0.0


def percentile(values: list[float], percent: int) -> float:
    """The smallest value that `percent` per cent of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) * percent // 100, len(ordered) - 1)] if ordered else 0.0


def cpu(times: list[float]) -> str:
    """Median, 95th percentile and highest."""
    return (
        f"{percentile(times, 50):.1f} / {percentile(times, 95):.1f} / {percentile(times, 100):.1f}"
    )
