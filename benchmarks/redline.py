"""Measure redlines over a folder of version pairs: `python benchmarks/redline.py DIR`.

DIR holds folders with an `old.md` and a `new.md` each. For every pair and tool:

* accept / reject: pairs whose redline does not give back the new / old text,
  white space aside;
* min: tokens marked over the fewest that any insert/delete redline can mark
  (the Indel distance of the two texts), its median and 90th percentile; "free"
  leaves moved tokens out;
* isl: runs of changed tokens for each 100 tokens of that optimum;
* conf: the share of those runs that begin within two unchanged words of the
  one before, which is what makes a redline unreadable;
* CPU: milliseconds of processor time, median / 95th percentile / highest.

`gazette` compares two documents that were read; "read" beside it is what
reading both costs, "html" what writing the redline as HTML costs on top.
`rapidfuzz` is the optimum; `lxml` is lxml.html.diff on the rendered HTML.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html
from lxml.html.diff import htmldiff
from rapidfuzz.distance import Indel

from gazette.model.comparison import NEW_OPS, OLD_OPS, Op
from gazette.model.document import Document
from gazette.redline import compare_documents
from gazette.render.html import redline_html
from gazette.source import read_markdown

TOKEN = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
NEAR = 2
"""Unchanged words between two changes up to which the second is confetti."""

Marked = list[tuple[Op, str]]
Tool = Callable[[Document, Document], Marked]


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
    milliseconds: list[float] = field(default_factory=list)

    def row(self, name: str) -> str:
        """One line of the table."""
        islands = 100 * self.islands / max(self.optimum, 1)
        confetti = 100 * self.confetti / max(self.islands, 1)
        return (
            f"{name:10} {self.failed:4} {self.wrong_new:6} {self.wrong_old:6}"
            f" {statistics.median(self.ratios):7.2f} {percentile(self.ratios, 90):6.2f}"
            f" {percentile(self.free, 90):6.2f} {islands:6.1f} {confetti:5.0f}%"
            f"  {cpu(self.milliseconds)}"
        )


def main(folder: str) -> None:
    """Measure every pair below `folder` and print the table."""
    pairs = sorted(path.parent for path in Path(folder).rglob("old.md"))
    figures = {name: Figures() for name in TOOLS}
    reading: list[float] = []
    writing: list[float] = []
    for pair in pairs:
        with timed(reading):
            old, new = read(pair / "old.md"), read(pair / "new.md")
        for name, tool in TOOLS.items():
            measure(figures[name], tool, old, new)
        comparison = compare_documents(old, new)
        with timed(writing):
            redline_html(comparison)
    print(f"{len(pairs)} pairs")
    print("tool       fail accept reject min med    p90   free    isl  conf  CPU ms median/p95/max")
    for name, figure in figures.items():
        print(figure.row(name))
    print(f"reading both: CPU ms {cpu(reading)}; writing HTML: {cpu(writing)}")


def read(path: Path) -> Document:
    """The document in one file."""
    return read_markdown(path.read_text(encoding="utf-8-sig"), path=str(path))


@contextmanager
def timed(times: list[float]) -> Iterator[None]:
    """Add the processor time of the block, in milliseconds, to `times`."""
    start = time.process_time()
    yield
    times.append(1000 * (time.process_time() - start))


def measure(figures: Figures, tool: Tool, old: Document, new: Document) -> None:
    """Add what `tool` makes of one pair to `figures`."""
    try:
        with timed(figures.milliseconds):
            redline = tool(old, new)
    except Exception as error:  # noqa: BLE001 - a peer may fail in any way it likes
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        figures.failed += 1
        return
    figures.wrong_new += taken(redline, NEW_OPS) != "".join(new.text.split())
    figures.wrong_old += taken(redline, OLD_OPS) != "".join(old.text.split())
    optimum = Indel.distance(TOKEN.findall(old.text), TOKEN.findall(new.text))
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


def percentile(values: list[float], percent: int) -> float:
    """The smallest value that `percent` per cent of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) * percent // 100, len(ordered) - 1)] if ordered else 0.0


def cpu(times: list[float]) -> str:
    """Median, 95th percentile and highest."""
    return (
        f"{percentile(times, 50):.1f} / {percentile(times, 95):.1f} / {percentile(times, 100):.1f}"
    )


def gazette(old: Document, new: Document) -> Marked:
    """Ours."""
    return [(span.op, span.text) for span in compare_documents(old, new).redline]


def rapidfuzz(old: Document, new: Document) -> Marked:
    """The fewest marks: a longest common subsequence of all tokens."""
    here, there = TOKEN.findall(old.text), TOKEN.findall(new.text)
    redline: Marked = []
    for op in Indel.opcodes(here, there):
        kind = {"equal": Op.KEEP, "insert": Op.INSERT, "delete": Op.DELETE}[op.tag]
        tokens = here if kind is Op.DELETE else there
        start, end = (
            (op.src_start, op.src_end) if kind is Op.DELETE else (op.dest_start, op.dest_end)
        )
        redline.append((kind, " ".join(tokens[start:end])))
    return redline


def lxml(old: Document, new: Document) -> Marked:
    """lxml.html.diff on the HTML of both documents."""
    page = lxml_html.fromstring(f"<div>{htmldiff(old.html, new.html)}</div>")
    ops = {"ins": Op.INSERT, "del": Op.DELETE}
    inside: list[Op] = []
    redline: Marked = []
    for event, element in etree.iterwalk(page, events=("start", "end")):
        if event == "start":
            inside.extend([ops[element.tag]] if element.tag in ops else [])
            text = element.text
        else:
            del inside[len(inside) - (element.tag in ops) :]
            text = element.tail
        redline.append((inside[-1] if inside else Op.KEEP, text or ""))
    return redline


TOOLS: dict[str, Tool] = {"gazette": gazette, "rapidfuzz": rapidfuzz, "lxml": lxml}

if __name__ == "__main__":
    main(*sys.argv[1:])
