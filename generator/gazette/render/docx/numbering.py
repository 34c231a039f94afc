"""Which of Word's numberings each list item is counted by.

Word counts through a numbering, not through a list, so each run of items with
consecutive numbers is a numbering of its own that starts where the run does.
Bullets need no counting and share one. An old list and the new one that it
became share their numbering where they can, so that only a number that
really differs is shown as changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from gazette.model.document import ClauseKind
from gazette.render.docx.xml import element

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gazette.model.document import Block, Clause
    from gazette.render.docx.steps import Step

LISTS = ("ul", "ol")
BULLETS = 1
"""The numbering of every bulleted list."""
DEEPEST = 8
"""The last of Word's nine levels, counted from 0."""
INDENT = 454
"""Twentieths of a point that each level stands further in: 8 mm."""
_HANGING = 340
_MOST = 32767
"""The highest number that Word starts a list at."""
_SORTS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_GLYPHS = "•◦▪"
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


class Run(NamedTuple):
    """Items of one ordered list whose numbers follow each other.

    `serial` is the list's; `first` the number that the run starts with.
    """

    serial: int
    first: int
    sort: str
    level: int

    @property
    def start(self) -> int:
        """The number that Word starts it at: not below 0, nor as high as can be."""
        return min(max(self.first, 0), _MOST)


@dataclass(slots=True)
class Numbering:
    """The numberings of a file: each item's, and what each of them is."""

    _runs: tuple[dict[str, Run], dict[str, Run]]
    _given: dict[tuple[int, Run], int] = field(default_factory=dict)
    _kinds: list[Run] = field(default_factory=list)

    @classmethod
    def of(cls, steps: Iterable[Step], old: Sequence[Clause], new: Sequence[Clause]) -> Numbering:
        """Number the items of two versions that `steps` align."""
        numbering = cls((runs_of(old), runs_of(new)))
        for step in steps:
            if len(step.old) == len(step.new) == 1:
                numbering._share(step.old[0], step.new[0])
        return numbering

    def item(self, clause: Clause, side: int) -> tuple[int, int] | None:
        """The numbering and level of `clause` (`side`: 0 old, 1 new); None unless an item."""
        if clause.kind is not ClauseKind.ITEM:
            return None
        run = self._runs[side].get(clause.id)
        if run is None:
            return BULLETS, level_of(clause)
        if (side, run) not in self._given:
            self._given[side, run] = self._add(run)
        return self._given[side, run], run.level

    def xml(self) -> str:
        """The children of Word's `numbering` element."""
        sorts = ["bullet", *_SORTS.values()]
        kinds = "".join(_kind(place, sort) for place, sort in enumerate(sorts))
        plain = element("num", element("abstractNumId", val=0), numId=BULLETS)
        counted = (
            element(
                "num",
                element("abstractNumId", val=sorts.index(run.sort)),
                element(
                    "lvlOverride",
                    element("startOverride", val=run.start),
                    ilvl=run.level,
                ),
                numId=place,
            )
            for place, run in enumerate(self._kinds, BULLETS + 1)
        )
        return kinds + plain + "".join(counted)

    def _share(self, old: Clause, new: Clause) -> None:
        """Count an item's two versions by one numbering where both can be."""
        here, there = self._runs[0].get(old.id), self._runs[1].get(new.id)
        if here is None or there is None or here[1:] != there[1:]:
            return
        if (0, here) not in self._given and (1, there) not in self._given:
            self._given[0, here] = self._given[1, there] = self._add(there)

    def _add(self, run: Run) -> int:
        self._kinds.append(run)
        return BULLETS + len(self._kinds)


def level_of(clause: Clause) -> int:
    """The level that the lists around `clause` put it at, counted from 0."""
    depth = sum(block.tag in LISTS for block in clause.blocks)
    return min(max(depth - 1, 0), DEEPEST)


def runs_of(clauses: Iterable[Clause]) -> dict[str, Run]:
    """The run of each numbered item, by its clause's id."""
    found: dict[str, Run] = {}
    last: dict[int, tuple[int, Run]] = {}
    for clause in clauses:
        if clause.kind is not ClauseKind.ITEM or not clause.number:
            continue
        around = _list_of(clause)
        number, sort = number_of(clause)
        before, run = last.get(around.serial, (None, None))
        if run is None or before is None or number != before + 1:
            run = Run(around.serial, number, sort, level_of(clause))
        last[around.serial] = number, run
        found[clause.id] = run
    return found


def number_of(clause: Clause) -> tuple[int, str]:
    """What a numbered item counts, and in which of Word's sorts."""
    style = dict(_list_of(clause).attributes).get("type", "1")
    style = style if style in _SORTS else "1"
    return _value(clause.number.rstrip("."), style), _SORTS[style]


def _list_of(clause: Clause) -> Block:
    return next(block for block in reversed(clause.blocks) if block.tag in LISTS)


def _value(number: str, style: str) -> int:
    """What a list's number counts: "3", "c" and "iii" are 3."""
    if number.lstrip("-").isdecimal():
        return int(number)
    text = number.lower()
    if style in "iI" and set(text) <= _ROMAN.keys():
        digits = [_ROMAN[letter] for letter in text]
        return sum(-d if d < max(digits[n:]) else d for n, d in enumerate(digits))
    value = 0
    for letter in text:
        value = value * 26 + ord(letter) - ord("a") + 1
    return value


def _kind(place: int, sort: str) -> str:
    """The nine levels of one sort of list."""
    levels = (
        element(
            "lvl",
            element("start", val=1),
            element("numFmt", val=sort),
            element(
                "lvlText",
                val=_GLYPHS[level % len(_GLYPHS)] if sort == "bullet" else f"%{level + 1}.",
            ),
            element("lvlJc", val="left"),
            element("pPr", element("ind", left=INDENT * (level + 1), hanging=_HANGING)),
            ilvl=level,
        )
        for level in range(DEEPEST + 1)
    )
    return element(
        "abstractNum", element("multiLevelType", val="multilevel"), *levels, abstractNumId=place
    )
