"""What a Word file has to show of a version: one line for each clause."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from gazette.model.document import ClauseKind
from gazette.render.docx.atoms import REMEMBERED, Look, Sort, marked_atoms
from gazette.render.docx.marks import lead_of
from gazette.render.docx.numbering import level_of, number_of, runs_of
from gazette.render.docx.runs import NO_LABEL, properties_of
from gazette.render.docx.shapes import alignment_of, runs_leftwards, style_of
from gazette.render.docx.steps import cell_of, row_of, table_of
from gazette.render.docx.xml import W, clean, parsed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from xml.etree.ElementTree import Element

    from gazette.model.document import Clause, Document, Mark
    from gazette.render.docx.numbering import Run

Place = tuple[int, int, int]
"""A table, a row and a cell of it, each counted from 0."""
Stretch = tuple[tuple[str, ...], str, str]
"""How a stretch of text looks, where it leads, and what it says."""
_IGNORED = frozenset((f"{W}rtl", f"{W}rPrChange"))
_PICTURE = "rStyle Picture"


class Line(NamedTuple):
    """One paragraph: its style, its number (level, sort, count), and its words."""

    style: str
    counted: tuple[int, str, int] | None
    align: str
    leftwards: bool
    place: Place | None
    said: tuple[object, ...]


def expected_lines(document: Document, names: frozenset[str]) -> list[Line]:
    """The lines of `document` in a file with the bookmarks `names`."""
    runs = runs_of(document.clauses)
    places = _Places()
    return [
        Line(
            style_of(clause).id,
            _counted(clause, runs),
            alignment_of(clause),
            runs_leftwards(clause.text),
            places.of(clause),
            _said(clause, names),
        )
        for clause in document.clauses
    ]


def joined(stretches: Sequence[Stretch]) -> tuple[object, ...]:
    """What `stretches` say, however they are cut: the words, and each look with its letters."""
    if not any(look or target for look, target, _ in stretches):
        return tuple("".join([text for _, _, text in stretches]).split())
    words = "".join(text for look, _, text in stretches if _PICTURE not in look)
    looks = (
        (*look, "".join("".join(text for _, _, text in same).split()))
        for look, same in groupby(
            (stretch for stretch in stretches if stretch[2].strip()), key=lambda s: s[:2]
        )
    )
    return (tuple(words.split()), *looks)


def look_of(properties: Element) -> tuple[str, ...]:
    """The properties of a run as they count here: not which way it runs, nor what it was."""
    return tuple(
        f"{p.tag.removeprefix(W)} {p.get(f'{W}val', '')}".rstrip()
        for p in properties
        if p.tag not in _IGNORED
    )


def _said(clause: Clause, names: frozenset[str]) -> tuple[object, ...]:
    """The words of `clause`, each with its look and link."""
    if not clause.marks:
        return tuple(clean(clause.text).split())
    return _said_with_marks(clause.text, clause.marks, names, code=clause.kind is ClauseKind.CODE)


@lru_cache(REMEMBERED)
def _said_with_marks(
    words: str, marks: tuple[Mark, ...], names: frozenset[str], *, code: bool
) -> tuple[object, ...]:
    """The same of words with marks, which mostly are the same in both versions."""
    found: list[Stretch] = []
    for atom in marked_atoms(words, marks, code=code):
        picture = atom.sort is Sort.PICTURE
        text = (atom.label or NO_LABEL) if picture else words[atom.start : atom.end]
        target, title = (atom.target, "") if picture else atom.look.link
        look = _expected_look(atom.look, linked=bool(target), picture=picture)
        found.append((look, lead_of(target, title, names), clean(text)))
    return joined(found)


@cache
def _expected_look(look: Look, *, linked: bool, picture: bool) -> tuple[str, ...]:
    inner = properties_of(look, linked=linked, picture=picture, leftwards=False)
    return look_of(parsed(inner))


def _counted(clause: Clause, runs: Mapping[str, Run]) -> tuple[int, str, int] | None:
    """The level, the sort and the number that an item has to show."""
    if clause.kind is not ClauseKind.ITEM:
        return None
    run = runs.get(clause.id)
    if run is None:
        return level_of(clause), "bullet", 0
    return run.level, run.sort, run.start + number_of(clause)[0] - run.first


@dataclass(slots=True)
class _Places:
    """Counts the tables of a document, their rows and cells, as clauses go by."""

    _seen: dict[tuple[int, ...], int] = field(default_factory=dict)
    _inside: dict[tuple[int, ...], int] = field(default_factory=dict)

    def of(self, clause: Clause) -> Place | None:
        """Where `clause` stands, if it does in a table."""
        cell = cell_of(clause)
        if cell is None:
            return None
        table, row = table_of(clause) or 0, row_of(clause) or 0
        place = (table, row, cell.serial)
        return self._at(place[:1]), self._at(place[:2]), self._at(place)

    def _at(self, path: tuple[int, ...]) -> int:
        """How many came before the last of `path` in the one that holds it."""
        if path not in self._seen:
            count = self._inside.get(path[:-1], 0)
            self._seen[path] = count
            self._inside[path[:-1]] = count + 1
        return self._seen[path]
