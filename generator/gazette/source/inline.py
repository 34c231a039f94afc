"""The running text of one clause and the mark-up over it, as it is collected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gazette.model.document import Mark

if TYPE_CHECKING:
    from lxml.etree import _Element

EMPTY = frozenset(("img", "br", "wbr"))
"""Elements that mean something though they hold no text."""


@dataclass(slots=True)
class _OpenMark:
    """An inline element and where its text begins, once it has any.

    `order` counts the elements of the clause; `holds` is whether there is an
    image or a line break in it.
    """

    element: _Element
    order: int
    start: int = -1
    holds: bool = False


@dataclass(slots=True)
class Inline:
    """Text with its white space folded, as a browser does, and its marks.

    `raw` keeps white space, for preformatted text.
    """

    raw: bool = False
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _space: bool = False
    _open: list[_OpenMark] = field(default_factory=list)
    _unstarted: list[_OpenMark] = field(default_factory=list)
    _marks: list[tuple[int, Mark]] = field(default_factory=list)
    _opened: int = 0

    def __bool__(self) -> bool:
        """Whether there is anything to see."""
        return bool(self._pieces or self._marks)

    def add(self, text: str) -> None:
        """Append `text`."""
        if not self.raw:
            # All white space but the space is unprintable, and this is the quicker question.
            plain = text.isprintable() and "  " not in text
            folded = text.strip(" ") if plain else " ".join(text.split())
            before = self._space or text[0].isspace()
            self._space = before if not folded else text[-1].isspace()
            if not folded:
                return
            if before and self._pieces:
                self._append(" ")
            text = folded
        for mark in self._unstarted:
            mark.start = self._length
        self._unstarted.clear()
        self._append(text)

    def open(self, element: _Element) -> None:
        """Begin the mark of an inline element."""
        mark = _OpenMark(element, self._opened)
        self._opened += 1
        self._open.append(mark)
        self._unstarted.append(mark)

    def close(self) -> None:
        """End the mark begun last."""
        mark = self._open.pop()
        if mark.start >= 0:
            self._end(mark)
            return
        self._unstarted.remove(mark)
        if mark.element.tag in EMPTY or mark.holds:
            mark.start = self._length
            self._end(mark)
            for outer in self._unstarted:
                outer.holds = True
        # A line break parts words as a space does.
        self._space = self._space or mark.element.tag == "br"

    def take(self) -> tuple[str, tuple[Mark, ...]]:
        """The text and marks so far; what is open goes on in the next clause."""
        text = "".join(self._pieces)
        for mark in self._open:
            if mark.start >= 0:
                self._end(mark)
                mark.start = -1
        marks = (
            tuple(mark for _, mark in sorted(self._marks, key=_outermost_first))
            if self._marks
            else ()
        )
        if self.raw:
            text = text.rstrip("\n")
            marks = tuple(_within(mark, len(text)) for mark in marks)
        self._pieces, self._marks, self._length, self._space = [], [], 0, False
        self._unstarted = list(self._open)
        return text, marks

    def _end(self, mark: _OpenMark) -> None:
        self._marks.append((mark.order, _mark(mark.element, mark.start, self._length)))

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)


def _mark(element: _Element, start: int, end: int) -> Mark:
    """The mark that `element` makes over `[start:end]`."""
    target = element.get("href") or element.get("src") or element.get("data-src") or ""
    title = element.get("alt" if element.tag == "img" else "title") or ""
    return Mark(start, end, str(element.tag), target, title)


def _within(mark: Mark, length: int) -> Mark:
    """`mark`, cut off where the text ends."""
    return mark._replace(start=min(mark.start, length), end=min(mark.end, length))


def _outermost_first(entry: tuple[int, Mark]) -> tuple[int, int, int]:
    order, mark = entry
    return mark.start, -mark.end, order
