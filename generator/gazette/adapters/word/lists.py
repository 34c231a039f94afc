"""Counting the items of lists as Word does: ECMA-376 part 1, section 17.9."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gazette.adapters.word.package import W, value_of, whole
from gazette.source.numbers import styled

if TYPE_CHECKING:
    from lxml.etree import _Element

TYPES = {
    "decimal": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I",
    "decimalZero": "1", "ordinal": "1",
}  # fmt: skip
"""Word's number format -> HTML's `type` of an ordered list."""
DEEPEST = 8
"""The last of Word's nine levels, counted from 0."""
_LONGEST_LABEL = 60
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its format, its first number, and what surrounds the number."""

    sort: str = "bullet"
    first: int = 1
    text: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """An item's place: HTML's list type ("" for bullets), its number, its whole label."""

    type: str
    number: int
    label: str


@dataclass(slots=True)
class Lists:
    """The lists of a file, and how far each has counted."""

    _levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    _kinds: dict[str, str] = field(default_factory=dict)
    _restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, part: _Element) -> Lists:
        """Read the part `word/numbering.xml`."""
        lists = cls()
        kinds = {
            str(kind.get(f"{W}abstractNumId")): _levels(kind)
            for kind in part.iter(f"{W}abstractNum")
        }
        for number in part.iter(f"{W}num"):
            identity, kind = str(number.get(f"{W}numId")), value_of(number, "abstractNumId")
            levels = dict(kinds.get(kind, {}))
            restarts = {}
            for override in number.iter(f"{W}lvlOverride"):
                levels.update(_levels(override))
                first = value_of(override, "startOverride")
                if first.isdecimal():
                    restarts[_level(override)] = whole(first)
            lists._levels[identity], lists._kinds[identity] = levels, kind
            lists._restarts[identity] = restarts
        return lists

    def count(self, number: str, level: int) -> Count:
        """Count one more item of the list `number` at `level`."""
        levels = self._levels.get(number, {})
        here = levels.get(level, Level())
        # Lists of one kind count on from each other, unless one starts anew.
        counts = self._counts.setdefault(self._kinds.get(number, number), {})
        if number not in self._begun:
            self._begun.add(number)
            for at, first in self._restarts.get(number, {}).items():
                counts[at] = first - 1
        value = counts[level] = counts.get(level, here.first - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]
        label = _PLACE.sub(lambda found: self._shown(levels, counts, int(found[1]) - 1), here.text)
        return Count("" if here.sort == "bullet" else TYPES.get(here.sort, "1"), value, label)

    def _shown(self, levels: dict[int, Level], counts: dict[int, int], at: int) -> str:
        level = levels.get(at, Level("decimal"))
        return styled(counts.get(at, level.first), TYPES.get(level.sort, "1"))


def _levels(element: _Element) -> dict[int, Level]:
    return {
        _level(level): Level(
            value_of(level, "numFmt") or "decimal",
            whole(value_of(level, "start"), 1),
            value_of(level, "lvlText")[:_LONGEST_LABEL],
        )
        for level in element.iter(f"{W}lvl")
    }


def _level(element: _Element) -> int:
    return min(whole(element.get(f"{W}ilvl")), DEEPEST)
