"""The words of a clause as HTML: its own mark-up outside, what changed inside.

`ins` and `del` hold text only and lie inside links and emphasis, so they nest
legally whatever the clause holds. Every one begins with a label that only
screen readers speak.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from gazette.model.comparison import Op, Span
from gazette.source.addresses import is_remote

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gazette.model.document import Clause, Mark

HIDDEN = "visually-hidden"
"""Class of what only screen readers speak; the stylesheet takes it out of sight."""

_ALONE = frozenset(("br", "wbr", "img"))
_AS_THEY_ARE = frozenset(
    "a abbr b bdi cite code dfn em i kbd mark q s samp small strong sub sup time u var".split()  # noqa: SIM905 - read as one line
)
# A policy may use these itself; in a redline they must not pass for changes.
_RENAMED = {"ins": "u", "del": "s", "strike": "s", "tt": "code"}
_OLD_ONLY = (Op.DELETE, Op.MOVED_AWAY)
_NEW_ONLY = (Op.INSERT, Op.MOVED_HERE)
_CHANGED = {
    Op.DELETE: ("<del>", "</del>", "deleted"),
    Op.INSERT: ("<ins>", "</ins>", "inserted"),
    Op.MOVED_AWAY: ('<span class="move move--away">', "</span>", "moved away"),
    Op.MOVED_HERE: ('<span class="move move--here">', "</span>", "moved here"),
}

_TREACHEROUS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Controls, and characters that turn around the order of what follows."""
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)


def plain(text: str) -> str:
    """`text` escaped, with treacherous characters shown by their code."""
    # To look for them takes longer than all else, and they are all unprintable.
    return escape(text) if text.isprintable() else _TREACHEROUS.sub(_code_point, escape(text))


class Aside(NamedTuple):
    """HTML to stand between the words of a clause, which it is no part of."""

    html: str


def unchanged(clause: Clause) -> str:
    """`clause` as HTML, nothing in it changed."""
    return phrasing([Span(Op.KEEP, clause.text)], clause) if clause.marks else plain(clause.text)


def phrasing(spans: Iterable[Span | Aside], clause: Clause, former: Former | None = None) -> str:
    """`clause` as HTML with what `spans` say of it.

    The spans that do not delete must make up the clause's text; for a clause
    that is gone, all of them do. `former` knows the mark-up of deleted words.
    """
    spans = tuple(spans)
    gone = all(isinstance(span, Aside) or span.op in _OLD_ONLY for span in spans)
    writer = _Writer(clause.marks)
    for span in spans:
        if isinstance(span, Aside):
            writer.insert(span.html)
            continue
        if span.op in _OLD_ONLY and not gone:
            marks = former.marks_of(span.text) if former else ()
            writer.insert(_deleted(span, marks, writer.around()))
        else:
            writer.write(span.text, span.op)
        if former and span.op not in _NEW_ONLY:
            former.skip(span.text)
    return writer.finish()


class Former:
    """Where a redline is in the text of the clauses it began from.

    A redline spaces its words as the new text does, so places in the old text
    are found by counting what is no white space.
    """

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._marks: list[Mark] = []
        self._at = 0
        self._text = ""
        if any(clause.marks for clause in clauses):
            start = 0
            for clause in clauses:
                self._marks.extend(_shifted(mark, start) for mark in clause.marks)
                start += len(clause.text) + 1
            self._text = "\n".join(clause.text for clause in clauses)

    @cached_property
    def _solid(self) -> list[int]:
        """Where what is no white space stands."""
        return [at for at, character in enumerate(self._text) if not character.isspace()]

    def marks_of(self, text: str) -> tuple[Mark, ...]:
        """The marks over `text`, which stands where the redline is, by places in it."""
        if not self._marks or not text.strip():
            return ()
        start = self._solid[self._at] - (len(text) - len(text.lstrip()))
        within = (_shifted(mark, -start) for mark in self._marks if mark.tag not in _ALONE)
        return tuple(
            mark._replace(start=max(mark.start, 0), end=min(mark.end, len(text)))
            for mark in within
            if mark.start < len(text) and mark.end > 0
        )

    def skip(self, text: str) -> None:
        """Go past `text`."""
        if self._marks:
            self._at += len("".join(text.split()))


