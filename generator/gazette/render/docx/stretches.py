"""A redline's spans as exact places in the two texts.

A redline says its words; white space between them is not significant there.
In Word every space counts, so each span is laid over the texts themselves:
the stretches tile both, and nothing can be lost or invented.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gazette.errors import RedlineError
from gazette.model.comparison import NEW_OPS, OLD_OPS, Op, Redline

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Stretch:
    """One operation over `old[start:end]`, `new[start:end]`, or, for `=`, both alike."""

    op: Op
    old: tuple[int, int]
    new: tuple[int, int]


def stretches(redline: Redline, old: str, new: str) -> tuple[Stretch, ...]:
    """Lay `redline` over the texts `old` and `new`.

    The old ranges tile `old`, the new ones `new`; a kept stretch reads the
    same in both. Raises RedlineError where the redline holds other words than
    the texts.
    """
    laying = _Laying(old, new)
    for span in redline:
        laying.lay(span.op, span.text)
    laying.finish()
    return tuple(_joined(laying.laid))


def replaced(old: str, new: str) -> tuple[Stretch, ...]:
    """All of `old` deleted, all of `new` inserted."""
    end = len(old), len(new)
    gone = (Stretch(Op.DELETE, (0, end[0]), (0, 0)),) if old else ()
    come = (Stretch(Op.INSERT, (end[0], end[0]), (0, end[1])),) if new else ()
    return (*gone, *come)


@dataclass(slots=True)
class _Laying:
    """How far both texts are covered."""

    old: str
    new: str
    i: int = 0
    j: int = 0
    laid: list[Stretch] = field(default_factory=list)

    def lay(self, op: Op, text: str) -> None:
        """Cover the words of one span."""
        if self._fits(op, text):
            self._advance(op, len(text))
            return
        for word in text.split():
            self._pass_space(op)
            if not self._fits(op, word):
                raise RedlineError(
                    f"a redline says “{word[:40]}” where its versions do not",
                    remedy="This is a defect of Gazette; please report it with both texts.",
                )
            self._advance(op, len(word))

    def finish(self) -> None:
        """Cover the white space that is left, and refuse to leave out a word."""
        if self.old[self.i :].strip() or self.new[self.j :].strip():
            raise RedlineError(
                "a redline ends before its versions do",
                remedy="This is a defect of Gazette; please report it with both texts.",
            )
        self._space(Op.KEEP, len(self.old) - self.i, len(self.new) - self.j)

    def _fits(self, op: Op, text: str) -> bool:
        return (op not in OLD_OPS or self.old.startswith(text, self.i)) and (
            op not in NEW_OPS or self.new.startswith(text, self.j)
        )

    def _pass_space(self, op: Op) -> None:
        """Cover the white space before a word of `op`."""
        old = _space_at(self.old, self.i)
        new = _space_at(self.new, self.j)
        if old and self.old[self.i : self.i + old] == self.new[self.j : self.j + new]:
            self._advance(Op.KEEP, old)
        else:
            self._space(op, old, new)

    def _space(self, op: Op, old: int, new: int) -> None:
        if op is Op.KEEP and self.old[self.i : self.i + old] == self.new[self.j : self.j + new]:
            self._advance(Op.KEEP, old)
            return
        # White space moves with the words around it.
        if op in OLD_OPS:
            self._advance(Op.DELETE if op is Op.KEEP else op, old)
        if op in NEW_OPS:
            self._advance(Op.INSERT if op is Op.KEEP else op, new)

    def _advance(self, op: Op, length: int) -> None:
        i, j = self.i, self.j
        self.i += length if op in OLD_OPS else 0
        self.j += length if op in NEW_OPS else 0
        if length:
            self.laid.append(Stretch(op, (i, self.i), (j, self.j)))


def _space_at(text: str, start: int) -> int:
    """The length of the white space in `text` from `start` on."""
    end = start
    while end < len(text) and text[end].isspace():
        end += 1
    return end - start


def _joined(laid: list[Stretch]) -> Iterator[Stretch]:
    """`laid` with neighbours of one operation made one."""
    previous: Stretch | None = None
    for stretch in laid:
        if previous and previous.op is stretch.op and _touch(previous, stretch):
            old, new = (previous.old[0], stretch.old[1]), (previous.new[0], stretch.new[1])
            previous = Stretch(stretch.op, old, new)
            continue
        if previous:
            yield previous
        previous = stretch
    if previous:
        yield previous


def _touch(left: Stretch, right: Stretch) -> bool:
    return left.old[1] == right.old[0] and left.new[1] == right.new[0]
