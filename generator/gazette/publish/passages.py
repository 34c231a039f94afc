"""Every text that a clause ever had, and in which versions it stood."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from gazette.publish.outline import PREAMBLE, Section, sections_by_clause

if TYPE_CHECKING:
    from gazette.publish.timeline import Entry


@dataclass(frozen=True, slots=True)
class Stand:
    """Versions in a row that hold a text."""

    first: Entry
    last: Entry

    @property
    def applied(self) -> bool:
        """Whether any of them was, or is to be, in force."""
        begin, end = self.first.version.effective, self.last.until
        return begin is None or end is None or end >= begin


@dataclass(frozen=True, slots=True)
class Passage:
    """One text, the section in which it stood last, and all its stands, the oldest first."""

    text: str
    section: Section
    stands: tuple[Stand, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The texts that stood last in one version, in its reading order."""

    entry: Entry
    passages: tuple[Passage, ...]


def shelves_of(entries: tuple[Entry, ...]) -> tuple[Shelf, ...]:
    """Every text of `entries` (the oldest first) once, under the newest version that holds it.

    The newest version comes first. A text is told from others by its words.
    """
    runs: dict[str, list[list[int]]] = {}
    lasting: dict[str, tuple[int, int, Section]] = {}
    for at, entry in enumerate(entries):
        sections = sections_by_clause(entry.version.document)
        for place, clause in enumerate(entry.version.document.clauses):
            text = " ".join(clause.text.split())
            if text:
                _extend(runs.setdefault(text, []), at)
                lasting[text] = (-at, place, sections.get(clause.id, PREAMBLE))
    ordered = sorted(lasting, key=lambda text: lasting[text][:2])

    def passage(text: str) -> Passage:
        stands = tuple(Stand(entries[first], entries[last]) for first, last in runs[text])
        return Passage(text, lasting[text][2], stands)

    return tuple(
        Shelf(entries[-newest], tuple(passage(text) for text in texts))
        for newest, texts in groupby(ordered, key=lambda text: lasting[text][0])
    )


def _extend(runs: list[list[int]], at: int) -> None:
    """Take note that the version `at` holds a text, in its last run or in a new one."""
    if runs and runs[-1][1] >= at - 1:
        runs[-1][1] = at
    else:
        runs.append([at, at])