def _shifted(mark: Mark, by: int) -> Mark:
    return mark._replace(start=mark.start + by, end=mark.end + by)


def _deleted(span: Span, marks: Sequence[Mark], around: Sequence[Mark]) -> str:
    """A deleted text with its mark-up, but for what stands around it anyway."""
    tags = {mark.tag for mark in around}
    writer = _Writer(tuple(mark for mark in marks if mark.tag not in tags))
    writer.write(span.text, span.op)
    return writer.finish()


def _changed(op: Op, text: str, *, announced: bool = True) -> str:
    """`text` marked as what `op` says, and announced as that."""
    start, end, label = _CHANGED[op]
    hidden = f'<span class="{HIDDEN}">{label}: </span>' if announced else ""
    shown = escape(text)
    if not text.isprintable():
        shown = _INVISIBLE.sub(_code_point, shown)
    return f"{start}{hidden}{shown}{end}"


def _code_point(match: re.Match[str]) -> str:
    """An invisible character as something to see."""
    name = unicodedata.name(match[0], "control character").lower()
    return f'<span class="invisible" title="{name}">U+{ord(match[0]):04X}</span>'


@dataclass(slots=True)
class _Writer:
    """Writes one clause's text from start to end, with its marks around it."""

    marks: Sequence[Mark]
    _at: int = 0
    _next: int = 0
    _pieces: list[str] = field(default_factory=list)
    _open: list[Mark] = field(default_factory=list)

    def write(self, text: str, op: Op) -> None:
        """The next part of the clause's text, marked as what `op` says."""
        end = self._at + len(text)
        start = self._at
        while self._at < end:
            self._close()
            self._begin()
            stop = min(end, self._next_edge())
            part = text[self._at - start : stop - start]
            if op is Op.KEEP:
                self._pieces.append(plain(part))
            else:
                # One change is announced once, however much mark-up it runs through.
                self._pieces.append(_changed(op, part, announced=self._at == start))
            self._at = stop

    def insert(self, html: str) -> None:
        """Put `html`, which is no part of the clause, where the writer stands."""
        self._close()
        self._pieces.append(html)

    def around(self) -> Sequence[Mark]:
        """The marks that the writer stands in."""
        self._close()
        return self._open

    def finish(self) -> str:
        """All that was written, with every element closed."""
        self._close()
        self._begin()
        while self._open:
            self._pieces.append(_closing(self._open.pop()))
        return "".join(self._pieces)

    def _next_edge(self) -> int:
        """Where the next mark begins, or the innermost one ends."""
        edge = self._open[-1].end if self._open else sys.maxsize
        if self._next < len(self.marks):
            edge = min(edge, self.marks[self._next].start)
        return edge

    def _close(self) -> None:
        """End the elements that end here."""
        while self._open and self._open[-1].end <= self._at:
            self._pieces.append(_closing(self._open.pop()))

    def _begin(self) -> None:
        """Begin the elements that begin here, and write those that hold no text."""
        marks = self.marks
        while self._next < len(marks) and marks[self._next].start <= self._at:
            mark = marks[self._next]
            self._next += 1
            if mark.tag in _ALONE:
                self._pieces.append(_alone(mark))
            else:
                self._pieces.append(_opening(mark))
                self._open.append(mark)
        self._close()


def _opening(mark: Mark) -> str:
    tag = _RENAMED.get(mark.tag, mark.tag)
    if tag not in _AS_THEY_ARE:
        return ""
    target = f' href="{escape(mark.target)}"' if tag == "a" and mark.target else ""
    title = f' title="{escape(mark.title)}"' if mark.title else ""
    return f"<{tag}{target}{title}>"


def _closing(mark: Mark) -> str:
    tag = _RENAMED.get(mark.tag, mark.tag)
    return f"</{tag}>" if tag in _AS_THEY_ARE else ""


def _alone(mark: Mark) -> str:
    """A line break or an image. An image from elsewhere is only described."""
    if mark.tag != "img":
        return f"<{mark.tag}>"
    if not mark.target or is_remote(mark.target):
        return f'<span class="image">{plain(mark.title)}</span>'
    return f'<img src="{escape(mark.target)}" alt="{escape(mark.title)}">'
