"""A clause's text as a run of atoms: stretches that look alike, breaks, pictures.

Word has no mark-up over text, only runs that each say how they look. So the
marks of a clause are flattened here, and what looks the same on both sides can
be told from what does not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from gazette.model.document import ClauseKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gazette.model.document import Clause, Mark


class Sort(StrEnum):
    """What an atom is."""

    TEXT = "text"
    BREAK = "break"
    """A line break; it stands for the space after it, where there is one."""
    PICTURE = "picture"
    """A picture, shown as its alternative text."""
    END = "end"
    """The end of a clause that is followed by another of the same step."""


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks, and where it leads.

    `link` is a link's target and title; `hints` are the titles that other
    mark-up shows on hovering. Neither can change in Word by formatting alone.
    """

    tags: frozenset[str] = frozenset()
    link: tuple[str, str] = ("", "")
    hints: tuple[str, ...] = ()


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Atom:
    """`text[start:end]` of one look. A break or picture may be of no length.

    `label` and `target` are a picture's alternative text and address.
    """

    start: int
    end: int
    sort: Sort = Sort.TEXT
    look: Look = PLAIN
    label: str = ""
    target: str = ""

    @property
    def extent(self) -> int:
        """The number of characters that it stands for."""
        return self.end - self.start


REMEMBERED = 4096
"""Clauses with marks whose atoms are kept; more than one document has."""
_POINTS = frozenset(("br", "img"))
_TRANSPARENT = frozenset(("span", "a", "time", "bdi", "bdo", "ruby", "rp", "rt", "data"))
_SAME = {"b": "strong", "i": "em", "cite": "em", "dfn": "em", "var": "em", "ins": "u"} | {
    "strike": "s", "del": "s", "kbd": "code", "samp": "code", "tt": "code", "big": "strong",
}  # fmt: skip


def atoms_of(clauses: Sequence[Clause]) -> tuple[Atom, ...]:
    """The atoms of `clauses`, over their texts joined by one line feed each."""
    found: list[Atom] = []
    offset = 0
    for place, clause in enumerate(clauses):
        if place:
            found.append(Atom(offset - 1, offset, Sort.END))
        found.extend(
            over(a, a.start + offset, a.end + offset) if offset else a
            for a in _clause_atoms(clause)
        )
        offset += len(clause.text) + 1
    return tuple(found)


def cut(atoms: Sequence[Atom], start: int, end: int) -> Sequence[Atom]:
    """The atoms within `[start:end)`, their places counted from `start`.

    Those of no length at `end` belong to what follows, unless `start == end`.
    """
    at = bisect_left(atoms, start, key=lambda atom: atom.start)
    found: list[Atom] = []
    if start == end:
        while at < len(atoms) and atoms[at].start == start:
            found.extend([over(atoms[at], 0, 0)] if not atoms[at].extent else [])
            at += 1
        return found
    if at and atoms[at - 1].end > start:
        at -= 1
    while at < len(atoms) and atoms[at].start < end:
        atom = atoms[at]
        found.append(over(atom, max(atom.start, start) - start, min(atom.end, end) - start))
        at += 1
    return found


def over(atom: Atom, start: int, end: int) -> Atom:
    """`atom` over `[start:end]`."""
    if (atom.start, atom.end) == (start, end):
        return atom
    return Atom(start, end, atom.sort, atom.look, atom.label, atom.target)


def _clause_atoms(clause: Clause) -> tuple[Atom, ...]:
    """The atoms of one clause, in order."""
    text = clause.text
    if not clause.marks:
        # As most have none, and the rest of this is long.
        return (Atom(0, len(text)),) if text else ()
    return marked_atoms(text, clause.marks, code=clause.kind is ClauseKind.CODE)


@lru_cache(REMEMBERED)
def marked_atoms(text: str, marks: tuple[Mark, ...], *, code: bool) -> tuple[Atom, ...]:
    """The same of a text with marks. Each is asked for to be written, and to be proved."""
    points: dict[int, list[Mark]] = {}
    for mark in marks:
        if mark.tag in _POINTS and mark.start == mark.end:
            points.setdefault(mark.start, []).append(mark)
    # Reading folds a break into the space after it, so the last one takes it back.
    breaks = {
        place: [mark for mark in here if mark.tag == "br"][-1]
        for place, here in points.items()
        if text[place : place + 1] == " " and any(mark.tag == "br" for mark in here)
    }
    edges = {0, len(text)}.union(
        (m.start for m in marks), (m.end for m in marks), (p + 1 for p in breaks)
    )
    found: list[Atom] = []
    for start, end, covering in _sweep(sorted(edges), marks):
        look = _look(covering, code=code)
        found += [_point(m, look) for m in points.get(start, ()) if m is not breaks.get(start)]
        if start < end:
            found.append(Atom(start, end, Sort.BREAK if start in breaks else Sort.TEXT, look))
    return tuple(found)


def _sweep(
    edges: Sequence[int], marks: Iterable[Mark]
) -> Iterator[tuple[int, int, Sequence[Mark]]]:
    """Each stretch between two edges with the marks that cover it; the last has no length."""
    waiting = deque(sorted((m for m in marks if m.start < m.end), key=lambda m: (m.start, -m.end)))
    covering: list[Mark] = []
    for start, end in pairwise([*edges, edges[-1]]):
        covering = [mark for mark in covering if mark.end > start]
        while waiting and waiting[0].start <= start:
            covering.append(waiting.popleft())
        yield start, end, covering


def _look(marks: Sequence[Mark], *, code: bool) -> Look:
    """How text under `marks` looks; `code` where all of the clause is code."""
    if not marks:
        return PLAIN
    tags = frozenset(_SAME.get(m.tag, m.tag) for m in marks) - _TRANSPARENT
    links = [(m.target, m.title) for m in marks if m.tag == "a"]
    hints = tuple(m.title for m in marks if m.tag != "a" and m.title)
    return Look(tags - {"code"} if code else tags, links[-1] if links else ("", ""), hints)


def _point(mark: Mark, look: Look) -> Atom:
    """The atom of a break or picture that takes no character."""
    if mark.tag == "br":
        return Atom(mark.start, mark.start, Sort.BREAK, look)
    return Atom(mark.start, mark.start, Sort.PICTURE, look, mark.title, mark.target)
