"""The hunks of a labelled pair, and which of the product's changes fall into each.

`change.txt` of a pair shows its hunks for people: a line that begins with `>`
belongs to what changed, `[-…-]` went, `{+…+}` came, `[…]` stands elsewhere, and
`⟨…⟩` is a link's target. `label.json` gives each hunk's level.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gazette.model.comparison import NEW_OPS, OLD_OPS, Change
from gazette.model.verdict import Level, Verdict

_HUNK = re.compile(r"^=== H(\d+) ", re.MULTILINE)
_CHANGED = re.compile(r"^  > ?(.*)$", re.MULTILINE)
_GONE = re.compile(r"\[-(.*?)-\]", re.DOTALL)
_COME = re.compile(r"\{\+(.*?)\+\}", re.DOTALL)
_TARGET = re.compile(r"⟨[^⟩]*⟩")
_WORD = re.compile(r"\w+")
_LEAST_SHARED = 0.5  # of a change's words stand in the hunk that it falls into


@dataclass(frozen=True, slots=True)
class Hunk:
    """One labelled hunk: the words that went and came, and all words around them."""

    n: str
    level: Level
    agreed: bool
    gone: Counter[str]
    come: Counter[str]
    text: Counter[str]


def read_hunks(folder: Path) -> tuple[Hunk, ...]:
    """The labelled hunks of a pair; none for those that the readers put under “rest”."""
    labels = json.loads((folder / "label.json").read_text(encoding="utf-8"))["hunks"]
    parts = _HUNK.split((folder / "change.txt").read_text(encoding="utf-8"))
    shown = dict(zip(parts[1::2], parts[2::2], strict=True))
    return tuple(
        _hunk(label, "\n".join(_CHANGED.findall(shown[label["n"]])))
        for label in labels
        if label["n"] in shown
    )


def _hunk(label: dict[str, object], text: str) -> Hunk:
    text = _TARGET.sub(" ", text)
    return Hunk(
        n=str(label["n"]),
        level=Level.parse(str(label["level"])),
        agreed=bool(label["agreed"]),
        gone=_words(_GONE.findall(text)),
        come=_words(_COME.findall(text)),
        text=_words([text]),
    )


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in _WORD.findall(text.casefold()))


def place(changes: Iterable[Change], hunks: tuple[Hunk, ...]) -> dict[str, Hunk]:
    """The hunk that each change falls into, by the change's id; none where none fits."""
    placed = {}
    for change in changes:
        fit, best = max(
            ((_fit(change, hunk), hunk) for hunk in hunks),
            key=lambda entry: entry[0],
            default=(0.0, None),
        )
        if best and fit >= _LEAST_SHARED:
            placed[change.id] = best
    return placed


def _fit(change: Change, hunk: Hunk) -> float:
    """How much of what the change shows stands in the hunk: its changed words first."""
    gone = _words(span.text for span in change.redline if span.op not in NEW_OPS)
    come = _words(span.text for span in change.redline if span.op not in OLD_OPS)
    text = _words([change.old_text, change.new_text])
    here = (gone & hunk.gone).total() + (come & hunk.come).total()
    changed = here / max(1, gone.total() + come.total())
    return changed + (text & (hunk.text + hunk.text)).total() / max(1, text.total())


def judged(verdict: Verdict, hunks: tuple[Hunk, ...]) -> list[tuple[Hunk, Level]]:
    """Each hunk with the level of the product's findings in it; editorial where it has none."""
    placed = place(verdict.comparison.changes, hunks)
    levels = dict.fromkeys((hunk.n for hunk in hunks), Level.EDITORIAL)
    for finding in verdict.findings:
        hunk = placed.get(finding.change.id)
        if hunk:
            levels[hunk.n] = max(levels[hunk.n], finding.level)
    return [(hunk, levels[hunk.n]) for hunk in hunks]


def spoken(verdict: Verdict, hunks: tuple[Hunk, ...]) -> tuple[tuple[str, Hunk], ...]:
    """Which rule spoke in which hunk, each pair of them once."""
    placed = place(verdict.comparison.changes, hunks)
    found = {
        (finding.rule, placed[finding.change.id].n): placed[finding.change.id]
        for finding in verdict.findings
        if finding.change.id in placed
    }
    return tuple((rule, hunk) for (rule, _), hunk in sorted(found.items(), key=lambda e: e[0]))
