"""Where a clause stands: its section, the headings above it, and its id."""

from __future__ import annotations

from dataclasses import dataclass, field

from gazette.model.document import ClauseKind

PREAMBLE = "preamble"
"""The section of what stands before the first heading."""

LETTERS = {
    ClauseKind.PARAGRAPH: "p",
    ClauseKind.ITEM: "i",
    ClauseKind.CELL: "c",
    ClauseKind.TERM: "dt",
    ClauseKind.DEFINITION: "dd",
    ClauseKind.CODE: "pre",
    ClauseKind.RULE: "hr",
    ClauseKind.HEADING: "h",
}


@dataclass(slots=True)
class Places:
    """Counts clauses and gives each an id that no other clause has."""

    section: str = ""
    headings: tuple[str, ...] = ()
    """The texts of the headings above, outermost first."""
    _levels: list[int] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def climb(self, level: int) -> None:
        """Leave every section that a heading of `level` ends."""
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self.headings = self.headings[: len(self._levels)]

    def enter(self, level: int, text: str, *, section: str) -> None:
        """Begin the section whose heading has just been read."""
        self._levels.append(level)
        self.headings = (*self.headings, text)
        self.section = section
        self._counts.clear()

    def number(self, letter: str) -> str:
        """The next place of its sort in this section: `data-retention/p2`."""
        count = self._counts[letter] = self._counts.get(letter, 0) + 1
        return f"{self.section or PREAMBLE}/{letter}{count}"

    def claim(self, wanted: str) -> str:
        """`wanted`, or the next free name like it."""
        name, count = wanted, 1
        while name in self._taken:
            count += 1
            name = f"{wanted}-{count}"
        self._taken.add(name)
        return name
