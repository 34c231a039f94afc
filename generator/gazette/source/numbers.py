"""The numbers that a list makes: "3.", "b.", "iv."."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LAST_ROMAN = 3999
_LETTERS = 26
_MOST_DIGITS = 9
"""No browser counts further."""


@dataclass(slots=True)
class Counter:
    """Counts the items of one list as a browser does."""

    ordered: bool
    following: int = 1
    step: int = 1
    style: str = "1"

    @classmethod
    def of(cls, element: _Element) -> Counter:
        """The counter of the list `element` (`ol` or `ul`)."""
        if element.tag != "ol":
            return cls(ordered=False)
        backwards = element.get("reversed") is not None
        first = len(element.findall("li")) if backwards else 1
        return cls(
            ordered=True,
            following=_integer(element.get("start"), first),
            step=-1 if backwards else 1,
            style=element.get("type") or "1",
        )

    def count(self, item: _Element) -> str:
        """The number that a browser shows before `item`, "" for a bullet."""
        if not self.ordered:
            return ""
        value = _integer(item.get("value"), self.following)
        self.following = value + self.step
        return f"{styled(value, self.style)}."


def _integer(text: str | None, default: int) -> int:
    """The integer in an attribute, or `default` where it holds none."""
    digits = (text or "").strip()
    unsigned = digits.removeprefix("-")
    if not (unsigned.isascii() and unsigned.isdigit() and len(unsigned) <= _MOST_DIGITS):
        return default
    return int(digits)


def styled(value: int, style: str) -> str:
    """`value` in decimal, letters or Roman numerals, by HTML's `type`."""
    if style.lower() == "a" and value > 0:
        text = _alphabetic(value)
    elif style.lower() == "i" and 0 < value <= _LAST_ROMAN:
        text = _roman(value)
    else:
        return str(value)
    return text.upper() if style.isupper() else text


def _alphabetic(value: int) -> str:
    """1 -> a, 26 -> z, 27 -> aa."""
    letters = ""
    while value:
        value, digit = divmod(value - 1, _LETTERS)
        letters = chr(ord("a") + digit) + letters
    return letters


def _roman(value: int) -> str:
    letters = ""
    for worth, letter in _ROMAN:
        times, value = divmod(value, worth)
        letters += letter * times
    return letters
